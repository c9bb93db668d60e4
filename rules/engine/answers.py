"""Answers: a value, `not_sure` or `prefer_not`; "when did you last ...?" resolved to a day when it is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, Self

from rules.engine.days_of_use import DaysOfUse
from rules.engine.known_answers import LastTime
from rules.model.fields import QuestionType
from rules.model.period import Period, read_day, read_month
from rules.model.protocol import Protocol, Question
from rules.model.rules_errors import AnswerError, AnswerFault

NONE_OF_THESE: Final = "none"
WITHIN: Final = "within"
LONGER_AGO: Final = "longer_ago"


class Unknown(StrEnum):
    """The two answers that say nothing: they are different answers, and neither is silence."""

    NOT_SURE = "not_sure"
    PREFER_NOT = "prefer_not"


UNKNOWNS: Final = tuple(unknown.value for unknown in Unknown)
Resolved = str | frozenset[str] | LastTime | Unknown
"""A resolved answer: an option or a note, a set of options, a last time, or an unknown."""


@dataclass(frozen=True, eq=False)
class Answers:
    """One client's answers to one protocol, as given (`raw`) and as they count (`resolved`), by question id.

    A last time is resolved to a day when it is answered, and keeps that day. Answers to questions that are not asked stay
    here, and count again if the question does. `answered_on` is the day of the newest answer.
    """

    protocol: Protocol = field(repr=False)
    answered_on: date
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)
    resolved: Mapping[str, Resolved] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "raw", MappingProxyType(dict(self.raw)))
        object.__setattr__(self, "resolved", MappingProxyType(dict(self.resolved)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Answers):
            return NotImplemented
        mine = (self.protocol.sha256, self.answered_on, dict(self.raw), dict(self.resolved))
        return mine == (other.protocol.sha256, other.answered_on, dict(other.raw), dict(other.resolved))

    __hash__ = None  # type: ignore[assignment]

    def with_answer(
        self, question_id: str, raw: Any, *, answered_on: date | None = None, born: date | None = None
    ) -> Self:
        """Return these answers with one more, or another; AnswerError if the question, or this client, can't have it."""
        day = answered_on or self.answered_on
        return self._with(question_id, raw, day, DaysOfUse(day, born))

    def with_kept(self, question_id: str, raw: Any, *, answered_on: date) -> Self:
        """Return these answers with one that is on record; no day in it is refused any more."""
        return self._with(question_id, raw, answered_on, None)

    def _with(self, question_id: str, raw: Any, day: date, may_name: DaysOfUse | None) -> Self:
        kept, resolved = _resolve_one(self.protocol, question_id, raw, day, may_name)
        return type(self)(
            protocol=self.protocol,
            answered_on=max(day, self.answered_on),
            raw={**self.raw, question_id: kept},
            resolved={**self.resolved, question_id: resolved},
        )

    def without(self, question_id: str) -> Self:
        """Return these answers without one; the same if it was not there."""
        return type(self)(
            protocol=self.protocol,
            answered_on=self.answered_on,
            raw={key: value for key, value in self.raw.items() if key != question_id},
            resolved={key: value for key, value in self.resolved.items() if key != question_id},
        )

    def is_unknown(self, question_id: str) -> bool:
        """Whether the answer is `not_sure` or `prefer_not`."""
        return isinstance(self.resolved.get(question_id), Unknown)

    def last_time(self, question_id: str) -> LastTime | None:
        """Return the resolved answer to a "when did you last ...?"; None if it is unknown or missing."""
        value = self.resolved.get(question_id)
        return value if isinstance(value, LastTime) else None

    def under(self, protocol: Protocol) -> "Answers":
        """Return what of these answers is an answer to another version of the protocol; resolved days stay as they are."""
        raw, resolved = {}, {}
        for question_id, value in self.raw.items():
            if not protocol.has_question(question_id):
                continue
            try:
                kept, fresh = _resolve_one(protocol, question_id, value, self.answered_on, None)
            except AnswerError:
                continue
            before = self.resolved[question_id]
            if isinstance(fresh, LastTime) != isinstance(before, LastTime):
                continue
            raw[question_id], resolved[question_id] = kept, before
        return Answers(protocol=protocol, answered_on=self.answered_on, raw=raw, resolved=resolved)

    def to_json(self) -> dict[str, Any]:
        """Return what is kept: the raw answers, and for each last time the day it counts as and the period asked for."""
        return {
            "answered_on": self.answered_on.isoformat(),
            "raw": {key: list(value) if isinstance(value, list) else value for key, value in self.raw.items()},
            "resolved": {
                key: {
                    "day": None if value.day is None else value.day.isoformat(),
                    "approximate": value.approximate,
                    "period": value.period.words,
                    "answered_on": value.answered_on.isoformat(),
                }
                for key, value in self.resolved.items()
                if isinstance(value, LastTime)
            },
        }

    @classmethod
    def from_json(cls, protocol: Protocol, stored: Mapping[str, Any]) -> "Answers":
        """Read what `to_json` wrote; AnswerError for what can't be an answer.

        Last times keep the day they counted as then, whichever it is.
        """
        try:
            answered_on = date.fromisoformat(stored["answered_on"])
            times = {
                key: LastTime(
                    raw=stored["raw"][key],
                    day=None if time["day"] is None else date.fromisoformat(time["day"]),
                    approximate=bool(time["approximate"]),
                    period=Period.of(time["period"]),
                    answered_on=date.fromisoformat(time["answered_on"]),
                )
                for key, time in stored["resolved"].items()
            }
            raw = dict(stored["raw"])
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise AnswerError("the record", f"The answers on record can't be read: {error}.") from None
        answers = Answers(protocol=protocol, answered_on=answered_on)
        for question_id, value in raw.items():
            day = times[question_id].answered_on if question_id in times else answered_on
            answers = answers.with_kept(question_id, value, answered_on=day)
        return cls(protocol=protocol, answered_on=answered_on, raw=answers.raw, resolved={**answers.resolved, **times})


