"""The product as it is started at a clinic, but for its clock, which stands until somebody else moves it.

`python -m tests.faults.at_a_stroke FILE [kiosk's own arguments]`. The file is shared: it holds the seconds, how often the
thread that reads the terminal has looked at them, and a question with its answer: whether all that came in is worked off.
"""

import asyncio
import mmap
import struct
import sys
import threading
from datetime import datetime
from pathlib import Path

import screens.app
from screens.__main__ import main
from tests.screens.stage import MORNING

_NUMBER = struct.Struct("d")
_SECONDS, _READS, _ASKED, _ANSWERED = range(0, 4 * _NUMBER.size, _NUMBER.size)
_QUIET_LOOKS = 8
_BETWEEN_LOOKS = 0.004


class SharedClock:
    """Time of which every process that has the file sees the same, and which goes on only when it is moved."""

    def __init__(self, file: Path) -> None:
        self.file = file
        with file.open("r+b") as shared:
            self._shared = mmap.mmap(shared.fileno(), 0)

    @classmethod
    def make(cls, file: Path) -> "SharedClock":
        """Make the file, at a thousand seconds."""
        file.write_bytes(_NUMBER.pack(1000.0) + bytes(3 * _NUMBER.size))
        return cls(file)

    def now(self) -> datetime:
        return MORNING

    def monotonic(self) -> float:
        if threading.current_thread().name == "textual-input":
            self._set(_READS, self.reads + 1)
        return self._get(_SECONDS)

    def move(self, seconds: float) -> None:
        self._set(_SECONDS, self._get(_SECONDS) + seconds)

    @property
    def reads(self) -> float:
        """How often the terminal was looked at: each time all that was read before is worked off."""
        return self._get(_READS)

    def ask(self) -> None:
        """Ask the program to say when nothing is under way any more."""
        self._set(_ASKED, self._get(_ASKED) + 1)

    @property
    def is_asked(self) -> bool:
        return self._get(_ASKED) != self._get(_ANSWERED)

    def answer(self) -> None:
        self._set(_ANSWERED, self._get(_ASKED))

    def _get(self, place: int) -> float:
        return float(_NUMBER.unpack_from(self._shared, place)[0])

    def _set(self, place: int, number: float) -> None:
        _NUMBER.pack_into(self._shared, place, number)


class AnsweringApp(screens.app.KioskApp):
    """The application, which says when it has worked off everything and painted what came of it."""

    def on_mount(self) -> None:
        self.answering = asyncio.create_task(self._answer())

    async def _answer(self) -> None:
        clock, quiet = self.clock, 0
        assert isinstance(clock, SharedClock)
        while True:
            await asyncio.sleep(_BETWEEN_LOOKS)
            quiet = quiet + 1 if clock.is_asked and self._is_quiet() else 0
            if quiet == _QUIET_LOOKS:
                clock.answer()

    def _is_quiet(self) -> bool:
        screen = self.screen
        nodes = [self, *screen.walk_children(with_self=True)]
        idle = all(node._message_queue.empty() and not node._next_callbacks for node in nodes)
        return idle and not (screen._dirty_widgets or screen._callbacks or screen._layout_required)


if __name__ == "__main__":
    screens.app.KioskApp = AnsweringApp  # type: ignore[misc]
    sys.exit(main(SharedClock(Path(sys.argv.pop(1)))))
