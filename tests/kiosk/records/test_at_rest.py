import ctypes
import os
import resource
import sqlite3
import stat
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.core.errors import BadInput, KeyMissing, NotAllowed, NotFound, SchemaTooNew
from kiosk.core.settings import Settings, save
from kiosk.records import Records, location
from kiosk.records.embedded.sqlite_connection import connect_file
from kiosk.records.secrets import derive

NAME = "Wilhelmina Featherstonehaugh"


@pytest.fixture
def kept(records: Records, desk: Actor) -> Records:
    with records.write(desk) as writer:
        writer.put("client", {"id": "C-1", "name": NAME}, index={"name_key": NAME.casefold()})
        writer.audit("client added", subject="C-1")
    return records


def test_no_byte_of_a_name_can_be_read_without_the_key(kept: Records, folder: Path) -> None:
    def search() -> None:
        for file in folder.iterdir():
            data = file.read_bytes().lower()
            for needle in (NAME.lower(), "featherstonehaugh", "rosa vidal", "client"):
                for encoding in ("utf-8", "utf-16-le"):
                    assert needle.encode(encoding) not in data, file.name

    assert {"records.db", "records.db-wal"} <= {file.name for file in folder.iterdir()}
    search()
    kept.close()
    search()


def test_the_file_is_no_database_to_who_has_no_key(kept: Records, folder: Path) -> None:
    kept.close()
    plain = sqlite3.connect(folder / "records.db")
    with pytest.raises(sqlite3.DatabaseError):
        plain.execute("SELECT * FROM document")
    plain.close()


def test_another_key_is_refused(kept: Records, folder: Path) -> None:
    kept.close()
    with pytest.raises(KeyMissing, match="does not open the records"):
        Records.open(folder, bytes(32), clock=SystemClock())
    with pytest.raises(KeyMissing, match="32 bytes"):
        Records.open(folder, b"short", clock=SystemClock())


