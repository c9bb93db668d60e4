"""Dates of use, forms of another day and clocks that are wrong, as they come in on the command line."""

import json
import os
import shutil
from datetime import time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kiosk.commands.date_argument import a_moment
from kiosk.core.errors import BadInput, LockedOut, WrongPin
from kiosk.records.keys.clinic_ids import clinic_id
from tests.kiosk.conftest import GOOD_PEEL, KEY, MORNING, PINS, TODAY, FixedClock, open_clinic, people
from tests.running import Ran, pin_by_pipe, run

CASE = Path(__file__).parents[2] / "rules" / "engine" / "accutane-in-the-year-0202.json"
FORM: dict[str, Any] = {**GOOD_PEEL, "isotretinoin": "stopped"}


class AtTheClinic:
    """`kiosk` run on one clinic, on a clock of our own."""

    def __init__(self, base: Path) -> None:
        self.folder = base / "clinic"
        self.clock = FixedClock()
        with open_clinic(base, self.clock) as clinic:
            house = people(clinic, self.clock)
            self.visit = house.book(house.client(), start=time(12)).id

    def __call__(self, *arguments: str | Path, stdin: str = "", wrong_by: timedelta = timedelta()) -> Ran:
        clock = FixedClock(self.clock.now() + wrong_by)
        with pin_by_pipe(PINS["rita"] if "--staff" in arguments else None) as pin:
            return run(["--data", self.folder, *arguments, *pin], os.environ, stdin=stdin, clock=clock)

    def enter(self, form: dict[str, Any], *options: str, **how: Any) -> Ran:
        how["stdin"] = json.dumps(form)
        return self("checkin", self.visit, "-", "--staff", "Rita Roy", "--consent", "paper", *options, **how)


@pytest.fixture
def kiosk(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AtTheClinic:
    made = AtTheClinic(base)
    (tmp_path / "clinic-kiosk").mkdir(mode=0o700)
    shutil.copy(base / "keys" / KEY, tmp_path / "clinic-kiosk" / f"{clinic_id(made.folder)}.key")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("KIOSK_KEY_FD", raising=False)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    return made


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("0202-06-01", "needs a year of four digits"),
        ("202-11", "needs a year of four digits"),
        ("1900-01-01", "more than 120 years ago"),
        ("2026-07-31", "after the day of answering"),
    ],
)
def test_a_date_that_cannot_be_is_refused_by_both_commands(kiosk: AtTheClinic, raw: str, says: str) -> None:
    form = {**FORM, "isotretinoin_last": raw}
    for ran in (
        kiosk.enter(form),
        kiosk("rules", "evaluate", "parisian-peel", "-", "--on", TODAY, stdin=json.dumps(form)),
    ):
        assert says in ran.complaint
        assert ran.complaint.startswith('"isotretinoin_last"')
    assert kiosk("visits", "list", "--day", TODAY, "--json").json[0]["state"] == "booked"


def test_the_year_0202_makes_nobody_eligible(kiosk: AtTheClinic) -> None:
    assert "four digits" in kiosk("rules", "evaluate", "parisian-peel", CASE, "--on", TODAY).complaint
    assert "four digits" in kiosk("checkin", kiosk.visit, CASE, "--staff", "Rita Roy").complaint


def test_a_use_before_birth_is_refused_where_the_client_is_known(kiosk: AtTheClinic) -> None:
    form = {**FORM, "isotretinoin_last": "1950-01-01"}
    assert "before the client was born" in kiosk.enter(form).complaint
    assert kiosk("rules", "evaluate", "parisian-peel", "-", "--on", TODAY, stdin=json.dumps(form)).status == 0


def test_rules_are_tried_on_any_day(kiosk: AtTheClinic) -> None:
    form = json.dumps({**FORM, "isotretinoin_last": "2027-06-01"})
    for on, outcome in (("2027-12-31", "eligible"), ("2027-11-30", "deferred")):
        assert kiosk("rules", "evaluate", "parisian-peel", "-", "--on", on, stdin=form).json["outcome"] == outcome


def test_a_form_is_not_of_tomorrow_and_judges_no_visit_for_it(kiosk: AtTheClinic) -> None:
    form = {**FORM, "isotretinoin_last": "2026-07-01"}
    for on in ("2027-12-31", "2026-07-31", "9999-12-31"):
        assert "after today" in kiosk.enter(form, "--on", on).complaint
    document = kiosk.enter(form, "--on", "2026-07-28", "--json").json
    assert (document["verdict"]["on"], document["verdict"]["outcome"]) == ("2026-07-30", "deferred")
    assert document["visit"]["checkins"][0]["filled_on"] == "2026-07-28"
    assert "filled in on 28 July 2026" in kiosk("visits", "show", kiosk.visit).out


def test_the_clocks_doubt_proposes_no_day(kiosk: AtTheClinic) -> None:
    for options in ((), ("--on", "2026-07-30")):
        said = kiosk.enter(GOOD_PEEL, *options, wrong_by=timedelta(days=9)).complaint
        assert "This terminal's clock says 8 August 2026" in said
        assert "--on" not in said


def test_a_list_read_on_a_clock_two_days_behind_stops_no_check_in(kiosk: AtTheClinic) -> None:
    assert kiosk("visits", "list", wrong_by=timedelta(days=-2)).status == 0
    assert kiosk.enter(GOOD_PEEL).status == 0


def test_another_terminal_name_and_a_clock_put_back_give_no_new_tries(base: Path) -> None:
    for number in range(5):
        with open_clinic(base, FixedClock(), f"desk {number}") as clinic, pytest.raises(WrongPin):
            clinic.staff.check_pin("Rita Roy", "385063", terminal=clinic.terminal)
    for back in (0, 2):
        clock = FixedClock(MORNING - timedelta(days=back))
        with open_clinic(base, clock, "a new name") as clinic, pytest.raises(LockedOut):
            clinic.staff.check_pin("Rita Roy", PINS["rita"], terminal=clinic.terminal)


@pytest.mark.parametrize(("written", "zone"), [("0001-01-01", "Asia/Tokyo"), ("9999-12-31 23:00", "America/Lima")])
def test_a_moment_at_either_end_of_all_years_is_refused(written: str, zone: str) -> None:
    with pytest.raises(BadInput, match="choose another day"):
        a_moment(written).in_zone(ZoneInfo(zone))
