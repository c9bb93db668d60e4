import hashlib
import os
import random
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.core.errors import BadInput, KeyMissing, RecordsDamaged, RecordsUnavailable, SchemaTooNew
from kiosk.core.settings import Settings, load, save
from kiosk.records import Records, location
from kiosk.records.audit.examination import examine_records
from kiosk.records.audit.verification import verify
from kiosk.records.audit_trail import AuditEntry
from kiosk.records.backup.backups import backup, find_key_of, key_tag
from kiosk.records.backup.restoration import Restored, restore
from kiosk.records.embedded.snapshot_file import inspect
from kiosk.records.embedded.sqlite_connection import connect_file
from kiosk.records.keys.clinic_ids import new_clinic_id
from kiosk.records.keys.key_files import create_key
from kiosk.records.secrets import derive

ROOT = Path(__file__).parents[3]
DAY = "2026-07-30"
NAME = "Wilhelmina Featherstonehaugh"


@pytest.fixture
def clinic(folder: Path, key: bytes, desk: Actor, clock: Any) -> Records:
    new_clinic_id(folder)
    save(folder, Settings(clinic_name="Clínica Alba", time_zone="Europe/Madrid"))
    (folder / "protocols").mkdir()
    (folder / "protocols" / "glycolic.yaml").write_text("id: glycolic\n")
    records = Records.create(folder, key, clock=clock)
    with records.write(desk) as writer:
        writer.put("client", {"id": "C-1", "name": NAME}, index={"name_key": NAME.lower()})
        for number in range(100):
            writer.put("visit", {"id": f"V-{number}", "client_id": "C-1", "filling": "x" * 900}, partition=DAY)
    return records


@pytest.fixture
def bring(key: bytes, desk: Actor, clock: Any) -> Callable[[Path, Path], Restored]:
    return lambda file, folder: restore(file, folder, key, actor=desk, clock=clock)


def documents(records: Records) -> dict[str, Any]:
    with records.read() as reader:
        return {each["id"]: each for kind in ("client", "visit") for each in map(dict, reader._db.table(kind))}


def test_a_backup_comes_back_into_an_empty_folder(
    clinic: Records, key: bytes, desk: Actor, tmp_path: Path, bring: Callable[[Path, Path], Restored]
) -> None:
    contents = backup(clinic, key, tmp_path / "alba.backup", desk)
    assert contents.last_change == clinic.clock.now()
    restored = bring(tmp_path / "alba.backup", tmp_path / "again")
    assert restored == Restored(clinic.clock.now(), 0, (), None)
    assert load(tmp_path / "again").clinic_name == "Clínica Alba"
    for name in ("clinic.id", "clinic.toml", "protocols/glycolic.yaml"):
        assert (tmp_path / "again" / name).read_bytes() == (clinic.folder / name).read_bytes()
    with Records.open(tmp_path / "again", key, clock=SystemClock()) as again:
        assert documents(again) == documents(clinic)
        assert verify(again) == []
        with again.read() as reader:
            assert [entry.event for entry in reader.trail()] == ["changed", "backup", "restored"]
            assert reader.find("client", name_key=NAME.lower())[0]["id"] == "C-1"
        with again.write(desk) as writer:
            writer.audit("seen")
    assert examine_records(tmp_path / "again", key, clock=SystemClock()) == []
    modes = {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "again").rglob("*") if file.is_file()}
    assert modes == {0o600}


def test_a_backup_is_for_its_owner_and_unreadable_without_the_key(
    clinic: Records, key: bytes, desk: Actor, tmp_path: Path
) -> None:
    file = tmp_path / "alba.backup"
    backup(clinic, key, file, desk)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for needle in (NAME, "Alba", "glycolic", "clinic"):
        assert needle.lower().encode() not in file.read_bytes().lower()
    with pytest.raises(KeyMissing, match="use the key of the day it was made"):
        inspect(file, bytes(32))


def test_a_backup_made_while_others_write_is_of_one_moment(
    clinic: Records, key: bytes, desk: Actor, tmp_path: Path, bring: Callable[[Path, Path], Restored]
) -> None:
    worker = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("worker.py")), str(clinic.folder), "append", "busy"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert worker.stdout is not None
        for number in range(5):
            worker.stdout.readline()
            backup(clinic, key, tmp_path / f"{number}.backup", desk)
        assert worker.poll() is None
    finally:
        worker.kill()
        worker.communicate()
    for number in range(5):
        bring(tmp_path / f"{number}.backup", tmp_path / f"again{number}")
        assert examine_records(tmp_path / f"again{number}", key, clock=SystemClock()) == []


