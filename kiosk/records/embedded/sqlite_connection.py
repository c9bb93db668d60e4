"""Opening an encrypted SQLite file: with its key, every safeguard, and the tables of this kiosk's format."""

import os
import random
import shutil
import time
from pathlib import Path
from typing import Final

from sqlcipher3 import dbapi2

from kiosk.core.errors import RecordsDamaged, RecordsUnavailable, SchemaTooNew
from kiosk.records.embedded import tables
from kiosk.records.embedded.failures import DISK_FULL, UNWRITABLE, is_io, sqlite_errors
from kiosk.records.secrets import derive

_PATIENCE_SECONDS: Final = 10.0
_ROOM_TO_OPEN: Final = 64 * 1024
"""The least that a disk must have free, for the file in which terminals share the state of the log."""


def connect_file(file: Path, key: bytes, *, wal: bool = True) -> dbapi2.Connection:
    """Return a connection with the key and every safeguard set; `key` is 32 bytes and is not stretched."""
    connection = dbapi2.connect(
        f"{file.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, check_same_thread=False
    )
    try:
        # Before the key: SQLCipher would report on stderr, which is where the screens are painted.
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA secure_delete = ON")
        connection.set_busy_handler(_BusyHandler())
        if wal:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
    except dbapi2.Error as error:
        connection.close()
        if is_io(error) and shutil.disk_usage(file.parent).free < _ROOM_TO_OPEN:
            raise RecordsUnavailable(DISK_FULL) from None  # of which SQLite says here only that it is the disk
        if isinstance(error, dbapi2.OperationalError) and os.statvfs(file.parent).f_flag & os.ST_RDONLY:
            raise RecordsUnavailable(UNWRITABLE) from None  # of which it says only that something cannot be opened
        raise
    return connection


class _BusyHandler:
    """Waits for another writer in short steps: SQLite's own steps grow to 100 ms, which a person would feel."""

    def __init__(self) -> None:
        self._since = 0.0

    def __call__(self, attempt: int) -> bool:
        if attempt == 0:
            self._since = time.monotonic()
        elif time.monotonic() - self._since > _PATIENCE_SECONDS:
            return False
        time.sleep(random.uniform(0.0002, 0.002))  # noqa: S311  (spreads the waiting, keeps no secret)
        return True


def migrate_file(connection: dbapi2.Connection, file: Path) -> None:
    """Bring the tables to this kiosk's version, all or nothing. Raises `SchemaTooNew` for a newer file."""
    found = version(connection)
    if found > tables.VERSION:
        raise SchemaTooNew(
            f"The records in {file.parent} were written by a newer kiosk (format {found}, this one knows up to "
            f"{tables.VERSION}): start the newer version."
        )
    if found == tables.VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for number in range(version(connection) + 1, tables.VERSION + 1):
            for statement in tables.MIGRATIONS[number]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def version(connection: dbapi2.Connection) -> int:
    """Return the version of the tables in the file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def opens(file: Path, key: bytes) -> bool:
    """Tell whether a key opens a database file. Raises `RecordsUnavailable` if that cannot be found out now."""
    try:
        with sqlite_errors():
            connection = connect_file(file, derive(key, "records"), wal=False)
            try:
                version(connection)
            finally:
                connection.close()
    except RecordsDamaged:
        return False
    return True
