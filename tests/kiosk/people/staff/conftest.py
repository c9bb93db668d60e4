from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.core.actor import Actor
from kiosk.people.staff import StaffBook, StaffMember
from kiosk.records import Records
from tests.kiosk.records.conftest import StillClock


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
