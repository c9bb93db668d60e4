"""Hearing of what others commit on the server, and of the connection itself.

The server tells every listening terminal of each commit. What it told while the connection was broken is lost, so after
every new connection the terminal looks where the records stand.
"""

import select
import socket
import threading
from typing import Final

import psycopg

from kiosk.errors import KioskError
from kiosk.records.postgresql_connection import Connection, connect, told

CHANNEL: Final = "kiosk"
_FIRST_PAUSE_SECONDS: Final = 0.1
_LONGEST_PAUSE_SECONDS: Final = 2.0
_EPOCH: Final = 1 << 48


class Pulse:
    """What one process knows of the records' newest commit, and whether it hears of the next."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._commits = 0
        self._epoch = 0
        self._trouble: str | None = None

    def beat(self, commits: int) -> None:
        """Note a commit."""
        with self._guard:
            self._commits = max(self._commits, commits)

    def lost(self, sentence: str) -> None:
        """Note that nothing is heard any more, and what to tell a person."""
        with self._guard:
            self._trouble = sentence

    def found(self, commits: int) -> None:
        """Note that commits are heard of again; whoever looks by the version looks again after a break."""
        with self._guard:
            self._commits = max(self._commits, commits)
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


class Listener:
    """Follows the server in a thread of its own, and comes back after every break."""

    def __init__(self, conninfo: str, pulse: Pulse) -> None:
        self._conninfo = conninfo
        self._pulse = pulse
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
        pause = _FIRST_PAUSE_SECONDS
        while not self._ended(pause if self._pulse.trouble() is not None else 0):
            try:
                with told(), connect(self._conninfo) as connection:
                    self._catch_up(connection)
                    pause = _FIRST_PAUSE_SECONDS
                    self._follow(connection)
            except (KioskError, psycopg.Error) as error:
                # The newest trouble is told; an error that nobody foresaw shows up where the records are used.
                self._pulse.lost(
                    str(error) if isinstance(error, KioskError) else "The clinic's records cannot be followed."
                )
                pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)

    def _catch_up(self, connection: Connection) -> None:
        connection.execute(f"LISTEN {CHANNEL}")
        for (commits,) in connection.execute("SELECT commits FROM kiosk.state"):
            self._pulse.found(commits)

    def _follow(self, connection: Connection) -> None:
        while True:
            for note in connection.notifies(timeout=0):
                self._pulse.beat(int(note.payload))
            ready, _, _ = select.select([connection.fileno(), self._ours.fileno()], [], [])
            if self._ours.fileno() in ready:
                return

    def _ended(self, seconds: float) -> bool:
        return bool(select.select([self._ours], [], [], seconds)[0])
