"""A terminal window that notes when what is painted arrives, and what the program in it has used up."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.report import ROOT
from kiosk.core.clock import SystemClock
from kiosk.core.settings import load as load_settings
from kiosk.core.settings import save as save_settings
from kiosk.demo import DemoInfo, demo_clinic
from tests.end_to_end.terminal import PATIENCE, Terminal

BARE = (sys.executable, ROOT / "benchmarks" / "bare.py")
FIRST_QUESTION = re.compile(r"(?<!\d)1 of \d")
_TICKS = os.sysconf("SC_CLK_TCK")
_PATIENCE = 3.0
_STILL = 0.25
"""Seconds without a byte after which what was painted is whole."""


@dataclass(frozen=True)
class Painted:
    """What came after a key: seconds to its first byte, to the frame that was waited for, and to its last byte; how many bytes."""

    first: float
    settled: float
    size: int
    seen: float = 0.0


class Window(Terminal):
    """One program in a real terminal, and a watch beside it."""

    def __init__(self, command: Sequence[str | Path], *, columns: int = 80, rows: int = 24) -> None:
        self._arrived: list[tuple[float, int]] = []
        self._counted = 0
        self.started = time.perf_counter()
        super().__init__(command, columns=columns, rows=rows)

    def _show(self, data: bytes) -> None:
        self._arrived.append((time.perf_counter(), len(self.raw) - self._counted))
        self._counted = len(self.raw)
        super()._show(data)

    def after(self, keys: str, seen: Callable[[str], bool]) -> Painted:
        """Press keys, wait until `seen(text)` holds and nothing more comes, and return when that was."""
        for patience in (_PATIENCE, _PATIENCE, PATIENCE):  # a screen that came late on a busy machine takes no key yet
            self._arrived.clear()
            pressed = time.perf_counter()
            self.press(keys)
            with suppress(AssertionError) if patience < PATIENCE else nullcontext():
                self.wait(seen, what=f"what {keys!r} leads to", patience=patience)
                break
        seen = self._arrived[-1][0] - pressed if self._arrived else 0.0
        while self._read(_STILL):
            pass
        times = [at - pressed for at, _ in self._arrived]
        return Painted(times[0], times[-1], sum(size for _, size in self._arrived), seen)

    def watch(self, seconds: float) -> int:
        """Read for some seconds, and return how many bytes came."""
        self._arrived.clear()
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self._read(left)
        return sum(size for _, size in self._arrived)

    @property
    def cpu(self) -> float:
        """Seconds of processor that the program has used; what other programs take makes them no more."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    @property
    def memory(self) -> int:
        """KiB of memory that the program holds."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


def to_questions(kiosk: Window, code: str, *, rest: float = 0.0) -> None:
    """Go from the opening screen to the first question, with a `rest` in seconds before each key."""
    kiosk.see("Check in here")
    for keys, *words in (
        ("\r", "How would you like"),
        ("2", "booking code?"),
        (code, code),
        ("\r", "your visit today?"),
        ("1", "private", "call you?"),
    ):
        time.sleep(rest)
        kiosk.press(keys)
        kiosk.wait(lambda text, words=words: any(each in text for each in words), what=repr(words))
    if "call you?" in kiosk.text:
        time.sleep(rest)
        kiosk.go("\r", "private")
    time.sleep(rest)
    kiosk.press("\r")
    kiosk.wait(lambda text: bool(FIRST_QUESTION.search(text)), what="the first question")
    time.sleep(rest)


@contextmanager
def window(command: Sequence[str | Path], *, columns: int = 80, rows: int = 24) -> Iterator[Window]:
    """Open a window, and close it whatever happens."""
    opened = Window(command, columns=columns, rows=rows)
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def clinic() -> Iterator[tuple[Path, DemoInfo]]:
    """Make a demo clinic of today, and remove it again."""
    outer = Path(tempfile.mkdtemp(prefix="kiosk-bench-"))
    try:
        folder = outer / "clinic"
        demo = demo_clinic(folder, SystemClock(), time_zone=None)
        settings = load_settings(folder).model_copy(update={"continue_at_once": False})
        save_settings(folder, settings)  # the next question is measured from a key
        yield folder, demo
    finally:
        shutil.rmtree(outer, ignore_errors=True)


def kiosk(folder: Path) -> tuple[str | Path, ...]:
    """Return the command of a client's terminal."""
    return (Path(sys.executable).with_name("kiosk"), "--data", folder, "--role", "client")


def load() -> str:
    """Say how busy the machine is, for times that others lengthen."""
    return f"load {os.getloadavg()[0]:.1f} at {datetime.now(UTC):%Y-%m-%d}"


def at(share: float, values: Sequence[float]) -> float:
    """Return the value below which `share` (0-1) of them lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
