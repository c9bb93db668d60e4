"""A new key for the records, such that a kill at any moment leaves one key that opens them.

The new key waits beside the old one until a whole copy of the records stands under it and was opened by it. Then one
renaming puts the copy in the place of the records: before it the old key is the right one, after it the new one. The old
one is kept beside it as a former key, for the backups that were made under it.
`finish` brings whatever a kill left behind to the nearer end. For records on a server, `kiosk.records.postgresql_rekey`
does the same in one transaction.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from sqlcipher3 import dbapi2

from kiosk.actor import Actor
from kiosk.clock import Clock
from kiosk.errors import KeyMissing, RecordsDamaged, RecordsUnavailable, command
from kiosk.records import place
from kiosk.records.counter import FILE as COUNTER
from kiosk.records.counter import Counter, Mark
from kiosk.records.elsewhere import taken_file
from kiosk.records.embedded import store_of
from kiosk.records.failures import DAMAGED, told
from kiosk.records.keys import keep_key, new_key_file, put_in_place, read_key
from kiosk.records.secrets import SEALED, derive, new_secret, seal, unseal
from kiosk.records.setup import opens
from kiosk.records.sqlcipher import connect
from kiosk.records.store import Records
from kiosk.records.trail import REKEYED
from kiosk.settings import EMBEDDED

_NEW: Final = ".new"
_HELD: Final = "SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM audit)"


def rekey(folder: Path, key: bytes, key_file: Path, *, actor: Actor, clock: Clock) -> bytes:
    """Give the records a new key, keep it in `key_file` in place of the old one, and return it.

    Raises `RecordsUnavailable` while another terminal has the clinic open. Backups and recovery sheets made before
    still need the old key; PINs, look-ups and the audit trail stay as they are.
    """
    if new_key_file(key_file).exists():
        finish(folder, key_file)
    try:
        for _ in steps(folder, key, key_file):
            pass
    except (RecordsDamaged, RecordsUnavailable):
        if store_of(folder) == EMBEDDED and new_key_file(key_file).exists():
            finish(folder, key_file)  # nothing is left of what was begun
        raise
    new = read_key(key_file)
    with Records.open(folder, new, clock=clock, store=store_of(folder)) as records, records.write(actor) as writer:
        writer.audit(REKEYED)
    return new


def steps(folder: Path, key: bytes, key_file: Path) -> Iterator[str]:
    """Do the work step by step, and name each one that is done: a kill may come after any."""
    store = store_of(folder)
    if store == EMBEDDED:
        yield from _steps(folder, key, key_file)
    else:
        from kiosk.records import postgresql_rekey  # noqa: PLC0415  (psycopg is there only where it is needed)

        yield from postgresql_rekey.steps(store, key, key_file)
    finish(folder, key_file)
    yield "finished"


def _steps(folder: Path, key: bytes, key_file: Path) -> Iterator[str]:
    file, copy = folder / place.DATABASE, folder / f"{place.DATABASE}{_NEW}"
    # The file is held open for longer than the lock: a process that closes any handle of a file gives up its locks on it.
    with file.open("rb") as source, alone(file, key) as connection:
        yield "alone"
        new = new_secret()
        waiting = keep_key("", new, file=new_key_file(key_file))
        yield "the new key waits"
        held = connection.execute(_HELD).fetchone()
        _copy(source, copy)
        yield "copied"
        mark = reencrypt(copy, key, new)
        yield "encrypted anew"
        Counter(folder, new, name=f"{COUNTER}{_NEW}").create(mark)
        place.sync_folder(folder)
        check(copy, read_key(waiting), mark, held)
        yield "opened by the new key"
        copy.rename(file)
        place.sync_folder(folder)
        yield "in its place"


def finish(folder: Path, key_file: Path) -> None:
    """Bring a change of key that was interrupted to its end: forward if the records stand under the new key, else back."""
    store = store_of(folder)
    if store != EMBEDDED:
        from kiosk.records import postgresql_rekey  # noqa: PLC0415  (as above)

        postgresql_rekey.finish(store, folder, key_file)
        return
    waiting = new_key_file(key_file)
    file, copy, counter = folder / place.DATABASE, folder / f"{place.DATABASE}{_NEW}", folder / f"{COUNTER}{_NEW}"
    if key_file.exists() and opens(file, read_key(key_file)):
        place.remove_database(copy)
        counter.unlink(missing_ok=True)
        waiting.unlink(missing_ok=True)
    elif opens(file, read_key(waiting)):
        if counter.exists():
            counter.replace(folder / COUNTER)
        place.sync_folder(folder)
        put_in_place(waiting, key_file)
    else:
        raise KeyMissing(
            f"Neither {key_file} nor {waiting} opens the records in {folder}: {command(folder, 'recovery restore')} brings the "
            "key back by the words of the recovery sheet."
        )
    place.sync_folder(folder)
    place.sync_folder(key_file.parent)


class alone:  # noqa: N801  (read as a sentence: with alone(file, key))
    """Holds the records for this process only; `RecordsUnavailable` if another one has them open."""

    def __init__(self, file: Path, key: bytes) -> None:
        self._file = file
        self._key = key
        self._connection: Any = None

    def __enter__(self) -> dbapi2.Connection:
        with told():
            self._connection = connect(self._file, derive(self._key, "records"))
        try:
            self._connection.set_busy_handler(None)
            # A log can be folded away only by the last connection there is.
            mode = self._connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
            if mode != "delete":
                raise taken_file(self._file)
            self._connection.execute("BEGIN EXCLUSIVE")
        except dbapi2.OperationalError:
            self._connection.close()
            raise taken_file(self._file) from None
        except RecordsUnavailable:
            self._connection.close()
            raise
        return self._connection

    def __exit__(self, *_: object) -> None:
        self._connection.close()


def _copy(source: BinaryIO, copy: Path) -> None:
    try:
        place.remove_database(copy)
        descriptor = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
            target.flush()
            os.fsync(target.fileno())
    except OSError as error:
        raise RecordsUnavailable(
            f"The copy for the new key cannot be written: {error.strerror}; the old key stays; nothing was lost."
        ) from error


def reencrypt(copy: Path, key: bytes, new: bytes) -> Mark:
    """Encrypt records that nobody uses anew under another key, their secrets too; return where they stand."""
    with told():
        connection = connect(copy, derive(key, "records"), wal=False)
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
    return Mark(*state)


def _rekey(connection: dbapi2.Connection, new: bytes) -> None:
    try:
        connection.execute(f"PRAGMA rekey = \"x'{new.hex()}'\"")
    except dbapi2.OperationalError as error:
        # SQLCipher says no more than that it failed; every page could be read before.
        raise RecordsUnavailable(
            "The copy for the new key cannot be written: make room on the disk, or check it; the old key stays; nothing was "
            "lost."
        ) from error


def check(copy: Path, new: bytes, mark: Mark, held: tuple[int, int]) -> None:
    """Open a copy by its key as it was kept, and look at every page and secret before it replaces anything.

    `mark` is where it must stand, `held` how many documents and audit entries it must hold. Raises `RecordsDamaged`.
    """
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415  (as in kiosk.records.secrets)

    not_the_same = RecordsDamaged(
        "The copy under the new key is not what was copied: the old key stays; nothing was lost."
    )
    try:
        with told():
            connection = connect(copy, derive(new, "records"), wal=False)
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