def resolve(protocol: Protocol, raw: Mapping[str, Any], *, answered_on: date, born: date | None = None) -> Answers:
    """Check raw answers, whether their question is asked or not, and resolve them; AnswerError naming the question.

    `born` is the client's date of birth, where it is known: nothing was used before.
    """
    may_name = DaysOfUse(answered_on, born)
    kept: dict[str, Any] = {}
    resolved: dict[str, Resolved] = {}
    plain = _plain(protocol)
    for question_id, value in raw.items():
        known = plain.get((question_id, value)) if isinstance(value, str) else None
        if known is None:
            kept[question_id], resolved[question_id] = _resolve_one(protocol, question_id, value, answered_on, may_name)
        else:
            kept[question_id], resolved[question_id] = known
    return Answers(protocol=protocol, answered_on=answered_on, raw=kept, resolved=resolved)


@lru_cache(maxsize=512)
def _plain(protocol: Protocol) -> Mapping[tuple[str, str], tuple[str, Resolved]]:
    """Return what each option and unknown resolves to: most answers are looked up here."""
    table: dict[tuple[str, str], tuple[str, Resolved]] = {}
    for question in protocol.questions:
        if question.type in (QuestionType.YES_NO, QuestionType.ONE_OF):
            table |= {(question.id, option): (option, option) for option in question.option_ids}
        if question.type is not QuestionType.NOTE:
            table |= {(question.id, unknown.value): (unknown.value, unknown) for unknown in Unknown}
    return table


def _resolve_one(
    protocol: Protocol, question_id: str, raw: Any, answered_on: date, may_name: DaysOfUse | None
) -> tuple[Any, Resolved]:
    if not isinstance(question_id, str) or not protocol.has_question(question_id):
        sentence = (
            f'There is no question "{question_id}" in {protocol.id}; "kiosk rules show {protocol.id}" lists them.'
        )
        raise AnswerError(str(question_id), sentence)
    question = protocol.question(question_id)
    if question.type is QuestionType.NOTE:
        return _note(question, raw)
    if isinstance(raw, str) and raw in UNKNOWNS:
        return str(raw), Unknown(raw)
    if question.type in (QuestionType.AREAS, QuestionType.ANY_OF):
        return _several(question, raw)
    if not isinstance(raw, str):
        raise AnswerError(question.id, f'"{question.id}" has {_named(raw)} for an answer; {_allowed(question)}.')
    if question.type is QuestionType.LAST_TIME:
        return str(raw), _last_time(question, raw, answered_on, may_name)
    _check_option(question, raw)
    return str(raw), str(raw)


