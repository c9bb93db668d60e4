from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.actor import Actor
from kiosk.records import Records
from kiosk.staff import StaffBook, StaffMember


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
def records(tmp_path: Path, clock: StillClock) -> Iterator[Records]:
    with Records.create(tmp_path / "clinic", bytes(range(32)), clock=clock) as made:
        yield made


@pytest.fixture
def staff(records: Records, clock: StillClock) -> StaffBook:
    return StaffBook(records, records.secret("pepper"), clock)


@pytest.fixture
def lead(staff: StaffBook) -> StaffMember:
    setup = Actor(name="setup", role="system", system_user="clinic")
    return staff.add("Dr. Marta Sol", "lead", "730164", actor=setup)


@pytest.fixture
def rosa(staff: StaffBook, lead: StaffMember) -> StaffMember:
    return staff.add("Rosa Vidal", "receptionist", "408217", actor=lead.actor())
