from pathlib import Path

import pytest

from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.core.errors import SchemaTooNew
from kiosk.records import Records
from kiosk.records.audit.examination import examine_records
from kiosk.records.embedded import tables
from kiosk.records.embedded.snapshot_file import inspect

DAY = "2026-07-30"


@pytest.fixture
def newer_kiosk(records: Records, desk: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Records of today, met by a kiosk of one format later."""
    with records.write(desk) as writer:
        writer.put("visit", {"id": "V-1"}, partition=DAY)
    records.close()
    statements = ("CREATE TABLE room (number INTEGER PRIMARY KEY) STRICT", "INSERT INTO room VALUES (7)")
    monkeypatch.setattr(tables, "MIGRATIONS", {**tables.MIGRATIONS, tables.VERSION + 1: statements})
    monkeypatch.setattr(tables, "VERSION", tables.VERSION + 1)


@pytest.mark.usefixtures("newer_kiosk")
def test_older_records_are_brought_forward_behind_a_backup(folder: Path, key: bytes) -> None:
    with Records.open(folder, key, clock=SystemClock()) as records, records.read() as reader:
        assert reader.count("visit") == 1
        assert reader._engine._connection.execute("SELECT number FROM room").fetchone() == (7,)  # type: ignore[attr-defined]
    assert inspect(folder / f"before-format-{tables.VERSION}.backup", key).commits == 1
    assert examine_records(folder, key, clock=SystemClock()) == []
    with Records.open(folder, key, clock=SystemClock()) as records:  # and not a second time
        assert records.data_version() > 0


@pytest.mark.usefixtures("newer_kiosk")
def test_a_migration_that_fails_leaves_the_records_as_they_were(
    folder: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = (*tables.MIGRATIONS[tables.VERSION], "INSERT INTO room VALUES (7)")
    with monkeypatch.context() as patched:
        patched.setattr(tables, "MIGRATIONS", {**tables.MIGRATIONS, tables.VERSION: broken})
        with pytest.raises(Exception, match="UNIQUE constraint failed"):
            Records.open(folder, key, clock=SystemClock())
    with Records.open(folder, key, clock=SystemClock()) as records, records.read() as reader:
        assert reader.count("visit") == 1


@pytest.mark.usefixtures("newer_kiosk")
def test_after_that_the_older_kiosk_refuses_them(folder: Path, key: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    Records.open(folder, key, clock=SystemClock()).close()
    monkeypatch.undo()
    with pytest.raises(SchemaTooNew, match=r"written by a newer kiosk \(format 3, this one knows up to 2\)"):
        Records.open(folder, key, clock=SystemClock())
