"""Verdicts, next steps, findings and answers in the words that staff read: for every screen, command and review the same.

What a rule says to client and staff is in its protocol, and in `explain`; how a day or a count reads, in `rules.model.words`.
"""

from datetime import date
from typing import Any, Final

from rules.engine.answers import LONGER_AGO, WITHIN, Unknown
from rules.engine.verdict import INCOMPLETE, Finding, NextStep, Verdict
from rules.model.fields import QuestionType
from rules.model.outcome import Outcome
from rules.model.period import read_day, read_month
from rules.model.protocol import Question
from rules.model.words import day_in_words, month_in_words

UNKNOWN_WORDS: Final = {Unknown.NOT_SURE.value: "not sure", Unknown.PREFER_NOT.value: "rather not say"}
"""The two answers that say nothing, as staff read them."""
_STEPS: Final = {
    NextStep.ROOM: "to the room",
    NextStep.PRACTITIONER_FIRST: "practitioner looks first",
    NextStep.BOOK_FROM: "book later",
    NextStep.PRACTITIONER_TALKS: "practitioner talks, book nothing yet",
}
_HEADLINES: Final = {
    INCOMPLETE: ("NOT COMPLETE", "the questions are not all answered yet"),
    Outcome.ELIGIBLE: ("YES", "nothing speaks against it today"),
    Outcome.CAUTION: ("YES, WITH CARE", "read on before you start"),
    Outcome.REVIEW: ("LOOK FIRST", "you decide after looking or asking"),
    Outcome.DEFERRED: ("NOT TODAY", "look again at the next visit"),
    Outcome.CONTRAINDICATED: ("NOT THIS TREATMENT", "talk with the client, book nothing yet"),
}
_SENTENCES: Final = {
    INCOMPLETE: "Not all questions are answered yet.",
    Outcome.ELIGIBLE: "Nothing stands against the treatment.",
    Outcome.CAUTION: "The treatment can be given, with care.",
    Outcome.REVIEW: "The practitioner looks first.",
    Outcome.DEFERRED: "Not today.",
    Outcome.CONTRAINDICATED: "The practitioner talks with the client; book nothing yet.",
}


def step_in_words(step: NextStep | None, day: str = "") -> str:
    """Return the next step as the desk reads it; `day`, in words, is when to book from. Empty if there is no step yet."""
    if step is None:
        return ""
    return f"book from {day}" if step is NextStep.BOOK_FROM and day else _STEPS[step]


def headline(verdict: Verdict | None) -> tuple[str, str]:
    """Return the word under which the practitioner reads a verdict, and what it means today, without a day."""
    return _HEADLINES[verdict.outcome if verdict else INCOMPLETE]


def headline_of(outcome: Outcome) -> tuple[str, str]:
    """Return the two for an outcome without its verdict."""
    return _HEADLINES[outcome]


def outcome_in_words(verdict: Verdict) -> str:
    """Return `deferred until 1 March 2027`, or `eligible`."""
    until = "" if verdict.earliest is None else f" until {day_in_words(verdict.earliest)}"
    return f"{verdict.outcome}{until}"


def verdict_in_words(verdict: Verdict) -> str:
    """Return the outcome and the next step: `deferred, book from 1 March 2027`."""
    if verdict.outcome == INCOMPLETE:
        return f"incomplete; so far {verdict.worst}"
    day = day_in_words(verdict.earliest) if verdict.earliest else ""
    return f"{verdict.outcome}, {step_in_words(verdict.next_step, day)}"


def finding_in_words(finding: Finding) -> str:
    """Return what a finding says to staff, with its rule and its sources."""
    return f"{finding.staff} ({'; '.join((finding.rule, *finding.source))})"


def explain(verdict: Verdict) -> tuple[str, ...]:
    """Say a verdict to staff in sentences, worst first, each finding with its rule and source."""
    possible = "" if verdict.earliest is None else f" Possible from {day_in_words(verdict.earliest)}."
    return (f"{_SENTENCES[verdict.outcome]}{possible}", *map(finding_in_words, verdict.findings))


def answer_in_words(question: Question, raw: Any, *, today: date | None = None) -> str:
    """Return an answer as staff read it; a day near `today` goes without its year."""
    if raw is None:
        return "not answered"
    if isinstance(raw, list | tuple):
        return ", ".join(_label(question, str(value)) for value in raw)
    text = str(raw)
    if question.type is QuestionType.NOTE:
        return f"“{text}”" if text else "nothing"
    if question.informational and text == Unknown.PREFER_NOT.value:
        return "not said"  # a wish may be left: who left it did not say that they would rather not
    if question.type is QuestionType.LAST_TIME:
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
    if text in (WITHIN, LONGER_AGO):
        period = f"{question.period}" if question.period else "the period asked for"
        return f"within {period}" if text == WITHIN else f"longer ago than {period}"
    day, month = read_day(text), read_month(text)
    if day is not None:
        return day_in_words(day, today)
    return month_in_words(month) if month is not None else text
