"""A new key for records on a server: everything is sealed anew in one transaction, whose commit decides which key opens.

The new key waits beside the old one from before the first change until the server has been asked which of the two opens
the records. While it goes on, nobody else can open them: the row that tells where they stand cannot even be read. So
whoever looks after a kill waits until the server has ended what was begun, and then finds one answer.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import psycopg
from cryptography.exceptions import InvalidTag

from kiosk.errors import KeyMissing, NotAllowed, RecordsDamaged, RecordsUnavailable, command
from kiosk.records import place
from kiosk.records.counter import FILE as COUNTER
from kiosk.records.counter import Counter, Mark
from kiosk.records.elsewhere import taken
from kiosk.records.keys import keep_key, new_key_file, put_in_place, read_key
from kiosk.records.postgresql_connection import UNCLEAR, Connection, checked, first_connect, is_lost, told
from kiosk.records.postgresql_store import check_server, stands
from kiosk.records.sealed import Altered, Seal
from kiosk.records.secrets import SEALED, new_secret, seal, unseal

_PAGE: Final = 1000
_PATIENCE_SECONDS: Final = 3.0
_STEP_SECONDS: Final = 0.05
_OTHERS: Final = """SELECT DISTINCT application_name FROM pg_stat_activity
    WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"""
_DOCUMENTS: Final = """SELECT n, sealed, kind, id, partition, revision FROM kiosk.document
    WHERE n > %s ORDER BY n LIMIT %s"""
_ENTRIES: Final = """SELECT seq, sealed, day, subject, staff, mac FROM kiosk.audit
    WHERE seq > %s ORDER BY seq LIMIT %s"""
_NOT_THE_SAME: Final = (
    "Something on the server does not open, so no key was changed: kiosk audit verify tells what was altered."
)


def steps(store: str, key: bytes, key_file: Path) -> Iterator[str]:
    """Do the work step by step, and name each one that is done: a kill may come after any."""
    with told(), first_connect(checked(store)) as connection:
        check_server(connection)
        _refuse_without_right(connection)
        connection.execute("SET idle_in_transaction_session_timeout = '60s'")
        connection.execute("BEGIN")
        _take(connection)
        yield "alone"
        new = new_secret()
        keep_key("", new, file=new_key_file(key_file))
        yield "the new key waits"
        secrets = _seal_secrets(connection, key, new)
        index = secrets["index"]
        old_seal, new_seal = Seal(key, index), Seal(new, index)
        documents, entries = (
            _seal_documents(connection, old_seal, new_seal),
            _seal_trail(connection, old_seal, new_seal),
        )
        yield "sealed anew"
        if (documents, entries) != _opened(connection, new_seal):
            raise RecordsDamaged(_NOT_THE_SAME)
        yield "opened by the new key"
        try:
            connection.execute("COMMIT")
        except psycopg.Error as error:
            if is_lost(error):  # both keys are kept, and the server is asked the next time
                raise RecordsUnavailable(UNCLEAR) from error
            raise
        yield "in its place"


def finish(store: str, folder: Path, key_file: Path) -> None:
    """Bring a change of key that was interrupted to its end: forward if the records open by the new key, else back."""
    waiting = new_key_file(key_file)
    with told(), first_connect(checked(store)) as connection:
        state = stands(connection)  # waits until the server has ended a change that is still going on
        found = connection.execute("SELECT sealed FROM kiosk.secret WHERE name = 'index'").fetchone()
    if state is None or found is None:
        raise RecordsDamaged("The PostgreSQL database holds no clinic any more: bring back the last backup.")
    old = read_key(key_file) if key_file.exists() else b""
    if old and _opens(old, bytes(found[0])):
        waiting.unlink(missing_ok=True)
    elif waiting.exists() and _opens(new := read_key(waiting), bytes(found[0])):
        _count_anew(folder, old, new, Mark(state.commits, state.audit_seq, state.audit_mac))
        with suppress(FileNotFoundError):  # another command has just done the same
            put_in_place(waiting, key_file)
    else:
        raise KeyMissing(
            f"Neither {key_file} nor {waiting} opens the records on the PostgreSQL server: "
            f"{command(folder, 'recovery restore')} brings the key back by the words of the recovery sheet."
        )
    place.sync_folder(key_file.parent)


def _refuse_without_right(connection: Connection) -> None:
    allowed, role = connection.execute(
        "SELECT has_table_privilege('kiosk.secret', 'UPDATE'), quote_ident(current_user)"
    ).fetchone() or (False, "kiosk")
    if not allowed:
        raise NotAllowed(
            f"The role {role} may not replace the clinic's secrets: as the owner of the database run GRANT UPDATE ON "
            f"kiosk.secret TO {role}; then run this again, and afterwards REVOKE UPDATE ON kiosk.secret FROM {role};"
        )


def _take(connection: Connection) -> None:
    """Shut everybody else out until the transaction ends; `RecordsUnavailable` if somebody is in."""
    try:
        connection.execute("LOCK TABLE kiosk.state IN ACCESS EXCLUSIVE MODE NOWAIT")
    except psycopg.errors.LockNotAvailable:
        connection.execute("ROLLBACK")
        raise taken(_others(connection)) from None
    until = time.monotonic() + _PATIENCE_SECONDS
    while others := _others(connection):
        if time.monotonic() > until:  # a connection that was closed is counted for a moment yet
            raise taken(others)
        time.sleep(_STEP_SECONDS)
        connection.execute("SELECT pg_stat_clear_snapshot()")


def _others(connection: Connection) -> list[str]:
    return sorted(name for (name,) in connection.execute(_OTHERS.encode()) if name)


def _seal_secrets(connection: Connection, key: bytes, new: bytes) -> dict[str, bytes]:
    secrets: dict[str, bytes] = {}
    for name in SEALED:
        found = connection.execute("SELECT sealed FROM kiosk.secret WHERE name = %s", (name,)).fetchone()
        if found is None:
            raise RecordsDamaged(f"The clinic's records lack a secret ({name}): bring back the last backup.")
        try:
            secrets[name] = unseal(key, name, bytes(found[0]))
        except InvalidTag:
            raise KeyMissing(
                "The key does not open the records on the PostgreSQL server: use this clinic's key."
            ) from None
        connection.execute(
            "UPDATE kiosk.secret SET sealed = %s WHERE name = %s", (seal(new, name, secrets[name]), name)
        )
    return secrets


def _seal_documents(connection: Connection, old: Seal, new: Seal) -> int:
    count = 0
    for page in _pages(connection, _DOCUMENTS):
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE kiosk.document SET sealed = %s WHERE n = %s",
                [(new.close(_open(old, "document", found), "document", *_place(found)), found[0]) for found in page],
            )
        count += len(page)
    return count


def _seal_trail(connection: Connection, old: Seal, new: Seal) -> int:
    """Write the entries of the trail anew; the role may add and remove them, and change none."""
    count = 0
    for page in _pages(connection, _ENTRIES):
        connection.execute("DELETE FROM kiosk.audit WHERE seq = ANY(%s)", ([found[0] for found in page],))
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO kiosk.audit (seq, day, subject, staff, sealed, mac) VALUES (%s, %s, %s, %s, %s, %s)",
                [
                    (
                        seq,
                        day,
                        subject,
                        staff,
                        new.close(_open(old, "audit", found), "audit", *_place_of_entry(found)),
                        mac,
                    )
                    for found in page
                    for seq, _, day, subject, staff, mac in (found,)
                ],
            )
        count += len(page)
    return count


def _opened(connection: Connection, new: Seal) -> tuple[int, int]:
    """Open everything by the new key; return how many documents and entries there are."""
    documents = sum(len([_open(new, "document", found) for found in page]) for page in _pages(connection, _DOCUMENTS))
    entries = sum(len([_open(new, "audit", found) for found in page]) for page in _pages(connection, _ENTRIES))
    return documents, entries


def _pages(connection: Connection, statement: str) -> Iterator[list[Any]]:
    after = 0
    while page := connection.execute(statement.encode(), (after, _PAGE)).fetchall():
        after = page[-1][0]
        yield page


def _open(seal_: Seal, what: str, found: Sequence[Any]) -> str:
    try:
        where = _place(found) if what == "document" else _place_of_entry(found)
        return seal_.open(bytes(found[1]), what, *where)
    except Altered:
        raise RecordsDamaged(_NOT_THE_SAME) from None


def _place(found: Sequence[Any]) -> tuple[str, bytes, str, int]:
    _, _, kind, name, partition, revision = found
    return kind, bytes(name), partition, revision


def _place_of_entry(found: Sequence[Any]) -> tuple[int, str, bytes, bytes]:
    seq, _, day, subject, staff, _ = found
    return seq, day, bytes(subject), bytes(staff)


def _opens(key: bytes, sealed: bytes) -> bool:
    try:
        unseal(key, "index", sealed)
    except InvalidTag:
        return False
    return True


def _count_anew(folder: Path, old: bytes, new: bytes, mark: Mark) -> None:
    """Write this machine's counter under the new key, with all that it knew."""
    with suppress(RecordsDamaged):
        Counter(folder, new).read()
        return
    with suppress(RecordsDamaged):  # there is none, or the old key is gone
        mark = max(mark, Counter(folder, old).read())
    counter = folder / f"{COUNTER}.new"
    Counter(folder, new, name=counter.name).create(mark)
    counter.replace(folder / COUNTER)
    place.sync_folder(folder)
