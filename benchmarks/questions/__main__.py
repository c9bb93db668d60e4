"""`python -m benchmarks.questions [STEPS]`: from a key to the next question, settled, in a real terminal beside a bare app.

A client answers every question, and then goes back and forth through them. Exit status 1 if a bound does not hold.
"""

from __future__ import annotations

import re
import sys
import time
from dataclasses import dataclass, field

from benchmarks.report import keep, machine, table
from benchmarks.window import BARE, Painted, Window, at, clinic, kiosk, load, to_questions, window

COMMAND = "python -m benchmarks.questions"
STEPS = 300
SIZES = ((80, 24), (120, 40))
_GUARD = 0.5
"""Seconds after which a screen takes keys."""
BACK = "\x1b[27u"
"""Escape as a terminal sends it that tells keys apart: a bare one is waited for a tenth of a second, whether more comes."""
_PLACE = re.compile(r"(?<!\d)(\d+) of (\d+)\b")
_TYPED = ("Your note", "Day")
ANSWERS = {"Which areas": "1", "Accutane": "1", "help with": "2", "cold sore": "1"}
"""What is pressed where a question holds these words; the second answer everywhere else."""


@dataclass
class Measured:
    """All steps of one window."""

    cards: list[Painted] = field(default_factory=list)
    others: list[Painted] = field(default_factory=list)
    cpu: float = 0.0

    @property
    def steps(self) -> int:
        """How many there are."""
        return len(self.cards) + len(self.others)


def place(kiosk: Window) -> tuple[int, int]:
    """Return the number of the question in view, and how many there are."""
    found = _PLACE.search(kiosk.text)
    assert found is not None, kiosk.text
    return int(found[1]), int(found[2])


def answer(kiosk: Window) -> None:
    """Choose an answer, where cards can be chosen, and see its tick."""
    text = kiosk.text
    if not is_typed(text) and "✓" not in text:
        kiosk.choose(next((key for words, key in ANSWERS.items() if words in text), "2"))


def is_typed(text: str) -> bool:
    """Tell whether the question is answered by typing."""
    return any(words in text for words in _TYPED)


def measure(kiosk: Window, steps: int) -> Measured:
    """Go through the questions and back until there are enough steps."""
    measured, keys = Measured(), "\r"
    before = kiosk.cpu
    while measured.steps < steps:
        number, total = place(kiosk)
        keys = "\r" if number == 1 else BACK if number == total else keys
        if keys == "\r":
            answer(kiosk)
            time.sleep(_GUARD)
        wanted = re.compile(rf"(?<!\d){number + (1 if keys == chr(13) else -1)} of \d")
        painted = kiosk.after(keys, lambda text, wanted=wanted: bool(wanted.search(text)))
        (measured.others if is_typed(kiosk.text) else measured.cards).append(painted)
        time.sleep(_GUARD)
    measured.cpu = (kiosk.cpu - before) / measured.steps
    return measured


def main(given: list[str]) -> int:
    steps = int(given[0]) if given else STEPS
    rows, missed = [], []
    with clinic() as (folder, demo):
        code = next(client.booking_code for client in demo.clients if client.booking_code == "LU101")
        for columns, lines in SIZES:
            bare = _bare(columns, lines)
            with window(kiosk(folder), columns=columns, rows=lines) as opened:
                to_questions(opened, code, rest=_GUARD)
                measured = measure(opened, steps)
            size = f"{columns} x {lines}"
            for name, found, most in (("cards", measured.cards, (25, 50)), ("others", measured.others, (None, 100))):
                times = [each.settled * 1000 for each in found]
                p50, p99 = at(0.5, times), at(0.99, times)
                base = at(0.5, [each.settled * 1000 for each in bare])
                rows.append(
                    (
                        f"{size}, {name}",
                        str(len(found)),
                        *(f"{value:.1f}" for value in (at(0.5, [each.first * 1000 for each in found]), p50, p99)),
                        f"{p50 / base:.1f}",
                        f"{measured.cpu * 1000:.0f}",
                        f"{at(0.5, [each.size for each in found]) / 1000:.1f}",
                    )
                )
                missed += [
                    f"{size}, {name}" for value, bound in zip((p50, p99), most, strict=True) if bound and value > bound
                ]
            times = [each.settled * 1000 for each in bare]
            rows.append(
                (
                    f"{size}, bare app",
                    str(len(bare)),
                    f"{at(0.5, [each.first * 1000 for each in bare]):.1f}",
                    f"{at(0.5, times):.1f}",
                    f"{at(0.99, times):.1f}",
                    "1.0",
                    "",
                    f"{at(0.5, [each.size for each in bare]) / 1000:.1f}",
                )
            )
    text = _report(rows, missed)
    print(text)
    keep("questions", text)
    return 1 if missed else 0


def _bare(columns: int, lines: int) -> list[Painted]:
    with window(BARE, columns=columns, rows=lines) as app:
        app.see("bare app 0")
        return [app.after("x", lambda text, number=number: f"bare app {number}" in text) for number in range(1, 61)]


def _report(rows: list[tuple[str, ...]], missed: list[str]) -> str:
    head = ("", "steps", "first ms", "p50 ms", "p99 ms", "ratio", "CPU ms", "KB")
    return f"""## Questions: from the key to the next one

`{COMMAND}` · {machine()}, {load()}

From the key (Enter, or Escape as `CSI 27 u`) to the last byte of the next question, in a real terminal; `ratio` is of the p50 to a bare Textual app that
changes one line. CPU is what the whole step takes of a processor, with the tick before it, whoever else uses the machine.
Allowed: p50 25 ms and p99 50 ms with cards, p99 100 ms for the others.{" Missed: " + "; ".join(dict.fromkeys(missed)) + "." if missed else ""}

{table(head, rows)}
"""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
