"""Judging conditions: each is compiled once to a closure over what is known of the answers, with three truths.

A condition holds, fails, or cannot be settled. Whatever is said about a question that was surely not asked fails; whatever
is said about an answer that is not known stays open.
"""

from collections.abc import Iterator
from datetime import date

from rules.engine.known_answers import NOT_ASKED, ConditionTest, KnownAnswers, LastTime, Truth
from rules.model.condition import (
    All,
    AnyOf,
    ApartFrom,
    Condition,
    Includes,
    Is,
    IsAnyOf,
    LessThanAgo,
    Meets,
    Written,
    looks,
)
from rules.model.fields import OTHER
from rules.model.period import Period


def compiled(condition: Condition) -> ConditionTest:  # noqa: PLR0911 (one line a kind)
    """Return the closure that judges this condition: it takes what is known of the answers, and a day, and returns a Truth."""
    match condition:
        case Is():
            return _is_in(condition.question, frozenset({condition.option}))
        case IsAnyOf():
            return _is_in(condition.question, frozenset(condition.is_any_of))
        case Includes():
            return _includes(condition.question, condition.includes)
        case Meets():
            return _shared(condition.question, condition.meets, holds_if_shared=True)
        case ApartFrom():
            return _shared(condition.question, condition.apart_from, holds_if_shared=False)
        case LessThanAgo():
            return _less_than_ago(condition.question, condition.less_than_ago)
        case Written():
            return _written(condition.written)
        case All():
            return _all(tuple(map(compiled, condition.all)))
        case AnyOf():
            return _any(tuple(map(compiled, condition.any)))


def unsettled_looks(condition: Condition, known: KnownAnswers, on: date) -> Iterator[tuple[str, ...]]:
    """Name the questions of each look that leaves this condition unsettled."""
    for look in looks(condition):
        if compiled(look)(known, on) is None:
            yield look.questions


def _is_in(question: str, wanted: frozenset[object]) -> ConditionTest:
    def test(known: KnownAnswers, _on: date) -> Truth:
        value = known[question]
        return None if value is None else value in wanted

    return test


def _includes(question: str, option: str) -> ConditionTest:
    def test(known: KnownAnswers, _on: date) -> Truth:
        value = known[question]
        return None if value is None else isinstance(value, frozenset) and option in value

    return test


def _shared(first: str, second: str, *, holds_if_shared: bool) -> ConditionTest:
    def test(known: KnownAnswers, _on: date) -> Truth:
        one, two = known[first], known[second]
        if one is NOT_ASKED or two is NOT_ASKED:
            return False
        if not isinstance(one, frozenset) or not isinstance(two, frozenset):
            return None
        both = one & two
        if not both:
            return not holds_if_shared
        return None if both == {OTHER} else holds_if_shared

    return test


def _less_than_ago(question: str, period: Period) -> ConditionTest:
    def test(known: KnownAnswers, on: date) -> Truth:
        last = known[question]
        if not isinstance(last, LastTime):
            return None if last is None else False
        if last.day is None:
            return False if last.period.surely_covers(period) else None
        passed = period.passed_on(last.day)
        if passed is None:
            return True
        return passed if on < passed else False

    return test


def _written(question: str) -> ConditionTest:
    def test(known: KnownAnswers, _on: date) -> Truth:
        value = known[question]
        return None if value is None else value not in ("", NOT_ASKED)

    return test


def _all(tests: tuple[ConditionTest, ...]) -> ConditionTest:
    def test(known: KnownAnswers, on: date) -> Truth:
        until: date | None = None
        unsettled = False
        for each in tests:
            truth = each(known, on)
            if truth is False:
                return False
            if truth is None:
                unsettled = True
            elif truth is not True and (until is None or truth < until):
                until = truth
        return None if unsettled else until or True

    return test


def _any(tests: tuple[ConditionTest, ...]) -> ConditionTest:
    def test(known: KnownAnswers, on: date) -> Truth:
        until: date | None = None
        unsettled = False
        for each in tests:
            truth = each(known, on)
            if truth is True:
                return True
            if truth is None:
                unsettled = True
            elif truth is not False and (until is None or truth > until):
                until = truth
        if unsettled:
            # Something may hold for now; how long the whole holds is not known, so no day is named.
            return None if until is None else True
        return until or False

    return test
