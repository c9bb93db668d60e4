"""Worked examples of a protocol: a file that a practitioner reads and writes, run against the engine, compared in words.

A case says what a client answered on a day and what must come of it. Nothing here decides anything: the expectations
are a second account of the rules, and the engine is checked against them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from rules.engine.answers import resolve
from rules.engine.evaluation import evaluate
from rules.engine.verdict import INCOMPLETE, Finding, NextStep, Verdict
from rules.model.outcome import Outcome
from rules.model.protocol import Protocol
from rules.model.rules_errors import AnswerError
from rules.reading.loader import read_text
from rules.reading.strict_yaml import Loc, read_tree
from rules.reading.tree_reader import TreeReader

REFUSED: Final = "refused"
"""The outcome of a case whose answers are not taken at all."""

_OUTCOMES: Final = (*(outcome.value for outcome in Outcome), INCOMPLETE, REFUSED)
_FIRED = re.compile(r"([A-Z0-9][A-Z0-9-]*)( because unknown)?(?: until ([0-9-]+))?")
_FILE_KEYS: Final = ("protocol", "on", "bases", "cases")
_CASE_KEYS: Final = (
    "name", "base", "on", "answered_on", "answers", "without",
    "outcome", "earliest", "next_step", "fires", "unanswered", "refuses",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that fires, surely or because an answer is unknown, and the day from which it no longer does."""

    rule: str
    unknown: bool = False
    until: date | None = None

    @classmethod
    def of(cls, finding: Finding) -> "Fired":
        """Return what a case says of this finding."""
        return cls(finding.rule, finding.because == "unknown", finding.until)

    def __str__(self) -> str:
        until = f" until {self.until}" if self.until else ""
        return f"{self.rule}{' because unknown' if self.unknown else ''}{until}"


@dataclass(frozen=True, slots=True)
class Expected:
    """What a case must lead to; None is not checked, except for `earliest`, where it says that there is no such day."""

    outcome: str
    earliest: date | None = None
    fires: tuple[Fired, ...] | None = None
    next_step: NextStep | None = None
    unanswered: tuple[str, ...] | None = None
    refuses: str | None = None


@dataclass(frozen=True, slots=True)
class WorkedCase:
    """One worked example; `line` is its line in its file, from 1."""

    name: str
    line: int
    on: date
    answered_on: date
    answers: Mapping[str, Any]
    expected: Expected


@dataclass(frozen=True, slots=True)
class WorkedCases:
    """The worked examples of one protocol, in the order of their file."""

    file: Path
    protocol: str
    cases: tuple[WorkedCase, ...]


