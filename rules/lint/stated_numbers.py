"""(h) A number in a text is the rule's number: in every text, in every language, in digits and in words.

What a text may state is its own part's: a rule's text the period that rule measures, a question's text the period it is asked
for. A part that measures nothing states what it declares (`states`), and no more; the texts of a rule that measures nothing
state what its questions declare. So no text hangs on the number of a rule that has nothing to do with it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from rules.checks.results import Counterexample, Property, Tally
from rules.checks.written_protocol import WrittenProtocol, looked_at, looks_in
from rules.lint.protocol_texts import ENGLISH, ProtocolText, Translations, in_languages
from rules.lint.quantities import LANGUAGES, Quantity, bare_numbers, ordinals, quantities
from rules.model.protocol import Protocol

PROPERTY: Final = Property(
    "h", "The numbers in every text, in every language, are those of the rule, the question or the course."
)
_ON_THE_COURSE: Final = frozenset({"course", "claim", "but", "consent", "summary", "open point"})

Measure = tuple[float, float, str]


def judge(
    protocol: Protocol, written: WrittenProtocol, translations: Translations, tally: Tally
) -> Iterator[Counterexample]:
    """Compare each length of time that a text states with what is measured or declared there."""
    for language in translations:
        if language not in LANGUAGES:
            tally.excuse(f"{language}: numbers in digits only, its number words are not known here")
    course, said, english = _Course(protocol), _Said(written), ""
    for language, text in in_languages(protocol, translations):
        tally.cases += 1
        allowed = _allowed(written, text)
        said.note(language, text)
        strangers = list(_strangers(allowed, course, text, language))
        yield from (_wrong(text, language, words, allowed) for words in strangers)
        if language == ENGLISH:
            english = text.words
        elif not strangers:
            yield from _other_than(english, text, language)
    yield from said.missing(tally)
    for question in protocol.questions:
        yield from _asked_for(written, question.id, tally)


def _other_than(english: str, text: ProtocolText, language: str) -> Iterator[Counterexample]:
    """Find a number that an English text has and its translation has not, or that only the translation has."""
    if language in LANGUAGES:
        here, there = _numbers(text.words, language), _numbers(english, ENGLISH)
        missing, added = there - here, here - there
    else:
        digits = set(re.findall(r"\d+", text.words))
        missing, added = set(re.findall(r"\d+", english)) - digits, set()
    for numbers, what in ((missing, "lacks"), (added, "adds")):
        if numbers:
            told = ", ".join(sorted(map(_number_in_words, numbers)))
            yield Counterexample(f'{text.place} in {language} {what} {told}: "{text.words}", in English "{english}"')


def _numbers(words: str, language: str) -> set[Measure | int]:
    """Return what a text measures and counts, in whichever words."""
    found: set[Measure | int] = {quantity.measure for quantity in quantities(words, language)}
    return found | {number for number, _ in ordinals(words, language)} | set(bare_numbers(words, language))


def _number_in_words(number: "Measure | int | str") -> str:
    if not isinstance(number, tuple):
        return str(number)
    low, high, unit = number
    return f"{low:g} {unit}s" if low == high else f"{low:g} to {high:g} {unit}s"


@dataclass(frozen=True, slots=True)
class _Allowed:
    """What a text may state: periods in words, whether these are measured there or only declared, and what of the course.

    `course` are the words of the intervals, from least to most; one end of them alone (`bounds`) is for the course's own text:
    elsewhere it could as well be another thing's number.
    """

    periods: tuple[str, ...]
    measured: bool
    course: bool
    bounds: bool = False

    @property
    def measures(self) -> set[Measure]:
        return {_measure(period) for period in self.periods}


def _allowed(written: WrittenProtocol, text: ProtocolText) -> _Allowed:
    if text.rule is not None:
        when = next(rule["when"] for rule in written.rules if rule["id"] == text.rule)
        measured = _periods([when])
        questions = dict.fromkeys(question for look in looks_in(when) for question in looked_at(look))
        declared = (each for question in questions for each in _stated(written, written.questions[question]["states"]))
        return _Allowed((*measured, *declared), bool(measured), bool(measured))
    stated = _stated(written, text.states)
    if text.question is not None:
        own = written.questions[text.question]["period"]
        asked = (own,) if own else _opened(written, text.question)
        return _Allowed(tuple(dict.fromkeys((*asked, *stated))), bool(own), bool(own))
    return _Allowed(stated, measured=False, course=text.kind in _ON_THE_COURSE, bounds=text.kind == "course")


def _strangers(allowed: _Allowed, course: "_Course", text: ProtocolText, language: str) -> Iterator[str]:
    """Find the numbers of a text that are neither its own nor the course's, with the words around them."""
    measures = allowed.measures
    for quantity in quantities(text.words, language):
        if quantity.measure not in measures and not course.says(quantity, allowed):
            yield quantity.words
    for number, words in ordinals(text.words, language):
        if number not in course.counts:
            yield words
    if text.rule is not None and allowed.measured:
        counts = {int(each) for period in allowed.periods for each in period.split(" ") if each.isdigit()}
        yield from (str(number) for number in bare_numbers(text.words, language) if number not in counts)