def test_a_file_that_is_there_is_never_replaced(clinic: Records, key: bytes, desk: Actor, tmp_path: Path) -> None:
    (tmp_path / "alba.backup").write_text("precious")
    with pytest.raises(BadInput, match="already exists"):
        backup(clinic, key, tmp_path / "alba.backup", desk)
    assert (tmp_path / "alba.backup").read_text() == "precious"


def test_the_trail_says_that_a_backup_is_done_only_once_it_was_read_back(
    clinic: Records, key: bytes, desk: Actor, tmp_path: Path
) -> None:
    with pytest.raises(RecordsUnavailable):
        backup(clinic, key, tmp_path / "nowhere" / "alba.backup", desk)
    backup(clinic, key, tmp_path / "alba.backup", desk)
    with clinic.read() as reader:
        _, begun, again, done = reader.trail()
    assert (begun.event, again.event, done.event) == ("backup", "backup", "backup.done")
    sha256 = hashlib.sha256((tmp_path / "alba.backup").read_bytes()).hexdigest()
    assert done.detail == {"sha256": sha256, "key": key_tag(key)}


@pytest.mark.parametrize("spoiled", [b"", b"half of it", None])
def test_a_backup_that_is_not_read_back_as_it_was_written_is_none(
    clinic: Records, key: bytes, desk: Actor, tmp_path: Path, spoiled: bytes | None
) -> None:
    keep = os.fsync

    def lying_disk(handle: int) -> None:
        path = Path(f"/proc/self/fd/{handle}").readlink()
        if path.name == "b.part":
            data = bytearray(path.read_bytes())
            data[len(data) // 2] ^= 1
            path.write_bytes(data if spoiled is None else spoiled)
        keep(handle)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lying_disk)
        with pytest.raises(RecordsUnavailable, match="is not what is read back, so there is no backup"):
            backup(clinic, key, tmp_path / "b", desk)
    assert not list(tmp_path.glob("b*"))
    with clinic.read() as reader:
        assert "backup.done" not in [entry.event for entry in reader.trail()]


def test_a_place_that_cannot_be_written_to_is_told(clinic: Records, key: bytes, desk: Actor, tmp_path: Path) -> None:
    with pytest.raises(RecordsUnavailable, match="cannot be written: No such file or directory"):
        backup(clinic, key, tmp_path / "nowhere" / "alba.backup", desk)


