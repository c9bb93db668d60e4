"""A window below 40 x 12 asks to be enlarged, on every screen, and comes back as it was."""

from __future__ import annotations

import pytest

from screens.minimum_size_screen import enlarge
from tests.screens.conftest import Open
from tests.screens.leading import to_question
from tests.screens.sizes import AT_TWO_SIZES
from tests.screens.stage import Stage

TINY = [(39, 24), (80, 11), (12, 6)]


async def resize(stage: Stage, columns: int, rows: int) -> None:
    await stage.pilot.resize_terminal(columns, rows)
    await stage.wait(lambda: stage.app.screen.size == (columns, rows), "the new size")
    await stage.settle()


def asks(stage: Stage) -> bool:
    """Whether nothing but the sentence is to be read."""
    return " ".join(stage.text.split()) == enlarge()


async def shrink_and_enlarge(stage: Stage) -> None:
    """Go through windows that are too small, press keys there, and find everything as it was."""
    before, size = stage.text, stage.app.size
    screen, focused = stage.app.screen, stage.app.screen.focused
    typed = [(field.value, field.cursor, field.marked) for field in screen.query("Field")]
    for columns, rows in TINY:
        await resize(stage, columns, rows)
        await stage.wait(lambda: asks(stage), "the sentence")
        for key in ("1", "x", "enter", "escape", "f1", "tab"):
            await stage.pilot.press(key)
        await stage.pilot.click(offset=(columns // 2, rows // 2))
        await stage.settle()
        assert stage.app.screen is screen
    await resize(stage, *size)
    await stage.wait(lambda: stage.text == before and screen.focused is focused, "everything as it was")
    assert stage.app.screen is screen
    assert [(field.value, field.cursor, field.marked) for field in screen.query("Field")] == typed


@pytest.mark.thorough
@AT_TWO_SIZES
async def test_a_clients_screens_wait_for_a_larger_window(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        await shrink_and_enlarge(stage)
        await stage.press("enter", "1")
        await stage.type("Luc")
        await shrink_and_enlarge(stage)
        await stage.type("zak")
        await stage.press("enter")
        await stage.type("3102")
        await stage.press("enter")
        await shrink_and_enlarge(stage)
        await stage.type("1979")
        assert dict(stage.app.screen.query_one("DateFields").parts)["y"] == "1979"
        await stage.press("f1")
        await shrink_and_enlarge(stage)
        await stage.press("escape", "escape", "escape")
        await to_question(stage, "area", {})
        await stage.press("1", "2")
        await shrink_and_enlarge(stage)
        stage.clock.move(stage.clinic.settings.question_idle_seconds)
        await stage.tick(0)
        assert stage.screen == "CountdownScreen"
        await stage.pilot.resize_terminal(30, 10)
        await stage.wait(lambda: asks(stage), "the sentence")


async def test_a_kiosk_that_begins_too_small_comes_up_once_there_is_room(open_stage: Open) -> None:
    async with open_stage(size=(30, 10)) as stage:
        await stage.wait(lambda: asks(stage), "the sentence")
        await resize(stage, 40, 12)
        await stage.wait(lambda: "Check in here" in stage.text, "the opening screen")
        await stage.press("enter")
        assert stage.screen == "CheckInMethodScreen"


async def test_a_screen_below_waits_too(open_stage: Open) -> None:
    async with open_stage() as stage:
        await stage.press("enter", "1")
        await stage.type("Luc")
        await stage.press("f1")
        await resize(stage, 30, 10)
        stage.app.pop_screen()
        await stage.wait(lambda: stage.screen == "NameScreen", "the screen below")
        await stage.wait(lambda: asks(stage), "the sentence")
        await resize(stage, 80, 24)
        await stage.wait(lambda: "Luc" in stage.text, "the name")
        await stage.type("zak")
        assert stage.app.screen.text == "Luczak"
