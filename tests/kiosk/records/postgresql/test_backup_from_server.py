"""A backup of a clinic on PostgreSQL, and the ways back: into a folder, and onto a server."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.core.errors import BadInput, RecordsDamaged, RecordsUnavailable
from kiosk.core.settings import Settings, load, save
from kiosk.records import Records
from kiosk.records.audit.examination import examine_records
from kiosk.records.audit.verification import verify
from kiosk.records.backend import AuditRow, DocumentRow
from kiosk.records.backup.backups import backup
from kiosk.records.backup.rebuild import RestoreKeys, nothing, rebuild
from kiosk.records.backup.restoration import Restored, restore
from kiosk.records.embedded.snapshot_file import inspect
from kiosk.records.keys.clinic_ids import new_clinic_id
from kiosk.records.keys.key_files import create_key
from kiosk.records.kinds import Kind
from kiosk.records.move_to_server import bring, move_to_server
from tests.running import run

pytestmark = pytest.mark.system

ROOT = Path(__file__).parents[4]
DAY = "2026-07-30"
NAME = "Wilhelmina Featherstonehaugh"


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "clinic.key"


@pytest.fixture
def key(key_file: Path) -> bytes:
    return create_key("C-1", file=key_file)


@pytest.fixture
def clinic(folder: Path, key: bytes, desk: Actor, server: Any, database: str) -> Iterator[Records]:
    """A clinic with a day of visits that moved to the server and worked there."""
    new_clinic_id(folder)
    save(folder, Settings(clinic_name="Clínica Alba", time_zone="Europe/Madrid"))
    with Records.create(folder, key, clock=SystemClock()) as records, records.write(desk) as writer:
        writer.put("client", {"id": "C-1", "name": NAME}, index={"name_key": NAME.lower()})
        for number in range(1200):
            writer.put("visit", {"id": f"V-{number}", "client_id": "C-1", "filling": "x" * 100}, partition=DAY)
    url = server.url(database)
    move_to_server(folder, key, url, actor=desk, clock=SystemClock())
    with Records.open(folder, key, store=url, clock=SystemClock()) as records:
        with records.write(desk) as writer:
            writer.put("visit", {"id": "V-0", "client_id": "C-1", "room": 2}, partition=DAY, expect=1)
            writer.remove("visit", "V-1", expect=1)
        yield records


def everything(records: Records) -> tuple[dict[str, list[DocumentRow]], list[AuditRow], list[bytes]]:
    with records.read() as reader:
        rows = {kind: list(reader._engine.scan(kind, None)) for kind in Kind}
        return rows, list(reader.trail_rows()), [records.secret(name) for name in ("audit", "index", "pepper")]


def same_but_restored(before: Records, after: Records) -> None:
    """Check that `after` is `before` as it was when the backup was read, and one entry more."""
    (rows, entries, secrets), (rows2, entries2, secrets2) = everything(before), everything(after)
    assert (rows2, secrets2) == (rows, secrets)
    assert entries2[:-1] == entries[:-1]
    with after.read() as reader:
        assert [entry.event for entry in reader.trail()][-2:] == ["backup", "restored"]
        assert reader.find("client", name_key=NAME.lower())[0]["id"] == "C-1"
    assert verify(after) == []


def test_a_backup_of_a_server_comes_back_into_an_empty_folder_and_from_there_to_another_server(
    clinic: Records, key: bytes, desk: Actor, tmp_path: Path, server: Any
) -> None:
    contents = backup(clinic, key, tmp_path / "b", desk)
    assert contents == inspect(tmp_path / "b", key)
    for needle in (NAME, "Alba", "postgresql"):
        assert needle.encode() not in (tmp_path / "b").read_bytes()
    again = tmp_path / "again"
    done = restore(tmp_path / "b", again, key, actor=desk, clock=SystemClock())
    assert done == Restored(contents.last_change, 0, (), None, was_on_server=True)
    assert load(again) == load(clinic.folder).model_copy(update={"store": "embedded"})
    assert (again / "clinic.id").read_bytes() == (clinic.folder / "clinic.id").read_bytes()
    with Records.open(again, key, clock=SystemClock()) as restored:
        same_but_restored(clinic, restored)
    assert examine_records(again, key, clock=SystemClock()) == []
    url = server.url(server.new_database())
    move_to_server(again, key, url, actor=desk, clock=SystemClock())
    with Records.open(again, key, store=url, clock=SystemClock()) as moved:
        assert everything(moved)[0] == everything(clinic)[0]
        assert verify(moved) == []
        with moved.read() as reader:
            assert [entry.event for entry in reader.trail()].count("records.moved") == 2


def test_a_backup_made_while_others_write_is_of_one_moment(
    clinic: Records, key: bytes, desk: Actor, tmp_path: Path
) -> None:
    url = load(clinic.folder).store
    program = (
        "import sys; from pathlib import Path; from kiosk.records import Records; from kiosk.core.clock import SystemClock; from tests.kiosk.records import worker\n"
        f"worker.append(Records.open(Path(sys.argv[1]), bytes.fromhex('{key.hex()}'), store=sys.argv[2], clock=SystemClock()), 'busy')"
    )
    command = [sys.executable, "-c", program, str(clinic.folder), url]
    worker = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE)
    try:
        assert worker.stdout is not None
        for number in range(3):
            worker.stdout.readline()
            backup(clinic, key, tmp_path / f"{number}.backup", desk)
        assert worker.poll() is None
    finally:
        worker.kill()
        worker.communicate()
    for number in range(3):
        again = tmp_path / f"again{number}"
        restore(tmp_path / f"{number}.backup", again, key, actor=desk, clock=SystemClock())
        assert examine_records(again, key, clock=SystemClock()) == []


def test_a_server_that_is_lost_comes_back_on_an_empty_one(
    clinic: Records, key: bytes, desk: Actor, tmp_path: Path, server: Any
) -> None:
    backup(clinic, key, tmp_path / "b", desk)
    other = tmp_path / "other machine"
    shutil.copytree(clinic.folder, other)
    with clinic.write(desk) as writer:
        writer.put("visit", {"id": "V-later"}, partition=DAY)
    (other / "records.counter").write_bytes((clinic.folder / "records.counter").read_bytes())
    with pytest.raises(BadInput, match="holds a clinic already: make an empty one, write its address into the setting"):
        restore(tmp_path / "b", clinic.folder, key, actor=desk, clock=SystemClock())
    with clinic.read() as reader:
        assert reader.get("visit", "V-later") is not None
    url = server.url(server.new_database())
    for folder in (clinic.folder, other):
        save(folder, load(folder).model_copy(update={"store": url}))
    done = restore(tmp_path / "b", clinic.folder, key, actor=desk, clock=SystemClock())
    assert (done.on_server, done.behind) == (True, 1)
    assert {file.name for file in clinic.folder.iterdir()} == {
        "clinic.id", "clinic.toml", "records.before-postgresql", "records.counter", "records.settings",
    }  # fmt: skip
    with Records.open(clinic.folder, key, store=url, clock=SystemClock()) as restored:
        with restored.read() as reader:
            assert reader.get("visit", "V-later") is None
            assert reader.count("visit") == 1199
        assert verify(restored) == []
        with restored.write(desk) as writer:
            writer.audit("seen")
    with pytest.raises(BadInput, match="holds a clinic already"):  # not a second time
        restore(tmp_path / "b", clinic.folder, key, actor=desk, clock=SystemClock())
    with Records.open(other, key, store=url, clock=SystemClock()) as at_the_other, at_the_other.read() as reader:
        assert reader.count("visit") == 1199


def test_a_machine_that_saw_more_than_was_restored_goes_on_with_it_and_notices_a_roll_back_as_before(
    clinic: Records, key: bytes, desk: Actor, tmp_path: Path, server: Any
) -> None:
    backup(clinic, key, tmp_path / "b", desk)
    for _ in range(5):
        with clinic.write(desk) as writer:
            writer.audit("seen")
    other = tmp_path / "other machine"
    shutil.copytree(clinic.folder, other)
    url = server.url(server.new_database())
    save(clinic.folder, load(clinic.folder).model_copy(update={"store": url}))
    restore(tmp_path / "b", clinic.folder, key, actor=desk, clock=SystemClock())
    with Records.open(other, key, store=url, clock=SystemClock()) as records:
        lost = [str(problem) for problem in verify(records)]
        assert len(lost) == 1
        assert "missing at the end" in lost[0]
        with records.write(desk) as writer:
            writer.audit("seen")
        assert verify(records) == []
    there = urlsplit(url).path.strip("/")
    server.admin("UPDATE kiosk.state SET commits = commits - 1", database=there)
    with pytest.raises(RecordsDamaged, match="lack the last change that was made"):
        Records.open(other, key, store=url, clock=SystemClock())


def test_a_restore_that_was_killed_after_the_server_had_everything_is_taken_up_again(
    clinic: Records, key: bytes, desk: Actor, tmp_path: Path, server: Any
) -> None:
    backup(clinic, key, tmp_path / "b", desk)
    url = server.url(server.new_database())
    save(clinic.folder, load(clinic.folder).model_copy(update={"store": url}))
    work = clinic.folder / "restore.part"
    work.mkdir(mode=0o700)
    rebuild(tmp_path / "b", work, RestoreKeys(key, key), nothing, desk, SystemClock())
    bring(work, key, url)
    done = restore(tmp_path / "b", clinic.folder, key, actor=desk, clock=SystemClock())
    assert done.on_server
    assert not work.exists()
    with Records.open(clinic.folder, key, store=url, clock=SystemClock()) as restored:
        same_but_restored(clinic, restored)


@pytest.mark.parametrize("where", ["folder", "server"])
def test_what_can_still_be_read_on_a_damaged_server_is_kept(
    clinic: Records, key: bytes, desk: Actor, server: Any, where: str
) -> None:
    tmp_path = clinic.folder.parent
    backup(clinic, key, tmp_path / "b", desk)
    for id_ in ("V-new", "V-spoiled"):
        with clinic.write(desk) as writer:
            writer.put("visit", {"id": id_}, partition=DAY)
    with clinic.write(desk) as writer:
        writer.put("visit", {"id": "V-5", "room": 7}, partition=DAY, expect=1)
        writer.remove("visit", "V-6", expect=1)
    clinic.close()
    old = load(clinic.folder).store
    database = urlsplit(old).path.strip("/")
    (n,) = server.admin("SELECT max(n) FROM kiosk.document WHERE kind = 'visit'", database=database)[0]
    server.admin("UPDATE kiosk.document SET revision = 9 WHERE n = %s", n, database=database)
    folder, store = tmp_path / "again", "embedded"
    if where == "server":
        folder, store = clinic.folder, server.url(server.new_database())
        save(folder, load(folder).model_copy(update={"store": store}))
    done = restore(tmp_path / "b", folder, key, actor=desk, clock=SystemClock(), newer_from=old)
    assert done.newer == 2
    assert done.lost == ("visit V-spoiled",)
    with Records.open(folder, key, store=store, clock=SystemClock()) as restored:
        with restored.read() as reader:
            assert reader.get("visit", "V-new") is not None
            assert (reader.get("visit", "V-5") or {})["room"] == 7
            assert reader.get("visit", "V-6") is None
            assert reader.get("visit", "V-spoiled") is None
        assert verify(restored) == []


def test_a_backup_whose_server_goes_away_leaves_no_file(
    clinic: Records, key: bytes, desk: Actor, tmp_path: Path, server: Any
) -> None:
    server.kill()
    try:
        with pytest.raises(RecordsUnavailable, match="cannot be reached just now"):
            backup(clinic, key, tmp_path / "b2", desk)
        assert not list(tmp_path.glob("b2*"))
    finally:
        server.start()


def test_the_commands_back_up_a_server_and_bring_it_back_into_a_folder(
    clinic: Records, key_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    name = (clinic.folder / "clinic.id").read_text().strip()
    (tmp_path / "config" / "clinic-kiosk").mkdir(parents=True, mode=0o700)
    shutil.copy(key_file, tmp_path / "config" / "clinic-kiosk" / f"{name}.key")

    def kiosk(data: Path, *words: str) -> str:
        ran = run(["--data", data, *words], os.environ)
        assert ran.status == 0, ran.err
        return ran.out

    def backed_up() -> str:
        told = run(["--data", clinic.folder, "doctor", "--json"], os.environ).out
        (check,) = [each for each in json.loads(told) if each["name"] == "backup"]
        return str(check["state"])

    assert backed_up() == "warning"
    assert "1,199 visits, 1 client" in kiosk(clinic.folder, "backup", str(tmp_path / "b"))
    assert backed_up() == "well"
    told = kiosk(tmp_path / "again", "restore", str(tmp_path / "b"))
    assert "Its records were on a PostgreSQL server and are in the folder now; `kiosk migrate --to URL`" in told
    assert load(tmp_path / "again").store == "embedded"
