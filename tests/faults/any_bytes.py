"""Hostile bytes against a client's kiosk, a desk and a room, each in a terminal of its own.

The clock stands while they come, so that all of them come at once however busy the machine is, and goes on between two
portions. After each batch somebody looks: the screen is what it was, a touch lands where it points, keys work, nothing was
answered, and the terminal was told nothing but what `ALLOWED` lists.
"""

from __future__ import annotations

import fcntl
import os
import random
import re
import shutil
import struct
import sys
import termios
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.end_to_end.terminal import Terminal
from tests.faults.at_a_stroke import SharedClock
from tests.faults.hostile import hostile
from tests.faults.telling import Endured, Result
from tests.screens.stage import make_template

SEED = 20_261_123
MOST_IN_BATCH, LEAST_BATCHES = 10_000, 9
CALM, WILD = 500, 1_000
"""Sequences in a portion; after one that turns the page, the rest of a portion finds a screen that takes nothing yet."""
ALLOWED = re.compile(
    rb"\x1b\[[0-9;]*m"  # colours
    rb"|\x1b\[\d+;\d+H|\x1b\[H|\x1b\[2J"  # where to write, and the screen wiped
    rb"|\x1b\[\?(?:7|25|1000|1003|1004|1006|1015|1049|2004|2026)[hl]"  # its modes
    rb"|\x1b\[>\d+u|\x1b\[<u"  # the keyboard's protocol
    rb"|\x1b\[\?2026\$p"  # the one question
    rb"|\r|\n"
)
"""All that a terminal may be told beside what it shows: no title, no clipboard, no report, no bell."""
_TOLD = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]P_^X].*?(?:\x07|\x1b\\|\Z)|\x1b.|[\x00-\x1f\x7f]|\xc2[\x80-\x9f]", re.DOTALL
)
_TIOCGPTN = 0x80045430
"""Linux's question for the number of a terminal; Python has a name for it from 3.13."""
_PATIENCE = 60.0
_QUIET = 0.02
_BETWEEN = 0.6
"""Seconds of the clock between two portions: more than any screen, sequence or paste is waited for."""
_BURST = b"#%"
"""Two keys at once: whatever comes with them is a scan."""


@dataclass(frozen=True)
class Place:
    """Where somebody stands, how one comes there from anywhere near, and what is tried there."""

    role: str
    size: tuple[int, int]
    first: str
    way: Sequence[tuple[str, str]]
    """What stands on a screen, and the keys that lead on from it: `{0}` is what the expression found."""
    home: str
    touch: str
    opens: str
    key: str


ENTER, ESCAPE = "\r", "\x1b[27u"
_STAFF = (("This terminal", ESCAPE), (r"the PIN is (\d+)", "{0}\r"))
PLACES = (
    Place(
        "client",
        (80, 24),
        "Check in here",
        (
            ("What would help you", ESCAPE),
            ("Check in here", ENTER),
            ("How would you like to check in", "2"),
            ("What is your booking code", "\x7f" * 6 + "LU101\r"),
            ("Is this your visit today", "1"),
            ("Your answers are private", ENTER),
        ),
        r"1 of \d+",
        "Help",
        "What would help you?",
        "\x1bOP",
    ),
    Place(
        "reception",
        (100, 30),
        "Who are you",
        (*_STAFF, (r"(\d)   Nadia Petrov", "{0}")),
        "Walk-in",
        "More",
        "This terminal",
        "m",
    ),
    Place(
        "practitioner",
        (120, 40),
        "Who are you",
        (*_STAFF, (r"(\d)   Dr Moss", "{0}")),
        "Open",
        "More",
        "This terminal",
        "m",
    ),
)
_HIGH = 32
"""Rows from which on there is air above the head of a list."""
_ANSWERED = re.compile(r"✓|\b(?!1 of )\d+ of \d+")
"""What stands on a client's screen once something was answered."""


class Watched(Terminal):
    """A terminal that takes all that is poured into it, and tells when the program has read it."""

    def __init__(self, command: Sequence[str], size: tuple[int, int]) -> None:
        super().__init__(command, columns=size[0], rows=size[1])
        os.set_blocking(self._fd, False)
        self._its_end = os.open(f"/dev/pts/{self._number(_TIOCGPTN, self._fd)}", os.O_RDWR | os.O_NOCTTY)

    def pour(self, data: bytes, *, singly: bool = False) -> None:
        """Write it in one go or byte by byte, and wait until it was read."""
        left = memoryview(data)
        while left and self.alive():
            try:
                left = left[os.write(self._fd, left[:1] if singly else left) :]
            except BlockingIOError:
                self._read(0.01)
        while self.alive() and self._unread():
            self._read(0.001)

    def _unread(self) -> int:
        return self._number(termios.FIONREAD, self._its_end)

    @staticmethod
    def _number(asked: int, terminal: int) -> int:
        return int(struct.unpack("i", fcntl.ioctl(terminal, asked, bytes(4)))[0])

    def close(self) -> None:
        os.close(self._its_end)
        super().close()


