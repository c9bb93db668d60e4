"""The practitioner's one screen as plain data: who, the verdict in words, what was found and why, what changed, the course."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kiosk.phrases import Tone, long_day, month_year, outcome_tone, short_day
from rules import Finding, Outcome, Protocol, Question, Verdict

UNKNOWN_WORDS = {"not_sure": "not sure", "prefer_not": "rather not say"}
_MONTH_LENGTH = len("2026-06")


@dataclass(frozen=True)
class Band:
    """The verdict as one line: a word, what it means today, a tone."""

    word: str
    detail: str
    tone: Tone


@dataclass(frozen=True)
class FindingNote:
    """One finding as a colleague would tell it."""

    rule: str
    title: str
    reason: str
    until: str
    source: str
    tone: Tone
    new: bool
    outcome: Outcome


@dataclass(frozen=True)
class UnsureNote:
    """An answer the client was not sure of, or would rather not give; `settled` says who looked and what they found."""

    question: str
    short: str
    answer: str
    line: str
    new: bool


@dataclass(frozen=True)
class SettledNote:
    """An unsure answer that was looked at."""

    question: str
    line: str


@dataclass(frozen=True)
class Change:
    """An answer that differs from the last visit's."""

    short: str
    before: str
    now: str


@dataclass(frozen=True)
class AnswerRow:
    """One question with its answer, for the list of all answers."""

    question: str
    short: str
    ask: str
    answer: str
    mark: str


def answer_words(question: Question, raw: object, *, today: date | None = None) -> str:
    """Return an answer as words: the option's label, a day, a month, the note in quotes."""
    if raw is None:
        return "not answered"
    if isinstance(raw, (list, tuple)):
        return ", ".join(_label(question, str(value)) for value in raw)
    text = str(raw)
    if question.type == "note":
        return f"“{text}”" if text else "nothing"
    if question.type == "last_time":
        return _last_time(question, text, today)
    return _label(question, text)


def _label(question: Question, value: str) -> str:
    if value in UNKNOWN_WORDS:
        return UNKNOWN_WORDS[value]
    label = next((option.label for option in question.options if option.id == value), value)
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def _last_time(question: Question, text: str, today: date | None) -> str:
    if text in UNKNOWN_WORDS:
        return UNKNOWN_WORDS[text]
    if text in ("within", "longer_ago"):
        period = f"{question.period}" if question.period else "the period asked for"
        return f"within {period}" if text == "within" else f"longer ago than {period}"
    if len(text) == _MONTH_LENGTH:
        return month_year(date.fromisoformat(f"{text}-01"))
    return short_day(date.fromisoformat(text), today)


def band(verdict: Verdict) -> Band:
    """Say the verdict in one line."""
    tone = outcome_tone(verdict.outcome) if isinstance(verdict.outcome, Outcome) else Tone.LOOK
    match verdict.outcome:
        case Outcome.ELIGIBLE:
            return Band("YES", "nothing speaks against it today", tone)
        case Outcome.CAUTION:
            return Band("YES, WITH CARE", "read on before you start", tone)
        case Outcome.REVIEW:
            return Band("LOOK FIRST", "you decide after looking or asking", tone)
        case Outcome.DEFERRED if verdict.earliest:
            return Band("NOT TODAY", f"possible from {long_day(verdict.earliest)}", tone)
        case Outcome.DEFERRED:
            return Band("NOT TODAY", "look again at the next visit", tone)
        case Outcome.CONTRAINDICATED:
            return Band("NOT THIS TREATMENT", "talk with the client, book nothing yet", tone)
        case _:
            return Band("NOT COMPLETE", "questions are still unanswered", tone)


def finding_title(protocol: Protocol, finding: Finding, answers: Mapping[str, object], today: date) -> str:
    """Return what the client answered, so that a finding begins with the fact: `Accutane: stopped · last taken: June 2026`."""
    parts = []
    for question_id in finding.questions:
        if question_id in answers:
            question = protocol.question(question_id)
            parts.append(f"{question.short}: {answer_words(question, answers[question_id], today=today)}")
    return " · ".join(parts) or finding.rule


def until_words(finding: Finding) -> str:
    """Return from when on, or nothing."""
    if finding.until is None:
        return ""
    day = long_day(finding.until)
    return f"possible from {day}" if finding.outcome is Outcome.DEFERRED else f"recommended from {day}"


def changes(
    protocol: Protocol, before: Mapping[str, object], now: Mapping[str, object], today: date
) -> tuple[Change, ...]:
    """Return each answer that differs from the earlier ones, in the order of the questionnaire."""
    found = []
    for question in protocol.questions:
        old, new = before.get(question.id), now.get(question.id)
        if old != new and question.type != "note":
            words = [answer_words(question, raw, today=today) if raw is not None else "not asked" for raw in (old, new)]
            found.append(Change(question.short, *words))
    return tuple(found)


def worst_first(findings: Iterable[Finding]) -> Sequence[Finding]:
    """Return the findings by weight; equal ones keep their order."""
    return sorted(findings, key=lambda finding: -finding.outcome.rank)
