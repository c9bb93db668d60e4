"""The engine: a protocol, a client's answers and a day make a verdict.

A verdict is the worst of its findings. Each rule that surely holds leaves one; so does each asked question that a rule uses
and whose answer is unknown, even if other answers settle the rule; so do known answers that leave a rule unsettled.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from rules.engine.answers import Answers, Unknown, resolve
from rules.engine.explain import (
    staff_text,
    unclear_client_text,
    unclear_staff_text,
    unknown_client_text,
    unknown_staff_text,
)
from rules.engine.judging import compiled, unsettled_looks
from rules.engine.known_answers import NOT_ASKED, ConditionTest, KnownAnswer, LastTime
from rules.engine.verdict import Finding, Verdict
from rules.model.condition import Condition
from rules.model.course import AfterCare, Interval, TreatmentStep
from rules.model.fields import QuestionType
from rules.model.outcome import Outcome
from rules.model.protocol import Protocol, Question, Rule

_Asking = tuple[Question, str, ConditionTest | None, bool]
"""A question, its id, its gate, and whether it may be left unanswered: plain tuples, because the hot loop unpacks them."""


@dataclass(frozen=True, slots=True)
class _Judging:
    rule: Rule
    place: int
    undated: Finding
    """The finding of a rule that fires without an end: always the same one."""


@dataclass(frozen=True, slots=True)
class _Program:
    """A protocol compiled once: what is asked, what is judged, and which rules rest on which question."""

    asking: tuple[_Asking, ...]
    tests: tuple[tuple[ConditionTest, _Judging], ...]
    used_by: Mapping[str, tuple[_Judging, ...]]


@dataclass(slots=True)
class _Situation:
    """What is known at one moment: the known answers, the questions not asked, and which of the rest are unknown or unanswered."""

    known: dict[str, KnownAnswer]
    not_asked: set[str]
    unknown: list[tuple[Question, Unknown]]
    unanswered: list[str]


@lru_cache(maxsize=512)
def _program(protocol: Protocol) -> _Program:
    asking = tuple(
        (
            question,
            question.id,
            None if question.only_if is None else compiled(question.only_if),
            question.type is QuestionType.NOTE,
        )
        for question in protocol.in_order
    )
    judging = tuple(_Judging(rule, place, _undated(rule)) for place, rule in enumerate(protocol.rules))
    tests = tuple((compiled(each.rule.when), each) for each in judging)
    users: dict[str, set[int]] = {question.id: set() for question in protocol.questions}
    for each in judging:
        for question_id in each.rule.when.questions:
            users[question_id].add(each.place)
    # Backwards, so that a gate counts as used by every rule on its follow-ups, and on theirs.
    for question in reversed(protocol.in_order):
        for gate_id in question.only_if.questions if question.only_if is not None else ():
            users[gate_id] |= users[question.id]
    used_by = {question_id: tuple(judging[place] for place in sorted(places)) for question_id, places in users.items()}
    return _Program(asking, tests, used_by)


def _situation(program: _Program, answers: Answers) -> _Situation:
    known: dict[str, KnownAnswer] = {}
    situation = _Situation(known, set(), [], [])
    answer_to = answers.resolved.get
    for question, question_id, gate, may_be_missing in program.asking:
        # A gate never looks at the calendar (the loader refuses one that does), so any day will do.
        if gate is not None and not (opened := gate(known, answers.answered_on)):
            known[question_id] = None if opened is None else NOT_ASKED
            situation.not_asked.add(question_id)
            continue
        value = answer_to(question_id)
        if value is None:
            known[question_id] = "" if may_be_missing else None
            if not may_be_missing:
                situation.unanswered.append(question_id)
        elif value.__class__ is Unknown:
            known[question_id] = None
            situation.unknown.append((question, Unknown(value)))
        else:
            known[question_id] = value
    return situation


def evaluate(protocol: Protocol, answers: Answers | Mapping[str, Any], *, on: date) -> Verdict:
    """Judge answers on a day. Raw answers count as given on that day; AnswerError if they can't be answers.

    Answers resolved under another version of the protocol count as far as they are answers to this one.
    """
    answers = _under(protocol, answers, on)
    program = _program(protocol)
    situation = _situation(program, answers)
    known = situation.known
    findings: list[Finding] = []
    unsettled: list[_Judging] = []
    for test, each in program.tests:
        truth = test(known, on)
        if truth is False:
            continue
        if truth is True:
            findings.append(each.undated)
        elif truth is None:
            unsettled.append(each)
        else:
            findings.append(_dated(each.rule, known, truth))
    if situation.unknown:
        findings += _of_unknown_answers(program, situation, unsettled)
    if unsettled:
        findings += _of_unclear_answers(protocol, program, known, unsettled, on)
    return Verdict.of(
        protocol=protocol.id,
        version=protocol.version,
        sha256=protocol.sha256,
        on=on,
        findings=findings,
        unanswered=tuple(situation.unanswered),
    )


def _under(protocol: Protocol, answers: Answers | Mapping[str, Any], on: date) -> Answers:
    if not isinstance(answers, Answers):
        return resolve(protocol, answers, answered_on=on)
    if answers.protocol is protocol or answers.protocol.sha256 == protocol.sha256:
        return answers
    if answers.protocol.id != protocol.id:
        message = f"these are answers to {answers.protocol.id}, not to {protocol.id}"
        raise ValueError(message)
    return answers.under(protocol)


def _undated(rule: Rule) -> Finding:
    return Finding(
        rule=rule.id,
        outcome=rule.outcome,
        because="yes",
        client=rule.client,
        staff=rule.staff,
        source=rule.citations,
        inferred=rule.inferred,
        questions=rule.when.questions,
    )


def _dated(rule: Rule, known: Mapping[str, KnownAnswer], until: date) -> Finding:
    approximate = any(
        isinstance(last := known[question_id], LastTime) and last.approximate for question_id in rule.when.questions
    )
    return Finding(
        rule=rule.id,
        outcome=rule.outcome,
        because="yes",
        client=rule.client,
        staff=staff_text(rule, until, approximate=approximate),
        until=until,
        source=rule.citations,
        inferred=rule.inferred,
        questions=rule.when.questions,
        approximate=approximate,
    )


def _of_unknown_answers(program: _Program, situation: _Situation, unsettled: Iterable[_Judging]) -> Iterable[Finding]:
    open_places = {each.place for each in unsettled}
    for question, unknown in situation.unknown:
        users = program.used_by[question.id]
        if not users:
            continue
        rule = min(users, key=lambda each: (each.place not in open_places, -each.rule.outcome.rank, each.place)).rule
        yield _left_open(
            rule,
            _open_outcome(users),
            unknown_client_text(question, unknown),
            unknown_staff_text(question, unknown, rule),
            (question.id,),
        )


def _of_unclear_answers(
    protocol: Protocol, program: _Program, known: Mapping[str, KnownAnswer], unsettled: Iterable[_Judging], on: date
) -> Iterable[Finding]:
    """Yield what known answers leave open: areas that share only `other`, or `longer_ago` where the rule's period is longer."""
    worst: dict[tuple[str, ...], _Judging] = {}
    for each in unsettled:
        for looked_at in unsettled_looks(each.rule.when, known, on):
            if any(known[question_id] is None for question_id in looked_at):
                continue
            first = worst.setdefault(looked_at, each)
            if each.rule.outcome > first.rule.outcome:
                worst[looked_at] = each
    for looked_at, each in worst.items():
        users = [user for question_id in looked_at for user in program.used_by[question_id]]
        questions = tuple(protocol.question(question_id) for question_id in looked_at)
        yield _left_open(
            each.rule,
            _open_outcome(users),
            unclear_client_text(questions[0]),
            unclear_staff_text(questions, each.rule),
            looked_at,
        )


