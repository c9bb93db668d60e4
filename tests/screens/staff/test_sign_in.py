"""Signing in, wrong PINs, locking after idling, signing out, closing the kiosk."""

from __future__ import annotations

import pytest

from kiosk.core.errors import WrongPin
from tests.kiosk.conftest import House
from tests.screens.sizes import AT_TWO_SIZES
from tests.screens.staff.terminal import SMALLEST, StaffStage, staff_stage


async def test_staff_choose_their_name_and_type_their_pin_by_touch(house: House) -> None:
    async with staff_stage(house, None) as stage:
        assert stage.screen == "SignInScreen"
        await stage.pick("Rita Roy")
        await stage.wait(lambda: stage.screen == "PinScreen", "the PIN pad")
        for digit in "385062":
            await stage.tap(digit)
        assert "385062" not in stage.text
        await stage.tap("#go")
        await stage.wait(lambda: stage.screen == "BoardScreen", "the board")
        assert stage.app.staff is not None
        assert stage.app.staff.name == "Rita Roy"


async def test_a_practitioner_comes_home_to_my_day(house: House) -> None:
    async with staff_stage(house, None, role="practitioner") as stage:
        await stage.type("dr")
        await stage.press("enter")
        await stage.sign()
        await stage.wait(lambda: stage.screen == "DayScreen", "my day")


async def test_a_wrong_pin_is_told_in_words_and_the_dots_are_cleared(house: House) -> None:
    async with staff_stage(house, None) as stage:
        await stage.pick("Rita Roy")
        await stage.type("385063")
        await stage.press("enter")
        await stage.until_said("The name and PIN do not match: try again.")
        assert "•" not in stage.text
        assert stage.app.staff is None


async def test_five_wrong_pins_lock_out_and_say_for_how_long(house: House) -> None:
    async with staff_stage(house, None) as stage:
        await stage.pick("Rita Roy")
        for _ in range(5):
            await stage.type("385063")
            await stage.press("enter")
            await stage.until_said("do not match")
        await stage.type("385062")
        await stage.press("enter")
        await stage.until_said("Too many wrong PINs: try again in 1 minute, or ask a lead to unlock.")
        house.clock.forward(minutes=2)
        await stage.sign("rita")
        await stage.wait(lambda: stage.screen == "BoardScreen", "the board")


async def lock_out(stage: StaffStage) -> None:
    await stage.pick("Rita Roy")
    await five_wrong_pins(stage)


async def five_wrong_pins(stage: StaffStage) -> None:
    for _ in range(5):
        await stage.type("385063")
        await stage.press("enter")
        await stage.until_said("do not match")
    await stage.type("385062")
    await stage.press("enter")
    await stage.until_said("Too many wrong PINs")


@AT_TWO_SIZES
async def test_a_lead_unlocks_right_there_with_the_leads_own_pin(house: House, size: tuple[int, int]) -> None:
    async with staff_stage(house, None, size=size) as stage:
        await lock_out(stage)
        await stage.tap("Lead unlocks ›")
        await stage.sign("lead")
        await stage.until("Rita Roy may try again.")
        assert "Lead unlocks" not in stage.text
        await stage.sign("rita")
        await stage.wait(lambda: stage.screen == "BoardScreen", "the board")
    assert house.trail(house.rita.id)[-2:] == ["unlocked", "sign_in"]


async def test_the_only_lead_and_a_clients_kiosk_are_offered_no_unlocking(house: House) -> None:
    async with staff_stage(house, None, role="client") as stage:
        stage.app.sign_in()
        await stage.wait(lambda: stage.screen == "StaffNameScreen", "the sign-in")
        await stage.type("Rita Roy")
        await stage.press("enter")
        await five_wrong_pins(stage)
        assert "Lead unlocks" not in stage.text


async def test_a_lead_unlocks_from_the_menu_who_is_locked_at_any_terminal(house: House) -> None:
    async with staff_stage(house, house.lead) as stage:
        await stage.press("m")
        await stage.pick("Unlock somebody")
        await stage.until("Nobody is locked.")
        for _ in range(5):
            with pytest.raises(WrongPin):
                house.clinic.staff.check_pin("Rita Roy", "385063", terminal="kiosk-7")
        await stage.pick("Unlock somebody")
        await stage.pick("Rita Roy")
        await stage.until("Rita Roy may try again.")
    assert house.clinic.staff.check_pin("Rita Roy", "385062", terminal="kiosk-7") == house.rita


async def test_the_pin_pad_works_at_forty_by_twelve(house: House) -> None:
    async with staff_stage(house, None, size=SMALLEST) as stage:
        await stage.pick("Rita Roy")
        for digit in "3850629":
            await stage.tap(digit)
        await stage.tap("#do-rub")
        await stage.tap("#go")
        await stage.wait(lambda: stage.screen == "BoardScreen", "the board")


