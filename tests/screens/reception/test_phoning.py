"""Whom the desk phones, somebody who is away, somebody who runs late, and another day: from the board."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta

import pytest

from kiosk.desk.call_list import call_remarks
from kiosk.visits.books import Books
from kiosk.visits.visit import VisitState
from screens.reception import board_screen
from screens.reception.call_list_screen import CallLines
from tests.kiosk.conftest import TODAY, House
from tests.screens.sizes import AT_TWO_SIZES
from tests.screens.staff.terminal import staff_stage


@pytest.mark.thorough
@AT_TWO_SIZES
async def test_a_practitioner_is_away_and_the_desk_phones_whom_it_moved(house: House, size: tuple[int, int]) -> None:
    anna, berta = house.client(phone="600 111 222"), house.client("Berta", "[/x]")
    visits = [house.book(anna), house.book(berta, start=time(11))]
    async with staff_stage(house, house.rita, size=size) as stage:
        await stage.press("y")
        await stage.pick("Today")
        await stage.pick("Dr Roca")
        await stage.pick("Move them to other days")
        tomorrow = TODAY + timedelta(days=1)
        await stage.wait(lambda: stage.screen == "DateScreen", "the day")
        await stage.type(f"{tomorrow:%d%m%Y}")
        await stage.press("enter")
        await stage.wait(lambda: stage.screen == "SureScreen", "what would be done")
        await stage.press("enter")
        await stage.wait(lambda: stage.screen == "CallListScreen" and "Anna Ferrer" in stage.text, "whom to phone")
        stage.look()
        assert "Berta [/x]" in stage.text
        await stage.press("c")
        await stage.pick("Reached")
        await stage.wait(lambda: "Noted: Anna Ferrer, reached." in stage.text, "that it is noted")
        await stage.press("escape")
        await stage.wait(lambda: stage.screen == "BoardScreen", "the board")
    assert [house.visit(visit).state for visit in visits] == [VisitState.put_off] * 2


async def test_another_day_is_booked_from_the_board_and_can_be_undone(house: House) -> None:
    visit = house.book(house.client())
    async with staff_stage(house, house.rita) as stage:
        await stage.press("n")
        await stage.wait(lambda: stage.screen == "PickScreen", "the times")
        await stage.press("3")  # a time of tomorrow
        await stage.wait(lambda: stage.screen == "PaperScreen", "the slip")
        assert house.visit(visit).state is VisitState.put_off
        await stage.press("escape")
        await stage.open_line("Anna Ferrer")
        await stage.press("u")
        await stage.wait(lambda: house.visit(visit).state is VisitState.booked, "that it is undone")


async def test_one_number_says_how_late_somebody_runs(house: House) -> None:
    house.book(house.client())
    async with staff_stage(house, house.rita) as stage:
        await stage.press("d")
        await stage.pick("Another number")
        await stage.wait(lambda: stage.screen == "TextScreen", "the minutes")
        await stage.type("25")
        await stage.press("enter")
        await stage.wait(lambda: "Dr Roca runs 25 minutes late" in stage.text, "the number")


async def test_the_board_counts_the_calls_again_when_the_records_changed_at_most_once_a_minute(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[int] = []

    def counting(books: Books) -> Iterator[str]:
        counted.append(1)
        return call_remarks(books)

    monkeypatch.setattr(board_screen, "call_remarks", counting)
    visit = house.book(house.client(), day=TODAY + timedelta(days=1))
    async with staff_stage(house, house.rita) as stage:
        await stage.tick(61)
        assert counted == [1]
        house.desk().reassign(visit, "Dr Moss", unasked=True)
        await stage.tick(1)
        await stage.until("1 client to be told of a new appointment: G shows whom to phone.")
        house.desk().note_phone_call(house.visit(visit), "reached")
        await stage.tick(1)
        assert counted == [1, 1]
        await stage.tick(60)
        await stage.wait(lambda: "to be told" not in stage.text, "that nobody is to be told")
        assert counted == [1, 1, 1]


async def test_a_touch_chooses_whom_to_phone_and_a_second_one_says_what_can_be_done(house: House) -> None:
    for number, name in enumerate(("Anna", "Berta")):
        moved = house.book(house.client(name, "Soler"), start=time(9 + number))
        house.desk().move(moved, TODAY + timedelta(days=3), time(9 + number), unasked=True)
    async with staff_stage(house, house.rita) as stage:
        await stage.press("g")
        await stage.wait(lambda: stage.screen == "CallListScreen" and "Berta Soler" in stage.text, "the lines")
        lines = stage.app.screen.query_one(CallLines)
        berta = next(number for number, line in enumerate(stage.lines) if "Berta Soler" in line)
        for screen in ("CallListScreen", "PickScreen"):
            await stage.pilot.click(lines, offset=(9, berta - lines.region.y))
            await stage.settle()
            assert stage.screen == screen
        assert "Berta Soler" in stage.text


@AT_TWO_SIZES
async def test_each_key_of_the_call_list_works_at_any_size(house: House, size: tuple[int, int]) -> None:
    moved = house.book(house.client(phone="600 111 222"))
    house.desk().move(moved, TODAY + timedelta(days=3), time(9), unasked=True)
    async with staff_stage(house, house.rita, size=size) as stage:
        await stage.press("g")
        await stage.wait(lambda: stage.screen == "CallListScreen" and "Anna Ferrer" in stage.text, "the line")
        for key, screen in (("o", "VisitScreen"), ("b", "PickScreen"), ("c", "PickScreen")):
            await stage.press(key)
            await stage.wait(lambda screen=screen: stage.screen == screen, f"what {key} opens")
            await stage.press("escape")
            await stage.wait(lambda: stage.screen == "CallListScreen", "the list again")
