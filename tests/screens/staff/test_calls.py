"""A call for help is seen and heard wherever the desk is, and one key takes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from screens.staff.call_bar import CallBar
from tests.kiosk.conftest import House
from tests.screens.sizes import AT_THREE_SIZES
from tests.screens.staff.terminal import StaffStage, staff_stage


def call(house: House) -> None:
    """Call for help from the kiosk on whose connection the house works."""
    house.clinic.terminals.call_help(house.clinic.actor_client())


def answered_by(house: House) -> str | None:
    return house.clinic.terminals.me().help_answered_by


def bells(stage: StaffStage, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return when the bell rang, in the seconds of the clock."""
    rang: list[float] = []
    monkeypatch.setattr(stage.app, "bell", lambda: rang.append(stage.app.clock.monotonic()))
    return rang


@AT_THREE_SIZES
async def test_a_call_is_laid_over_an_open_visit_and_moves_nothing(house: House, size: tuple[int, int]) -> None:
    house.screened(house.client())
    async with staff_stage(house, house.rita, size=size) as stage:
        await stage.press("enter")
        await stage.until("Check who it is")
        before = stage.lines
        call(house)
        await stage.tick(1)
        await stage.until("kiosk-1 asks for help ·")
        assert "I am going (F8)" in " ".join(stage.text.split())
        assert stage.lines[3:] == before[3:]
        await stage.press("f8")
        await stage.wait(lambda: answered_by(house) == "Rita Roy", "the call taken")
        await stage.settle()
        assert stage.lines == before
        assert stage.screen == "VisitScreen"


async def test_it_is_laid_over_a_form_half_filled_in_and_touch_takes_it(house: House) -> None:
    async with staff_stage(house, house.rita) as stage:
        await stage.press("w")
        await stage.wait(lambda: stage.screen == "TextScreen", "the form")
        await stage.type("Ros")
        call(house)
        await stage.tick(1)
        await stage.until("asks for help")
        await stage.tap("kiosk-1 asks for help")
        await stage.wait(lambda: answered_by(house) == "Rita Roy", "the call taken")
        assert "Ros" in stage.text


async def test_it_is_laid_over_what_the_screen_can_look_like_and_one_key_takes_it(house: House) -> None:
    async with staff_stage(house, house.rita) as stage:
        await stage.press("f3")
        await stage.wait(lambda: stage.screen == "LooksScreen", "the looks")
        call(house)
        await stage.tick(1)
        await stage.until("kiosk-1 asks for help")
        await stage.press("f8")
        await stage.wait(lambda: answered_by(house) == "Rita Roy", "the call taken")
        assert stage.screen == "LooksScreen"
        assert "asks for help" not in stage.text


async def test_a_practitioners_lock_counts_their_own_day_and_the_desks_the_clinics(house: House) -> None:
    house.book(house.client("Anna", "One"))
    house.book(house.client("Bo", "Two"), practitioner="Dr Moss")
    for member, count in ((house.dr_roca, "1 booked"), (house.rita, "2 booked")):
        async with staff_stage(house, member) as stage:
            await stage.press("l")
            await stage.wait(lambda: stage.screen == "LockScreen", "the lock")
            await stage.until(count)


async def test_a_locked_desk_takes_it_without_a_pin_and_stays_locked(house: House) -> None:
    async with staff_stage(house, house.rita) as stage:
        await stage.press("l")
        await stage.wait(lambda: stage.screen == "LockScreen", "the lock")
        call(house)
        await stage.tick(1)
        await stage.until("kiosk-1 asks for help")
        await stage.press("f8")
        await stage.wait(lambda: answered_by(house) == "Rita Roy", "the call taken")
        assert stage.screen == "LockScreen"


async def test_a_desk_at_which_nobody_is_signed_in_takes_it_without_a_name(house: House) -> None:
    async with staff_stage(house, None) as stage:
        call(house)
        await stage.tick(1)
        await stage.until("kiosk-1 asks for help")
        await stage.press("f8")
        await stage.wait(lambda: answered_by(house) == "desk", "the call taken")
        assert stage.screen == "SignInScreen"


async def test_a_call_rings_softly_every_half_minute_until_it_is_taken(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with staff_stage(house, house.rita) as stage:
        rang = bells(stage, monkeypatch)
        await stage.tick(1)
        assert rang == []
        call(house)
        await stage.tick(1)
        await stage.tick(20)
        assert len(rang) == 1
        await stage.tick(10)
        assert len(rang) == 2
        assert rang[1] - rang[0] >= 30
        await stage.press("f8")
        await stage.wait(lambda: answered_by(house) == "Rita Roy", "the call taken")
        await stage.tick(31)
        assert len(rang) == 2


async def test_a_clinic_may_want_no_sound_or_one_of_its_own(
    house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def want(stage: StaffStage, sound: Any) -> None:
        clinic = stage.app.clinic
        clinic.__dict__["settings"] = clinic.settings.model_copy(update={"help_sound": sound})

    async with staff_stage(house, house.rita) as stage:
        rang = bells(stage, monkeypatch)
        want(stage, "none")
        call(house)
        await stage.tick(1)
        assert rang == []
        heard = tmp_path / "heard"
        want(stage, ("touch", str(heard)))
        await stage.tick(30)
        await stage.wait(heard.exists, "the clinic's own sound")
        want(stage, (str(tmp_path / "gone"),))
        await stage.tick(31)
        assert "asks for help" in stage.text
        assert rang == []


async def test_a_room_that_treats_somebody_reads_one_silent_line(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.room().start(house.confirmed(house.client()))
    async with staff_stage(house, house.dr_roca, role="practitioner") as stage:
        rang = bells(stage, monkeypatch)
        call(house)
        await stage.tick(150)
        assert "asks for help" not in stage.text
        await stage.tick(30)
        await stage.until("kiosk-1 asks for help · 3 min")
        assert not stage.app.screen.query(CallBar)
        assert rang == []
