"""All answers once more, before they count: what asks for a look comes first."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from kiosk.checkin.questionnaire import Questionnaire
from kiosk.checkin.screen_data import ReviewRow
from kiosk.core.answer_words import answer_for_client
from kiosk.visits.visit_parts import Json
from rules import UNKNOWNS, Horizon, Protocol, Question, QuestionType

ENGLISH: Final[Mapping[str, Protocol]] = {}


def rows(questions: Questionnaire, today: date, shown: Mapping[str, Protocol] = ENGLISH) -> tuple[ReviewRow, ...]:
    """Return all answers: what is open or not harmless first, each part in the order in which it is asked.

    What the booking says is shown, too. Where two treatments have answers of one name, each says which it is of.
    `shown` are the protocols in the words of the client's language, by treatment.
    """
    read = {name: shown.get(name, answers.protocol) for name, answers in questions.answers.items()}
    found = [*_booked(questions, today, read), *_said(questions, today, read)]
    names = Counter(row.short for row in found)
    titles = {treatment: protocol.title for treatment, protocol in read.items()}
    told_apart = [
        replace(row, short=f"{row.short}, {titles[row.treatment]}") if names[row.short] > 1 else row for row in found
    ]
    return tuple(sorted(told_apart, key=lambda row: row.harmless))


def _booked(questions: Questionnaire, today: date, read: Mapping[str, Protocol]) -> Iterator[ReviewRow]:
    for treatment, fixed in questions.fixed.items():
        for name, raw in fixed.items():
            question = read[treatment].question(name)
            yield _row(question, treatment, raw, today, changeable=False)


def _said(questions: Questionnaire, today: date, read: Mapping[str, Protocol]) -> Iterator[ReviewRow]:
    for item in questions.items():
        raw, question = questions.value(item), read[item.treatments[0]].question(item.question.id)
        yield _row(question, item.treatments[0], raw, today, answered=questions.is_answered(item))


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
    """Tell whether an answer needs no second look: what the protocol declares so, no note, and what no rule asks about.

    Nor does a choice of what is to be done, where the protocol sets none of them apart as harmless.
    """
    if question.type is QuestionType.NOTE or raw is None:
        return not raw
    given = set(raw) if isinstance(raw, list | tuple) else {raw}
    if given & set(UNKNOWNS):
        return False
    is_choice = question.horizon is Horizon.SETTING and question.type is QuestionType.ONE_OF and not question.harmless
    return question.informational or is_choice or given <= question.harmless_options
