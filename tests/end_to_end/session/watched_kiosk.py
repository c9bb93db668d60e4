"""The product as `set_clock` starts it, and what it paints is written into a pipe too, for a test that cannot read a picture."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from screens.__main__ import main
from tests.end_to_end.set_clock import MovedClock, make_haste


class Tee:
    """An error stream that is also written into a pipe, as long as somebody reads it."""

    def __init__(self, stream: Any, pipe: int) -> None:
        self._stream = stream
        self._pipe = pipe

    def write(self, text: str) -> int:
        with suppress(BlockingIOError, BrokenPipeError):
            os.write(self._pipe, text.encode())
        return int(self._stream.write(text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class PassingClock(MovedClock):
    """One whose measure passes: a file that is put into a folder has to settle."""

    def monotonic(self) -> float:
        return time.monotonic()


def run(seconds: float, pipe: Path) -> NoReturn:
    """Run the product with a clock that stands so many seconds away, watched by whoever reads the pipe."""
    if not {"supervise", "station"} & set(sys.argv):
        _watch(pipe)
    sys.exit(main((PassingClock if "watch" in sys.argv else MovedClock)(seconds)))


def _watch(pipe: Path) -> None:
    make_haste()
    with suppress(OSError):
        sys.__stderr__ = Tee(sys.__stderr__, os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))  # type: ignore[assignment,misc]
