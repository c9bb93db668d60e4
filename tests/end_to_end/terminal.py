"""A real terminal for the product under test: a pseudo-terminal whose screen is kept by pyte.

Everything waits on what can be seen, with an upper bound; nothing waits for time to pass, and no key is pressed again. The
program is told that this terminal shows a frame as a whole, so that a test never sees a half of one.
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
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

import pyte
from pyte.screens import Char
from rich.cells import cell_len

PATIENCE = 120.0
"""Seconds before something that never appears fails the test; a healthy run takes a fraction of it."""
TOO_EARLY = 10.0
"""Seconds after which a finger touches once more what moved away before it was touched."""
_WAS_LOST = 45.0
"""Seconds after which something is typed once more. On a machine that is only slow, it would be typed twice."""
_OTHERS_MAY_TAKE = 0.1
"""Seconds after which is looked whether somebody who waits for another terminal took what came."""

_ASKED, _WHOLE_FRAMES = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
"""Whether frames are shown as a whole, and that they are."""
_FRAME, _END_OF_FRAME = b"\x1b[?2026h", b"\x1b[?2026l"
_BEGUN = re.compile(rb"\x1b(?:[\[?>=0-9;:]*)\Z")
"""A command that has not ended yet."""

# Questions to the terminal and keyboard protocols that pyte would print as text.
_NOT_FOR_PYTE = re.compile(rb"\x1b\[\?\d+\$p|\x1b\[[<>=]\d*u|\x1b\[>\d*(?:;\d*)*[mq]|\x1b\[\d* q")
_COLOURS = re.compile(rb"(?:\x1b\[[\d;]*m)+")
"""How what follows looks. All that is looked at here is whether it is reversed, as a cursor is; the rest takes pyte long to read."""
_COLOUR = re.compile(rb"[34]8;(?:2;\d+;\d+;\d+|5;\d+)")
_REVERSE = b"7"
_PLAIN, _CURSOR = b"\x1b[m", b"\x1b[m\x1b[7m"


class QuickScreen(pyte.Screen):
    """A screen that draws at once what takes a cell a sign, as nearly everything does; pyte makes each cell anew."""

    def draw(self, data: str) -> None:
        """Draw within a row; leave to pyte what is broader, or goes on in the next one."""
        cursor = self.cursor
        end = cursor.x + len(data)
        if end > self.columns or not all(map(_is_narrow, data)):
            super().draw(data)
            return
        cells = [_cell(cursor.attrs, sign) for sign in data]
        self.buffer[cursor.y].update(zip(range(cursor.x, end), cells, strict=True))
        self.dirty.add(cursor.y)
        cursor.x = end


@cache
def _is_narrow(sign: str) -> bool:
    return cell_len(sign) == 1


@cache
def _cell(looks: Char, sign: str) -> Char:
    return looks._replace(data=sign)


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
        self._taking = threading.Lock()
        self.beside: Sequence[Terminal] = ()
        """Other terminals to be read, too, while one is waited for: a program that nobody reads soon stands still."""
        self.empty(columns, rows)
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

    def empty(self, columns: int, rows: int) -> None:
        """Begin with nothing on the screen, and nothing that was read."""
        self.raw = bytearray()
        self._came = self._unseen = b""
        self._text = ""
        self.rows = rows
        self._lines = [""] * rows
        self._screen = QuickScreen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)

    # -- looking ---------------------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The screen as it stands, one line a row."""
        if not self._text:
            columns = range(self._screen.columns)  # the second cell of a wide sign holds nothing
            for row in self._screen.dirty:
                line = self._screen.buffer[row]
                self._lines[row] = "".join([line[column].data for column in columns])
            self._screen.dirty.clear()
            self._text = "\n".join(self._lines)
        return self._text

    def find(self, words: str) -> tuple[int, int] | None:
        """Column and row of the first cell of `words`, or None."""
        for row, line in enumerate(self.text.split("\n")):
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

    def catch_up(self) -> None:
        """Read all that came until now."""
        while self._read(0):
            pass

    def _read(self, patience: float) -> bool:
        deadline = time.monotonic() + patience
        while not self._came:
            fds = {each._fd: each for each in (self, *self.beside)}
            left = deadline - time.monotonic()
            ready, _, _ = select.select(
                list(fds), [], [], max(0.0, min(left, _OTHERS_MAY_TAKE) if self.beside else left)
            )
            if (not ready and left <= 0) or (self._fd in ready and not self._take()):
                return False
            for fd in ready:
                fds[fd]._take()
        with self._taking:
            data, self._came = self._came, b""
        self.raw += data
        self._show(self._unseen + data)
        return True

    def _take(self) -> bool:
        """Take what the program wrote, whoever waits for it; False if it writes no more."""
        with self._taking:
            if select.select([self._fd], [], [], 0)[0]:
                try:
                    data = os.read(self._fd, 1 << 16)
                except OSError:
                    return False
                self._came += data
                return bool(data)
            return True

    def _show(self, data: bytes) -> None:
        """Show all but a frame, or a command, that is not whole yet."""
        begun = _BEGUN.search(data)
        whole = begun.start() if begun else len(data)
        if data.rfind(_FRAME, 0, whole) > data.rfind(_END_OF_FRAME, 0, whole):
            whole = data.rfind(_FRAME, 0, whole)
        shown, self._unseen = data[:whole], data[whole:]
        if _ASKED in shown:
            self.send(_WHOLE_FRAMES)
        self._stream.feed(_COLOURS.sub(_looks, _NOT_FOR_PYTE.sub(b"", shown)))
        self._text = ""

    # -- acting ----------------------------------------------------------------------------------------------------

    def press(self, keys: str) -> None:
        """Sends `keys` as typed."""
        self.send(keys.encode())

    def send(self, data: bytes) -> None:
        """Sends any bytes."""
        os.write(self._fd, data)

    def go(self, keys: str, *words: str) -> str:
        """Presses `keys`, once, and waits until all of `words` stand on the screen."""
        self.press(keys)
        return self.see(*words)

    def choose(self, digit: str, *words: str) -> str:
        """Presses the digit of a card that stands there, and waits for `words`; a tick, unless they are given."""
        card = re.compile(rf"▌[ ▸✓]*{digit} +\S")
        self.wait(lambda text: bool(card.search(text)), what=f"a card {digit}")
        return self.go(digit, *(words or ("✓",)))

    def write(self, text: str | bytes, shown: str = "") -> str:
        """Writes `text` into the field in front, once its cursor stands there, and waits until it stands there as `shown`.

        The cursor may be that of the screen before: what came a moment too early is written once more, as a person would.
        """
        self.wait(lambda _: self._has_cursor(), what="a cursor")
        typed = text if isinstance(text, bytes) else text.encode()
        self.send(typed)
        with contextlib.suppress(AssertionError):
            return self.wait(lambda seen: (shown or str(text)) in seen, what=shown or str(text), patience=_WAS_LOST)
        self.send(typed)
        return self.see(shown or str(text))

    def _has_cursor(self) -> bool:
        return any(cell.reverse for row in self._screen.buffer.values() for cell in row.values())

    def touch(self, place: str, *words: str) -> str:
        """A finger (or the mouse) on the first place where `place` stands; waits until all of `words` stand on the screen."""
        self.see(place)
        at = self.find(place)
        assert at is not None
        x, y = at[0] + 2, at[1] + 1
        return self.go(f"\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m", *words)

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
        """Reads until the program has ended, and all that it left to read; its exit status."""
        deadline = time.monotonic() + patience
        while self.alive():
            if time.monotonic() > deadline:
                raise AssertionError(f"the program did not end; the screen was:\n{self.text}")
            with contextlib.suppress(OSError):
                self._read(0.05)
        with contextlib.suppress(OSError):
            while self._read(deadline - time.monotonic()):
                pass
        unseen, self._unseen = self._unseen, b""
        self._stream.feed(_NOT_FOR_PYTE.sub(b"", unseen))
        self._text = ""
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


def _looks(told: re.Match[bytes]) -> bytes:
    """Return the last word of how something looks, in short."""
    last = told[0].rpartition(b"[")[2].removesuffix(b"m")
    return _CURSOR if _REVERSE in _COLOUR.sub(b"", last).split(b";") else _PLAIN
