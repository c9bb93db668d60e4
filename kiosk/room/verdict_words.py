"""Verdict, findings and answers in a practitioner's words: the parts of the summary that come from the rules."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kiosk.core.phrases import Tone, clock_time, long_day, outcome_tone
from kiosk.records.context import Context
from kiosk.visits.visit import Raise
from rules import Answers, Finding, Outcome, Protocol, Verdict, answer_in_words, asked, day_in_words, several
from rules.engine.wording import headline, headline_of

_NOT_COMPARED = frozenset({"note", "area", "concerns", "had_before", "session_last"})
"""What another part of the summary shows already."""
_SETTING = frozenset({"area", "concerns", "note"})


@dataclass(frozen=True)
class Band:
    """The verdict as one line: a word, what it means today, a tone; `outcome` is what that word stands for, None before any verdict."""

    word: str
    detail: str
    tone: Tone
    outcome: Outcome | None = None


@dataclass(frozen=True)
class ChangedAnswer:
    """An answer that differs from the last visit's."""

    short: str
    before: str
    now: str


def asked_by_desk(context: Context, raised: Raise) -> str:
    """Say who asks the practitioner to look first, since when, and why."""
    return f"{raised.by} asks, {clock_time(context.local(raised.at))}: {raised.reason}"


def band(verdict: Verdict | None, asked: str = "") -> Band:
    """Say the verdict in one line. What the desk raised is looked at first; a note alone makes no yes a careful one."""
    if verdict is None or not isinstance(verdict.outcome, Outcome):
        return Band(*headline(verdict), Tone.QUIET)
    outcome = verdict.outcome
    if asked and outcome < Outcome.REVIEW:
        word, _ = headline_of(Outcome.REVIEW)
        return Band(word, asked, Tone.LOOK, Outcome.REVIEW)
    beside_notes = [finding.outcome for finding in verdict.findings if set(finding.questions) != {"note"}]
    if outcome is Outcome.CAUTION and max(beside_notes, default=Outcome.ELIGIBLE) is Outcome.ELIGIBLE:
        word, detail = headline_of(Outcome.ELIGIBLE)
        return Band(word, f"{detail}; read the note first", Tone.GO, Outcome.ELIGIBLE)
    word, detail = headline_of(outcome)
    if verdict.earliest is not None:
        detail = f"possible from {long_day(verdict.earliest)}"
    return Band(word, detail, outcome_tone(outcome), outcome)


def changed_answers(
    protocol: Protocol,
    before: Mapping[str, Any],
    now: Mapping[str, Any],
    today: date,
    *,
    but: Collection[str] = _NOT_COMPARED,
) -> tuple[ChangedAnswer, ...]:
    """Return each answer that differs from the earlier ones, `but` for some, in the order of the questionnaire."""
    found = []
    for question in protocol.questions:
        old, new = before.get(question.id), now.get(question.id)
        if old != new and question.id not in but:
            words = [
                answer_in_words(question, raw, today=today) if raw is not None else "not asked" for raw in (old, new)
            ]
            found.append(ChangedAnswer(question.short, *words))
    return tuple(found)


def settled_line(context: Context, protocol: Protocol, settled: Any, today: date) -> str:
    """Say what was settled, by whom, and what the client had said."""
    question = protocol.question(settled.question)
    when = clock_time(context.local(settled.at)) if settled.day == today else day_in_words(settled.day, today)
    said = answer_in_words(question, settled.says, today=today)
    if settled.kind is not None:
        return f"{question.short}: {settled.kind}, named by {settled.by}, {when} (was: {answer_in_words(question, settled.raw)})"
    return f"{question.short}: {said}, {settled.by} looked, {when} (was: {answer_in_words(question, settled.raw)})"


def corrected_line(context: Context, protocol: Protocol, correction: Any, today: date) -> str:
    """Say what was corrected, by whom, and why."""
    question = protocol.question(correction.question)
    old, new = (answer_in_words(question, raw, today=today) for raw in (correction.was, correction.raw))
    return f"{question.short}: {old} → {new}, {correction.by} {clock_time(context.local(correction.at))}: {correction.reason}"


def rest_line(
    protocol: Protocol, answers: Answers | None, findings: Sequence[Finding], changed: frozenset[str], *, compared: bool
) -> str:
    """Say how many answers need no look."""
    if answers is None:
        return ""
    named = {each for finding in findings for each in finding.questions}
    if compared:
        named |= changed
    left = sum(question.id not in named | _SETTING for question in asked(protocol, answers))
    if not left:
        return ""
    return (
        f"{several(left, 'answer', 'answers')} unchanged"
        if compared
        else several(left, "other answer", "other answers")
    )
