"""What a practitioner leaves unsigned waits for them: at the lock, when somebody else signs out their screen, on my day."""

from __future__ import annotations

import pytest

from kiosk.visits.visit import Visit, VisitState
from tests.kiosk.conftest import LEAD, PINS, House
from tests.screens.practitioner.hands import opened, words
from tests.screens.staff.terminal import BIG, PROMISED, StaffStage, staff_stage

STILL_HERE = "What you had not signed is still here."


def unsure(house: House) -> Visit:
    visit: Visit = house.confirmed(house.client(), eczema="not_sure")
    return visit


async def settled(stage: StaffStage) -> None:
    """Settle the unsure answer of the visit that is open."""
    await stage.press("u")
    await stage.pick("No")
    await stage.until("Not signed yet.")


async def locked(stage: StaffStage, house: House) -> None:
    await stage.tick(house.clinic.settings.staff_idle_seconds + 1)
    await stage.wait(lambda: stage.screen == "LockScreen", "the lock")


async def signed_out_by_somebody_else(stage: StaffStage) -> None:
    """Another practitioner signs out the locked screen, finds nothing of it, and goes."""
    await stage.press("o")
    await stage.wait(lambda: stage.screen == "SignInScreen", "the sign-in")
    await stage.pick("Dr Gil")
    await stage.sign("bea")
    await stage.wait(lambda: stage.screen == "DayScreen", "the other's day")
    assert "Not signed" not in stage.text


async def back_again(stage: StaffStage) -> None:
    await stage.press("m")
    await stage.pick("Sign out")
    await stage.pick("Dr Roca")
    await stage.sign()
    await stage.wait(lambda: stage.screen == "DayScreen", "my day")


@pytest.mark.thorough
async def test_what_was_settled_is_there_after_the_lock_and_after_somebody_elses_turn(house: House) -> None:
    visit = unsure(house)
    house.clinic.staff.add("Dr Gil", "practitioner", PINS["bea"], actor=LEAD)
    async with staff_stage(house, house.dr_roca, role="practitioner", size=BIG) as stage:
        await opened(stage)
        await settled(stage)
        await locked(stage, house)
        await stage.press("enter")
        await stage.sign()
        await stage.wait(lambda: stage.screen == "SummaryScreen", "the visit, unlocked")
        assert "Not signed yet" in stage.text
        await locked(stage, house)
        await signed_out_by_somebody_else(stage)
        assert house.visit(visit).settled == (), "nothing of it is in a record before the PIN"
        await back_again(stage)
        assert "Not signed yet: 10:30 (kept for 30 minutes)" in words(stage)
        await opened(stage)
        await stage.until(STILL_HERE)
        await stage.press("i")
        await stage.sign()
        await stage.until("Signed.")
        assert [each.by for each in house.visit(visit).settled] == ["Dr Roca"]
        await stage.press("escape")
        await stage.wait(lambda: stage.screen == "DayScreen", "my day")
        assert stage.app.unsigned.of(house.dr_roca.id) == ()


@pytest.mark.thorough
async def test_a_session_filled_in_is_there_after_a_sign_out_and_after_a_look_at_my_day(house: House) -> None:
    visit = house.confirmed(house.client())
    house.room().decide(visit, "go_ahead", pin_checked=house.dr_roca, seen_sha=visit.content_sha)
    async with staff_stage(house, house.dr_roca, role="practitioner", size=PROMISED) as stage:
        await opened(stage)
        await stage.press("f")
        await stage.wait(lambda: stage.screen == "FinishScreen", "the record of the session")
        await stage.press("p")
        await stage.until("3 steps")
        await locked(stage, house)
        await stage.press("o")
        await stage.wait(lambda: stage.screen == "SignInScreen", "the sign-in")
        await stage.pick("Dr Roca")
        await stage.sign()
        for _ in range(2):
            await stage.wait(lambda: stage.screen == "DayScreen", "my day")
            await opened(stage)
            await stage.until(STILL_HERE)
            await stage.press("escape")
        await opened(stage)
        await stage.press("f")
        await stage.until("3 steps")
        await stage.tap("#go")
        await stage.sign()
        await stage.pick("Not now")
        await stage.until("Tonight")
        assert house.visit(visit).state is VisitState.finished
        assert stage.app.unsigned.of(house.dr_roca.id) == ()


@pytest.mark.thorough
async def test_it_is_gone_after_half_an_hour_and_what_was_dropped_at_once(house: House) -> None:
    unsure(house)
    async with staff_stage(house, house.dr_roca, role="practitioner", size=BIG) as stage:
        await opened(stage)
        await settled(stage)
        await stage.press("escape")
        await stage.pick("Drop it")
        await stage.wait(lambda: stage.screen == "DayScreen", "my day")
        assert stage.app.unsigned.of(house.dr_roca.id) == ()
        await opened(stage)
        await settled(stage)
        await locked(stage, house)
        await stage.press("o")
        await stage.wait(lambda: stage.screen == "SignInScreen", "the sign-in")
        assert len(stage.app.unsigned.of(house.dr_roca.id)) == 1
        house.clock.forward(minutes=31)
        stage.app.tick()
        assert stage.app.unsigned.of(house.dr_roca.id) == ()
