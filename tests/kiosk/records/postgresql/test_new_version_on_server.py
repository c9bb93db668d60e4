"""A new version, and results for other programs, where the records are on PostgreSQL."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.errors import RecordsUnavailable
from kiosk.operations.upgrade import Upgraded, upgrade
from kiosk.privacy.visit_export import export_visits
from kiosk.records.embedded.snapshot_file import inspect
from kiosk.records.keys.key_sources import find_key
from kiosk.records.move_to_server import move_to_server
from kiosk.visits.visit import VisitState
from tests.kiosk.conftest import KEY, SYSTEM, FixedClock, open_clinic, people

pytestmark = pytest.mark.system


@pytest.fixture
def clock() -> FixedClock:  # the clinic's, not the records' own
    return FixedClock()


@pytest.fixture
def base(tmp_path: Path, staffed: Path, server: Any, database: str, clock: FixedClock) -> Path:
    """Return where a clinic is whose records are on a server."""
    base = Path(shutil.copytree(staffed, tmp_path / "base"))
    url = str(server.url(database))
    move_to_server(base / "clinic", find_key("", file=base / "keys" / KEY), url, actor=SYSTEM, clock=clock)
    return base


def upgraded(base: Path, clock: FixedClock) -> Upgraded:
    key = find_key("", file=base / "keys" / KEY)
    return upgrade(base / "clinic", key, "9.9.9", actor=SYSTEM, clock=clock, key_file=base / "keys" / KEY)


def test_it_is_refused_while_others_are_in_and_backs_up_the_server_once_they_are_out(
    base: Path, clock: FixedClock
) -> None:
    with open_clinic(base, clock) as clinic:
        clinic.staff.by_name("Rita Roy")
        with pytest.raises(RecordsUnavailable, match=r"It is open at .*process"):
            upgraded(base, clock)
    done = upgraded(base, clock)
    (backup,) = done.backups
    assert (backup.name, done.new_format) == ("before-upgrade-9.9.9.backup", False)
    assert inspect(backup, find_key("", file=base / "keys" / KEY)).commits > 0
    assert upgraded(base, clock).backups == ()


def test_visits_go_out_once(base: Path, clock: FixedClock, tmp_path: Path) -> None:
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    with open_clinic(base, clock) as clinic:
        house = people(clinic, clock)
        visit = house.book(house.client())
        clinic.visits.save(visit.end(VisitState.no_show, clock.now()), SYSTEM, "visit.no_show")
        runs = [export_visits(clinic, tmp_path / "out", "json", long_ago, SYSTEM).files for _ in range(2)]
    assert runs == [(f"{visit.id}.json",), ()]
