"""An answer as the client reads it, and what the client may choose from."""

from dataclasses import dataclass
from datetime import date

from rules import Question, QuestionType, answer_in_words


@dataclass(frozen=True)
class AnswerOption:
    """One answer to choose."""

    id: str
    label: str
    key: str = ""
    """The key that always chooses it; empty where the place of the answer gives the digit."""


_UNSURE = (AnswerOption("not_sure", "I'm not sure", "N"), AnswerOption("prefer_not", "Rather not say", "R"))


def client_options(question: Question) -> tuple[AnswerOption, ...]:
    """Return the answers a client chooses from, the two unknowns included; a free note has none."""
    if question.type is QuestionType.NOTE:
        return ()
    if question.type is QuestionType.LAST_TIME:
        period = question.period.words if question.period else ""
        within = AnswerOption("within", f"In the last {period}")
        return (within, AnswerOption("longer_ago", f"More than {period} ago"), *_UNSURE)
    return (*(AnswerOption(option.id, option.label) for option in question.options), *_UNSURE)


def answer_for_client(question: Question, raw: object, today: date) -> str:
    """Return an answer in the client's words: the label that was chosen, else the words of staff with a capital."""
    if raw is None:
        may_be_left = question.type is QuestionType.NOTE or question.informational
        return "Nothing" if may_be_left else "Not answered yet"
    labels = {option.id: option.label for option in client_options(question)}
    if isinstance(raw, str) and raw in labels:
        return labels[raw]
    if isinstance(raw, list | tuple):
        return ", ".join(labels.get(str(value), str(value)) for value in raw)
    words = answer_in_words(question, raw, today=today)
    return words[:1].upper() + words[1:]


def written(raw: object) -> str:
    """Return an answer as text, without the labels of its question."""
    return ", ".join(map(str, raw)) if isinstance(raw, list | tuple) else str(raw)
