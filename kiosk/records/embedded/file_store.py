"""The embedded store: the encrypted file in the clinic's folder, made, opened, and brought to this kiosk's format."""

import os
from pathlib import Path

from sqlcipher3 import dbapi2

from kiosk.core.errors import BadInput, KeyMissing, RecordsDamaged, command
from kiosk.records import location
from kiosk.records.audit_trail import FIRST, GENESIS, StateSealer
from kiosk.records.backend import Engine
from kiosk.records.counter import CommitCounter, CommitMark
from kiosk.records.embedded import tables
from kiosk.records.embedded.failures import DAMAGED, sqlite_errors
from kiosk.records.embedded.reencryption import FileKeyChange, exclusive_access
from kiosk.records.embedded.snapshot_file import export_snapshot, keep_snapshot
from kiosk.records.embedded.sqlcipher import SqlCipherEngine
from kiosk.records.embedded.sqlite_connection import connect_file, migrate_file, opens, version
from kiosk.records.secrets import SEALED, derive, new_secret, seal


class EmbeddedStore:
    """The encrypted file in a clinic's folder."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._file = folder / location.DATABASE
        self._key = key

    def create(self) -> None:
        """Make empty records. They appear in the folder whole or not at all."""
        location.make_private_folder(self._folder)
        if self._file.exists():
            raise BadInput(f"There is a clinic in {self._folder} already: choose another folder.")
        part = self._folder / f"{location.DATABASE}.part"
        location.remove_database(part)
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        with sqlite_errors():
            connection = connect_file(part, derive(self._key, "records"), wal=False)
            try:
                migrate_file(connection, part)
                connection.execute("BEGIN IMMEDIATE")
                secrets = {name: new_secret() for name in SEALED}
                connection.execute("INSERT INTO state VALUES (1, ?, ?, ?, ?, ?)", StateSealer(secrets).sealed(FIRST))
                for name, secret in secrets.items():
                    connection.execute("INSERT INTO secret VALUES (?, ?)", (name, seal(self._key, name, secret)))
                connection.execute("COMMIT")
            finally:
                connection.close()
        CommitCounter(self._folder, self._key).create(CommitMark(0, 0, GENESIS))
        part.rename(self._file)
        location.sync_folder(self._folder)

    def open(self) -> CommitMark:
        """Check that the key opens the records, bring their tables up to date, and return what they must hold at least."""
        if not self._file.exists():
            raise RecordsDamaged(f"The file {self._file} is missing: bring back the last backup with kiosk restore.")
        try:
            mark = CommitCounter(self._folder, self._key).read()
        except RecordsDamaged:
            if not opens(self._file, self._key):
                raise KeyMissing(
                    f"The key does not open the records in {self._folder}: {command(self._folder, 'recovery restore')} brings "
                    "this clinic's key back by the words of the recovery sheet; if it is this one, the records are damaged, and "
                    "kiosk restore brings back the last backup."
                ) from None
            raise
        with sqlite_errors():
            connection = connect_file(self._file, derive(self._key, "records"))
            try:
                found = version(connection)
                if found == 0:
                    raise RecordsDamaged(DAMAGED)
                if found < tables.VERSION:
                    self._keep_as_it_is(connection)
                migrate_file(connection, self._file)
            finally:
                connection.close()
        return mark

    def connect(self) -> SqlCipherEngine:
        return SqlCipherEngine(self._file, derive(self._key, "records"))

    def watch(self) -> "EmbeddedWatch":
        """Return a connection of its own that looks at the file."""
        return EmbeddedWatch(self.connect())

    def key_change(self) -> FileKeyChange:
        """Return what encrypts the file under another key."""
        return FileKeyChange(self._folder)

    def refuse_others(self) -> None:
        """Raise `RecordsUnavailable`, which names them, while others have the file open; one that can't be opened is told by `open`."""
        if self._file.exists() and opens(self._file, self._key):
            with exclusive_access(self._file, self._key):
                pass

    def keep_older(self) -> Path | None:
        if not (self._file.exists() and opens(self._file, self._key)):
            return None
        with sqlite_errors():
            connection = connect_file(self._file, derive(self._key, "records"))
            try:
                return self._keep_as_it_is(connection) if 0 < version(connection) < tables.VERSION else None
            finally:
                connection.close()

    def _keep_as_it_is(self, connection: dbapi2.Connection) -> Path:
        (commits,) = connection.execute("SELECT commits FROM state").fetchone()
        return keep_snapshot(
            self._folder / f"before-format-{tables.VERSION}.backup",
            self._key,
            commits,
            lambda part: export_snapshot(self._folder, self._key, part),
        )


class EmbeddedWatch:
    """Looks at the file whenever it is asked."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def data_version(self) -> int:
        return self._engine.data_version()

    def trouble(self) -> str | None:
        """Return nothing: there is no connection that could break."""
        return None

    def close(self) -> None:
        self._engine.close()
