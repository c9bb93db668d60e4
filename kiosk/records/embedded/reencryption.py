"""Another key for the encrypted file.

A whole copy is encrypted under the new key and opened by it. Then one renaming puts the copy in the place of the records:
before it the old key opens them, after it the new one.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from sqlcipher3 import dbapi2

from kiosk.core.errors import RecordsDamaged, RecordsUnavailable
from kiosk.records import location
from kiosk.records.counter import FILE as COUNTER
from kiosk.records.counter import CommitCounter, CommitMark
from kiosk.records.embedded.failures import DAMAGED, sqlite_errors
from kiosk.records.embedded.sqlite_connection import connect_file, opens
from kiosk.records.lock_holders import taken_file
from kiosk.records.secrets import SEALED, derive, seal, unseal

_NEW: Final = ".new"
_HELD: Final = "SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM audit)"


class FileKeyChange:
    """Gives the encrypted file in a clinic's folder another key. See `kiosk.records.backend.KeyChange`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / location.DATABASE
        self._copy = folder / f"{location.DATABASE}{_NEW}"
        self._counter = folder / f"{COUNTER}{_NEW}"

    def steps(self, key: bytes, new_key: Callable[[], bytes]) -> Iterator[str]:
        # The file is held open for longer than the lock: a process that closes any handle of a file gives up its locks on it.
        with self._file.open("rb") as source, exclusive_access(self._file, key) as connection:
            yield "alone"
            new = new_key()
            yield "the new key waits"
            held = connection.execute(_HELD).fetchone()
            _copy(source, self._copy)
            yield "copied"
            mark = reencrypt(self._copy, key, new)
            yield "encrypted again"
            CommitCounter(self._folder, new, name=self._counter.name).create(mark)
            location.sync_folder(self._folder)
            check_copy(self._copy, new, mark, held)
            yield "opened by the new key"
            self._copy.rename(self._file)
            location.sync_folder(self._folder)
            yield "in its place"

    def opens(self, key: bytes) -> bool:
        return opens(self._file, key)

    def keep_old(self) -> None:
        """Remove the copy under the new key."""
        location.remove_database(self._copy)
        self._counter.unlink(missing_ok=True)
        location.sync_folder(self._folder)

    def take_new(self, _old: bytes | None, _new: bytes) -> None:
        """Put the counter under the new key in its place, as the records are."""
        if self._counter.exists():
            self._counter.replace(self._folder / COUNTER)
        location.sync_folder(self._folder)


@contextmanager
def exclusive_access(file: Path, key: bytes) -> Iterator[dbapi2.Connection]:
    """Hold the records for this process only; `RecordsUnavailable` if another one has them open."""
    with sqlite_errors():
        connection = connect_file(file, derive(key, "records"))
    try:
        connection.set_busy_handler(None)
        try:
            # Only the last connection there is can fold the log away.
            mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
            if mode == "delete":
                connection.execute("BEGIN EXCLUSIVE")
        except dbapi2.OperationalError:
            raise taken_file(file) from None
        if mode != "delete":
            raise taken_file(file)
        yield connection
    finally:
        connection.close()


def _copy(source: BinaryIO, copy: Path) -> None:
    try:
        location.remove_database(copy)
        descriptor = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
            target.flush()
            os.fsync(target.fileno())
    except OSError as error:
        raise RecordsUnavailable(
            f"The copy for the new key cannot be written: {error.strerror}; the old key stays; nothing was lost."
        ) from error


def reencrypt(copy: Path, key: bytes, new: bytes) -> CommitMark:
    """Encrypt a copy of records that nobody uses under another key, with their secrets; return its newest mark."""
    with sqlite_errors():
        connection = connect_file(copy, derive(key, "records"), wal=False)
        try:
            if connection.execute("PRAGMA cipher_integrity_check").fetchone() is not None:
                raise RecordsDamaged(DAMAGED)
            for name in SEALED:
                (sealed,) = connection.execute("SELECT sealed FROM secret WHERE name = ?", (name,)).fetchone()
                fresh = seal(new, name, unseal(key, name, bytes(sealed)))
                connection.execute("UPDATE secret SET sealed = ? WHERE name = ?", (fresh, name))
            _rekey(connection, derive(new, "records"))
            state = connection.execute("SELECT commits, audit_seq, audit_mac FROM state").fetchone()
        finally:
            connection.close()
    return CommitMark(*state)


def _rekey(connection: dbapi2.Connection, new: bytes) -> None:
    try:
        connection.execute(f"PRAGMA rekey = \"x'{new.hex()}'\"")
    except dbapi2.OperationalError as error:
        # SQLCipher says no more than that it failed; every page could be read before.
        raise RecordsUnavailable(
            "The copy for the new key cannot be written: make room on the disk, or check it; the old key stays; nothing was "
            "lost."
        ) from error


def check_copy(copy: Path, new: bytes, mark: CommitMark, held: tuple[int, int]) -> None:
    """Open a copy by its key as it was kept, and look at every page and secret before it replaces anything.

    `mark` is what it must have come to, `held` how many documents and audit entries it must hold. Raises `RecordsDamaged`.
    """
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415  (as in kiosk.records.secrets)

    not_the_same = RecordsDamaged(
        "The copy under the new key is not what was copied: the old key stays; nothing was lost."
    )
    try:
        with sqlite_errors():
            connection = connect_file(copy, derive(new, "records"), wal=False)
            try:
                sound = (
                    connection.execute("PRAGMA cipher_integrity_check").fetchone() is None
                    and connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
                    and connection.execute("SELECT commits, audit_seq, audit_mac FROM state").fetchone() == mark
                    and connection.execute(_HELD).fetchone() == held
                )
                for name, sealed in connection.execute("SELECT name, sealed FROM secret"):
                    unseal(new, name, bytes(sealed))
            finally:
                connection.close()
    except (RecordsDamaged, InvalidTag):
        raise not_the_same from None
    if not sound:
        raise not_the_same
