"""Fixtures for every test of a staff screen: one staffed clinic, copied for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.clinic import Clinic
from tests.kiosk.conftest import House, open_clinic, people, staffed
from tests.screens.staff.terminal import MovingClock

__all__ = ["base", "clinic", "clock", "house", "staffed"]


@pytest.fixture
def clock() -> MovingClock:
    """Return the clinic's clock: ten o'clock in the morning."""
    return MovingClock()


@pytest.fixture
def base(tmp_path: Path, staffed: Path) -> Path:
    """Return where this test's own copy of the staffed clinic lies."""
    return Path(shutil.copytree(staffed, tmp_path / "base"))


@pytest.fixture
def clinic(base: Path, clock: MovingClock) -> Iterator[Clinic]:
    """Return a connection on which everybody but the terminal under test works."""
    with open_clinic(base, clock) as opened:
        yield opened


@pytest.fixture
def house(clinic: Clinic, clock: MovingClock) -> House:
    """Return the clinic with its people."""
    return people(clinic, clock)
