"""Staff's screens ask for a larger window, too, and lose nothing."""

from __future__ import annotations

import pytest

from tests.kiosk.conftest import PINS, House
from tests.screens.staff.terminal import staff_stage
from tests.screens.test_too_small import resize, shrink_and_enlarge


@pytest.mark.thorough
async def test_a_board_and_a_pin_wait_for_a_larger_window(house: House) -> None:
    house.screened(house.client("Anna", "Ferrer"))
    async with staff_stage(house, None) as stage:
        await stage.pick("Rita Roy")
        await stage.wait(lambda: stage.screen == "PinScreen", "the PIN pad")
        await stage.type(PINS["rita"][:3])
        await resize(stage, 30, 10)
        await stage.until("larger")
        await resize(stage, 80, 24)
        await stage.until("Enter")  # painted anew, it names the keys
        await shrink_and_enlarge(stage)
        await stage.type(PINS["rita"][3:])
        await stage.press("enter")
        await stage.wait(lambda: stage.screen == "BoardScreen", "the board")
        await stage.settle()
        await shrink_and_enlarge(stage)
