"""The answers a question can have, the harmless first: all of them, and for a last time one for each side of each period."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any, Final

from rules.checks.written_protocol import UNKNOWNS
from rules.model.protocol import Question
from rules.model.words import day_in_words
from rules.prover import counting

DAY: Final = date(2027, 3, 1)
"""The day on which cases are judged: the day after a short month, where six months since four days at once have passed."""

MANY: Final = 12
"""With more options than this, an `any_of` question that decides nothing is answered by single options and all of them."""

Value = Any
"""A raw answer: a text, or a tuple of options (a list, where it is given)."""


def values(
    question: Question, periods: Iterable[str], combined: Sequence[str] | None = None, *, used: bool
) -> tuple[Value, ...]:
    """Return the raw answers to judge, harmless first, unknown last. `periods` are those measured from its last time.

    `combined`: the options of which every set is judged; of the others each by itself, and all options at once.
    """
    kind = question.type.value
    if kind == "note":
        return ("", "a note")
    return (*_known(question, kind, periods, combined, used=used), *UNKNOWNS)


def count(question: Question, combined: Sequence[str] | None = None, *, used: bool) -> int:
    """Return about how many answers there are to judge: at once, for sets can be too many to write down."""
    options, sets = len(question.options), question.type.value in ("areas", "any_of")
    if not sets or (not used and options > MANY):
        return options + len(UNKNOWNS)
    return options + len(UNKNOWNS) + (1 << (options if combined is None else len(combined)))


def _known(
    question: Question, kind: str, periods: Iterable[str], combined: Sequence[str] | None, *, used: bool
) -> Iterator[Value]:
    if kind == "last_time":
        yield from _last_times(periods)
        return
    harmless = question.harmless_options
    options = sorted((option.id for option in question.options), key=lambda option: option not in harmless)
    if kind in ("yes_no", "one_of"):
        yield from options
        return
    if "none" in options and kind == "any_of":
        options.remove("none")
        yield ("none",)
    few = options if combined is None else [option for option in options if option in combined]
    sizes = range(1, len(few) + 1) if used or len(few) <= MANY else (1, len(few))
    sets = (chosen for size in sizes for chosen in combinations(few, size))
    yield from dict.fromkeys((*sets, *((option,) for option in options), tuple(options)))


def _last_times(periods: Iterable[str]) -> Iterator[str]:
    days = {DAY, counting.days_on(DAY, -1)}
    months: set[str] = set()
    for period in periods:
        last = counting.last_that_passed(DAY, period)
        days |= {counting.days_on(last, away) for away in range(-2, 4)}
        months |= {last.isoformat()[:7], (counting.days_on(last, 31) or DAY).isoformat()[:7]}
    yield "longer_ago"
    yield from sorted(day.isoformat() for day in days if day is not None and day <= DAY)
    yield from sorted(month for month in months | {DAY.isoformat()[:7]} if month <= DAY.isoformat()[:7])
    yield "within"


def as_given(value: Value) -> Any:
    """Return a value as answers hold it: a tuple of options is a list there."""
    return list(value) if isinstance(value, tuple) else value


def all_given(answers: Mapping[str, Value]) -> dict[str, Any]:
    """Return answers as they are given."""
    return {question: as_given(value) for question, value in answers.items()}


def value_in_words(question: Question, value: Value) -> str:
    """Say an answer to a person; None is none."""
    if value is None:
        return "not answered"
    plain = {
        "not_sure": "not sure",
        "prefer_not": "rather not say",
        "within": f"within {question.period}",
        "longer_ago": f"longer ago than {question.period}",
        "": "empty",
    }
    if isinstance(value, tuple | list):
        return ", ".join(question.label(option) for option in value)
    if value in plain and value not in question.option_ids:
        return plain[value]
    if value in question.option_ids:
        return question.label(value)
    if question.type.value == "last_time":
        return day_in_words(date.fromisoformat(value)) if len(value) == len("2027-03-01") else f"in {value}"
    return f'"{value}"'
