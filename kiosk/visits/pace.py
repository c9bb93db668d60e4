"""Answers that were given faster than their question can be read: the practitioner asks again, and nobody tells the client. Pure."""

from collections.abc import Collection, Mapping
from typing import Final

import rules
from rules import Answers, QuestionType

_WORDS_A_SECOND: Final = 7
"""Faster than anybody reads and understands: people read four words a second, and practised readers six."""


def answered_fast(answers: Answers, seconds: Mapping[str, float], *, but: Collection[str] = ()) -> tuple[str, ...]:
    """Return the short names of the questions that count and were in view for less time than it takes to read them.

    `seconds` are by question, until it was answered; what was not answered on a screen has none. `but` are ids of questions
    that somebody has looked at since.
    """
    return tuple(
        question.short
        for question in rules.asked(answers.protocol, answers)
        if question.id in seconds and question.id not in but
        if question.type is not QuestionType.NOTE and not question.informational
        if seconds[question.id] < len(question.ask.split()) / _WORDS_A_SECOND
    )
