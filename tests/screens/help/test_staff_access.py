"""Staff at a client's kiosk: a PIN closes it or leads back, and never opens a record there."""

from __future__ import annotations

import pytest

from kiosk.commands.parser import Role
from kiosk.demo.people import DESK
from kiosk.visits.closing import ask_to_close, close_request
from tests.screens.conftest import Open
from tests.screens.leading import answer, pick, show, to_code
from tests.screens.sizes import AT_TWO_SIZES
from tests.screens.stage import Stage


async def sign_in(stage: Stage, name: str, pin: str) -> None:
    await stage.tap("#help")
    await pick(stage, "For staff")
    await stage.type(name)
    await stage.press("enter")
    stage.looks = False
    await stage.type(pin)
    await stage.press("enter")


async def test_staff_close_a_clients_kiosk_and_it_is_written_down(open_stage: Open) -> None:
    async with open_stage(role="client") as stage:
        await sign_in(stage, "Nadia Petrov", DESK.pin)
        await stage.wait(lambda: stage.screen == "StaffAtKioskScreen", "what staff may do here")
        assert stage.app.staff is None
        assert not any(entry.client.family_name in stage.text for entry in stage.clinic.daybook().entries())
        await stage.tap("Close the kiosk")
        assert stage.app.return_code == 0
        assert "kiosk.close" in audited(stage)


@pytest.mark.parametrize("name", ["", "Kiosk 1"])
async def test_a_kiosk_that_is_asked_from_a_command_line_closes_itself(open_stage: Open, name: str) -> None:
    async with open_stage(role="client") as stage:
        await stage.tick(1)
        ask_to_close(stage.clinic, stage.clinic.actor_system(), "Another")
        await stage.tick(1)
        assert stage.app.is_running
        ask_to_close(stage.clinic, stage.clinic.actor_system(), name and stage.clinic.terminal)
        await stage.tick(1)
        assert stage.app.return_code == 0
        assert stage.app.status == 0
        assert {"kiosk.close.asked", "kiosk.close"} <= set(audited(stage))
        with stage.clinic.records.read() as reader:
            assert close_request(reader).closed == (stage.clinic.terminal,)


async def test_staff_go_back_to_the_clients_without_closing(open_stage: Open) -> None:
    async with open_stage(role="client") as stage:
        await sign_in(stage, "Nadia Petrov", DESK.pin)
        await stage.wait(lambda: stage.screen == "StaffAtKioskScreen", "what staff may do here")
        await stage.tap("Back to the clients")
        assert stage.screen == "OpeningScreen"


@pytest.mark.parametrize("role", ["client", None])
async def test_no_name_of_staff_stands_where_clients_are_before_a_pin(open_stage: Open, role: Role | None) -> None:
    async with open_stage(role=role) as stage:
        names = [member.name for member in stage.clinic.staff.all()]
        await stage.tap("#help")
        await pick(stage, "For staff")
        assert not [name for name in names if name in stage.text]
        await stage.type("nadia pet")
        await stage.tick(30)
        assert "nadia" not in stage.text, "half-typed, it goes as a client's does"
        await stage.type("nad")
        await stage.press("enter")
        assert stage.screen == "PinScreen"
        assert not [name for name in names if name in stage.text]
        stage.looks = False
        await stage.type("111111")
        await stage.press("enter")
        await stage.wait(lambda: "do not match" in stage.beside, "what is wrong")
        assert not [name for name in names if name in stage.text]


async def test_a_terminal_without_a_role_opens_what_belongs_to_who_signs_in(open_stage: Open) -> None:
    async with open_stage(role=None) as stage:
        await sign_in(stage, "Nadia Petrov", DESK.pin)
        await stage.wait(lambda: stage.screen == "BoardScreen", "the board")
        assert stage.app.staff is not None
        assert stage.app.staff.name == "Nadia Petrov"


async def test_the_demo_says_who_one_can_be(open_stage: Open) -> None:
    async with open_stage(role="client") as stage:
        await stage.tap("Who to be")
        assert DESK.pin in stage.text
        for _ in range(12):
            if "Amélie Fontaine" in stage.text:
                break
            await stage.tap("#go")
        assert "LU102" in stage.text


async def test_every_screen_of_a_demo_says_demo(open_stage: Open) -> None:
    async with open_stage(role="client", size=(40, 12)) as stage:
        for _ in range(4):
            assert "DEMO" in stage.text
            await stage.press("enter")


def audited(stage: Stage) -> list[str]:
    """Return what stands in the audit trail."""
    with stage.clinic.records.read() as reader:
        return [entry.event for entry in reader.trail()]


async def half_way(stage: Stage) -> str:
    """Answer two questions as Tomasz and walk away; return the question that would have come next."""
    check_in = await to_code(stage, "LU101", yes=True)
    check_in.accept()
    for _ in range(2):
        answer(check_in, {})
    await show(stage)
    asked = str(stage.app.screen.asked.question.id)  # type: ignore[attr-defined]
    await stage.tick(106)
    await stage.wait(lambda: stage.screen == "OpeningScreen", "the opening screen")
    return asked


@AT_TWO_SIZES
async def test_staff_bring_back_what_a_client_had_answered_and_see_nothing_of_it(
    open_stage: Open, size: tuple[int, int]
) -> None:
    async with open_stage(role="client", size=size) as stage:
        asked = await half_way(stage)
        looks = stage.looks
        await sign_in(stage, "nadia", DESK.pin)
        await stage.wait(lambda: stage.screen == "StaffAtKioskScreen", "what staff may do here")
        stage.looks = looks
        await stage.settle()
        await pick(stage, "Bring back a client's")
        assert stage.screen == "BringBackScreen"
        assert "T.Ł." in stage.text.replace(" ", "")
        assert "Łuczak" not in stage.text
        assert "Peel" not in stage.text
        await pick(stage, "10:")
        await stage.wait(lambda: stage.app.way is not None and stage.screen != "OpeningScreen", "the question")
        assert stage.app.screen.asked.question.id == asked  # type: ignore[attr-defined]
        assert stage.app.staff is None
        assert "draft.hand" in audited(stage)


async def test_where_nobody_stopped_half_way_there_is_nothing_to_bring_back(open_stage: Open) -> None:
    async with open_stage(role="client") as stage:
        with stage.clinic.records.write(stage.clinic.actor_system()) as writer:
            for draft in writer.all("draft"):
                writer.remove("draft", draft["id"], expect=draft["revision"])
        await sign_in(stage, "Nadia Petrov", DESK.pin)
        await stage.wait(lambda: stage.screen == "StaffAtKioskScreen", "what staff may do here")
        assert "Bring back" not in stage.text


@pytest.mark.thorough
async def test_a_kiosk_that_staff_left_with_the_pin_typed_goes_back_to_the_clients(open_stage: Open) -> None:
    async with open_stage(role="client") as stage:
        await sign_in(stage, "Nadia Petrov", DESK.pin)
        await stage.wait(lambda: stage.screen == "StaffAtKioskScreen", "what staff may do here")
        await stage.tick(stage.clinic.settings.idle_seconds + 1)
        await stage.wait(lambda: stage.screen == "OpeningScreen", "the opening screen")
