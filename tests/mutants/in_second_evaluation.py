"""Faults a hand could slip into the prover's second evaluation of the rules."""

from tests.mutants.seeding import Mutant, of_engine

_SECOND = "prover/second_evaluation"

MUTANTS: tuple[Mutant, ...] = (
    of_engine("second: any ends on its first day", _SECOND, ("def _any(", "max(part.until", "min(part.until")),
    of_engine("second: all lasts to its latest day", _SECOND, ("def _all(", "min(days)", "max(days)")),
    of_engine("second: other is a place like any", _SECOND, ("def _look(", 'OPEN if shared == {"other"} else ', "")),
    of_engine(
        "second: an unknown gate opens", _SECOND, ("    def seen(", 'Blank.PERHAPS if opened == "open" else ', "")
    ),
    of_engine(
        "second: a month counts as its first day",
        _SECOND,
        (
            "def effective_day(",
            "min(counting.month_end(numbers[0], numbers[1]), answered_on)",
            "date(numbers[0], numbers[1], 1)",
        ),
    ),
    of_engine("second: a period lasts a day too long", _SECOND, ("def _less_than_ago(", "on < end", "on <= end")),
    of_engine(
        "second: what is unclear is not found",
        _SECOND,
        ("    def findings(", "        yield from self._unclear(held, seen, on)\n", ""),
    ),
    of_engine(
        "second: an unknown is always a review",
        "checks/written_protocol",
        ("    def at_stake(", 'return "caution" if outcomes <= {"caution"} else "review"', 'return "review"'),
    ),
    of_engine(
        "second: 2100 has a leap day",
        "prover/counting",
        ("def is_leap(", " and (year % 100 != 0 or year % 400 == 0)", ""),
    ),
)
