"""Dates on the command line are read as the clinic writes them, and as 2026-07-31 in every clinic."""

import argparse
from datetime import date
from pathlib import Path

import pytest

from kiosk.commands.date_argument import a_date, in_order, typed_date
from kiosk.commands.figures_command import a_month
from kiosk.core.errors import BadInput
from kiosk.core.settings import Settings, load, save
from tests.kiosk.commands.one_clinic import Kiosk, a_kiosk, worked  # noqa: F401


def read(folder: Path, text: str, order: str) -> object:
    save(folder, Settings.checked({"clinic_name": "Lumen", "time_zone": "UTC", "date_order": order}))
    args = argparse.Namespace(data=str(folder), day=a_date(text))
    in_order(args)
    return args.day


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2026-07-05", "dmy", date(2026, 7, 5)),
        ("2026-07-05", "mdy", date(2026, 7, 5)),
        ("05.07.2026", "dmy", date(2026, 7, 5)),
        ("5/7/2026", "dmy", date(2026, 7, 5)),
        ("5/7/2026", "mdy", date(2026, 5, 7)),
        ("5-7-2026", "mdy", date(2026, 5, 7)),
        ("2026/7/5", "ymd", date(2026, 7, 5)),
        ("2026/7/5", "dmy", date(2026, 7, 5)),
        ("29.2.2028", "dmy", date(2028, 2, 29)),
    ],
)
def test_a_date_follows_the_setting_and_iso_is_read_everywhere(
    tmp_path: Path, text: str, order: str, day: date
) -> None:
    assert read(tmp_path, text, order) == day
    assert typed_date(text, order) == day


@pytest.mark.parametrize(
    ("text", "order", "says"),
    [
        ("31/7/2026", "mdy", "“31/7/2026”: There is no month 31. This clinic writes dates like 07/31/2026."),
        ("7/31/2026", "dmy", "There is no month 31. This clinic writes dates like 31.07.2026."),
        ("29.2.2027", "dmy", "There is no 29 February in 2027."),
        ("5.7.26", "dmy", "Please write the year with four digits"),
    ],
)
def test_what_is_no_day_in_this_order_says_how_the_clinic_writes(
    tmp_path: Path, text: str, order: str, says: str
) -> None:
    with pytest.raises(BadInput) as told:
        read(tmp_path, text, order)
    assert says in told.value.sentence


def test_where_no_clinic_is_named_only_one_way_is_clear(kiosk: Kiosk) -> None:
    kiosk.patch.delenv("KIOSK_DATA", raising=False)
    args = argparse.Namespace(data=None, on=a_date("5/7/2026"))
    with pytest.raises(BadInput, match=r"5/7/2026 is read in the order of a clinic\. Which clinic\?.*like 2026-07-31"):
        in_order(args)


def test_commands_ask_and_read_in_the_clinics_order(kiosk: Kiosk) -> None:
    assert kiosk("visits", "list", "--day", "7/5/2026").out == "There are no visits on 7 May 2026.\n"
    typed = kiosk("client", "find", typed="Anna Ferrer\n05.03.1984\n").out
    assert typed.startswith("Name or telephone: Date of birth, as 05.03.1984: ")
    assert "Anna Ferrer" in typed
    save(kiosk.folder, load(kiosk.folder).model_copy(update={"date_order": "mdy"}))
    assert kiosk("visits", "list", "--day", "7/5/2026").out == "There are no visits on 5 July 2026.\n"
    found = kiosk("client", "find", typed="Anna Ferrer\n3/5/1984\n").out
    assert "Date of birth, as 03/05/1984" in found
    assert "Anna Ferrer" in found
    wrong = kiosk("client", "find", stdin="Anna Ferrer\ntomorrow\n").complaint
    assert wrong == "This is not a date: this clinic writes dates like 07/31/2026."
    for typed_wrong in ("31/12/1984", "31 December 1984", "1984-13-05"):  # somebody's, so it is not repeated
        assert kiosk("client", "find", stdin=f"Anna Ferrer\n{typed_wrong}\n").complaint == wrong


def test_a_month_is_read_both_ways() -> None:
    assert a_month("07/2026") == a_month("2026-07") == a_month("7.2026") == date(2026, 7, 1)
