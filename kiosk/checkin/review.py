"""All answers once more, before they count: what asks for a look comes first."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from kiosk.checkin.questionnaire import Questionnaire
from kiosk.checkin.screen_data import ReviewRow
from kiosk.core.answer_words import answer_for_client
from kiosk.visits.visit_parts import Json
from rules import UNKNOWNS, Question, QuestionType


def rows(questions: Questionnaire, today: date) -> tuple[ReviewRow, ...]:
    """Return all answers: what is open or not harmless first, each part in the order in which it is asked.

    What the booking says is shown, too. Where two treatments have answers of one name, each says which it is of.
    """
    found = [*_booked(questions, today), *_said(questions, today)]
    names = Counter(row.short for row in found)
    titles = {treatment: answers.protocol.title for treatment, answers in questions.answers.items()}
    told_apart = [
        replace(row, short=f"{row.short}, {titles[row.treatment]}") if names[row.short] > 1 else row for row in found
    ]
    return tuple(sorted(told_apart, key=lambda row: row.harmless))


def _booked(questions: Questionnaire, today: date) -> Iterator[ReviewRow]:
    for treatment, fixed in questions.fixed.items():
        for name, raw in fixed.items():
            question = questions.answers[treatment].protocol.question(name)
            yield _row(question, treatment, raw, today, changeable=False)


def _said(questions: Questionnaire, today: date) -> Iterator[ReviewRow]:
    for item in questions.items():
        raw = questions.value(item)
        yield _row(item.question, item.treatments[0], raw, today, answered=questions.is_answered(item))


def _row(
    question: Question, treatment: str, raw: Json | None, today: date, *, answered: bool = True, changeable: bool = True
) -> ReviewRow:
    return ReviewRow(
        question_id=question.id,
        treatment=treatment,
        short=question.short,
        answer_text=answer_for_client(question, raw, today),
        answered=answered,
        changeable=changeable,
        harmless=answered and is_harmless(question, raw),
    )


def is_harmless(question: Question, raw: Json | None) -> bool:
    """Tell whether an answer needs no second look: what the protocol declares so, no note, and what no rule asks about."""
    if question.type is QuestionType.NOTE or raw is None:
        return not raw
    given = set(raw) if isinstance(raw, list | tuple) else {raw}
    if given & set(UNKNOWNS):
        return False
    return question.informational or given <= question.harmless_options
