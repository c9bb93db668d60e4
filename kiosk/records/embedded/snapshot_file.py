"""One encrypted file with everything of a clinic but its key: writing it whole or not at all, and looking into it.

The file is a database like the embedded records, under the same key. The clinic's settings, its id and its own protocols
are in it too, so that a clinic can be brought back from it into an empty folder.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple

from sqlcipher3 import dbapi2

from kiosk.core.errors import BadInput, KeyMissing, RecordsDamaged, RecordsUnavailable, SchemaTooNew
from kiosk.records import location
from kiosk.records.backend import Engine, RecordsState
from kiosk.records.embedded.failures import sqlite_errors
from kiosk.records.embedded.sqlcipher import SqlCipherEngine
from kiosk.records.embedded.sqlite_connection import connect_file, migrate_file, opens, version
from kiosk.records.embedded.tables import VERSION
from kiosk.records.kinds import Kind
from kiosk.records.secrets import SEALED, derive

_MOST_BYTES: Final = 4 << 20
_NOT_TAKEN: Final = ("records.", "damaged-", "restore.", "before-format-", "before-upgrade-")
_TABLE: Final = "CREATE TABLE {schema}backup (name TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT"


class SnapshotContents(NamedTuple):
    """What a backup holds."""

    last_change: datetime | None
    """When the newest change in it was made."""
    commits: int
    files: dict[str, bytes]
    """The clinic's other files, by their path in its folder."""
    unrecorded: str | None = None
    """Why the trail does not say that the backup was made, if it could not be written."""


def write_snapshot(file: Path, key: bytes, write: Callable[[Path], None]) -> tuple[SnapshotContents, str]:
    """Let `write` fill a new file, read it back, and return what it holds and its hash. It appears whole or not at all."""
    with _appearing(file) as part:
        write(part)
        return _read_back(part, file, key)


def keep_snapshot(file: Path, key: bytes, commits: int, write: Callable[[Path], None]) -> Path:
    """Return a whole snapshot of the records as they are after so many commits: one that is there, or a new one.

    None that is there is replaced: `before.backup` is followed by `before-2.backup`.
    """
    for number in count(1):
        kept = file if number == 1 else file.with_name(f"{file.stem}-{number}{file.suffix}")
        if not kept.exists():
            write_snapshot(kept, key, write)
            return kept
        with suppress(BadInput, KeyMissing, RecordsDamaged):
            if inspect(kept, key).commits == commits:
                return kept
    raise AssertionError  # there is always another number


@contextmanager
def _appearing(file: Path) -> Iterator[Path]:
    """Lend an empty file, which takes its name once it is complete and on the disk, or vanishes."""
    part = file.with_name(file.name + ".part")
    try:
        location.remove_database(part)
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise RecordsUnavailable(f"{file} cannot be written: {error.strerror}; choose another place.") from None
    try:
        with sqlite_errors():
            yield part
        part.rename(file)
        location.sync_folder(file.absolute().parent)
    except OSError as error:
        raise RecordsUnavailable(f"{file} cannot be written: {error.strerror}; choose another place.") from None
    finally:
        location.remove_database(part)