def _open_outcome(users: Iterable[_Judging]) -> Outcome:
    return Outcome.CAUTION if all(each.rule.outcome is Outcome.CAUTION for each in users) else Outcome.REVIEW


def _left_open(rule: Rule, outcome: Outcome, client: str, staff: str, questions: tuple[str, ...]) -> Finding:
    return Finding(
        rule=rule.id,
        outcome=outcome,
        because="unknown",
        client=client,
        staff=staff,
        source=rule.citations,
        inferred=rule.inferred,
        questions=questions,
    )


def asked(protocol: Protocol, answers: Answers) -> tuple[Question, ...]:
    """Return the questions asked, given these answers, in the order they are asked: by horizon, then as in the file."""
    not_asked = _situation(_program(protocol), _under(protocol, answers, answers.answered_on)).not_asked
    return tuple(question for question in protocol.in_order if question.id not in not_asked)


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step of the treatment as these answers leave it: included or left out, and how it is tailored."""

    step: TreatmentStep
    included: bool
    notes: tuple[str, ...]


def steps(protocol: Protocol, answers: Answers) -> tuple[PlannedStep, ...]:
    """Return all steps, tailored by the answers; a step with a condition is included only if that surely holds."""
    known = _known(protocol, answers)
    return tuple(
        PlannedStep(
            step,
            included=_surely(step.only_if, known, answers),
            notes=tuple(note.text for note in step.tailored if _surely(note.when, known, answers)),
        )
        for step in protocol.steps
    )


def aftercare(protocol: Protocol, answers: Answers) -> tuple[AfterCare, ...]:
    """Return the after-care for this client: what concerns everybody, and what surely concerns them."""
    known = _known(protocol, answers)
    return tuple(care for care in protocol.aftercare if _surely(care.only_if, known, answers))


def interval(protocol: Protocol, answers: Answers) -> Interval:
    """Return the usual interval of this client's course: the first whose condition surely holds, else the general one."""
    known = _known(protocol, answers)
    return next(each for each in protocol.course.intervals if _surely(each.only_if, known, answers))


def _known(protocol: Protocol, answers: Answers) -> Mapping[str, KnownAnswer]:
    return _situation(_program(protocol), _under(protocol, answers, answers.answered_on)).known


def _surely(condition: Condition | None, known: Mapping[str, KnownAnswer], answers: Answers) -> bool:
    return condition is None or bool(compiled(condition)(known, answers.answered_on))
