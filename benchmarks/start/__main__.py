"""`python -m benchmarks.start`: from the command to the opening screen, beside a bare Textual app, each in a terminal of its own.

All are installed, and started in turns. Exit status 1 if the opening screen takes more than allowed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.report import keep, machine, table
from benchmarks.window import BARE, clinic, kiosk, load, window

COMMAND = "python -m benchmarks.start"
ROUNDS = 7
MOST = 1.6
_FIRST, _OPEN = "L U M E N", "Check in here"
Seen = tuple[float, float]
"""Seconds from the command, and seconds of processor."""


def seen(command: Sequence[str | Path], *words: str) -> list[Seen]:
    """Start a program in a window, and return when each of some words was in view."""
    times = []
    with window(command) as opened:
        for each in words:
            opened.see(each)
            times.append((time.perf_counter() - opened.started, opened.cpu))
    return times


def main() -> int:
    with clinic() as (folder, _):
        commands = {
            "a bare Textual app": (BARE, ("bare app 0",)),
            "kiosk": (kiosk(folder), (_FIRST, _OPEN)),
            "kiosk demo": ((*kiosk(folder)[:1], "demo"), (_FIRST, _OPEN)),
        }
        found: dict[str, list[list[Seen]]] = {name: [] for name in commands}
        for turn in range(ROUNDS + 1):
            for name, (command, words) in commands.items():
                times = seen(command, *words)
                if turn:  # the first is from a cold disk
                    found[name].append(times)
    text = _report(found)
    print(text)
    keep("start", text)
    slow = [name for name in found if _median(found[name], 0, 0) > MOST * _median(found["a bare Textual app"], 0, 0)]
    return int(bool(slow))


def _median(times: list[list[Seen]], moment: int, which: int) -> float:
    return median(each[moment][which] for each in times)


def _report(found: dict[str, list[list[Seen]]]) -> str:
    bare, bare_cpu = (_median(found["a bare Textual app"], 0, which) for which in (0, 1))
    rows = []
    for name, times in found.items():
        for moment in range(len(times[0])):
            wall, cpu = _median(times, moment, 0), _median(times, moment, 1)
            what = name if len(times[0]) == 1 else f"{name}: {('first screen', 'takes a touch')[moment]}"
            best = min(each[moment][0] for each in times)
            rows.append(
                (
                    *(what, f"{wall * 1000:.0f}", f"{best * 1000:.0f}", f"{wall / bare:.2f}"),
                    *(f"{cpu * 1000:.0f}", f"{cpu / bare_cpu:.2f}"),
                )
            )
    return f"""## Start: the opening screen

`{COMMAND}` · {machine()}, {load()}

From the command to the opening screen in a terminal of 80 x 24, painted before the clinic is open, and until it takes a touch.
In between `kiosk demo` makes a clinic of today, with 22 check-ins. Medians of {ROUNDS} starts, in turns; CPU is what the
program itself has taken of a processor by then. Allowed to the first screen: {MOST} times a bare app.

{table(("", "ms", "best", "ratio", "CPU ms", "ratio"), rows)}
"""


if __name__ == "__main__":
    sys.exit(main())