def _note(question: Question, raw: Any) -> tuple[str, str]:
    if not isinstance(raw, str):
        raise AnswerError(question.id, f'"{question.id}" has {_named(raw)} for an answer; it is a text.')
    try:
        raw.encode()
    except UnicodeEncodeError:
        raise AnswerError(question.id, f'"{question.id}" holds half a character; write it again.') from None
    return raw.strip(), raw.strip()


def _several(question: Question, raw: Any) -> tuple[list[str], frozenset[str]]:
    if not isinstance(raw, list | tuple):
        raise AnswerError(question.id, f'"{question.id}" has {_named(raw)} for an answer; {_allowed(question)}.')
    if not raw:
        raise AnswerError(question.id, f'"{question.id}" has an empty list for an answer; {_allowed(question)}.')
    for option in raw:
        if not isinstance(option, str):
            raise AnswerError(question.id, f'"{question.id}" has {_named(option)} in its list; {_allowed(question)}.')
        _check_option(question, option)
    chosen = frozenset(map(str, raw))
    if len(chosen) < len(raw):
        raise AnswerError(question.id, f'"{question.id}" names an option twice; name each once.')
    if NONE_OF_THESE in chosen and len(chosen) > 1:
        raise AnswerError(question.id, f'"{question.id}" has "none" beside other options; "none" stands alone.')
    return [str(option) for option in raw], chosen


def _check_option(question: Question, option: str) -> None:
    if option not in question.option_ids:
        raise AnswerError(question.id, f'"{question.id}" can\'t be "{option[:40]}"; {_allowed(question)}.')


def _last_time(question: Question, raw: str, answered_on: date, may_name: DaysOfUse | None) -> LastTime:
    period = question.period
    if period is None:  # the loader refuses such a question
        raise AnswerError(question.id, f'"{question.id}" asks for a last time without a period.')
    if raw == WITHIN:
        return LastTime(raw, answered_on, approximate=True, period=period, answered_on=answered_on)
    if raw == LONGER_AGO:
        return LastTime(raw, None, approximate=True, period=period, answered_on=answered_on)
    if may_name is not None:
        may_name.check_year(question.id, raw)
    try:
        day, month = read_day(raw), read_month(raw)
    except ValueError:
        sentence = f'"{question.id}": there is no day or month {raw}.'
        raise AnswerError(question.id, sentence, AnswerFault.NO_SUCH_DAY) from None
    last = day or month
    if last is None:
        raise AnswerError(question.id, f'"{question.id}" can\'t be "{raw[:40]}"; {_allowed(question)}.')
    if may_name is not None:
        may_name.check(question.id, raw, day or last.replace(day=1), last)
    counts_as = last if day is not None else min(last, answered_on)
    return LastTime(raw, counts_as, approximate=day is None, period=period, answered_on=answered_on)


def _named(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'a bare "{value[:40]}"'
    if isinstance(value, list | tuple):
        return "a list"
    return "an object" if isinstance(value, dict) else "a number"


def _allowed(question: Question) -> str:
    if question.type is QuestionType.LAST_TIME:
        return 'it is a day ("2026-06-01"), a month ("2026-06"), "within", "longer_ago", "not_sure" or "prefer_not"'
    options = ", ".join(f'"{option.id}"' for option in question.options)
    if question.type in (QuestionType.AREAS, QuestionType.ANY_OF):
        return f'it is a list of {options}, or "not_sure" or "prefer_not" alone'
    return f'it is one of {options}, "not_sure", "prefer_not"'
