"""Staff at a client's kiosk: a PIN closes it or leads back, and never opens a record there."""

from __future__ import annotations

from tests.screens.conftest import Open
from tests.screens.stage import Stage


async def sign_in(stage: Stage, name: str, pin: str) -> None:
    await stage.tap("#help")
    await stage.tap("For staff")
    await stage.tap(name)
    stage.looks = False
    await stage.type(pin)
    await stage.press("enter")


async def test_staff_close_a_clients_kiosk_and_it_is_written_down(open_stage: Open) -> None:
    async with open_stage(role="client") as stage:
        await sign_in(stage, "Nadia Petrov", "264817")
        await stage.wait(lambda: stage.screen == "HereScreen", "what staff may do here")
        assert stage.app.staff is None
        assert not any(entry.client.family_name in stage.text for entry in stage.clinic.daybook().entries())
        await stage.tap("Close the kiosk")
        assert stage.app.return_code == 0
        assert "kiosk.close" in audited(stage)


async def test_staff_go_back_to_the_clients_without_closing(open_stage: Open) -> None:
    async with open_stage(role="client") as stage:
        await sign_in(stage, "Nadia Petrov", "264817")
        await stage.wait(lambda: stage.screen == "HereScreen", "what staff may do here")
        await stage.tap("Back to the clients")
        assert stage.screen == "OpeningScreen"


async def test_a_terminal_without_a_role_opens_what_belongs_to_who_signs_in(open_stage: Open) -> None:
    async with open_stage(role=None) as stage:
        await sign_in(stage, "Nadia Petrov", "264817")
        await stage.wait(lambda: stage.screen == "BoardScreen", "the board")
        assert stage.app.staff is not None
        assert stage.app.staff.name == "Nadia Petrov"


async def test_the_demo_says_who_one_can_be(open_stage: Open) -> None:
    async with open_stage(role="client") as stage:
        await stage.tap("Who to be")
        assert "264817" in stage.text
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
        return [entry.what for entry in reader.trail()]
