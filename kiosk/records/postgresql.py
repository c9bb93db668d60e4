"""The store on a PostgreSQL server: rows that only the clinic's key opens, found by keyed hashes.

The row that says where the records stand is locked for as long as somebody writes, so there is one writer at a time, and
what it reads no one changes meanwhile. A reader has its own snapshot.
"""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

import psycopg

from kiosk.errors import RecordsDamaged, RecordsUnavailable
from kiosk.records.engine import AuditRow, Row, State
from kiosk.records.postgresql_connection import (
    LOCK_SECONDS,
    LOST,
    UNCLEAR,
    Connection,
    connect,
    is_lost,
    told,
    translated,
)
from kiosk.records.postgresql_lookups import INDEXED, lookup_problems
from kiosk.records.postgresql_patience import COPYING_SECONDS, PatientConnection, is_silence
from kiosk.records.postgresql_pulse import CHANNEL, Pulse
from kiosk.records.sealed import Altered, Seal

_READ: Final = (
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT commits, audit_seq, audit_mac, last_at, 0 FROM kiosk.state"
)
_WRITE: Final = (
    f"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL lock_timeout = '{LOCK_SECONDS}s';"  # noqa: S608
    " SET LOCAL idle_in_transaction_session_timeout = '60s';"
    " SELECT commits, audit_seq, audit_mac, last_at, pg_current_xact_id()::text::bigint FROM kiosk.state FOR UPDATE"
)
_COMMIT: Final = "UPDATE kiosk.state SET commits = %s, audit_seq = %s, audit_mac = %s, last_at = %s; SELECT pg_notify(%s, %s); COMMIT"
_KEPT: Final = """SELECT pg_xact_status(%s::text::xid8) = 'in progress',
    pg_xact_status(%s::text::xid8) = 'committed' AND state.commits >= %s
        AND (state.audit_seq = 0 OR EXISTS (SELECT FROM kiosk.audit WHERE seq = %s AND mac = %s)) FROM kiosk.state"""
_PATIENCE_SECONDS: Final = 6.0
_STEP_SECONDS: Final = 0.1
_PAGE: Final = 1000
_ALTERED: Final = (
    "A {what} on the PostgreSQL server was altered, so it is not shown: bring back the server's last backup, and find out "
    "who can write there."
)


