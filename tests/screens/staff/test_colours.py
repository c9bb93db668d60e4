"""What staff see, as a terminal with few colours shows it: looked at on every screen that a stage comes to."""

from __future__ import annotations

import pytest

from screens.palettes import CREAM, GREYS, PLAIN, Palette
from tests.kiosk.conftest import House
from tests.screens.staff.terminal import PROMISED, SMALLEST, staff_stage


@pytest.mark.parametrize("palette", [CREAM, GREYS, PLAIN], ids=["256", "greys", "16"])
@pytest.mark.parametrize("size", [SMALLEST, PROMISED])
async def test_what_staff_see_can_be_read(house: House, palette: Palette, size: tuple[int, int]) -> None:
    for name in ("Anna", "Berta"):
        house.screened(house.client(name, "Ferrer"))
    async with staff_stage(house, house.dr_roca, size=size, palette=palette) as stage:
        await stage.press("down", "enter")
        await stage.wait(lambda: stage.screen == "SummaryScreen", "the summary")
        await stage.settle()
    async with staff_stage(house, house.rita, size=size, palette=palette) as stage:
        await stage.press("down", "enter")
        await stage.wait(lambda: stage.screen == "VisitScreen", "the visit")
        await stage.settle()
