"""A visit that the schedule calls off: said on the board, in the visit and after reading the file; ended with one key."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from kiosk.schedule import import_schedule
from kiosk.visits.visit import Visit, VisitState
from tests.kiosk.conftest import SYSTEM, TODAY, House
from tests.screens.staff.terminal import BIG, staff_stage

HEAD = "start,client,date of birth,treatment,practitioner,booking code,status\n"
LINE = "2026-07-30 11:00,Ana Prieto,1990-03-14,Parisian Peel,Dr Roca,AAA111,{}\n"


def import_it(house: House, status: str) -> None:
    import_schedule(house.clinic, (HEAD + LINE.format(status)).encode(), actor=SYSTEM)


def called_off(house: House, status: str = "Cancelled") -> Visit:
    import_it(house, "Booked")
    import_it(house, status)
    (visit,) = house.clinic.visits.of_day(TODAY)
    assert visit.state is VisitState.booked
    return visit


@pytest.mark.parametrize(
    ("status", "words", "state"),
    [
        ("Cancelled", "▲ cancelled in the schedule", VisitState.cancelled),
        ("No-show", "▲ no show in the schedule", VisitState.no_show),
    ],
)
async def test_one_key_on_the_board_ends_it_and_it_can_be_undone(
    house: House, status: str, words: str, state: VisitState
) -> None:
    visit = called_off(house, status)
    async with staff_stage(house, house.rita, size=BIG) as stage:
        assert words in stage.text, stage.text
        await stage.press("c")
        await stage.wait(lambda: house.visit(visit).state is state, "the visit ended")
        await stage.until("Open it to undo that")
    assert house.desk().undo(house.visit(visit)).state is VisitState.booked


async def test_the_visit_says_so_and_ends_with_enter(house: House) -> None:
    visit = called_off(house)
    async with staff_stage(house, house.rita, size=BIG) as stage:
        await stage.press("enter")
        await stage.until("The schedule says that this appointment is cancelled")
        assert "Cancel it" in stage.text
        assert "Is here" in stage.text, "the desk may know better"
        await stage.tap("#go")
        await stage.wait(lambda: house.visit(visit).state is VisitState.cancelled, "the visit cancelled")


async def test_after_reading_the_file_all_of_them_end_with_one_key(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_it(house, "Booked")
    home = tmp_path / "home"
    (home / "Downloads").mkdir(parents=True)
    (home / "Downloads" / "thursday.csv").write_text(HEAD + LINE.format("Cancelled"), encoding="utf-8")
    monkeypatch.setenv("HOME", str(home))
    async with staff_stage(house, house.rita, size=BIG) as stage:
        await stage.press("s")
        await stage.pick("thursday.csv")
        await stage.until("Cancelled in the file, still booked")
        assert "11:00 on 30 July 2026: cancelled" in stage.text
        await stage.tap("#go")
        await stage.until("These are still booked here")
        (visit,) = house.clinic.visits.of_day(TODAY)
        assert visit.state is VisitState.booked, "nothing is cancelled by itself"
        await stage.press("enter")
        await stage.wait(lambda: house.visit(visit).state is VisitState.cancelled, "the visit cancelled")


@pytest.mark.thorough
async def test_a_date_of_use_that_cannot_be_is_refused_in_words_on_a_paper_form(house: House) -> None:
    house.book(house.client(), start=time(10, 30))
    async with staff_stage(house, house.rita, size=BIG) as stage:
        await stage.press("enter")
        await stage.wait(lambda: stage.screen == "VisitScreen", "the visit")
        await stage.settle()
        await stage.press("f")
        await stage.pick("Choose from the list")
        await stage.pick("Face")
        await stage.tap("#go")
        while "retin" not in stage.text.casefold():
            await stage.pick("No")
        await stage.pick("Yes")
        await stage.pick("On a day")
        await stage.wait(lambda: stage.screen == "DateScreen", "the date")
        for written, words in (
            ("01011950", "or before it"),
            ("31122027", "is in the future"),
            ("01060202", "year with four digits"),
        ):
            for _ in range(8):
                await stage.press("backspace")
            await stage.type(written)
            await stage.press("enter")
            await stage.until(words)
        assert stage.screen == "DateScreen"
