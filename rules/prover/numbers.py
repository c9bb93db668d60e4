"""(h) A number in a text is the rule's number: in every text, in every language, in digits and in words."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from rules.protocol import Protocol
from rules.prover.quantities import LANGUAGES, Quantity, bare_numbers, of_period, ordinals, quantities
from rules.prover.results import Counterexample, Property, Tally
from rules.prover.second_reading import SecondReading, leaves
from rules.prover.texts import ENGLISH, Text, Translations, in_languages

PROPERTY: Final = Property(
    "h", "The numbers in every text, in every language, are those of the rule, the question or the course."
)
_NOT_JUDGED: Final = frozenset({"open point", "summary", "title"})

Length = tuple[float, str]


def judge(
    protocol: Protocol, reading: SecondReading, translations: Translations, tally: Tally
) -> Iterator[Counterexample]:
    """Compare each length of time that a text states with what is measured there."""
    course = _Course(protocol)
    for language in translations:
        if language not in LANGUAGES:
            tally.excuse(f"{language}: numbers in digits only, its number words are not known here")
    for language, text in in_languages(protocol, translations):
        if text.what not in _NOT_JUDGED:
            tally.cases += 1
            own = _own(protocol, reading, text)
            for words in _strangers(reading, course, text, language, own):
                yield _wrong(text, language, words, own)
    for question in protocol.questions:
        yield from _asked_for(reading, question.id, tally)


def _strangers(
    reading: SecondReading, course: "_Course", text: Text, language: str, own: tuple[str, ...]
) -> Iterator[str]:
    """Find the numbers of a text that are neither the rule's nor the course's, in the words they stand in."""
    for quantity in quantities(text.words, language):
        if not _is_said(quantity, own or _all_periods(reading), course, narrow=bool(own)):
            yield quantity.words.strip()
    for number, words in ordinals(text.words):
        if number not in course.counts:
            yield words
    if own and text.rule is not None and _measures(reading, text.rule):
        counts = {int(period.split(" ")[0]) for period in own}
        yield from (str(number) for number in bare_numbers(text.words, language) if number not in counts)


class _Course:
    """The numbers of the course: its intervals in days, and its sessions."""

    def __init__(self, protocol: Protocol) -> None:
        course = protocol.course
        self.intervals = {(each.weeks[0] * 7, each.weeks[1] * 7) for each in course.intervals}
        self.bounds = set(chain.from_iterable(self.intervals))
        self.sessions = course.sessions
        counts = {1, *(course.sessions or ()), *([course.maintenance_from] if course.maintenance_from else [])}
        self.counts: set[float] = {float(count) for count in counts}


def _is_said(quantity: Quantity, periods: Iterable[str], course: _Course, *, narrow: bool) -> bool:
    if quantity.unit == "session":
        if quantity.low != quantity.high:
            return (quantity.low, quantity.high) == course.sessions
        return quantity.low in course.counts
    if quantity.low != quantity.high:
        return quantity.unit == "day" and (quantity.low, quantity.high) in course.intervals
    if (quantity.low, quantity.unit) in {of_period(period) for period in periods}:
        return True
    return not narrow and quantity.unit == "day" and quantity.low in course.bounds


def _own(protocol: Protocol, reading: SecondReading, text: Text) -> tuple[str, ...]:
    """Name the periods a text may state: the rule's or the question's own, else those of what hangs together with it."""
    if text.rule is not None:
        when = protocol.rule(text.rule).when.model_dump(mode="json")
        own = _periods([when])
        return own or _related(reading, reading.reach(when))
    if text.question is None:
        return ()
    period = reading.questions[text.question]["period"]
    return (period,) if period else _related(reading, frozenset({text.question}))


def _measures(reading: SecondReading, rule_id: str) -> bool:
    return any(_periods([rule["when"]]) for rule in reading.rules if rule["id"] == rule_id)


def _periods(conditions: Iterable[dict[str, object]]) -> tuple[str, ...]:
    found = (
        str(look["less_than_ago"]) for condition in conditions for look in leaves(condition) if "less_than_ago" in look
    )
    return tuple(dict.fromkeys(found))


def _related(reading: SecondReading, questions: frozenset[str]) -> tuple[str, ...]:
    return _periods(rule["when"] for rule in reading.rules if reading.reach(rule["when"]) & questions)


def _all_periods(reading: SecondReading) -> tuple[str, ...]:
    return _periods(rule["when"] for rule in reading.rules)


def _asked_for(reading: SecondReading, question_id: str, tally: Tally) -> Iterator[Counterexample]:
    """Find a last time that is asked for another period than the rules measure from it."""
    asked = reading.questions[question_id]["period"]
    measured = [
        str(look["less_than_ago"])
        for rule in reading.rules
        for look in leaves(rule["when"])
        if look.get("question") == question_id and "less_than_ago" in look
    ]
    if not asked or not measured:
        return
    tally.cases += 1
    if asked not in measured:
        yield Counterexample(
            f"{question_id} is asked for {asked}; the rules measure {' and '.join(dict.fromkeys(measured))} from it."
        )


def _wrong(text: Text, language: str, words: str, own: tuple[str, ...]) -> Counterexample:
    where = text.place if language == ENGLISH else f"{text.place} in {language}"
    rule = f"is {' or '.join(own)}" if own else "is in no rule and not in the course"
    return Counterexample(f'{where} says "{words}", and what it speaks of {rule}: "{text.words}"')