class _Course:
    """The numbers of the course: its intervals in days, and its sessions."""

    def __init__(self, protocol: Protocol) -> None:
        course = protocol.course
        self.intervals = {(each.weeks[0] * 7, each.weeks[1] * 7) for each in course.intervals}
        self.bounds = {bound for interval in self.intervals for bound in interval}
        self.sessions = course.sessions
        counts = {1, *(course.sessions or ()), *([course.maintenance_from] if course.maintenance_from else [])}
        self.counts: set[float] = {float(count) for count in counts}

    def says(self, quantity: Quantity, allowed: _Allowed) -> bool:
        """Tell whether this is a number of the course, in a text that may speak of it."""
        if quantity.unit == "session":
            if quantity.low != quantity.high:
                return (quantity.low, quantity.high) == self.sessions
            return quantity.low in self.counts
        if quantity.unit != "day" or not allowed.course:
            return False
        if quantity.low != quantity.high:
            return (quantity.low, quantity.high) in self.intervals
        return allowed.bounds and quantity.low in self.bounds


class _Said:
    """What the texts of each part that declares lengths of time state, language by language."""

    def __init__(self, written: WrittenProtocol) -> None:
        self._written_protocol = written
        self._declared: dict[str, tuple[str, ...]] = {}
        self._found: dict[tuple[str, str], set[Measure]] = {}

    def note(self, language: str, text: ProtocolText) -> None:
        if text.states and language in LANGUAGES:
            self._declared[text.part] = text.states
            found = self._found.setdefault((text.part, language), set())
            found |= {quantity.measure for quantity in quantities(text.words, language)}

    def missing(self, tally: Tally) -> Iterator[Counterexample]:
        """Find what is declared and not said: it would let a wrong number in."""
        for part, states in self._declared.items():
            for stated in states:
                period = _period_of(self._written_protocol, stated)
                if period is None:
                    yield Counterexample(f"{part} states the period of {stated}, and no rule of that name has one.")
                    continue
                for language in [each for place, each in self._found if place == part]:
                    tally.cases += 1
                    if _measure(period) not in self._found[part, language]:
                        where = "" if language == ENGLISH else f" in {language}"
                        whose = "" if period == stated else f", the period of {stated}"
                        yield Counterexample(f"{part} declares that it states {period}{whose}, and does not{where}.")


def _measure(period: str) -> Measure:
    """Return a period, or what is stated of one ("3 to 7 days"), as days, months, minutes or sessions."""
    return next(quantities(period, ENGLISH)).measure


def _stated(written: WrittenProtocol, states: Iterable[str]) -> tuple[str, ...]:
    return tuple(period for stated in states if (period := _period_of(written, stated)) is not None)


def _period_of(written: WrittenProtocol, stated: str) -> str | None:
    """Return the words of a length of time that is declared: it names a rule, or it says how long."""
    if not stated[0].isupper():
        return stated
    return next(iter(_periods(rule["when"] for rule in written.rules if rule["id"] == stated)), None)


def _periods(conditions: Iterable[dict[str, object]]) -> tuple[str, ...]:
    found = (
        str(look["less_than_ago"])
        for condition in conditions
        for look in looks_in(condition)
        if "less_than_ago" in look
    )
    return tuple(dict.fromkeys(found))


def _opened(written: WrittenProtocol, question: str) -> tuple[str, ...]:
    """Return the periods that the last times are asked for which this question opens."""
    return tuple(
        str(each["period"])
        for each in written.questions.values()
        if each["period"]
        and each["only_if"]
        and question in {q for look in looks_in(each["only_if"]) for q in looked_at(look)}
    )


def _asked_for(written: WrittenProtocol, question_id: str, tally: Tally) -> Iterator[Counterexample]:
    """Find a last time that is asked for another period than the rules measure from it, or announced with another."""
    asked = written.questions[question_id]["period"]
    opened, stated = _opened(written, question_id), _stated(written, written.questions[question_id]["states"])
    for period in stated if opened or asked else ():
        if _measure(period) not in {_measure(each) for each in (asked, *opened) if each}:
            whose = " and ".join(dict.fromkeys(each for each in (asked, *opened) if each))
            yield Counterexample(
                f"{question_id} declares that it states {period}; it is about a last time asked for {whose}."
            )
    measured = [
        str(look["less_than_ago"])
        for rule in written.rules
        for look in looks_in(rule["when"])
        if look.get("question") == question_id and "less_than_ago" in look
    ]
    if not asked or not measured:
        return
    tally.cases += 1
    if asked not in measured:
        yield Counterexample(
            f"{question_id} is asked for {asked}; the rules measure {' and '.join(dict.fromkeys(measured))} from it."
        )


def _wrong(text: ProtocolText, language: str, words: str, allowed: _Allowed) -> Counterexample:
    where = text.place if language == ENGLISH else f"{text.place} in {language}"
    if allowed.periods:
        why = f"what it speaks of is {' or '.join(dict.fromkeys(allowed.periods))}"
    elif text.rule is not None:
        why = f"neither does {text.rule} measure that nor do its questions declare it"
    else:
        why = 'nothing measures or declares that there (under "states")'
    return Counterexample(f'{where} says "{words}", and {why}: "{text.words}"')
