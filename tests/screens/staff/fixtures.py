"""Fixtures for every test of a staff screen: one staffed clinic, copied for each test.

`clinic` is a connection on which everybody but the terminal under test works; `house` is its people.
"""

import pytest

from tests.kiosk.conftest import base, clinic, house, staffed
from tests.screens.staff.terminal import MovingClock

__all__ = ["base", "clinic", "clock", "house", "staffed"]


@pytest.fixture
def clock() -> MovingClock:
    """Return the clinic's clock: ten o'clock in the morning."""
    return MovingClock()