def test_a_damaged_backup_is_refused_before_anything_is_touched(
    clinic: Records, key: bytes, desk: Actor, tmp_path: Path, bring: Callable[[Path, Path], Restored]
) -> None:
    file = tmp_path / "alba.backup"
    backup(clinic, key, file, desk)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    with pytest.raises(RecordsDamaged, match="use an older one"):
        bring(file, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_what_is_no_backup_is_refused(clinic: Records, key: bytes, tmp_path: Path) -> None:
    clinic.close()
    with pytest.raises(BadInput, match="is not a backup but a clinic's own records"):
        inspect(clinic.folder / "records.db", key)
    with pytest.raises(BadInput, match="There is no file"):
        inspect(tmp_path / "nothing", key)
    for nothing in (b"", b"x"):
        (tmp_path / "short").write_bytes(nothing)
        with pytest.raises(BadInput, match="is not a backup: choose a file made by kiosk backup"):
            inspect(tmp_path / "short", key)
    (tmp_path / "text").write_text("hello")
    with pytest.raises(KeyMissing):
        inspect(tmp_path / "text", key)


def test_a_backup_of_a_newer_kiosk_is_refused(clinic: Records, key: bytes, desk: Actor, tmp_path: Path) -> None:
    backup(clinic, key, tmp_path / "alba.backup", desk)
    connection = connect_file(tmp_path / "alba.backup", derive(key, "records"), wal=False)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(SchemaTooNew, match="made by a newer kiosk"):
        inspect(tmp_path / "alba.backup", key)


def test_the_key_of_a_backup_is_found_among_the_accounts_keys(
    folder: Path, desk: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    create_key("C-OTHER")
    key = create_key("C-OURS")
    with Records.create(folder, key, clock=SystemClock()) as records:
        backup(records, key, tmp_path / "ours.backup", desk)
    assert find_key_of(tmp_path / "ours.backup") == key
    (tmp_path / "config" / "clinic-kiosk" / "C-OURS.key").unlink()
    with pytest.raises(KeyMissing, match="No key of this account opens"):
        find_key_of(tmp_path / "ours.backup")


def last_entry(folder: Path, key: bytes) -> AuditEntry:
    with Records.open(folder, key, clock=SystemClock()) as records, records.read() as reader:
        return list(reader.trail())[-1]


class TestOverDamagedRecords:
    """The last backup, and what was written after it and can still be read."""

    @pytest.fixture
    def file(self, clinic: Records, key: bytes, desk: Actor, tmp_path: Path, clock: Any) -> Path:
        """A backup after which a visit was changed, one added and one removed."""
        backup(clinic, key, tmp_path / "alba.backup", desk)
        clock.forward(hours=1)
        with clinic.write(desk) as writer:
            writer.put("visit", {"id": "V-5", "state": "left"}, partition=DAY, expect=1)
            writer.put("visit", {"id": "V-new", "state": "booked"}, partition=DAY)
            writer.remove("visit", "V-6", expect=1)
            writer.audit("a busy hour")
        clinic.close()
        return tmp_path / "alba.backup"

    def test_what_is_still_readable_comes_back_too(
        self, file: Path, folder: Path, key: bytes, bring: Callable[[Path, Path], Restored]
    ) -> None:
        (folder / "records.counter").unlink()
        restored = bring(file, folder)
        assert (restored.newer, restored.lost) == (2, ())
        with Records.open(folder, key, clock=SystemClock()) as records:
            found = documents(records)
            assert found["V-5"] == {"id": "V-5", "state": "left", "revision": 2}
            assert found["V-new"]["state"] == "booked"
            assert "V-6" not in found
            assert len(found) == 101
            with records.read() as reader:
                assert [entry.event for entry in reader.trail()] == [
                    "changed", "backup", "backup.done", "a busy hour", "restored",
                ]  # fmt: skip
            assert verify(records) == []
        assert restored.kept_in is not None
        assert [each.name for each in restored.kept_in.iterdir()] == ["records.db"]

    @pytest.mark.thorough
    def test_a_flipped_bit_anywhere_costs_at_most_what_lay_on_its_page(
        self, file: Path, folder: Path, key: bytes, tmp_path: Path, bring: Callable[[Path, Path], Restored]
    ) -> None:
        rand = random.Random(8)  # noqa: S311
        data = (folder / "records.db").read_bytes()
        newer, lost = 0, set()
        for number in range(25):
            copy = tmp_path / f"copy{number}"
            shutil.copytree(folder, copy)
            altered = bytearray(data)
            altered[rand.randrange(len(data))] ^= 1
            (copy / "records.db").write_bytes(altered)
            restored = bring(file, copy)
            newer += restored.newer
            lost |= set(restored.lost)
            assert examine_records(copy, key, clock=SystemClock()) == []
            with Records.open(copy, key, clock=SystemClock()) as records:
                found = documents(records)
            # What the backup has is there in any case, but for the visit whose removal may still be readable.
            assert {f"V-{each}" for each in range(100)} - {"V-6"} <= set(found)
        assert newer >= 40  # of 50: most pages hold neither of the two
        assert lost <= {"visit V-5", "visit V-new"}

    def test_a_database_that_cannot_be_read_at_all_gives_the_backup(
        self, file: Path, folder: Path, key: bytes, bring: Callable[[Path, Path], Restored]
    ) -> None:
        (folder / "records.db").write_bytes(b"nothing of it is left")
        restored = bring(file, folder)
        assert restored.newer == 0
        with Records.open(folder, key, clock=SystemClock()) as records:
            assert len(documents(records)) == 101

    def test_how_much_of_the_trail_is_lost_is_told_and_stands_in_the_trail(
        self, file: Path, folder: Path, key: bytes, bring: Callable[[Path, Path], Restored]
    ) -> None:
        (folder / "records.db").write_bytes(b"nothing of it is left")
        assert bring(file, folder).entries_lost == 2  # that the backup was done, and the busy hour
        assert last_entry(folder, key).detail["entries_lost"] == 2

    def test_documents_that_came_back_without_the_entry_that_tells_who_changed_them_are_counted(
        self, file: Path, folder: Path, key: bytes, bring: Callable[[Path, Path], Restored]
    ) -> None:
        connection = connect_file(folder / "records.db", derive(key, "records"))
        connection.execute("DELETE FROM audit WHERE seq > 3")
        connection.close()
        restored = bring(file, folder)
        assert (restored.newer, restored.lost, restored.entries_lost, restored.without_entry) == (2, (), 1, 2)
        assert last_entry(folder, key).detail == {"newer": 2, "entries": 1, "lost": 0, "entries_lost": 1, "untold": 2}
        assert examine_records(folder, key, clock=SystemClock()) == []

    def test_a_document_that_is_newer_than_its_last_entry_that_can_be_read_is_not_called_lost(  # noqa: PLR0917
        self, file: Path, folder: Path, key: bytes, desk: Actor, clock: Any, bring: Callable[[Path, Path], Restored]
    ) -> None:
        with Records.open(folder, key, clock=clock) as records, records.write(desk) as writer:
            writer.put("visit", {"id": "V-5", "state": "back"}, partition=DAY, expect=2)
        connection = connect_file(folder / "records.db", derive(key, "records"))
        connection.execute("DELETE FROM audit WHERE seq > 4")
        connection.close()
        restored = bring(file, folder)
        assert (restored.newer, restored.lost, restored.entries_lost, restored.without_entry) == (2, (), 1, 1)
        assert examine_records(folder, key, clock=SystemClock()) == []

    def test_where_nothing_tells_how_far_the_trail_had_come_nothing_is_claimed(
        self, file: Path, folder: Path, bring: Callable[[Path, Path], Restored]
    ) -> None:
        (folder / "records.counter").write_bytes(b"damaged")
        assert bring(file, folder).entries_lost is None

    @pytest.mark.parametrize("there", ["clinic", "an empty folder"])
    def test_it_comes_back_on_a_file_system_that_the_settings_vouch_for(  # noqa: PLR0917
        self, file: Path, tmp_path: Path, folder: Path, key: bytes, desk: Actor, clock: Any, there: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        monkeypatch.setattr(location, "_LOCAL", frozenset())  # as if nothing were known of this one
        target = folder if there == "clinic" else tmp_path / "again"
        with pytest.raises(BadInput) as refused:
            restore(file, target, key, actor=desk, clock=clock)
        assert f"The folder {target} is on a file system" in str(refused.value)
        assert "restore.part" not in str(refused.value)
        vouching = Settings(
            clinic_name="Alba", time_zone="Europe/Madrid", local_file_systems=(location.file_system(tmp_path),)
        )
        save(folder, vouching)
        if there != "clinic":  # by the settings that the backup brings along
            with Records.open(folder, key, clock=clock) as records:
                file = tmp_path / "vouching.backup"
                backup(records, key, file, desk)
        restore(file, target, key, actor=desk, clock=clock)
        assert examine_records(target, key, clock=SystemClock()) == []

    def test_settings_that_are_there_stay(
        self, file: Path, folder: Path, bring: Callable[[Path, Path], Restored]
    ) -> None:
        save(folder, Settings(clinic_name="Clínica Beta", time_zone="Europe/Madrid"))
        bring(file, folder)
        assert load(folder).clinic_name == "Clínica Beta"

    def test_another_clinics_folder_is_refused(
        self, file: Path, tmp_path: Path, bring: Callable[[Path, Path], Restored]
    ) -> None:
        new_clinic_id(tmp_path / "other")
        with pytest.raises(BadInput, match="is another clinic's"):
            bring(file, tmp_path / "other")

    def test_a_clinic_that_is_open_is_left_alone(
        self, file: Path, folder: Path, key: bytes, bring: Callable[[Path, Path], Restored]
    ) -> None:
        watcher = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("worker.py")), str(folder), "watch"],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert watcher.stdout is not None
        watcher.stdout.readline()
        with pytest.raises(RecordsUnavailable, match="open at another terminal"):
            bring(file, folder)
        watcher.communicate("")
        assert examine_records(folder, key, clock=SystemClock()) == []

    def test_a_restore_that_was_stopped_is_run_again(
        self, file: Path, folder: Path, key: bytes, bring: Callable[[Path, Path], Restored]
    ) -> None:
        aside = folder / "damaged-20260730T100000"
        aside.mkdir(mode=0o700)
        (folder / "records.db").rename(aside / "records.db")
        (folder / "restore.part").mkdir()
        (folder / "restore.part" / "records.db").write_bytes(b"half")
        assert bring(file, folder).newer == 2
        assert examine_records(folder, key, clock=SystemClock()) == []
        assert not (folder / "restore.part").exists()
