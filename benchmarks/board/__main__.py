"""`python -m benchmarks.board [STEPS]`: from a key to the board painted, on a day of 25 visits and on one of 500, key by key in turns.

Exit status 1 if the large day's p99 is more than twice the small one's.
"""

from __future__ import annotations

import re
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

from benchmarks.board.full_day import clinic_of
from benchmarks.report import keep, machine, table
from benchmarks.window import Window, at, load, window

COMMAND = "python -m benchmarks.board"
STEPS = 300
DAYS = (25, 500)
MOST = 2.0
"""How many times as long the large day's p99 may be as the small one's."""
_GUARD = 0.6
"""Seconds after which a screen takes keys."""
_ARROWS = {
    "down": "\x1b[B",
    "up": "\x1b[A",
    "page down": "\x1b[6~",
    "page up": "\x1b[5~",
    "end": "\x1b[F",
    "home": "\x1b[H",
}
_ROUND = ("down",) * 6 + ("page down", "up", "up", "page up", "end", "up", "home")
_FIND = "ab"
_ESCAPE = "\x1b[27u"
"""Escape as a terminal sends it that tells keys apart."""
_LINE = re.compile(r"^[ ▸]*\d\d:\d\d (.{30})")


@dataclass
class Day:
    """A day's board in its window, and what was measured in it: seconds by what was done."""

    visits: int
    board: Window
    seconds: dict[str, list[float]] = field(default_factory=lambda: {"choosing": [], "finding": []})


def chosen(text: str) -> str:
    """Return the line that is chosen."""
    return next((line for line in text.splitlines() if "▸" in line), "")


def is_narrowed(text: str, to: str) -> bool:
    """Tell whether every line of the day in view holds what was typed."""
    names = [found[1].casefold() for line in text.splitlines() if (found := _LINE.match(line))]
    return all(to in name for name in names)


def open_board(day: Day, name: str, pin: str) -> None:
    """Sign in at the desk."""
    board = day.board
    board.see("Who are you?", name)
    time.sleep(_GUARD)
    card = re.search(rf"(\d) +{re.escape(name)}", board.text)
    assert card is not None, board.text
    board.choose(card[1], "PIN")
    time.sleep(_GUARD)
    board.write(pin, "•" * len(pin))
    board.go("\r", "booked ·")
    time.sleep(_GUARD)


def choose(day: Day, key: str) -> None:
    """Press a key that chooses another line, and note how long it takes until that is painted."""
    before = chosen(day.board.text)
    painted = day.board.after(_ARROWS[key], lambda text: chosen(text) not in ("", before))
    day.seconds["choosing"].append(painted.seen)


def find(day: Day) -> None:
    """Type a part of a name, letter by letter, and note how long each takes until the list is narrowed."""
    day.board.go("/", "Find a name")
    time.sleep(_GUARD)
    for number in range(1, len(_FIND) + 1):
        typed = _FIND[:number]
        painted = day.board.after(typed[-1], lambda text, typed=typed: is_narrowed(text, typed))
        day.seconds["finding"].append(painted.seen)
    day.board.press(_ESCAPE)
    day.board.wait(lambda text: "Find a name" not in text and bool(chosen(text)), what="the whole day")
    time.sleep(_GUARD)


def main(given: list[str]) -> int:
    steps = int(given[0]) if given else STEPS
    with ExitStack() as opened:
        days = []
        for visits in DAYS:
            folder, name, pin = opened.enter_context(clinic_of(visits))
            command = (Path(sys.executable).with_name("kiosk"), "--data", folder, "--role", "reception")
            days.append(Day(visits, opened.enter_context(window(command, columns=120, rows=40))))
            open_board(days[-1], name, pin)
        for number, key in enumerate(islice(cycle(_ROUND), steps)):
            for day in days:
                choose(day, key)
            if number % len(_ROUND) == len(_ROUND) - 1:
                for day in days:
                    find(day)
    rows, ratios = _rows(days)
    text = _report(rows)
    print(text)
    keep("board", text)
    return 1 if max(ratios) > MOST else 0


def _rows(days: list[Day]) -> tuple[list[tuple[str, ...]], list[float]]:
    rows, ratios = [], []
    for what in days[0].seconds:
        base = at(0.99, days[0].seconds[what])
        for day in days:
            times = day.seconds[what]
            ratios.append(at(0.99, times) / base)
            numbers = (at(0.5, times) * 1000, at(0.99, times) * 1000)
            rows.append(
                (
                    f"{what}, {day.visits} visits",
                    str(len(times)),
                    *(f"{each:.1f}" for each in numbers),
                    f"{ratios[-1]:.2f}",
                )
            )
    return rows, ratios


def _report(rows: list[tuple[str, ...]]) -> str:
    head = ("", "keys", "p50 ms", "p99 ms", "p99 ratio")
    return f"""## Board: from the key to the line

`{COMMAND}` · {machine()}, {load()}

A receptionist's board at 120 x 40, on a day of {DAYS[0]} visits and on one of {DAYS[1]}, each in a terminal of its own, key by key in turns: from an
arrow, a page, Home or End to the frame in which another line is chosen; and from a letter typed to find a name to the frame in which the list
is narrowed. Allowed: the p99 of {DAYS[1]} visits at most {MOST:g} times that of {DAYS[0]}.

{table(head, rows)}
"""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
