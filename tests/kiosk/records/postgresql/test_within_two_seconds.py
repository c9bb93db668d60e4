"""What was signed at one machine is in force at all within two seconds, also if no notice of it comes."""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from kiosk.records.postgresql import commit_listener
from kiosk.records.postgresql.commit_listener import CommitListener, Pulse

A_TERMINAL_LOOKS_EVERY = 1.0
"""Its tick: `test_start.py` of the screens shows it."""
SIGNED_AT = 7.03
LOOKS = 20


class DeafServer:
    """A server that wakes nobody, and the seconds that pass while the listener waits; nothing here takes any time."""

    def __init__(self) -> None:
        self.now = 0.0
        self.looks: list[float] = []
        self.enough = threading.Event()
        self.pgconn = SimpleNamespace()
        self._silent, self._other = socket.socketpair()

    def fileno(self) -> int:
        return self._silent.fileno()

    def execute(self, statement: str) -> list[tuple[int]]:
        if not statement.startswith("SELECT"):
            return []
        self.looks.append(self.now)
        return [(2 if self.now >= SIGNED_AT else 1,)]

    def wait(self, waited: list[Any], _write: object, _odd: object, seconds: float) -> tuple[list[Any], ...]:
        """Let the seconds pass at once, until it was looked often enough; from then on the listener waits to be closed."""
        if seconds and len(self.looks) >= LOOKS:
            self.enough.set()
            return select.select([each for each in waited if each != self.fileno()], [], [])
        self.now += seconds
        return select.select(waited, [], [], 0)

    def close(self) -> None:
        self._silent.close()
        self._other.close()


def test_the_version_of_the_records_is_looked_at_often_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    server, pulse = DeafServer(), Pulse()
    heard: dict[int, float] = {}

    @contextmanager
    def connect(*_: object, **__: object) -> Iterator[DeafServer]:
        yield server

    def found(commits: int) -> None:
        heard.setdefault(commits, server.now)

    monkeypatch.setattr(commit_listener, "connect_server", connect)
    monkeypatch.setattr(commit_listener, "select", SimpleNamespace(select=server.wait))
    monkeypatch.setattr(pulse, "found", found)
    listener = CommitListener("", pulse)
    try:
        assert server.enough.wait(30)
    finally:
        listener.close()
        server.close()
    assert max(after - before for before, after in zip(server.looks, server.looks[1:], strict=False)) <= 1.0
    assert SIGNED_AT <= heard[2] <= SIGNED_AT + 2.0 - A_TERMINAL_LOOKS_EVERY
