"""The network breaks between a commit and its answer."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.core.errors import RecordsUnavailable
from kiosk.records import Records
from kiosk.records.audit.verification import verify

pytestmark = pytest.mark.system
DAY = "2026-07-30"


class Wire:
    """Carries bytes between the kiosk and the server, and can be cut at the commit, once."""

    def __init__(self, folder: Path, server: Path) -> None:
        self.cut: str = ""  # "before" or "after" the server hears of it
        self._server = server
        self._socket = socket.socket(socket.AF_UNIX)
        self.end = str(folder / ".s.PGSQL.5432")
        self._socket.bind(self.end)
        self._socket.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._socket.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._socket.accept()
                far = socket.socket(socket.AF_UNIX)
                far.connect(str(self._server / ".s.PGSQL.5432"))
                threading.Thread(target=self._carry, args=(near, far, True), daemon=True).start()
                threading.Thread(target=self._carry, args=(far, near, False), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, to_server: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                if to_server and self.cut and b"; COMMIT" in data:
                    cut, self.cut = self.cut, ""
                    source.shutdown(socket.SHUT_RDWR)
                    if cut == "before":
                        break
                target.sendall(data)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_WR)
        source.close()


@pytest.fixture
def wire(server: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    made = Wire(tmp_path_factory.mktemp("w"), server.base)
    yield made
    made.close()


@pytest.fixture
def far_away(records: Records, wire: Wire, database: str, key: bytes) -> Iterator[Records]:
    """Return the records, reached over the wire."""
    folder = quote(str(Path(wire.end).parent), safe="")
    with Records.open(
        records.folder, key, store=f"postgresql://kiosk@/{database}?host={folder}", clock=SystemClock()
    ) as opened:
        yield opened


def put(records: Records, desk: Actor, id_: str) -> None:
    with records.write(desk) as writer:
        writer.put("visit", {"id": id_}, partition=DAY)


def kept(records: Records) -> list[str]:
    with records.read() as reader:
        return [each["id"] for each in reader.all("visit", DAY)]


def test_a_commit_that_happened_is_told_as_one_though_its_answer_was_lost(
    records: Records, far_away: Records, desk: Actor, wire: Wire
) -> None:
    wire.cut = "after"
    put(far_away, desk, "V-1")
    assert wire.cut == ""
    put(far_away, desk, "V-2")
    assert kept(records) == ["V-1", "V-2"]
    assert verify(records) == []


def test_a_commit_that_never_arrived_is_told_as_none(
    records: Records, far_away: Records, desk: Actor, wire: Wire
) -> None:
    wire.cut = "before"
    with pytest.raises(RecordsUnavailable, match="nothing was lost"):
        put(far_away, desk, "V-1")
    assert wire.cut == ""
    assert kept(records) == []
    put(far_away, desk, "V-2")
    assert kept(records) == ["V-2"]
    assert verify(records) == []