class PostgresEngine:
    """One connection to the server. See `kiosk.records.engine.Engine`."""

    def __init__(self, conninfo: str, seal: Seal, pulse: Pulse, *, patience: float = COPYING_SECONDS) -> None:
        self._conninfo = conninfo
        self._seal = seal
        self._pulse = pulse
        self._patience = patience
        self._transaction = 0
        self._connection = self._connected()

    def _connected(self) -> PatientConnection:
        with self._heard():
            return connect(self._conninfo, patience=self._patience, given_up=self._pulse.is_silent)

    @contextmanager
    def _heard(self) -> Iterator[None]:
        """Ask nothing of a server that is known not to answer, and note one that does not."""
        if self._pulse.is_silent():
            raise RecordsUnavailable(LOST)
        try:
            yield
        except (psycopg.Error, RecordsUnavailable) as error:
            cause = error if isinstance(error, psycopg.Error) else error.__cause__
            if isinstance(cause, psycopg.Error) and is_silence(cause):
                self._pulse.silent(LOST)
            raise

    def begin(self, *, write: bool) -> State:
        """Start a transaction and return where the records stand."""
        with told():
            try:
                row = self._begin(write=write)
            except psycopg.Error as error:
                if not is_lost(error) or is_silence(error):
                    raise
                self._connection.close()  # it broke while nobody used it; nothing was begun, so another one serves as well
                self._connection = self._connected()
                row = self._begin(write=write)
        if row is None:
            raise RecordsDamaged(
                "The PostgreSQL database holds no clinic any more: bring back the server's last backup."
            )
        commits, audit_seq, audit_mac, last_at, self._transaction = row
        return State(commits, audit_seq, bytes(audit_mac), last_at)

    def _begin(self, *, write: bool) -> Any:
        waiting = max(self._patience, LOCK_SECONDS + 1) if write else self._patience  # a lock is waited for in silence
        with self._heard(), self._waiting(waiting), psycopg.ClientCursor(self._connection) as cursor:
            cursor.execute(_WRITE if write else _READ)
            while cursor.nextset():
                pass
            return cursor.fetchone()

    @contextmanager
    def _waiting(self, seconds: float) -> Iterator[None]:
        """Let the server be silent for longer."""
        self._connection.patience = seconds
        try:
            yield
        finally:
            self._connection.patience = self._patience

    def commit(self, state: State) -> None:
        """Write the new state, make everything durable, and tell the other terminals."""
        until = time.monotonic() + _PATIENCE_SECONDS
        try:
            with self._heard(), psycopg.ClientCursor(self._connection) as cursor:
                cursor.execute(_COMMIT, (*state, CHANNEL, str(state.commits)))
                while cursor.nextset():
                    pass
                if cursor.statusmessage != "COMMIT":
                    raise RecordsUnavailable(LOST)
        except psycopg.Error as error:
            if not is_lost(error):
                raise translated(error) or error from error
            if not self._was_kept(state, until):
                raise RecordsUnavailable(LOST) from error
        self._pulse.beat(state.commits)

    def _was_kept(self, state: State, until: float) -> bool:
        """Find out over another connection whether a commit happened whose answer was lost on its way."""
        worker = self._connection.info.backend_pid
        asked = (self._transaction, self._transaction, state.commits, state.audit_seq, state.audit_mac)
        while True:
            try:
                with connect(self._conninfo) as connection:
                    waits, kept = connection.execute(_KEPT, asked).fetchone() or (False, False)
                    if not waits:
                        return bool(kept)
                    connection.execute("SELECT pg_terminate_backend(%s)", (worker,))
            except RecordsUnavailable:
                pass  # the server is not back yet
            except psycopg.Error as error:
                if not is_lost(error):
                    raise RecordsUnavailable(UNCLEAR) from error
            if time.monotonic() > until:
                raise RecordsUnavailable(UNCLEAR)
            time.sleep(_STEP_SECONDS)

    def rollback(self) -> None:
        """Forget everything since `begin`."""
        if self._connection.closed:
            raise RecordsUnavailable(LOST)
        if self._connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
            self._run("ROLLBACK")

    def fetch(self, kind: str, id_: str) -> Row | None:
        """Return one document."""
        name = self._seal.hashed("id", kind, id_)
        found = self._all(
            "SELECT id, partition, revision, sealed FROM kiosk.document WHERE kind = %s AND id = %s", kind, name
        )
        return self._opened(kind, found[0]) if found else None

    def scan(self, kind: str, partition: str | None) -> Iterator[Row]:
        """Return the documents of one partition or of all, oldest first."""
        where, values = ("", ()) if partition is None else (" AND partition = %s", (partition,))
        statement = (
            "SELECT id, partition, revision, sealed, n FROM kiosk.document"  # noqa: S608
            f" WHERE kind = %s{where} AND n > %s ORDER BY n LIMIT {_PAGE}"
        )
        after = 0
        while page := self._all(statement, kind, *values, after):
            yield from (self._opened(kind, found[:4]) for found in page)
            if len(page) < _PAGE:
                return
            after = page[-1][4]

    def readable(self) -> Iterator[tuple[str, Row]]:
        """Return kind and row of each document that still opens, whatever became of the others."""
        statement = (
            "SELECT id, partition, revision, sealed, n, kind FROM kiosk.document"  # noqa: S608
            f" WHERE n > %s ORDER BY n LIMIT {_PAGE}"
        )
        after = 0
        while page := self._all(statement, after):
            for found in page:
                try:
                    row = self._opened(found[5], found[:4])
                except RecordsDamaged:
                    continue
                yield found[5], row
            after = page[-1][4]

    def lookup(self, kind: str, columns: Mapping[str, str]) -> list[Row]:
        """Return the documents that have each of these values, oldest first."""
        hashes = [self._seal.hashed(kind, column, value) for column, value in columns.items()]
        others = "".join(f" JOIN kiosk.lookup l{i} ON l{i}.n = l.n AND l{i}.value = %s" for i in range(len(hashes) - 1))
        statement = (
            f"SELECT d.id, d.partition, d.revision, d.sealed FROM kiosk.lookup l{others}"  # noqa: S608
            " JOIN kiosk.document d ON d.n = l.n WHERE l.value = %s AND d.kind = %s ORDER BY d.n"
        )
        return [self._opened(kind, found) for found in self._all(statement, *hashes[1:], hashes[0], kind)]

    def partitions(self, kind: str) -> list[str]:
        """Return the names of the partitions that hold something, sorted."""
        # Steps from one partition to the next by the index, instead of reading every document of every day.
        rows = self._all(
            """WITH RECURSIVE step (partition) AS (
                SELECT min(partition) FROM kiosk.document WHERE kind = %(kind)s
                UNION ALL
                SELECT (SELECT min(partition) FROM kiosk.document WHERE kind = %(kind)s AND partition > step.partition)
                FROM step WHERE step.partition IS NOT NULL
            ) SELECT partition FROM step WHERE partition IS NOT NULL""",
            kind=kind,
        )
        return [partition for (partition,) in rows]

    def count(self, kind: str, partition: str | None) -> int:
        """Return how many documents there are."""
        where, values = ("", ()) if partition is None else (" AND partition = %s", (partition,))
        ((number,),) = self._all(f"SELECT count(*) FROM kiosk.document WHERE kind = %s{where}", kind, *values)  # noqa: S608
        return int(number)

    def store(self, kind: str, row: Row, before: Row | None) -> None:
        """Write one document and its look-up values."""
        name = self._seal.hashed("id", kind, row.id)
        text = json.dumps([row.id, row.changed_at, row.changed_by, row.keys, row.body], ensure_ascii=False)
        sealed = self._seal.close(text, "document", kind, name, row.partition, row.revision)
        wanted = self.hashes(self._seal, kind, row)
        if before is None:
            self._run(
                "WITH made AS (INSERT INTO kiosk.document (kind, id, partition, revision, sealed)"
                " VALUES (%s, %s, %s, %s, %s) RETURNING n)"
                " INSERT INTO kiosk.lookup SELECT value, n FROM made, unnest(%s::bytea[]) AS value",
                kind, name, row.partition, row.revision, sealed, list(wanted),
            )  # fmt: skip
            return
        present = self.hashes(self._seal, kind, before)
        self._run(
            "WITH made AS (UPDATE kiosk.document SET partition = %s, revision = %s, sealed = %s WHERE kind = %s AND id = %s"
            " RETURNING n), gone AS (DELETE FROM kiosk.lookup USING made WHERE lookup.n = made.n AND value = ANY(%s::bytea[]))"
            " INSERT INTO kiosk.lookup SELECT value, n FROM made, unnest(%s::bytea[]) AS value",
            row.partition, row.revision, sealed, kind, name, list(present - wanted), list(wanted - present),
        )  # fmt: skip

    def delete(self, kind: str, before: Row) -> None:
        """Remove one document and its look-up values."""
        self._run(
            "WITH gone AS (DELETE FROM kiosk.document WHERE kind = %s AND id = %s RETURNING n)"
            " DELETE FROM kiosk.lookup USING gone WHERE lookup.n = gone.n AND value = ANY(%s::bytea[])",
            kind, self._seal.hashed("id", kind, before.id), list(self.hashes(self._seal, kind, before)),
        )  # fmt: skip

    def append_audit(self, row: AuditRow) -> None:
        """Add one entry to the audit trail."""
        subject, staff = self._seal.hashed("audit subject", row.subject), self._seal.hashed("audit staff", row.staff)
        text = json.dumps([row.subject, row.staff, row.entry], ensure_ascii=False)
        sealed = self._seal.close(text, "audit", row.seq, row.day, subject, staff)
        self._run(
            "INSERT INTO kiosk.audit (seq, day, subject, staff, sealed, mac) VALUES (%s, %s, %s, %s, %s, %s)",
            row.seq, row.day, subject, staff, sealed, row.mac,
        )  # fmt: skip

    def audit(
        self, *, after: int = 0, subject: str | None = None, staff: str | None = None, day: str | None = None
    ) -> Iterator[AuditRow]:
        """Return audit entries in order, all or those with this subject, member of staff, day."""
        asked = {
            "subject": None if subject is None else self._seal.hashed("audit subject", subject),
            "staff": None if staff is None else self._seal.hashed("audit staff", staff),
            "day": day,
        }
        given = {column: value for column, value in asked.items() if value is not None}
        where = "".join(f" AND {column} = %s" for column in given)
        statement = (
            f"SELECT seq, day, subject, staff, sealed, mac FROM kiosk.audit WHERE seq > %s{where}"  # noqa: S608
            f" ORDER BY seq LIMIT {_PAGE}"
        )
        while page := self._all(statement, after, *given.values()):
            yield from map(self._opened_audit, page)
            if len(page) < _PAGE:
                return
            after = page[-1][0]

    def cut_audit(self, through: int) -> int:
        """Remove the oldest audit entries, up to and including this one; return how many."""
        with self._waiting(COPYING_SECONDS):  # years of it may go at once
            self._run(f"SET LOCAL statement_timeout = '{COPYING_SECONDS:.0f}s'")
            return self._run("DELETE FROM kiosk.audit WHERE seq <= %s", through)

    def secret(self, name: str) -> bytes | None:
        """Return a sealed secret."""
        found = self._all("SELECT sealed FROM kiosk.secret WHERE name = %s", name)
        return bytes(found[0][0]) if found else None

    def lookup_problems(self) -> Iterator[str]:
        """Compare what documents are found by with the documents; return what is wrong, as sentences."""
        return lookup_problems(self)

    def is_indexed(self) -> bool:
        """Tell, at once, whether there is anything that documents are found by, if there are clients to be found."""
        ((there,),) = self._all(INDEXED)
        return bool(there)

    def fold(self) -> bool:
        """Leave the server's files to the server: what may linger in them is sealed."""
        return True

    def data_version(self) -> int:
        """Return a number that changes when somebody committed."""
        return self._pulse.version()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _opened(self, kind: str, found: Sequence[Any]) -> Row:
        name, partition, revision, sealed = found
        try:
            text = self._seal.open(bytes(sealed), "document", kind, bytes(name), partition, revision)
        except Altered:
            raise RecordsDamaged(_ALTERED.format(what=kind)) from None
        id_, changed_at, changed_by, keys, body = json.loads(text)
        return Row(id_, partition, revision, changed_at, changed_by, keys, body)

    def _opened_audit(self, found: Sequence[Any]) -> AuditRow:
        seq, day, subject, staff, sealed, mac = found
        try:
            text = self._seal.open(bytes(sealed), "audit", seq, day, bytes(subject), bytes(staff))
        except Altered:
            return AuditRow(seq, day, "", "", "", bytes(mac))  # the check of the trail names the entry
        own_subject, own_staff, entry = json.loads(text)
        return AuditRow(seq, day, own_subject, own_staff, entry, bytes(mac))

    @staticmethod
    def hashes(seal: Seal, kind: str, row: Row) -> set[bytes]:
        """Return the keyed hashes under which a document is found."""
        return {seal.hashed(kind, column, value) for column, values in json.loads(row.keys).items() for value in values}

    def hidden(self, kind: str, id_: str) -> bytes:
        """Return the keyed hash that stands for an id."""
        return self._seal.hashed("id", kind, id_)

    def found_by(self, kind: str, row: Row) -> set[bytes]:
        """Return the keyed hashes under which a document is found."""
        return self.hashes(self._seal, kind, row)

    def _run(self, statement: str, *values: Any) -> int:
        with told(), self._heard():
            return self._connection.execute(statement.encode(), values).rowcount

    def _all(self, statement: str, *values: Any, **named: Any) -> list[Any]:
        with told(), self._heard():
            return self._connection.execute(statement.encode(), named or values).fetchall()

    @property
    def connection(self) -> Connection:
        """The connection itself, for moving a clinic here."""
        return self._connection
