"""Any client: valid answers of every kind, for hypothesis, and what is worse than what."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from rules import Protocol, Question, QuestionType

UNKNOWNS = ("not_sure", "prefer_not")
FIRST, LAST = date(1999, 1, 1), date(2105, 12, 31)
DAYS = st.dates(FIRST, LAST)
REVERSED = frozenset({"extraction_ok"})
HARMLESS_FIRST = {
    "isotretinoin": ("never", "stopped", "now"),
    "skin_type": ("normal", "sensitive"),
}


def options(question: Question) -> tuple[str, ...]:
    return tuple(option.id for option in question.options)


def last_times(answered_on: date) -> st.SearchStrategy[str]:
    recent = st.integers(0, 400).map(lambda days: answered_on - timedelta(days=days))
    return st.one_of(
        st.sampled_from(("within", "longer_ago")),
        recent.map(date.isoformat),
        recent.map(lambda day: f"{day:%Y-%m}"),
    )


def known(question: Question, answered_on: date) -> st.SearchStrategy[Any]:
    if question.type is QuestionType.NOTE:
        return st.text(max_size=20)
    if question.type is QuestionType.LAST_TIME:
        return last_times(answered_on)
    if question.type in (QuestionType.AREAS, QuestionType.ANY_OF):
        several = [option for option in options(question) if option != "none"]
        return st.lists(st.sampled_from(several), min_size=1, unique=True)
    return st.sampled_from(options(question))


def any_answer(question: Question, answered_on: date) -> st.SearchStrategy[Any]:
    if question.type is QuestionType.NOTE:
        return known(question, answered_on)
    return st.one_of(known(question, answered_on), st.sampled_from(UNKNOWNS))


def calm(question: Question) -> Any:
    """The answer of somebody against whom nothing speaks."""
    if question.type is QuestionType.NOTE:
        return ""
    if question.type is QuestionType.LAST_TIME:
        return "longer_ago"
    if question.type in (QuestionType.AREAS, QuestionType.ANY_OF):
        return [options(question)[0]]
    return next((option for option in options(question) if option in question.harmless_options), options(question)[0])


@st.composite
def clients(draw: st.DrawFn, protocol: Protocol, on: date, *, complete: bool = True) -> dict[str, Any]:
    """Answers to every question, asked or not; if not `complete`, any of them may be missing.

    Some clients answer anything, most have little to tell: where everything is wrong, nothing can make it worse.
    """
    restless = (
        draw(st.sets(st.sampled_from(protocol.questions), max_size=4)) if draw(st.booleans()) else protocol.questions
    )
    answers: dict[str, Any] = {}
    for question in protocol.questions:
        if complete or draw(st.integers(0, 3)):
            answers[question.id] = draw(any_answer(question, on)) if question in restless else calm(question)
    return answers


def worse(question: Question, answer: Any, on: date) -> Iterator[Any]:
    """Every kind of answer that is surely worse than this known one."""
    if isinstance(answer, str) and answer in UNKNOWNS:
        return
    if question.type is QuestionType.YES_NO:
        good, bad = ("yes", "no") if question.id in REVERSED else ("no", "yes")
        if answer == good:
            yield bad
            yield from UNKNOWNS
    elif question.id in HARMLESS_FIRST:
        order = HARMLESS_FIRST[question.id]
        if answer in order:
            yield from order[order.index(answer) + 1 :]
        if answer == order[0]:
            yield from UNKNOWNS
    elif question.type is QuestionType.AREAS:
        rest = [area for area in options(question) if area not in answer]
        yield from ([*answer, area] for area in rest)
    elif question.type is QuestionType.LAST_TIME:
        yield from later(answer, on)


def later(answer: str, on: date) -> Iterator[str]:
    if answer == "longer_ago":
        yield from UNKNOWNS
        yield (on - timedelta(days=300)).isoformat()
        yield on.isoformat()
        yield "within"
    elif len(answer) == len("2026-06-01"):
        day = date.fromisoformat(answer)
        yield from (later_day.isoformat() for later_day in (day + timedelta(days=1), on) if day < later_day <= on)
        yield f"{day:%Y-%m}"
        yield "within"
    elif answer != "within":
        yield "within"
        yield on.isoformat()
