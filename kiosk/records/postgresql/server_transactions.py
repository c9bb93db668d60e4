"""One connection to the PostgreSQL server and its transactions: beginning, ending, and finding out how one ended.

The row with the state of the records is locked for as long as somebody writes, so there is one writer at a time, and
what it reads no one changes meanwhile. A reader has its own snapshot.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg

from kiosk.core.errors import RecordsDamaged, RecordsUnavailable
from kiosk.records.backend import RecordsState, state_of
from kiosk.records.postgresql.commit_listener import CHANNEL, Pulse
from kiosk.records.postgresql.server_connection import (
    LOCK_SECONDS,
    LOST,
    UNCLEAR,
    Connection,
    connect_server,
    is_lost,
    server_errors,
    server_failure,
)
from kiosk.records.postgresql.server_timeouts import COPYING_SECONDS, PatientConnection, is_silence

_READ: Final = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT commits, audit_seq, audit_mac, last_at, seal, 0 FROM kiosk.state"
_WRITE: Final = (
    f"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL lock_timeout = '{LOCK_SECONDS}s';"  # noqa: S608
    " SET LOCAL idle_in_transaction_session_timeout = '60s';"
    " SELECT commits, audit_seq, audit_mac, last_at, seal, pg_current_xact_id()::text::bigint FROM kiosk.state FOR UPDATE"
)
_COMMIT: Final = "UPDATE kiosk.state SET commits = %s, audit_seq = %s, audit_mac = %s, last_at = %s, seal = %s; SELECT pg_notify(%s, %s); COMMIT"
_KEPT: Final = """SELECT pg_xact_status(%s::text::xid8) = 'in progress',
    pg_xact_status(%s::text::xid8) = 'committed' AND state.commits >= %s
        AND (state.audit_seq = 0 OR EXISTS (SELECT FROM kiosk.audit WHERE seq = %s AND mac = %s)) FROM kiosk.state"""
_PATIENCE_SECONDS: Final = 6.0
_STEP_SECONDS: Final = 0.1


class Transactions:
    """One connection to the server, on which one transaction follows the other."""

    def __init__(self, conninfo: str, pulse: Pulse, *, patience: float = COPYING_SECONDS) -> None:
        self._conninfo = conninfo
        self._pulse = pulse
        self._patience = patience
        self._transaction = 0
        self._connection = self._connected()

    def _connected(self) -> PatientConnection:
        with self._heard():
            return connect_server(self._conninfo, patience=self._patience, given_up=self._pulse.is_silent)

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

    def begin(self, *, write: bool) -> RecordsState:
        with server_errors():
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
        *state, self._transaction = row
        return state_of(state)

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

    def commit(self, state: RecordsState) -> None:
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
                raise server_failure(error) or error from error
            if not self._was_kept(state, until):
                raise RecordsUnavailable(LOST) from error
        self._pulse.beat(state.commits)

    def _was_kept(self, state: RecordsState, until: float) -> bool:
        """Find out over another connection whether a commit happened although its answer was lost."""
        worker = self._connection.info.backend_pid
        asked = (self._transaction, self._transaction, state.commits, state.audit_seq, state.audit_mac)
        while True:
            try:
                with connect_server(self._conninfo) as connection:
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
        if self._connection.closed:
            raise RecordsUnavailable(LOST)
        if self._connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
            self._run("ROLLBACK")

    def fold(self) -> bool:
        """Leave the server's files to the server: what may linger in them is sealed."""
        return True

    def data_version(self) -> int:
        """Return a number that changes when somebody committed."""
        return self._pulse.version()

    def close(self) -> None:
        self._connection.close()

    def _run(self, statement: str, *values: Any) -> int:
        with server_errors(), self._heard():
            return self._connection.execute(statement.encode(), values).rowcount

    def _all(self, statement: str, *values: Any, **named: Any) -> list[Any]:
        with server_errors(), self._heard():
            return self._connection.execute(statement.encode(), named or values).fetchall()

    @property
    def connection(self) -> Connection:
        """The connection itself, for moving a clinic here."""
        return self._connection
