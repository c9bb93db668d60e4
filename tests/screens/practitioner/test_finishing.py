"""Finishing a session: nothing is said for the practitioner, and an ordinary session takes a touch and the PIN."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from kiosk.visits.session import MachineSettings
from kiosk.visits.visit import Session, Visit, VisitState
from tests.kiosk.conftest import House
from tests.screens.practitioner.hands import opened, words
from tests.screens.sizes import AT_THREE_SIZES, AT_TWO_SIZES
from tests.screens.staff.terminal import PROMISED, SMALLEST, StaffStage, staff_stage


def started(house: House, **more: str) -> Visit:
    """Let a visit begin: the practitioner went ahead."""
    visit = house.confirmed(house.client(), **more)
    begun: Visit = house.room().decide(visit, "go_ahead", pin_checked=house.dr_roca, seen_sha=visit.content_sha)
    return begun


async def filled(stage: StaffStage) -> None:
    await stage.wait(lambda: stage.screen == "FinishScreen", "the record of the session")
    await stage.settle()


@AT_THREE_SIZES
async def test_an_ordinary_session_takes_a_touch_and_the_pin_and_nothing_is_said_before(
    house: House, size: tuple[int, int]
) -> None:
    visit = started(house)
    async with staff_stage(house, house.dr_roca, role="practitioner", size=size) as stage:
        await opened(stage)
        if size == SMALLEST:
            await stage.tap("Decide ›")
            await stage.pick("Finish")
        else:
            await stage.tap("Finish ›")
        await filled(stage)
        await stage.tap("Sign ›")
        await stage.until("Say which areas were treated")
        await stage.tap("As planned")
        await filled(stage)
        await stage.tap("Sign ›")
        await stage.sign()
        await stage.pick("Not now")
        await stage.until("Tonight")
    done = house.visit(visit)
    assert (done.state, done.signoffs[-1].decision) == (VisitState.finished, "finish")
    assert done.session == Session(
        areas=("face",),
        steps=("crystals", "topicals", "protect"),
        done_at=done.session.done_at if done.session else None,
    )


@pytest.mark.thorough
async def test_everything_is_noted_by_keys_alone_and_next_time_it_is_one_key(house: House) -> None:
    visit = started(house)
    async with staff_stage(house, house.dr_roca, role="practitioner", size=PROMISED) as stage:
        await opened(stage)
        await stage.press("f")
        await filled(stage)
        for keys in ("1 1 enter", "2 1 3 enter", "3 3 2 2", "2", "4 2 enter", "5 2 1 enter"):
            await stage.press(*keys.split())
            if keys == "3 3 2 2":
                await stage.until("Device")
                continue
            await filled(stage)
        await stage.press("6")
        await stage.wait(lambda: stage.screen == "TextScreen", "the note")
        await stage.type("less on the nose")
        await stage.press("enter")
        await filled(stage)
        await stage.press("escape")  # somebody knocks
        await stage.wait(lambda: stage.screen == "SummaryScreen", "the visit")
        await stage.press("f")
        await filled(stage)
        assert "2 steps, 1 left out" in words(stage)
        await stage.press("enter")
        await stage.sign()
        await stage.pick("Not now")
        await stage.until("Tonight")
        await stage.tap("#go")
        done = house.visit(visit).session
        assert done is not None
        assert (done.areas, done.steps, done.left_out) == (("face",), ("crystals", "protect"), ("topicals",))
        assert (done.machine.suction, done.machine.passes) == ("High", 2)
        assert (done.skin_before, done.skin_after, done.notes) == (("Dry",), ("Calm", "Pink"), "less on the nose")
    berta = house.confirmed(house.client("Berta", "Soler"))
    berta = house.room().decide(berta, "go_ahead", pin_checked=house.dr_roca, seen_sha=berta.content_sha)
    assert house.room().finish_form(berta).machines == (
        MachineSettings(suction="High", passes=2, tip=done.machine.tip),
    )


@pytest.mark.thorough
async def test_a_session_is_signed_later_without_a_pin_now_and_nothing_is_asked_twice(house: House) -> None:
    visit = started(house)
    async with staff_stage(house, house.dr_roca, role="practitioner", size=SMALLEST) as stage:
        await opened(stage)
        await stage.press("f")
        await filled(stage)
        await stage.press("p")
        await filled(stage)
        await stage.pick("Sign later today")
        await stage.until("Kept. Sign it later today")
        assert house.visit(visit).is_to_finish
        await stage.press("escape")
        await stage.wait(lambda: stage.screen == "DayScreen", "the day")
        await stage.until("To finish")
        await opened(stage)
        await stage.press("f")
        await filled(stage)
        await stage.tap("Sign ›")
        await stage.sign()
        await stage.pick("Not now")
        await stage.until("Tonight")
    assert house.visit(visit).state is VisitState.finished


@pytest.mark.thorough
async def test_the_next_session_is_booked_by_one_key_in_the_first_free_time_of_its_window(house: House) -> None:
    visit = started(house)
    taken = house.book(house.client("Berta", "Soler"), day=visit.day + timedelta(weeks=3), start=time(10, 30))
    async with staff_stage(house, house.dr_roca, role="practitioner", size=PROMISED) as stage:
        await opened(stage, "Anna Ferrer")
        await stage.press("f")
        await filled(stage)
        await stage.press("p")
        await filled(stage)
        await stage.press("enter")
        await stage.sign()
        await stage.until("Due from 20 August to 27 August.")
        await stage.press("1")
        await stage.until("Tonight")
        (new,) = [each for each in house.clinic.visits.of_client(visit.client_id) if each.id != visit.id]
        assert (new.day, new.start) == (taken.day + timedelta(days=1), taken.start)
        assert (new.practitioner, new.treatment) == ("Dr Roca", visit.treatment)
        await stage.tap("#go")
        assert "The next session is booked: Friday 21 August 2026, 10:30." in words(stage)
        assert "Book the next session" not in stage.text


@pytest.mark.thorough
@AT_TWO_SIZES
async def test_it_is_booked_later_from_the_finished_visit_on_another_day(house: House, size: tuple[int, int]) -> None:
    visit = started(house)
    house.room().finish(visit, ["face"], [], pin_checked=house.dr_roca)
    async with staff_stage(house, house.dr_roca, role="practitioner", size=size) as stage:
        await opened(stage, "Anna Ferrer")
        if size == SMALLEST:
            await stage.press("y")
        else:
            await stage.tap("Book the next session ›")
        await stage.pick("Another day")
        await stage.wait(lambda: stage.screen == "DateScreen", "the day")
        await stage.type("24082026")
        await stage.press("enter")
        await stage.until("Monday 24 August 2026")
        await stage.pick("10:30")
        await stage.until("The next session is")
    (new,) = [each for each in house.clinic.visits.of_client(visit.client_id) if each.id != visit.id]
    assert (new.day, new.start) == (date(2026, 8, 24), time(10, 30))
