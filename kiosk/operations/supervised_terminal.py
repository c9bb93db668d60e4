"""The terminal and the process of a supervised kiosk."""

from __future__ import annotations

import os
import signal
import subprocess
import termios
import textwrap
import threading
import tty
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType
from typing import Any, Final

from kiosk.core.journal_line import ending_line, tell_journal
from kiosk.core.supervised import MARK
from kiosk.core.terminal_reset import WIPED
from kiosk.operations.paper import INK, PAPER

_HIDE_CURSOR: Final = "\x1b[?25l"
_PATIENCE: Final = 10
"""Seconds for a kiosk that was asked to end."""
_STOPPED_BY: Final = (signal.SIGTERM, signal.SIGHUP)
_KEYS: Final = (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP)
_MARGIN: Final = 4
_USUAL_SIZE: Final = (80, 24)


def _colour(kind: int, name: str) -> str:
    red, green, blue = bytes.fromhex(name)
    return f"\x1b[{kind};2;{red};{green};{blue}m"


_COLOURS: Final = _colour(48, PAPER) + _colour(38, INK)


class SupervisedTerminal:
    """Runs kiosks on the terminal this process was started in. Make one in the main thread: it takes the signals over."""

    def __init__(self, command: Sequence[str], role: str | None, words: str, terminal: int = 0) -> None:
        self.stopped = 0
        self._command = command
        self._role = role
        self._words = words
        self._terminal = terminal
        self._attributes: list[Any] = termios.tcgetattr(terminal)
        self._kiosk: subprocess.Popen[bytes] | None = None
        self._over = threading.Event()
        for number in _STOPPED_BY:
            signal.signal(number, self._stop)
        for number in _KEYS:
            # A handler, since what is ignored here would be ignored in each kiosk, too.
            signal.signal(number, lambda *_: None)
        signal.signal(signal.SIGALRM, self._kill)
        self._quieten()

    def run(self) -> int:
        """Run a kiosk; what was typed before is not for it."""
        with suppress(termios.error):
            termios.tcflush(self._terminal, termios.TCIFLUSH)
        with subprocess.Popen(self._command, env={**os.environ, MARK: "1"}) as self._kiosk:  # noqa: S603 - our own program
            if self.stopped:
                self._kiosk.send_signal(self.stopped)
            status = self._kiosk.wait()
        signal.alarm(0)
        self._kiosk = None
        return status

    def wait(self, seconds: float) -> None:
        """Wait, or until somebody stops the supervisor."""
        self._over.wait(seconds)

    def show_pause(self) -> None:
        """Wipe the terminal, and put the words in its middle."""
        self._quieten()
        columns, rows = _USUAL_SIZE
        with suppress(OSError):
            told = os.get_terminal_size(self._terminal)
            columns, rows = told.columns or columns, told.lines or rows  # one over a line may not know its size
        lines = textwrap.wrap(self._words, max(1, columns - _MARGIN))
        colours = _COLOURS if os.environ.get("COLORTERM", "") in ("truecolor", "24bit") else ""
        above = "\r\n" * max(0, (rows - len(lines)) // 2)
        text = "\r\n".join(line.center(columns).rstrip() for line in lines)
        self._write(f"{WIPED}{colours}\x1b[2J\x1b[H{above}{text}{_HIDE_CURSOR}")

    def leave(self) -> None:
        """Wipe the terminal and give it back as it was."""
        self._write(WIPED)
        with suppress(termios.error):
            termios.tcsetattr(self._terminal, termios.TCSANOW, self._attributes)

    def tell_end(self, status: int) -> None:
        """Write a line into the journal."""
        tell_journal(ending_line(self._role, status, None), is_error=True)

    def _quieten(self) -> None:
        """Show nothing that is typed, and let no key stop anything."""
        with suppress(termios.error):
            termios.tcsetattr(self._terminal, termios.TCSANOW, self._attributes)
            tty.setcbreak(self._terminal, termios.TCSANOW)
            quiet = termios.tcgetattr(self._terminal)
            quiet[3] &= ~termios.ISIG
            termios.tcsetattr(self._terminal, termios.TCSANOW, quiet)

    def _write(self, text: str) -> None:
        data = text.encode()
        with suppress(OSError):  # the terminal may be gone
            while data:
                data = data[os.write(self._terminal, data) :]

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        self.stopped = number
        self._over.set()
        if self._kiosk is not None:
            self._kiosk.send_signal(number)
            signal.alarm(_PATIENCE)

    def _kill(self, *_: object) -> None:
        if self._kiosk is not None:
            self._kiosk.kill()
