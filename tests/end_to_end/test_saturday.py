"""A Saturday that runs by itself in four real terminals: a kiosk, a desk, two rooms and sixty clients, from nine until evening."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.end_to_end.saturday_clients import CLIENTS
from tests.end_to_end.saturday_clinic import opened_on_saturday, set_up
from tests.end_to_end.saturday_day import Saturday
from tests.end_to_end.saturday_figures import check_the_figures
from tests.end_to_end.saturday_records import check_the_trail, check_the_visits

HANDS = os.environ.get("HANDS", "keys")
pytestmark = [
    pytest.mark.process,
    pytest.mark.thorough,
    pytest.mark.saturday,
]
TOUCH = HANDS == "touch"
"""Whether everybody has a finger and no keyboard; else they have a keyboard and touch nothing."""


def test_a_saturday_ends_with_the_right_records_trail_and_figures(tmp_path: Path) -> None:
    set_up(tmp_path / "lumen")
    with opened_on_saturday(tmp_path / "lumen", CLIENTS) as house:
        day = Saturday(house, touch=TOUCH)
        day.play(CLIENTS)
        assert day.calls_taken == [("11:50", "Nadia Petrov")]
        for terminal in house.terminals:
            assert terminal.alive()
        house.close()
        check_the_visits(house, touch=TOUCH)
        check_the_trail(house)
        check_the_figures(house)