@pytest.mark.usefixtures("kept")
def test_everything_in_the_folder_is_for_its_owner_only(folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


@pytest.mark.parametrize("name", ["", "records.db", "records.db-wal", "records.counter"])
@pytest.mark.usefixtures("kept")
def test_a_folder_that_others_can_reach_is_refused(folder: Path, key: bytes, name: str) -> None:
    (folder / name).chmod(0o755)
    with pytest.raises(NotAllowed, match=r"can be reached by other accounts of this machine: run chmod (600|700) /"):
        Records.open(folder, key, clock=SystemClock())


def test_a_link_in_place_of_a_file_is_refused(kept: Records, folder: Path, key: bytes) -> None:
    kept.close()
    (folder / "records.db").rename(folder / "elsewhere.db")
    (folder / "records.db").symlink_to(folder / "elsewhere.db")
    with pytest.raises(NotAllowed, match="is a link"):
        Records.open(folder, key, clock=SystemClock())


def test_a_folder_without_a_clinic_is_named(tmp_path: Path, key: bytes) -> None:
    with pytest.raises(NotFound, match="There is no clinic in"):
        Records.open(tmp_path / "nowhere", key, clock=SystemClock())


@pytest.mark.usefixtures("kept")
def test_a_second_clinic_never_replaces_the_first(folder: Path) -> None:
    before = (folder / "records.db").read_bytes()
    with pytest.raises(BadInput, match="There is a clinic in"):
        Records.create(folder, bytes(32), clock=SystemClock())
    assert (folder / "records.db").read_bytes() == before


def test_a_setup_that_was_interrupted_can_be_done_again(folder: Path, key: bytes) -> None:
    folder.mkdir(mode=0o700)
    (folder / "records.db.part").write_bytes(b"half of something")
    with Records.create(folder, key, clock=SystemClock()) as records, records.read() as reader:
        assert reader.count("visit") == 0


def test_records_of_a_newer_kiosk_are_refused(kept: Records, folder: Path, key: bytes) -> None:
    kept.close()
    connection = connect_file(folder / "records.db", derive(key, "records"))
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(SchemaTooNew, match="written by a newer kiosk"):
        Records.open(folder, key, clock=SystemClock())


def test_the_cipher_says_nothing_on_standard_error(
    kept: Records, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    kept.close()
    with pytest.raises(dbapi2.DatabaseError):
        connect_file(folder / "records.db", bytes(32))
    assert capfd.readouterr() == ("", "")


def test_a_network_file_system_is_found(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {str(tmp_path).replace(' ', chr(92) + '040')} nfs4 rw 0 0\n")
    assert location.file_system(tmp_path / "clinic", mounts) == "nfs4"
    assert location.file_system(Path("/"), mounts) == "ext4"
    assert location.file_system(Path("/"), tmp_path / "nothing") == ""


def test_each_secret_is_another_and_outlives_a_reopening(kept: Records, folder: Path, key: bytes) -> None:
    secrets = {name: kept.secret(name) for name in ("pepper", "index", "audit")}
    assert len(set(secrets.values()) | {key}) == 4
    kept.close()
    with Records.open(folder, key, clock=SystemClock()) as again:
        assert {name: again.secret(name) for name in secrets} == secrets
        with pytest.raises(ValueError, match="No secret"):
            again.secret("records")


@pytest.mark.usefixtures("kept")
def test_the_owner_is_who_runs_the_kiosk(folder: Path, key: bytes) -> None:
    if os.geteuid() == 0:
        os.chown(folder / "records.db", 65534, 65534)
        with pytest.raises(NotAllowed, match="belongs to another account"):
            Records.open(folder, key, clock=SystemClock())
    else:
        with pytest.raises(NotAllowed, match="belongs to another account"):
            location.check_private(Path("/"))


def test_a_process_that_holds_the_key_leaves_no_core_dump(kept: Records, folder: Path, key: bytes) -> None:
    kept.close()
    Records.open(folder, key, clock=SystemClock()).close()
    assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
    get_dumpable = 3
    assert ctypes.CDLL(None).prctl(get_dumpable, 0, 0, 0, 0) == 0


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "9p", "virtiofs", "fuse.rclone", "fuse.s3fs", "ceph", "vboxsf"])
def test_a_file_system_that_is_not_known_to_be_local_is_refused_by_its_name(tmp_path: Path, kind: str) -> None:
    folder, mounts = tmp_path / "clinic", tmp_path / "mounts"
    folder.mkdir(mode=0o700)
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nthere {tmp_path} {kind} rw 0 0\n")
    with pytest.raises(BadInput, match=rf"file system of the kind {kind}.*local_file_systems"):
        location.check_local(folder, mounts)
    save(folder, Settings(clinic_name="Alba", time_zone="Europe/Madrid", local_file_systems=(kind,)))
    location.check_local(folder, mounts)
    save(folder, Settings(clinic_name="Alba", time_zone="Europe/Madrid", local_file_systems=("other",)))
    with pytest.raises(BadInput, match=kind):
        location.check_local(folder, mounts)


@pytest.mark.parametrize("kind", ["ext4", "xfs", "btrfs", "zfs", "f2fs", "bcachefs", "overlay", "tmpfs"])
def test_a_local_disks_file_system_is_taken(tmp_path: Path, kind: str) -> None:
    (tmp_path / "mounts").write_text(f"/dev/sda1 / {kind} rw 0 0\n")
    location.check_local(tmp_path, tmp_path / "mounts")


def test_a_folder_above_that_anybody_may_write_into_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "shared" / "more" / "clinic"
    folder.mkdir(parents=True)
    assert location.open_to_all(folder) is None
    (tmp_path / "shared").chmod(0o777)
    assert location.open_to_all(folder) == tmp_path / "shared"
    (tmp_path / "shared").chmod(0o1777)
    assert location.open_to_all(folder) is None
