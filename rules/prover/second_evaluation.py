"""What a protocol's rules say about answers, evaluated a second time in the proof: from the plain data, and nothing of the engine.

The engine compiles conditions into closures; this walks the written conditions, slowly and straight. Where the two differ,
one of them is wrong. It is part of the product because a clinic's own protocol is proven where it is written: only here can
the engine be held against what those very rules say.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, Final, Literal

from rules.checks.written_protocol import SEVERITY, UNKNOWNS, Written, WrittenProtocol, looked_at, looks_in
from rules.prover import counting

_MONTH_WRITTEN: Final = len("2026-06")

Truth = Literal["yes", "no", "open"]
Said = tuple[str, str, str, date | None]
"""A finding, as far as it is judged: rule, outcome, because, until."""


class Blank(Enum):
    """Why there is no known answer."""

    HIDDEN = "surely not asked"
    PERHAPS = "not asked, because its gate is not settled"
    MISSING = "asked and not answered"
    UNKNOWN = "asked, and the answer is unknown"


@dataclass(frozen=True, slots=True)
class Last:
    """A last time: a day, or longer ago than the period asked for."""

    day: date | None
    asked: str


Answer = str | frozenset[str] | Last | Blank
Picture = dict[str, Answer]


@dataclass(frozen=True, slots=True)
class HeldUntil:
    """Whether a condition holds, and until which day; no day means for good, or nobody knows."""

    truth: Truth
    until: date | None = None


YES: Final = HeldUntil("yes")
NO: Final = HeldUntil("no")
OPEN: Final = HeldUntil("open")


class SecondEvaluation:
    """A protocol's rules, evaluated from the data they are written in."""

    def __init__(self, written: WrittenProtocol) -> None:
        self.written = written

    def picture(self, raw: Mapping[str, Any], answered_on: date, questions: Iterable[str] | None = None) -> Picture:
        """Read raw answers: for each question what is known, or why nothing is. `questions` are in their own order."""
        seen: Picture = {}
        for question_id in self.written.questions if questions is None else questions:
            seen[question_id] = self.seen(question_id, raw.get(question_id), seen, answered_on)
        return seen

    def seen(self, question_id: str, raw: Any, before: Mapping[str, Answer], answered_on: date) -> Answer:
        """Read one raw answer, by what is known of the questions that decide whether it is asked."""
        question = self.written.questions[question_id]
        opened = self.held(question["only_if"], before, answered_on).truth if question["only_if"] else "yes"
        if opened == "no":
            return Blank.HIDDEN
        return Blank.PERHAPS if opened == "open" else _read(question, raw, answered_on)

    def held(self, condition: Written, seen: Mapping[str, Answer], on: date) -> HeldUntil:
        """Read whether a condition holds on a day."""
        if "all" in condition:
            return _all([self.held(part, seen, on) for part in condition["all"]])
        if "any" in condition:
            return _any([self.held(part, seen, on) for part in condition["any"]])
        answers = [seen[question] for question in looked_at(condition)]
        if Blank.HIDDEN in answers:
            return NO
        if any(isinstance(answer, Blank) for answer in answers):
            return OPEN
        return _look(condition, answers, on)

    def held_rules(self, seen: Mapping[str, Answer], on: date) -> dict[int, HeldUntil]:
        """Read whether each rule holds, by its place, if all its questions are seen."""
        return {
            place: self.held(rule["when"], seen, on)
            for place, rule in enumerate(self.written.rules)
            if self.written.rests_on[place] <= seen.keys()
        }

    def findings(self, seen: Mapping[str, Answer], held: Mapping[int, HeldUntil], on: date) -> Iterator[Said]:
        """Say what must be found: rules that hold, unknown answers, and known answers that settle nothing."""
        for place, reading in held.items():
            if reading.truth == "yes":
                yield self.written.rules[place]["id"], self.written.rules[place]["outcome"], "yes", reading.until
        for question, answer in seen.items():
            if answer is Blank.UNKNOWN and self.written.users[question]:
                order = sorted(
                    self.written.users[question], key=lambda place: (held[place].truth != "open", self._rank(place))
                )
                yield self.written.rules[order[0]]["id"], self.written.at_stake((question,)), "unknown", None
        yield from self._unclear(held, seen, on)

    def _unclear(self, held: Mapping[int, HeldUntil], seen: Mapping[str, Answer], on: date) -> Iterator[Said]:
        found: dict[tuple[str, ...], int] = {}
        for place, reading in held.items():
            for look in looks_in(self.written.rules[place]["when"]) if reading.truth == "open" else ():
                questions = looked_at(look)
                if any(isinstance(seen[question], Blank) for question in questions):
                    continue
                if self.held(look, seen, on).truth == "open":
                    found[questions] = min(found.get(questions, place), place, key=self._rank)
        for questions, place in found.items():
            yield self.written.rules[place]["id"], self.written.at_stake(questions), "unknown", None

    def _rank(self, place: int) -> tuple[int, int]:
        return (-SEVERITY.index(self.written.rules[place]["outcome"]), place)


def _read(question: Written, raw: Any, answered_on: date) -> Answer:
    if question["type"] == "note":
        return raw.strip() if raw else ""
    if raw is None:
        return Blank.MISSING
    if raw in UNKNOWNS:
        return Blank.UNKNOWN
    if isinstance(raw, list):
        return frozenset(raw)
    if question["type"] != "last_time":
        return str(raw)
    return Last(effective_day(raw, answered_on), question["period"])


def effective_day(raw: str, answered_on: date) -> date | None:
    """Return the day a last time counts as; None for `longer_ago`."""
    if raw == "longer_ago":
        return None
    if raw == "within":
        return answered_on
    numbers = [int(part) for part in raw.split("-")]
    if len(raw) == _MONTH_WRITTEN:
        return min(counting.month_end(numbers[0], numbers[1]), answered_on)
    return date(numbers[0], numbers[1], numbers[2])


def _look(look: Written, answers: list[Any], on: date) -> HeldUntil:
    if "less_than_ago" in look:
        return _less_than_ago(answers[0], look["less_than_ago"], on)
    if "meets" in look or "apart_from" in look:
        shared = answers[0] & answers[1]
        return OPEN if shared == {"other"} else _plainly(bool(shared) is ("meets" in look))
    if "is_any_of" in look:
        return _plainly(answers[0] in look["is_any_of"])
    if "includes" in look:
        return _plainly(look["includes"] in answers[0])
    return _plainly(bool(answers[0]) if "written" in look else answers[0] == look["is"])


def _plainly(holds: bool) -> HeldUntil:
    return YES if holds else NO


def _less_than_ago(last: Last, period: str, on: date) -> HeldUntil:
    if last.day is None:
        return NO if counting.covers(last.asked, period) else OPEN
    end = counting.passed(last.day, period)
    if end is None:
        return YES
    return HeldUntil("yes", end) if on < end else NO


def _all(parts: list[HeldUntil]) -> HeldUntil:
    if any(part.truth == "no" for part in parts):
        return NO
    if any(part.truth == "open" for part in parts):
        return OPEN
    days = [part.until for part in parts if part.until is not None]
    return HeldUntil("yes", min(days)) if days else YES


def _any(parts: list[HeldUntil]) -> HeldUntil:
    truths = {part.truth for part in parts}
    if "yes" not in truths:
        return OPEN if "open" in truths else NO
    if "open" in truths or any(part.truth == "yes" and part.until is None for part in parts):
        return YES
    return HeldUntil("yes", max(part.until for part in parts if part.until is not None))
