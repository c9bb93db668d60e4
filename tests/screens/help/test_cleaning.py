"""Cleaning the screen: held for three seconds, dead to touch and keys for thirty, and live again."""

from __future__ import annotations

import pytest

from kiosk.demo.people import DESK
from tests.screens.conftest import Open
from tests.screens.leading import pick
from tests.screens.sizes import AT_TWO_SIZES
from tests.screens.stage import Stage


async def hold(stage: Stage, target: str, seconds: float) -> tuple[int, int]:
    """Press on something and do not let go; return where."""
    area = stage.app.screen.query_one(target).region
    at = area.x + area.width // 2, area.y + area.height // 2
    await stage.pilot.mouse_down(offset=at)
    await stage.pilot.pause()
    stage.clock.move(seconds)
    return at


async def wipe(stage: Stage) -> None:
    """Touch and type all over the screen, as a cloth does."""
    for offset in ((3, 3), (30, 6), (20, 10)):
        await stage.pilot.click(offset=offset)
    await stage.press("enter", "1", "f1", "f3", "escape")


@pytest.mark.thorough
@AT_TWO_SIZES
@pytest.mark.parametrize("target", ["#welcome", "#by-name"])
async def test_a_finger_held_for_three_seconds_makes_the_screen_dead_for_thirty(
    open_stage: Open, size: tuple[int, int], target: str
) -> None:
    async with open_stage(size=size) as stage:
        at = await hold(stage, target, 2.9)
        stage.app.tick()
        await stage.pilot.pause()
        assert stage.screen == "OpeningScreen"
        stage.clock.move(0.1)
        stage.app.tick()
        await stage.settle()
        assert stage.screen == "CleaningScreen"
        assert "works again in 30 seconds" in " ".join(stage.text.split())
        await stage.pilot.mouse_up(offset=at)
        await wipe(stage)
        assert stage.screen == "CleaningScreen"
        await stage.tick(10)
        assert "works again in 1" in " ".join(stage.text.split())
        await stage.tick(20)
        assert stage.screen == "OpeningScreen"
        assert stage.app.way is None
        await stage.tap("#by-name")
        assert stage.screen == "NameScreen"


async def test_a_long_press_that_ends_between_two_looks_cleans_too_and_begins_nothing(open_stage: Open) -> None:
    async with open_stage() as stage:
        at = await hold(stage, "#by-name", 3.2)
        await stage.pilot.mouse_up(offset=at)
        await stage.settle()
        assert stage.screen == "CleaningScreen"
        assert stage.app.way is None


async def test_a_shorter_press_cleans_nothing(open_stage: Open) -> None:
    async with open_stage() as stage:
        at = await hold(stage, "#welcome", 2.5)
        await stage.pilot.mouse_up(offset=at)
        await stage.tick(3)
        assert stage.screen == "OpeningScreen"


async def test_the_space_bar_held_down_does_the_same_and_pressed_now_and_then_nothing(open_stage: Open) -> None:
    async with open_stage() as stage:
        for _ in range(4):
            await stage.pilot.press("space")
            stage.clock.move(1.5)
        assert stage.screen == "OpeningScreen"
        for _ in range(8):
            await stage.pilot.press("space")
            stage.clock.move(0.5)
        await stage.settle()
        assert stage.screen == "CleaningScreen"
        await stage.tick(30)
        await stage.burst(*"LU101", "enter")
        assert stage.screen == "YourVisitScreen", "what was held is no part of a code"


async def test_staff_clean_from_their_menu_where_a_terminal_tells_of_a_touch_too_late(open_stage: Open) -> None:
    async with open_stage(role="client") as stage:
        await stage.tap("#help")
        await pick(stage, "For staff")
        await stage.type("nadia")
        await stage.press("enter")
        stage.looks = False
        await stage.type(DESK.pin)
        await stage.press("enter")
        await stage.wait(lambda: stage.screen == "StaffAtKioskScreen", "what staff may do here")
        await pick(stage, "Clean the screen")
        await stage.wait(lambda: stage.screen == "CleaningScreen", "the screen to be cleaned")
        await stage.tick(30)
        assert stage.screen == "OpeningScreen"
