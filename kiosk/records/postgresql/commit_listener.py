"""Hearing of what others commit on the server, and of the connection itself.

The server wakes every listening terminal at each commit. Anybody who may connect can send such a notice, so what it says
is ignored: the terminal looks at the state of the records. It also does so after every new connection, because what
was told meanwhile is lost, and now and then, because a server that was stopped closes no connection.
"""

import select
import socket
import threading
import time
from typing import Final

import psycopg

from kiosk.core.errors import KioskError
from kiosk.records.postgresql.server_connection import LOST, Connection, connect_server, server_errors
from kiosk.records.postgresql.server_timeouts import is_silence

CHANNEL: Final = "kiosk"
_HEARTBEAT_SECONDS: Final = 0.9
"""A terminal looks once a second at what was heard: what was signed is in force within two, also if no notice of it comes."""
_ANSWER_SECONDS: Final = 3.0
_FIRST_PAUSE_SECONDS: Final = 0.1
_LONGEST_PAUSE_SECONDS: Final = 2.0
_SILENT_SECONDS: Final = 7.0
"""For how long nobody asks a server that did not answer; the listener asks it again before that is over."""
_EPOCH: Final = 1 << 48
_NOT_FOLLOWED: Final = "The clinic's records cannot be followed: close this kiosk and start it again; nothing was lost."


class Pulse:
    """What one process knows of the newest commit, and whether it will hear of the next."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._commits = 0
        self._epoch = 0
        self._trouble: str | None = None
        self._silent_until = 0.0

    def beat(self, commits: int) -> None:
        with self._guard:
            self._commits = max(self._commits, commits)

    def lost(self, sentence: str) -> None:
        """Note that nothing is heard any more, and what to tell a person."""
        with self._guard:
            self._trouble = sentence

    def silent(self, sentence: str) -> None:
        """Note that the server does not answer: for a while nobody else waits for it."""
        with self._guard:
            self._trouble = sentence
            self._silent_until = time.monotonic() + _SILENT_SECONDS

    def is_silent(self) -> bool:
        """Tell whether the server did not answer a moment ago, so that asking it would only take long."""
        return time.monotonic() < self._silent_until

    def found(self, commits: int) -> None:
        """Note that commits are heard of again; whoever looks by the version looks again after a break."""
        with self._guard:
            self._commits = max(self._commits, commits)
            self._silent_until = 0.0
            if self._trouble is not None:
                self._trouble = None
                self._epoch += 1

    def version(self) -> int:
        """Return a number that changes with every commit and after every break."""
        with self._guard:
            return self._epoch * _EPOCH + self._commits

    def trouble(self) -> str | None:
        """Return what to tell a person while the connection is broken."""
        with self._guard:
            return self._trouble


class CommitListener:
    """Follows the server in a thread of its own, and comes back after every break."""

    def __init__(self, conninfo: str, pulse: Pulse) -> None:
        self._conninfo = conninfo
        self._pulse = pulse
        self._woken = False
        self._pause = _FIRST_PAUSE_SECONDS
        self._ours, self._waker = socket.socketpair()
        self._thread = threading.Thread(target=self._run, name="records listener", daemon=True)
        self._thread.start()

    def data_version(self) -> int:
        """Return a number that changes whenever somebody committed. Never waits for the server."""
        return self._pulse.version()

    def trouble(self) -> str | None:
        """Return what to tell a person while the connection is broken."""
        return self._pulse.trouble()

    def close(self) -> None:
        """End the thread."""
        self._waker.close()  # the other end can be read from now on, for ever
        self._thread.join()
        self._ours.close()

    def _run(self) -> None:
        try:
            self._keep_following()
        finally:
            self._pulse.lost(_NOT_FOLLOWED)  # whatever ended it: nobody may take old facts for new ones

    def _keep_following(self) -> None:
        while not self._ended(self._pause if self._pulse.trouble() is not None else 0):
            try:
                with (
                    server_errors(),
                    connect_server(self._conninfo, patience=_ANSWER_SECONDS, given_up=self._is_closed) as connection,
                ):
                    self._follow(connection)
            except (KioskError, psycopg.Error) as error:
                self._note(error)
                self._pause = min(2 * self._pause, _LONGEST_PAUSE_SECONDS)

    def _note(self, error: KioskError | psycopg.Error) -> None:
        # The newest trouble is told; an error that nobody foresaw shows up where the records are used.
        sentence = str(error) if isinstance(error, KioskError) else LOST
        cause = error.__cause__ if isinstance(error, KioskError) else error
        if isinstance(cause, psycopg.Error) and is_silence(cause):
            self._pulse.silent(sentence)
        else:
            self._pulse.lost(sentence)

    def _follow(self, connection: Connection) -> None:
        # The handler of psycopg's own would read the payload, which is anybody's.
        connection.pgconn.notify_handler = self._wake
        connection.execute(f"LISTEN {CHANNEL}")
        while True:
            self._woken = False
            for (commits,) in connection.execute("SELECT commits FROM kiosk.state"):
                self._pulse.found(commits)
                self._pause = _FIRST_PAUSE_SECONDS
            # A notice that came in with that answer may be of a commit that the answer did not see.
            wait = 0.0 if self._woken else _HEARTBEAT_SECONDS
            ready, _, _ = select.select([connection.fileno(), self._ours.fileno()], [], [], wait)
            if self._ours.fileno() in ready:
                return
            if ready:
                connection.pgconn.consume_input()
                while connection.pgconn.notifies() is not None:
                    pass  # what woke us; what comes from now on asks for another look

    def _wake(self, _notice: object) -> None:
        self._woken = True

    def _is_closed(self) -> bool:
        return self._ended(0)

    def _ended(self, seconds: float) -> bool:
        return bool(select.select([self._ours], [], [], seconds)[0])