@dataclass
class Watch:
    """One place under a rain of bytes, and what was seen there."""

    place: Place
    folder: Path
    clock: SharedClock
    terminal: Watched = field(init=False)
    as_it_was: str = field(init=False)
    ended: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    astray: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)

    def begin(self) -> None:
        """Open the terminal, and go to the place by keys alone, as it is found again later."""
        command = [sys.executable, "-m", "tests.faults.at_a_stroke", str(self.clock.file), "--data", str(self.folder)]
        self.terminal = Watched([*command, "--role", self.place.role], self.place.size)
        self.terminal.wait(lambda text: bool(re.search(self.place.first, text)), what=self.place.first)
        self._rest()
        self._go(lambda: bool(re.search(self.place.home, self.terminal.text)))
        self.as_it_was = self._seen()

    def batch(self, rand: random.Random, number: int) -> None:
        """Pour one batch, then look."""
        left = number
        while left:
            portion = min(left, CALM if left > WILD else WILD)
            data = _BURST + hostile(rand, portion, calm=left > WILD) + _BURST
            self.rain(data, singly=rand.random() < 0.5)
            left -= portion
        what = f"{self.place.role}, {{}}"
        if not self.terminal.alive():
            self.ended.append(what.format(f"status {self.terminal.status}"))
            self.terminal.close()
            self.begin()
            return
        self.look(what)
        self._listen(what)

    def rain(self, data: bytes, *, singly: bool = False) -> None:
        """Pour all of it at one time of the clock, in one go or byte by byte."""
        self.terminal.pour(data, singly=singly)
        self._sync()
        self.clock.move(_BETWEEN)

    def look(self, what: str) -> None:
        """Come back to the place, and note what is not as it was there, or no longer works."""
        try:
            self._go(lambda: self._seen() == self.as_it_was)
        except AssertionError as error:
            answered = self.place.role == "client" and _ANSWERED.search(self.terminal.text)
            (self.answered if answered else self.other).append(what.format(error))
            self.terminal.close()
            self.begin()
            return
        for column in (0, len(self.place.touch) - 1):
            if not self._act(lambda at=column: self._touch(at), self.place.opens) or not self._act(
                lambda: self._press(ESCAPE), None
            ):
                self.astray.append(what.format(f"a touch showed:\n{self.terminal.text}"))
                return
        if not self._act(lambda: self._press(self.place.key), self.place.opens) or not self._act(
            lambda: self._press(ESCAPE), None
        ):
            self.other.append(what.format(f"a key showed:\n{self.terminal.text}"))

    def _listen(self, what: str) -> None:
        for told in _TOLD.findall(bytes(self.terminal.raw)):
            if not ALLOWED.fullmatch(told):
                self.other.append(what.format(f"the terminal was told {told!r}"))
        self.terminal.raw.clear()

    def _seen(self) -> str:
        """Return what is there, whatever is chosen or was scrolled: all of a client's, head, field and foot of a list."""
        lines = re.sub("[▸◂]", " ", self.terminal.text).splitlines()
        head = 1 if len(lines) < _HIGH else 2
        fields = [line for line in lines if "Find a name" in line]
        return "\n".join(lines if self.place.role == "client" else [*lines[:head], *fields, *lines[-3:]])

    def _sync(self) -> None:
        """Wait until all that was poured is worked off and painted, and the clock may go on."""
        for _ in range(2):  # a byte that means nothing: the first may be read along with what came before it
            before = self.clock.reads
            self.terminal.pour(b"\0")
            self._until(lambda before=before: self.clock.reads > before)
        self.clock.ask()
        self._until(lambda: not self.clock.is_asked)
        while self.terminal._read(_QUIET):
            pass

    def _until(self, holds: Callable[[], bool]) -> None:
        until = time.monotonic() + _PATIENCE
        while not holds() and self.terminal.alive():
            assert time.monotonic() < until, f"it hangs; the screen was:\n{self.terminal.text}"
            self.terminal._read(0.002)

    # -- acting ----------------------------------------------------------------------------------------------------

    def _touch(self, column: int) -> None:
        lines = self.terminal.text.splitlines()
        row = max(row for row, line in enumerate(lines) if self.place.touch in line)
        x, y = lines[row].rindex(self.place.touch) + column + 1, row + 1
        self.terminal.pour(f"\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m".encode())

    def _press(self, keys: str) -> None:
        self.terminal.pour(keys.encode())

    def _act(self, act: Callable[[], None], opens: str | None) -> bool:
        """Do it once, and tell whether that showed what it opens; without such, what was there before."""
        self.clock.move(_BETWEEN)
        act()
        self._rest()
        return self._seen() == self.as_it_was if opens is None else opens in self.terminal.text

    def _rest(self) -> None:
        """Let a key that waits be a key, and what comes of it be there."""
        self._sync()
        self.clock.move(_BETWEEN)
        self._sync()

    def _go(self, there: Callable[[], bool]) -> None:
        """Come to the place from where the bytes have led to; every screen but a strange one leads back."""
        until = time.monotonic() + _PATIENCE
        while not there():
            before = self.terminal.text
            assert time.monotonic() < until, f"it never came back; the screen was:\n{before}"
            found = [(match, keys) for words, keys in self.place.way if (match := re.search(words, before))]
            self._press(found[0][1].format(*found[0][0].groups()) if found else ESCAPE)
            self._rest()


def bytes_of_all_kinds(place: Path, times: int) -> Sequence[Result]:
    """Pour so many sequences over a client's kiosk, a desk and a room, in turn."""
    rand = random.Random(SEED)  # noqa: S311
    make_template(place / "template")
    watches = []
    try:
        for where in PLACES:
            folder = Path(shutil.copytree(place / "template", place / where.role))
            watch = Watch(where, folder, SharedClock.make(place / f"{where.role}.clock"))
            watch.begin()
            watches.append(watch)
        batch = min(MOST_IN_BATCH, max(1, times // LEAST_BATCHES))
        for number, start in enumerate(range(0, times, batch)):
            watches[number % len(watches)].batch(rand, min(batch, times - start))
    finally:
        for watch in watches:
            watch.terminal.close()
    return [
        Endured(
            times,
            [each for watch in watches for each in watch.ended],
            [each for watch in watches for each in watch.answered],
            [each for watch in watches for each in watch.astray],
            [each for watch in watches for each in watch.other],
        )
    ]
