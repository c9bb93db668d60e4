"""Another key for records on a server: everything is sealed again in one transaction, whose commit decides which key opens.

While it goes on, nobody else can open them: the row with their state cannot even be read. So
after a kill, whoever looks waits until the server has finished or undone it, and then finds one answer.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import psycopg
from cryptography.exceptions import InvalidTag

from kiosk.core.errors import KeyMissing, NotAllowed, RecordsDamaged, RecordsUnavailable
from kiosk.records import location
from kiosk.records.audit_trail import FIRST
from kiosk.records.counter import FILE as COUNTER
from kiosk.records.counter import CommitCounter, CommitMark
from kiosk.records.lock_holders import OpenElsewhere
from kiosk.records.postgresql.sealing import AlteredText, RowSeal
from kiosk.records.postgresql.server_connection import UNCLEAR, Connection, first_connect, is_lost, server_errors
from kiosk.records.postgresql.server_tables import check_server, stands
from kiosk.records.secrets import SEALED, lacking, seal, unseal

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


class ServerKeyChange:
    """Gives the records on a server another key. See `kiosk.records.backend.KeyChange`."""

    def __init__(self, conninfo: str, folder: Path) -> None:
        self._conninfo = conninfo
        self._folder = folder

    def steps(self, key: bytes, new_key: Callable[[], bytes]) -> Iterator[str]:
        with server_errors(), first_connect(self._conninfo) as connection:
            check_server(connection)
            _refuse_without_right(connection)
            connection.execute("SET idle_in_transaction_session_timeout = '60s'")
            connection.execute("BEGIN")
            _take(connection)
            yield "alone"
            new = new_key()
            yield "the new key waits"
            index = _seal_secrets(connection, key, new)["index"]
            old_seal, new_seal = RowSeal(key, index), RowSeal(new, index)
            counted = _seal_documents(connection, old_seal, new_seal), _seal_trail(connection, old_seal, new_seal)
            yield "sealed again"
            if counted != _opened(connection, new_seal):
                raise RecordsDamaged(_NOT_THE_SAME)
            yield "opened by the new key"
            try:
                connection.execute("COMMIT")
            except psycopg.Error as error:
                if is_lost(error):  # both keys are kept, and the server is asked the next time
                    raise RecordsUnavailable(UNCLEAR) from error
                raise
            yield "in its place"

    def opens(self, key: bytes) -> bool:
        """Tell whether a key opens the records, once the server has ended a change that is still going on."""
        with server_errors(), first_connect(self._conninfo) as connection:
            state = stands(connection)  # this waits
            found = connection.execute("SELECT sealed FROM kiosk.secret WHERE name = 'index'").fetchone()
        if state is None or found is None:
            raise RecordsDamaged("The PostgreSQL database holds no clinic any more: bring back the last backup.")
        try:
            unseal(key, "index", bytes(found[0]))
        except InvalidTag:
            return False
        return True

    def keep_old(self) -> None:
        """Do nothing: an unfinished transaction leaves nothing."""

    def take_new(self, old: bytes | None, new: bytes) -> None:
        """Write this machine's counter under the new key, with all that it knew."""
        with suppress(RecordsDamaged):
            CommitCounter(self._folder, new).read()
            return
        with server_errors(), first_connect(self._conninfo) as connection:
            state = stands(connection) or FIRST
        mark = CommitMark(state.commits, state.audit_seq, state.audit_mac)
        with suppress(RecordsDamaged):  # there is none, or the old key is gone
            mark = max(mark, CommitCounter(self._folder, old or b"").read())
        counter = self._folder / f"{COUNTER}.new"
        CommitCounter(self._folder, new, name=counter.name).create(mark)
        counter.replace(self._folder / COUNTER)
        location.sync_folder(self._folder)


def refuse_others(conninfo: str) -> None:
    """Raise `RecordsUnavailable`, which names them, while others have the records on the server open."""
    with server_errors(), first_connect(conninfo) as connection:
        check_server(connection)
        connection.execute("BEGIN")
        _take(connection)
        connection.execute("ROLLBACK")


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
        raise OpenElsewhere(_others(connection)) from None
    until = time.monotonic() + _PATIENCE_SECONDS
    while others := _others(connection):
        if time.monotonic() > until:  # a connection that was closed is counted for a moment yet
            raise OpenElsewhere(others)
        time.sleep(_STEP_SECONDS)
        connection.execute("SELECT pg_stat_clear_snapshot()")


def _others(connection: Connection) -> list[str]:
    return sorted(name for (name,) in connection.execute(_OTHERS.encode()) if name)


def _seal_secrets(connection: Connection, key: bytes, new: bytes) -> dict[str, bytes]:
    secrets: dict[str, bytes] = {}
    for name in SEALED:
        found = connection.execute("SELECT sealed FROM kiosk.secret WHERE name = %s", (name,)).fetchone()
        if found is None:
            raise lacking(name)
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


def _seal_documents(connection: Connection, old: RowSeal, new: RowSeal) -> int:
    count = 0
    for page in _pages(connection, _DOCUMENTS):
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE kiosk.document SET sealed = %s WHERE n = %s",
                [(new.close(_open(old, "document", found), "document", *_place(found)), found[0]) for found in page],
            )
        count += len(page)
    return count


def _seal_trail(connection: Connection, old: RowSeal, new: RowSeal) -> int:
    """Write the entries of the trail again: the role may add and remove entries, but not change them."""
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


def _opened(connection: Connection, new: RowSeal) -> tuple[int, int]:
    """Open everything by the new key; return how many documents and entries there are."""
    documents = sum(len([_open(new, "document", found) for found in page]) for page in _pages(connection, _DOCUMENTS))
    entries = sum(len([_open(new, "audit", found) for found in page]) for page in _pages(connection, _ENTRIES))
    return documents, entries


def _pages(connection: Connection, statement: str) -> Iterator[list[Any]]:
    after = 0
    while page := connection.execute(statement.encode(), (after, _PAGE)).fetchall():
        after = page[-1][0]
        yield page


def _open(seal_: RowSeal, kind: str, found: Sequence[Any]) -> str:
    try:
        where = _place(found) if kind == "document" else _place_of_entry(found)
        return seal_.open(bytes(found[1]), kind, *where)
    except AlteredText:
        raise RecordsDamaged(_NOT_THE_SAME) from None


def _place(found: Sequence[Any]) -> tuple[str, bytes, str, int]:
    _, _, kind, name, partition, revision = found
    return kind, bytes(name), partition, revision


def _place_of_entry(found: Sequence[Any]) -> tuple[int, str, bytes, bytes]:
    seq, _, day, subject, staff, _ = found
    return seq, day, bytes(subject), bytes(staff)