@dataclass(frozen=True, slots=True)
class CaseResult:
    """The result of a case: a line for each difference, none if all is as expected."""

    case: WorkedCase
    differences: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether everything came out as expected."""
        return not self.differences


def cases_beside(protocol_file: Path) -> Path:
    """Return where the worked examples of a protocol file go: `cases.yaml` in the same folder."""
    return protocol_file.with_name("cases.yaml")


def overlay_cases(overlay_file: Path, protocol_id: str) -> Path:
    """Return the file with the cases of a protocol with an overlay: beside the overlay, one for each protocol."""
    return overlay_file.with_name(f"{overlay_file.stem}.{protocol_id}.cases.yaml")


def load_cases(path: Path) -> WorkedCases:
    """Read a file of cases; ProtocolError, with line, column and a sentence, for whatever it may not say."""
    return _CaseReader(read_tree(read_text(path), path), path).cases()


def run(protocol: Protocol, cases: WorkedCases | Iterable[WorkedCase]) -> tuple[CaseResult, ...]:
    """Check the engine against each case. ValueError if the cases are those of another protocol."""
    if isinstance(cases, WorkedCases):
        if cases.protocol != protocol.id:
            message = f"these are cases of {cases.protocol}, not of {protocol.id}"
            raise ValueError(message)
        cases = cases.cases
    return tuple(CaseResult(case, tuple(_differences(protocol, case))) for case in cases)


def _differences(protocol: Protocol, case: WorkedCase) -> Iterable[str]:
    expected = case.expected
    try:
        verdict = evaluate(protocol, resolve(protocol, case.answers, answered_on=case.answered_on), on=case.on)
    except AnswerError as refusal:
        if expected.outcome != REFUSED:
            yield f"outcome: expected {expected.outcome}, got {REFUSED}: {refusal.sentence}"
        elif expected.refuses not in (None, refusal.place):
            yield f"refuses: expected {expected.refuses}, got {refusal.place}: {refusal.sentence}"
        return
    yield from _compared("outcome", expected.outcome, str(verdict.outcome))
    yield from _compared("earliest", _or_none(expected.earliest), _or_none(verdict.earliest))
    if expected.next_step is not None:
        yield from _compared("next step", str(expected.next_step), _or_none(verdict.next_step))
    if expected.unanswered is not None:
        yield from _set_apart("unanswered", expected.unanswered, verdict.unanswered)
    if expected.fires is not None:
        yield from _set_apart("fires", map(str, expected.fires), map(str, _fired(verdict)))


def _fired(verdict: Verdict) -> list[Fired]:
    return [Fired.of(finding) for finding in verdict.findings]


def _compared(part: str, expected: str, got: str) -> Iterable[str]:
    if expected != got:
        yield f"{part}: expected {expected}, got {got}"


def _set_apart(part: str, expected: Iterable[str], got: Iterable[str]) -> Iterable[str]:
    wanted, found = Counter(expected), Counter(got)
    for each in (wanted - found).elements():
        yield f"{part}: {each} should be here and is not"
    for each in (found - wanted).elements():
        yield f"{part}: {each} is here and should not be"


def _or_none(value: object) -> str:
    return "none" if value is None else str(value)


class _CaseReader(TreeReader):
    def cases(self) -> WorkedCases:
        top = self.group((), _FILE_KEYS, needs=("protocol", "cases"))
        entries = self.entries(("cases",))
        bases = {name: self._answers(("bases", name)) for name in self.group(("bases",))} if "bases" in top else {}
        on = self.day(("on",)) if "on" in top else None
        cases: dict[str, WorkedCase] = {}
        for number in range(len(entries)):
            case = self._case(("cases", number), bases, on)
            if case.name in cases:
                self.refuse(("cases", number, "name"), f'"{case.name}" names two cases; give each a name of its own.')
            cases[case.name] = case
        if not cases:
            self.refuse(("cases",), "There is no case here; write at least one.")
        return WorkedCases(self.file, self.text(("protocol",)), tuple(cases.values()))

    def _case(self, loc: Loc, bases: Mapping[str, Mapping[str, Any]], day: date | None) -> WorkedCase:
        entry = self.group(loc, _CASE_KEYS, needs=("name", "outcome"))
        on = self.day((*loc, "on")) if "on" in entry else day
        if on is None:
            self.refuse(loc, 'This case has no day: write "on" here, or at the top for all.')
        answered_on = self.day((*loc, "answered_on")) if "answered_on" in entry else on
        if answered_on > on:
            self.refuse((*loc, "answered_on"), f"The client answered on {answered_on}, after the treatment on {on}.")
        answers = dict(self._base(loc, entry, bases))
        for number, question in enumerate(self.texts((*loc, "without")) if "without" in entry else ()):
            if answers.pop(question, None) is None:
                self.refuse((*loc, "without", number), f'"{question}" is not answered in the base; leave it out here.')
        if "answers" in entry:
            answers |= self._answers((*loc, "answers"))
        return WorkedCase(
            name=self.text((*loc, "name")),
            line=self.tree.at(loc)[0],
            on=on,
            answered_on=answered_on,
            answers=MappingProxyType(answers),
            expected=self._expected(loc, entry),
        )

    def _base(self, loc: Loc, entry: Mapping[str, Any], bases: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
        if "base" not in entry:
            return next(iter(bases.values()), {})
        name = self.text((*loc, "base"))
        if name not in bases:
            known = ", ".join(bases) or "none"
            self.refuse((*loc, "base"), f'There is no base "{name}" in this file; there is {known}.')
        return bases[name]

    def _expected(self, loc: Loc, entry: Mapping[str, Any]) -> Expected:
        outcome = self.one_of((*loc, "outcome"), _OUTCOMES)
        self._only_with(loc, entry, "earliest", outcome, Outcome.DEFERRED.value)
        self._only_with(loc, entry, "unanswered", outcome, INCOMPLETE)
        self._only_with(loc, entry, "refuses", outcome, REFUSED)
        if outcome == INCOMPLETE and "unanswered" not in entry:
            self.refuse(loc, 'An incomplete case says what is "unanswered".')
        fires: tuple[Fired, ...] | None = None
        if "fires" in entry:
            count = len(self.texts((*loc, "fires")))
            fires = tuple(self._fired((*loc, "fires", number)) for number in range(count))
        elif outcome not in (INCOMPLETE, REFUSED):
            fires = ()
        step = self.one_of((*loc, "next_step"), tuple(NextStep)) if "next_step" in entry else None
        return Expected(
            outcome=outcome,
            earliest=self.day((*loc, "earliest")) if "earliest" in entry else None,
            fires=fires,
            next_step=None if step is None else NextStep(step),
            unanswered=self.texts((*loc, "unanswered")) if "unanswered" in entry else None,
            refuses=self.text((*loc, "refuses")) if "refuses" in entry else None,
        )

    def _only_with(self, loc: Loc, entry: Mapping[str, Any], key: str, outcome: str, needed: str) -> None:
        if key in entry and outcome != needed:
            self.refuse((*loc, key), f'"{key}" goes with the outcome {needed}, and this case is {outcome}.')

    def _fired(self, loc: Loc) -> Fired:
        text = self.text(loc)
        written = _FIRED.fullmatch(text)
        if written is None:
            self.refuse(loc, f'"{text}" is not written like "RULE", "RULE until 2027-03-01" or "RULE because unknown".')
        until = self.as_day(loc, written[3]) if written[3] else None
        return Fired(written[1], unknown=written[2] is not None, until=until)

    def _answers(self, loc: Loc) -> dict[str, Any]:
        given: dict[str, Any] = {}
        for question in self.group(loc):
            at = (*loc, question)
            given[question] = list(self.texts(at)) if isinstance(self.value(at), list) else self.text(at)
        return given
