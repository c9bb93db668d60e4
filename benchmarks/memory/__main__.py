"""`python -m benchmarks.memory [CHECK-INS]`: what a client's terminal holds after 20 and after 200 whole check-ins.

Each is answered to its end in one terminal, as fast as it can be. Exit status 1 if the bound does not hold.
"""

from __future__ import annotations

import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.report import keep, machine, table
from benchmarks.window import BARE, Window, clinic, load, to_questions, window
from kiosk.clinic import Clinic
from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.core.settings import load as load_settings
from kiosk.core.settings import save as save_settings
from kiosk.schedule import import_schedule
from tests.end_to_end import hands

COMMAND = "python -m benchmarks.memory"
FIRST, LAST = 20, 200
MOST = 1.05
_ALL_DAY = 1440


def main(given: list[str]) -> int:
    last = int(given[0]) if given else LAST
    with clinic() as (folder, _):
        _book(folder, last)
        with window(_command(folder)) as kiosk:
            started = time.perf_counter()
            held = {}
            for number in range(1, last + 1):
                check_in(kiosk, number)
                if number in (1, FIRST, last) or number % (FIRST * 2) == 0:
                    held[number] = kiosk.memory
            seconds = (time.perf_counter() - started) / last
    with window(BARE) as app:
        app.see("bare app 0")
        bare = app.memory
    text = _report(held, bare, seconds)
    print(text)
    keep("memory", text)
    return int(held[last] > MOST * held[min(FIRST, last)])


def _command(folder: Path) -> tuple[str | Path, ...]:
    """Return the command of a client's terminal that takes keys as soon as they come."""
    return (sys.executable, "-m", "tests.end_to_end.set_clock", "0", "--data", folder, "--role", "client")


def _book(folder: Path, count: int) -> None:
    """Book so many first peels today, to which one may come at any time."""
    settings = load_settings(folder)
    save_settings(folder, settings.model_copy(update={"too_early_minutes": _ALL_DAY, "too_late_minutes": _ALL_DAY}))
    head = "start;client;family name;given name;date of birth;treatment;practitioner;phone;booking code\n"
    with Clinic.open(folder, clock=SystemClock(), terminal="desk") as opened:
        noon = datetime.combine(opened.today(), datetime.min.time()) + timedelta(hours=12)
        lines = [
            f"{noon + timedelta(minutes=number % 300):%Y-%m-%d %H:%M};{name} Kind;Kind;{name};1980-01-{number % 28 + 1:02};"
            f"Parisian Peel;Dr Moss;;M{number:04}\n"
            for number, name in ((number, _name(number)) for number in range(1, count + 1))
        ]
        report = import_schedule(
            opened, (head + "".join(lines)).encode(), actor=Actor(name="benchmarks", role="system"), dry_run=False
        )
        if report.taken < count:
            sys.exit(f"of {count} appointments {report.taken} were taken")


def _name(number: int) -> str:
    """Return a given name for each number."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return f"Anna{letters}"


def check_in(kiosk: Window, number: int) -> None:
    """Check somebody in from the opening screen to its end, and leave the screen to the next one."""
    to_questions(kiosk, f"m{number:04}")
    hands.answer_everything(kiosk)
    hands.agree(kiosk, f"{_name(number)} Kind")
    kiosk.go("\r", "Check in here")


def _report(held: dict[int, int], bare: int, seconds: float) -> str:
    first = held.get(FIRST, next(iter(held.values())))
    rows = [
        (str(number), f"{kib / 1024:.1f}", f"{kib / first:.3f}", f"{kib / bare:.2f}") for number, kib in held.items()
    ]
    return f"""## Memory: a client's terminal after many check-ins

`{COMMAND}` · {machine()}, {load()}

Resident memory of one terminal after so many first peels, each from the opening screen to "Thank you" ({seconds:.1f} seconds
each); beside what it held after {FIRST}, and beside a bare Textual app ({bare / 1024:.1f} MiB). Allowed after {LAST}: {MOST} times that after {FIRST}.

{table(("check-ins", "MiB", f"to {FIRST}", "ratio"), rows)}
"""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
