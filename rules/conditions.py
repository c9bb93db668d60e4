"""Conditions as plain data, and their three-valued reading: they hold, fail, or cannot be settled.

A condition has no `not` and no free expression. Each kind looks at one or two answers; `all` and `any` join them. What is
compiled is a closure over the live answers, so that judging a rule costs a look-up and a comparison.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Annotated, Any, ClassVar, Final

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from rules.periods import Period

OTHER: Final = "other"
"""The option of an `areas` question that names no place: two of them may or may not be the same place."""


class NotAsked(Enum):
    """The mark of a question that was surely not asked: whatever is said about its answer fails."""

    MARK = "not asked"


@dataclass(frozen=True, slots=True)
class LastTime:
    """The answer to "when did you last ...?", resolved to a day when it was given.

    `day` is None if and only if it was `longer_ago` than `period`, the period that was asked for.
    """

    raw: str
    day: date | None
    approximate: bool
    period: Period
    answered_on: date

    @property
    def longer_ago(self) -> bool:
        """Whether the client said that it was longer ago than the period asked for."""
        return self.day is None


LiveAnswer = str | frozenset[str] | LastTime | NotAsked | None
Live = Mapping[str, LiveAnswer]
"""What a condition looks at, by question id: a known answer, NotAsked, or None where nothing is known."""

Truth = bool | date | None
"""True: holds for good. A date: holds until that day, and no longer. False: fails. None: cannot be settled."""

Test = Callable[[Live, date], Truth]


class _Condition(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)

    needs: ClassVar[frozenset[str]] = frozenset()
    """The types of question this kind can look at."""

    @property
    def questions(self) -> tuple[str, ...]:
        """The ids of the questions this condition looks at, in the order it names them."""
        raise NotImplementedError

    @property
    def options(self) -> tuple[str, ...]:
        """The options of its question that this condition names."""
        return ()

    @property
    def parts(self) -> "tuple[Condition, ...]":
        """The conditions this one is made of; empty for one that looks at answers itself."""
        return ()

    @property
    def period(self) -> Period | None:
        """The (first) period this condition measures."""
        return next((part.period for part in self.parts if part.period is not None), None)

    def compiled(self) -> Test:
        """Return the closure that judges live answers on a day."""
        raise NotImplementedError


class _OnOne(_Condition):
    question: str

    @property
    def questions(self) -> tuple[str, ...]:
        return (self.question,)


class Is(_OnOne):
    """The answer is this option."""

    needs = frozenset({"yes_no", "one_of"})
    option: str = Field(alias="is")

    @property
    def options(self) -> tuple[str, ...]:
        return (self.option,)

    def compiled(self) -> Test:
        question, option = self.question, self.option

        def test(live: Live, on: date) -> Truth:  # noqa: ARG001
            value = live[question]
            return None if value is None else value == option

        return test


class IsAnyOf(_OnOne):
    """The answer is one of these options."""

    needs = frozenset({"yes_no", "one_of"})
    is_any_of: tuple[str, ...] = Field(min_length=1)

    @property
    def options(self) -> tuple[str, ...]:
        return self.is_any_of

    def compiled(self) -> Test:
        question, wanted = self.question, frozenset[object](self.is_any_of)

        def test(live: Live, on: date) -> Truth:  # noqa: ARG001
            value = live[question]
            return None if value is None else value in wanted

        return test


class Includes(_OnOne):
    """The options chosen include this one."""

    needs = frozenset({"areas", "any_of"})
    includes: str

    @property
    def options(self) -> tuple[str, ...]:
        return (self.includes,)

    def compiled(self) -> Test:
        question, option = self.question, self.includes

        def test(live: Live, on: date) -> Truth:  # noqa: ARG001
            value = live[question]
            return None if value is None else isinstance(value, frozenset) and option in value

        return test


class Meets(_OnOne):
    """Two sets of areas share a place. Sharing only `other` cannot be settled: it may be the same place."""

    needs = frozenset({"areas"})
    meets: str

    @property
    def questions(self) -> tuple[str, ...]:
        return (self.question, self.meets)

    def compiled(self) -> Test:
        return _shared(self.question, self.meets, holds_if_shared=True)


class ApartFrom(_OnOne):
    """Two sets of areas share no place. Sharing only `other` cannot be settled."""

    needs = frozenset({"areas"})
    apart_from: str

    @property
    def questions(self) -> tuple[str, ...]:
        return (self.question, self.apart_from)

    def compiled(self) -> Test:
        return _shared(self.question, self.apart_from, holds_if_shared=False)


def _shared(first: str, second: str, *, holds_if_shared: bool) -> Test:
    def test(live: Live, on: date) -> Truth:  # noqa: ARG001
        one, two = live[first], live[second]
        if one is NotAsked.MARK or two is NotAsked.MARK:
            return False
        if not isinstance(one, frozenset) or not isinstance(two, frozenset):
            return None
        both = one & two
        if not both:
            return not holds_if_shared
        return None if both == {OTHER} else holds_if_shared

    return test


class LessThanAgo(_OnOne):
    """The last time was less than this period ago: the period has not fully passed."""

    needs = frozenset({"last_time"})
    less_than_ago: Period

    @property
    def period(self) -> Period | None:
        return self.less_than_ago

    def compiled(self) -> Test:
        question, period = self.question, self.less_than_ago

        def test(live: Live, on: date) -> Truth:
            last = live[question]
            if not isinstance(last, LastTime):
                return None if last is None else False
            if last.day is None:
                return False if last.period.surely_covers(period) else None
            passed = period.passed_on(last.day)
            if passed is None:
                return True
            return passed if on < passed else False

        return test


class Written(_Condition):
    """Something was written."""

    needs = frozenset({"note"})
    written: str

    @property
    def questions(self) -> tuple[str, ...]:
        return (self.written,)

    def compiled(self) -> Test:
        question = self.written

        def test(live: Live, on: date) -> Truth:  # noqa: ARG001
            value = live[question]
            return None if value is None else value not in ("", NotAsked.MARK)

        return test


class _Joined(_Condition):
    @property
    def questions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(question for part in self.parts for question in part.questions))


class All(_Joined):
    """Every part holds; for as long as the part that ends first."""

    all: "tuple[Condition, ...]" = Field(min_length=2)

    @property
    def parts(self) -> "tuple[Condition, ...]":
        return self.all

    def compiled(self) -> Test:
        tests = tuple(part.compiled() for part in self.all)

        def test(live: Live, on: date) -> Truth:
            until: Truth = True
            for each in tests:
                truth = each(live, on)
                if truth is False:
                    return False
                if truth is None or until is None:
                    until = None
                elif truth is not True and (until is True or truth < until):
                    until = truth
            return until

        return test


class AnyOf(_Joined):
    """At least one part holds; for as long as the part that ends last, if that is known."""

    any: "tuple[Condition, ...]" = Field(min_length=2)

    @property
    def parts(self) -> "tuple[Condition, ...]":
        return self.any

    def compiled(self) -> Test:
        tests = tuple(part.compiled() for part in self.any)

        def test(live: Live, on: date) -> Truth:
            until: bool | date = False
            unsettled = False
            for each in tests:
                truth = each(live, on)
                if truth is None:
                    unsettled = True
                elif truth is True:
                    until = True
                elif truth is not False and until is not True and (until is False or truth > until):
                    until = truth
            if unsettled:
                # Something holds for now; how long the whole holds is not known, so no day is named.
                return until is not False or None
            return until

        return test


_KINDS: Final = ("all", "any", "is", "is_any_of", "includes", "meets", "apart_from", "less_than_ago", "written")


def _kind(value: Any) -> str | None:
    if isinstance(value, _Condition):
        dumped = type(value).model_fields
        return next((field.alias or name for name, field in dumped.items() if (field.alias or name) in _KINDS), None)
    if isinstance(value, dict):
        return next((kind for kind in _KINDS if kind in value), None)
    return None


Condition = Annotated[
    Annotated[All, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Is, Tag("is")]
    | Annotated[IsAnyOf, Tag("is_any_of")]
    | Annotated[Includes, Tag("includes")]
    | Annotated[Meets, Tag("meets")]
    | Annotated[ApartFrom, Tag("apart_from")]
    | Annotated[LessThanAgo, Tag("less_than_ago")]
    | Annotated[Written, Tag("written")],
    Discriminator(
        _kind,
        custom_error_type="condition",
        custom_error_message=f"a condition says one of: {', '.join(_KINDS)}",
    ),
]
"""One condition, as it stands in a protocol file."""

All.model_rebuild()
AnyOf.model_rebuild()


def looks(condition: Condition) -> "Iterator[Condition]":
    """Walk down to the conditions that look at answers themselves."""
    if not condition.parts:
        yield condition
    for part in condition.parts:
        yield from looks(part)


def unsettled_looks(condition: Condition, live: Live, on: date) -> Iterator[tuple[str, ...]]:
    """Name the questions of each look that leaves this condition unsettled."""
    for look in looks(condition):
        if look.compiled()(live, on) is None:
            yield look.questions
