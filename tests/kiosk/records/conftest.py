from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.actor import Actor
from kiosk.records import Records


class StillClock:
    """Time stands until a test moves it."""

    def __init__(self) -> None:
        self._now = datetime(2026, 7, 30, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._now.timestamp()

    def forward(self, **much: float) -> None:
        self._now += timedelta(**much)


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def key() -> bytes:
    return bytes(range(32))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "clinic"


@pytest.fixture
def desk() -> Actor:
    return Actor(name="Rosa Vidal", role="receptionist", staff_id="S-DESK", terminal="desk-1")


@pytest.fixture
def records(folder: Path, key: bytes, clock: StillClock) -> Iterator[Records]:
    with Records.create(folder, key, clock=clock) as made:
        yield made
