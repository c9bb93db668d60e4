"""What staff see, as a terminal with few colours shows it: looked at on every screen that a stage comes to."""

from __future__ import annotations

import pytest

from screens.looks import Look
from screens.palettes import Depth
from tests.kiosk.conftest import House
from tests.screens.staff.terminal import PROMISED, SMALLEST, staff_stage


@pytest.mark.parametrize(
    ("depth", "look"),
    [
        (Depth.ALL, Look.DARK),
        pytest.param(Depth.SIXTEEN, Look.DARK, marks=pytest.mark.thorough),
        pytest.param(Depth.SIXTEEN, Look.CONTRAST, marks=pytest.mark.thorough),
    ],
)
async def test_what_staff_see_can_be_read(house: House, depth: Depth, look: Look) -> None:
    for name in ("Anna", "Berta"):
        house.screened(house.client(name, "Ferrer"))
    for size in (SMALLEST, PROMISED):
        async with staff_stage(house, house.dr_roca, size=size, depth=depth, look=look) as stage:
            await stage.press("down", "enter")
            await stage.wait(lambda stage=stage: stage.screen == "SummaryScreen", "the summary")  # type: ignore[misc]
            await stage.settle()
            stage.app.open_staff_home(house.rita)
            await stage.wait(lambda stage=stage: stage.screen == "BoardScreen", "the board")  # type: ignore[misc]
            await stage.press("down", "enter")
            await stage.wait(lambda stage=stage: stage.screen == "VisitScreen", "the visit")  # type: ignore[misc]
            await stage.settle()
