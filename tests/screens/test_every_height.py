"""Nothing is cut off in a window of whatever height, as under the status line of another program or on a tablet held upright."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.screens.conftest import Open
from tests.screens.leading import each_screen, set_out, show, to_birth
from tests.screens.stage import Stage

Sizes = Sequence[tuple[int, int]]
ODD: Sizes = [(40, 20), (40, 23), (69, 22), (80, 21), (80, 23), (100, 22), (55, 24), (40, 26)]
UPRIGHT: Sizes = [(40, 24), (55, 24), (69, 24), (40, 27), (55, 31), (40, 32)]
MORE: Sizes = [(40, 16), (40, 20), (55, 24), (69, 22), (70, 16), (70, 23), (80, 20), (100, 22), (100, 31)]


async def at_each(stage: Stage, sizes: Sizes) -> None:
    """Look at the screen in view in windows of these sizes, and go on in the usual one."""
    for size in (*sizes, (80, 24)):
        await stage.pilot.resize_terminal(*size)
        await stage.settle()
        stage.app.touch()


@pytest.mark.thorough
async def test_the_first_screens_are_whole_in_a_window_of_whatever_height(open_stage: Open) -> None:
    async with open_stage() as stage:
        await at_each(stage, ODD)
        await stage.press("enter", "2")
        assert stage.screen == "CodeScreen"
        await at_each(stage, [(70, 16), (100, 15), *ODD])
        await to_birth(stage)
        await at_each(stage, ODD)
        await stage.press("enter")
        assert stage.beside
        await at_each(stage, UPRIGHT)
        check_in = await set_out(stage)
        check_in.identify("Luczak", 3, 2, 1979)
        await show(stage)
        assert stage.screen == "ProofScreen"
        await at_each(stage, ODD)
        await stage.type("1234")
        await stage.press("enter")
        assert "do not match" in stage.beside
        await at_each(stage, UPRIGHT)


@pytest.mark.thorough
async def test_every_screen_is_whole_in_a_window_of_whatever_height(open_stage: Open) -> None:
    async with open_stage() as stage:
        seen: set[str] = set()
        async for _ in each_screen(stage):
            if stage.screen not in seen:
                await at_each(stage, MORE)
            seen.add(stage.screen)
        assert "ReviewScreen" in seen