async def test_an_idle_board_locks_keeps_counts_and_calls_and_hides_names(house: House) -> None:
    house.screened(house.client("Anna", "Ferrer"))
    async with staff_stage(house, house.rita) as stage:
        assert "Anna Ferrer" in stage.text
        await stage.tick(house.clinic.settings.staff_idle_seconds + 5)
        await stage.wait(lambda: stage.screen == "LockScreen", "the lock")
        assert "Ferrer" not in stage.text
        assert "1 booked · 1 here · 0 done" in stage.text
        house.clinic.terminals.call_help(house.clinic.actor_client())
        await stage.tick(1)
        await stage.until("kiosk-1 asks for help")
        house.clinic.terminals.call_help(house.clinic.actor_client(), "private")
        await stage.tick(1)
        await stage.until("kiosk-1 asks to talk in private: come, say no name")
        await stage.press("enter")
        await stage.sign("rita")
        await stage.wait(lambda: stage.screen == "BoardScreen", "the board again")


async def test_a_key_keeps_the_board_open(house: House) -> None:
    async with staff_stage(house, house.rita) as stage:
        await stage.tick(house.clinic.settings.staff_idle_seconds - 20)
        await stage.press("down")
        await stage.tick(30)
        assert stage.screen == "BoardScreen"


async def test_locking_keeps_what_was_open_and_only_the_same_person_unlocks(house: House) -> None:
    house.screened(house.client())
    async with staff_stage(house, house.rita) as stage:
        await stage.press("enter")
        await stage.wait(lambda: stage.screen == "VisitScreen", "the visit")
        await stage.tick(house.clinic.settings.staff_idle_seconds + 5)
        await stage.wait(lambda: stage.screen == "LockScreen", "the lock")
        await stage.press("enter")
        await stage.wait(lambda: stage.screen == "PinScreen", "the PIN pad")
        assert "Rita Roy" in stage.text
        await stage.sign("rita")
        await stage.wait(lambda: stage.screen == "VisitScreen", "the visit again")


async def test_signing_out_makes_room_for_somebody_else(house: House) -> None:
    async with staff_stage(house, house.rita) as stage:
        await stage.press("m")
        await stage.pick("Sign out")
        await stage.wait(lambda: stage.screen == "SignInScreen", "the sign-in")
        assert stage.app.staff is None


async def test_closing_the_kiosk_is_asked_twice_and_written_down(house: House) -> None:
    async with staff_stage(house, house.rita) as stage:
        await stage.press("m")
        await stage.pick("Close the kiosk")
        await stage.until("Nothing is lost")
        await stage.tap("#go")
        await stage.wait(lambda: stage.app._exit, "the end")
    assert "kiosk.close" in house.trail("desk")


async def test_a_doubtful_date_is_confirmed_by_staff(house: House) -> None:
    house.clock.forward(days=30)
    async with staff_stage(house, house.rita) as stage:
        assert house.clinic.clock_doubt()
        await stage.press("m")
        await stage.pick("Confirm the date")
        await stage.until("29 August 2026")
        await stage.tap("#go")
        await stage.wait(lambda: house.clinic.clock_doubt() is None, "the date confirmed")


@AT_TWO_SIZES
async def test_a_doubt_about_the_date_stands_on_the_sign_in_from_the_start(house: House, size: tuple[int, int]) -> None:
    house.clock.forward(days=9)
    async with staff_stage(house, None, size=size) as stage:
        assert "more than a week after the newest record" in " ".join(stage.text.split())
        await stage.pick("Rita Roy")
        await stage.sign("rita")
        await stage.wait(lambda: stage.screen == "BoardScreen", "the board")
    assert house.clinic.clock_doubt() is not None, "signing in is no proof of the date"


async def test_a_practitioner_at_a_terminal_of_the_desk_is_warned_before_anything_of_a_client_shows(
    house: House,
) -> None:
    house.confirmed(house.client())
    async with staff_stage(house, None) as stage:
        for answer, home in (("escape", "SignInScreen"), ("enter", "DayScreen")):
            await stage.pick("Dr Roca")
            await stage.sign("roca")
            await stage.until("This terminal is the desk's.")
            assert "Ferrer" not in stage.text
            await stage.press(answer)
            await stage.wait(lambda home=home: stage.screen == home, home)  # type: ignore[misc]
            assert (stage.app.staff is None) is (home == "SignInScreen")


async def test_nobody_is_warned_at_their_own_place(house: House) -> None:
    async with staff_stage(house, None, role="practitioner") as stage:
        await stage.pick("Dr Roca")
        await stage.sign("roca")
        await stage.wait(lambda: stage.screen == "DayScreen", "my day")
    async with staff_stage(house, None) as stage:
        await stage.pick("Rita Roy")
        await stage.sign("rita")
        await stage.wait(lambda: stage.screen == "BoardScreen", "the board")