def _read_back(part: Path, file: Path, key: bytes) -> tuple[SnapshotContents, str]:
    """Force what was written to the disk and read it from there; return what it holds, and its hash."""
    with part.open("rb") as handle:
        os.fsync(handle.fileno())
        os.posix_fadvise(handle.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        sha256 = hashlib.file_digest(handle, "sha256").hexdigest()
    try:
        return inspect(part, key), sha256
    except (BadInput, KeyMissing, RecordsDamaged):
        raise RecordsUnavailable(
            f"What was written for {file} is not what is read back, so there is no backup: choose another disk."
        ) from None


def inspect(file: Path, key: bytes) -> SnapshotContents:
    """Check every page of a backup and return what it holds.

    Raises `BadInput` (no such file, or not a backup), `KeyMissing` (another key), `SchemaTooNew` or `RecordsDamaged`.
    """
    if not file.is_file():
        raise BadInput(f"There is no file {file}: choose a backup.")
    if not opens(file, key):
        raise KeyMissing(
            f"The key does not open {file}: use the key of the day it was made, or it is damaged, or not a backup."
        )
    with sqlite_errors():
        connection = connect_file(file, derive(key, "records"), wal=False)
        try:
            return _contents(connection, file)
        finally:
            connection.close()


def _contents(connection: dbapi2.Connection, file: Path) -> SnapshotContents:
    damaged = RecordsDamaged(f"The backup {file} is damaged: use an older one.")
    if connection.execute("PRAGMA cipher_integrity_check").fetchone() is not None:
        raise damaged
    if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        raise damaged
    found = version(connection)
    if found == 0:
        raise BadInput(f"{file} is not a backup: choose a file made by kiosk backup.")
    if found > VERSION:
        raise SchemaTooNew(f"The backup {file} was made by a newer kiosk: restore it with that version.")
    if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'backup'").fetchone() is None:
        raise BadInput(f"{file} is not a backup but a clinic's own records: choose a file made by kiosk backup.")
    commits, last_at = connection.execute("SELECT commits, last_at FROM state").fetchone()
    files = {name: bytes(content) for name, content in connection.execute("SELECT name, content FROM backup")}
    return SnapshotContents(datetime.fromisoformat(last_at) if last_at else None, commits, files)


def export_snapshot(folder: Path, key: bytes, part: Path) -> None:
    """Write one snapshot of the records in a folder into an empty file."""
    connection = connect_file(folder / location.DATABASE, derive(key, "records"))
    try:
        connection.execute("ATTACH DATABASE ? AS copy KEY ?", (str(part), f"x'{derive(key, 'records').hex()}'"))
        connection.execute("PRAGMA copy.journal_mode = OFF")  # a copy that is not finished is thrown away
        connection.execute("BEGIN")
        connection.execute("SELECT sqlcipher_export('copy')")
        connection.execute(_TABLE.format(schema="copy."))
        connection.executemany("INSERT INTO copy.backup VALUES (?, ?)", _files(folder))
        connection.execute("COMMIT")
        connection.execute(f"PRAGMA copy.user_version = {version(connection)}")
        connection.execute("DETACH DATABASE copy")
    finally:
        connection.close()


def pour(source: Engine, state: RecordsState, folder: Path, key: bytes, part: Path) -> None:
    """Write one snapshot of records that are elsewhere into an empty file; `folder` is the clinic's."""
    own = derive(key, "records")
    connection = connect_file(part, own, wal=False)
    try:
        migrate_file(connection, part)
        connection.execute("INSERT INTO state VALUES (1, ?, ?, ?, ?, ?)", state)
        for name in SEALED:
            connection.execute("INSERT INTO secret VALUES (?, ?)", (name, source.secret(name)))
        connection.execute(_TABLE.format(schema=""))
        connection.executemany("INSERT INTO backup VALUES (?, ?)", _files(folder))
    finally:
        connection.close()
    target = SqlCipherEngine(part, own, wal=False)
    try:
        target.begin(write=True)
        for kind in Kind:
            for row in source.scan(kind, None):
                target.store(kind, row, None)
        for entry in source.audit():
            target.append_audit(entry)
        target.commit(state)
    finally:
        target.close()


def _files(folder: Path) -> list[tuple[str, bytes]]:
    """Return the clinic's other files: settings, id, protocols of its own; never a key."""
    found: list[tuple[str, bytes]] = []
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder)
        taken = not name.parts[0].startswith(_NOT_TAKEN) and name.suffix not in {".key", ".part", ".new"}
        if taken and file.is_file() and not file.is_symlink() and file.stat().st_size <= _MOST_BYTES:
            found.append((name.as_posix(), file.read_bytes()))
    return found
