"""A new version, and results for other programs, where the records are on PostgreSQL."""

import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.errors import RecordsUnavailable
from kiosk.core.settings import load, save
from kiosk.operations.upgrade import Upgraded, upgrade
from kiosk.privacy.visit_export import export_visits
from kiosk.records import Records
from kiosk.records.embedded.snapshot_file import inspect
from kiosk.records.keys.clinic_ids import clinic_id
from kiosk.records.keys.key_files import keep_key
from kiosk.records.keys.key_sources import find_key
from kiosk.records.location import DATABASE
from kiosk.records.move_to_server import bring, move_to_server
from kiosk.visits.visit import VisitState
from tests.kiosk.conftest import KEY, PEEL, SYSTEM, FixedClock, open_clinic, people
from tests.kiosk.left import DAY, by_0_1_0
from tests.kiosk.operations.test_upgrade import with_rules_of_0_1_0  # noqa: F401 - a fixture
from tests.running import Ran, run

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


@pytest.mark.usefixtures("with_rules_of_0_1_0")
def test_what_0_1_0_wrote_comes_through_a_change_of_the_tables_and_its_results_go_out(
    tmp_path: Path, server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its clinic, as it was, in the tables of format 1: the owner runs the guide's SQL, then `kiosk upgrade` does the rest."""
    left, database = by_0_1_0(tmp_path), server.new_database()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    keep_key(clinic_id(left.folder), left.key)
    Records.open(left.folder, left.key, clock=FixedClock(DAY)).close()  # a file of today's format has the same records
    bring(left.folder, left.key, server.url(database))
    save(left.folder, load(left.folder).model_copy(update={"store": server.url(database)}))
    for file in (left.folder / DATABASE, *left.folder.glob("before-format-*.backup")):
        file.rename(tmp_path / f"{file.name} of before")
    server.admin("ALTER TABLE kiosk.state DROP COLUMN seal; UPDATE kiosk.format SET version = 1", database=database)

    def kiosk(*words: object) -> Ran:
        return run(("--data", left.folder, *words), os.environ, clock=FixedClock(DAY))

    assert "format 1, this one needs 2" in kiosk("upgrade").complaint
    guide = (Path("docs") / "postgresql.md").read_text("utf-8").partition("From format 1:")[2]
    server.admin(guide.partition("```sql\n")[2].partition("```")[0], database=database)

    done = kiosk("upgrade", "--json")
    assert done.status == 0, done.err
    peel = next(each for each in done.json["protocols"] if each["id"] == PEEL)
    assert (peel["carried_over_by"], peel["to_sign"]) == (["cases_and_visits"], None)
    (backup,) = map(Path, done.json["backups"])
    assert inspect(backup, left.key).commits > 0
    with left.opened() as clinic, clinic.records.read() as reader:
        assert clinic.library.is_signed(PEEL)
        assert {"protocol.carry_over", "upgrade"} <= {entry.event for entry in reader.trail()}
    assert kiosk("audit", "verify").status == 0

    out = tmp_path / "results"
    exports = ("visits", "export", "--since", "2026-11-01", "--to", out, "--format", "json")
    assert kiosk(*exports).status == 0
    assert backup.name.startswith("before-upgrade-")
    (result,) = (json.loads(file.read_text("utf-8")) for file in out.glob("V-*.json"))
    assert (result["treatment"], result["state"]) == (PEEL, "finished")
    (out / f"{result['visit']}.json").unlink()
    assert kiosk(*exports).status == 0
    assert list(out.glob("V-*.json")) == [], "each goes out once"
