"""A real terminal for the product under test: a pseudo-terminal whose screen is kept by pyte.

Everything waits on what can be seen, with an upper bound; nothing waits for time to pass.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte

PATIENCE = 120.0
"""Seconds before something that never appears fails the test; a healthy run takes a fraction of it."""

# Questions to the terminal and keyboard protocols that pyte would print as text.
_NOT_FOR_PYTE = re.compile(rb"\x1b\[\?\d+\$p|\x1b\[[<>=]\d*u|\x1b\[>\d*(?:;\d*)*[mq]|\x1b\[\d* q")


class Terminal:
    """One program in one terminal window of `columns` x `rows` cells."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        columns: int = 80,
        rows: int = 24,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.raw = bytearray()
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.status: int | None = None
        kept = {key: os.environ[key] for key in ("PATH", "HOME", "TMPDIR", "XDG_CONFIG_HOME") if key in os.environ}
        variables = {
            **kept,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            **(environment or {}),
        }
        arguments = [str(part) for part in command]
        self.pid, self._fd = pty.fork()
        if self.pid == 0:  # pragma: no cover - the other program
            os.execvpe(arguments[0], arguments, variables)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    # -- looking ---------------------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The screen as it stands, one line a row."""
        return "\n".join(self._screen.display)

    def find(self, words: str) -> tuple[int, int] | None:
        """Column and row of the first cell of `words`, or None."""
        for row, line in enumerate(self._screen.display):
            if (column := line.find(words)) >= 0:
                return column, row
        return None

    def wait(self, seen: Callable[[str], bool], *, what: str, patience: float = PATIENCE) -> str:
        """Reads until `seen(text)` holds and returns the text; fails with the screen if it never does."""
        deadline = time.monotonic() + patience
        while not seen(self.text):
            if not self._read(deadline - time.monotonic()):
                raise AssertionError(f"never saw {what}; the screen was:\n{self.text}")
        return self.text

    def see(self, *words: str, patience: float = PATIENCE) -> str:
        """Waits until all of `words` stand on the screen."""
        return self.wait(lambda text: all(word in text for word in words), what=repr(words), patience=patience)

    def settle(self, idle: float = 0.25, patience: float = 3.0) -> str:
        """Reads until the program has been silent for `idle` seconds, or goes on and on for `patience` seconds."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and self._read(idle):
            pass
        return self.text

    def _read(self, patience: float) -> bool:
        ready, _, _ = select.select([self._fd], [], [], max(0.0, patience))
        if not ready:
            return False
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError:
            return False
        if not data:
            return False
        self.raw += data
        self._stream.feed(_NOT_FOR_PYTE.sub(b"", data))
        return True

    # -- acting ----------------------------------------------------------------------------------------------------

    def press(self, keys: str) -> None:
        """Sends `keys` as typed."""
        self.send(keys.encode())

    def send(self, data: bytes) -> None:
        """Sends any bytes."""
        os.write(self._fd, data)

    def insist(self, keys: str, *words: str, patience: float = PATIENCE) -> str:
        """Presses `keys` until all of `words` stand on the screen: a new screen ignores keys for a moment."""
        deadline, wait = time.monotonic() + patience, 0.3
        while True:
            self.press(keys)
            with contextlib.suppress(AssertionError):
                return self.see(*words, patience=wait)
            wait *= 2  # a busy machine may be about to show it: each press more could be one too many
            if time.monotonic() > deadline:
                raise AssertionError(f"{keys!r} never led to {words!r}; the screen was:\n{self.text}")

    def write(self, text: str, shown: str = "", patience: float = PATIENCE) -> str:
        """Writes `text` into the field in front until it stands there as `shown`: a new screen ignores keys for a moment."""
        deadline, wait = time.monotonic() + patience, 2.0
        while True:
            self.settle()
            self.press(text)
            with contextlib.suppress(AssertionError):
                return self.see(shown or text, patience=wait)
            wait *= 2
            if time.monotonic() > deadline:
                raise AssertionError(f"what was typed never stood there; the screen was:\n{self.text}")
            self.press("\x7f" * len(text))

    def wait_for_question(self, number: int) -> str:
        """Goes on with Enter until question `number` is asked."""
        return self.insist("\r", f" {number} of ")

    def tap(self, words: str) -> None:
        """A finger (or the mouse) on the first place where `words` stand."""
        self.see(words)
        place = self.find(words)
        assert place is not None
        x, y = place[0] + 2, place[1] + 1
        self.press(f"\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m")

    def insist_tap(self, place: str, *words: str) -> str:
        """Taps until all of `words` stand on the screen."""
        deadline = time.monotonic() + PATIENCE
        while True:
            if self.find(place):
                self.tap(place)
            with contextlib.suppress(AssertionError):
                return self.see(*words, patience=0.6)
            if time.monotonic() > deadline:
                raise AssertionError(f"a touch of {place!r} never led to {words!r}; the screen was:\n{self.text}")

    # -- ending ----------------------------------------------------------------------------------------------------

    def alive(self) -> bool:
        """True while the program runs."""
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is None

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Sends a signal and waits for the end where the signal can't be ignored."""
        if self.alive():
            os.kill(self.pid, number)
            if number == signal.SIGKILL:
                self.wait_for_end()

    def wait_for_end(self, patience: float = PATIENCE) -> int:
        """Reads until the program has ended; its exit status."""
        deadline = time.monotonic() + patience
        while self.alive():
            if time.monotonic() > deadline:
                raise AssertionError(f"the program did not end; the screen was:\n{self.text}")
            with contextlib.suppress(OSError):
                self._read(0.05)
        assert self.status is not None
        return self.status

    def unplug(self) -> None:
        """The terminal goes away under the program: the window is closed, the cable pulled."""
        os.close(self._fd)

    def close(self) -> None:
        """Ends the program if it still runs and gives the terminal back."""
        if self.alive():
            os.kill(self.pid, signal.SIGKILL)
            with contextlib.suppress(OSError, ValueError):
                self.wait_for_end()
        with contextlib.suppress(OSError):
            os.close(self._fd)
