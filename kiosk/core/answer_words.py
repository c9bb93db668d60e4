"""An answer as words: as staff read it, as the client reads it, and what the client may choose from."""

from dataclasses import dataclass
from datetime import date

from rules import Question, QuestionType, day_in_words, month_in_words

UNKNOWN_WORDS = {"not_sure": "not sure", "prefer_not": "rather not say"}
UNKNOWNS = tuple(UNKNOWN_WORDS)
"""The two answers that say nothing."""
_MONTH_LENGTH = len("2026-06")


@dataclass(frozen=True)
class AnswerOption:
    """One answer to choose."""

    id: str
    label: str


_UNSURE = (AnswerOption("not_sure", "I'm not sure"), AnswerOption("prefer_not", "Rather not say"))


def client_options(question: Question) -> tuple[AnswerOption, ...]:
    """Return the answers a client chooses from, the two unknowns included; a free note has none."""
    if question.type is QuestionType.NOTE:
        return ()
    if question.type is QuestionType.LAST_TIME:
        period = question.period.words if question.period else ""
        within = AnswerOption("within", f"In the last {period}")
        return (within, AnswerOption("longer_ago", f"More than {period} ago"), *_UNSURE)
    return (*(AnswerOption(option.id, option.label) for option in question.options), *_UNSURE)


def client_words(question: Question, raw: object, today: date) -> str:
    """Return an answer in the client's words: those it was chosen by, else those of staff as a sentence begins."""
    if raw is None:
        return "Nothing" if question.type is QuestionType.NOTE else "Not answered yet"
    labels = {option.id: option.label for option in client_options(question)}
    if isinstance(raw, str) and raw in labels:
        return labels[raw]
    if isinstance(raw, list | tuple):
        return ", ".join(labels.get(str(value), str(value)) for value in raw)
    words = answer_words(question, raw, today=today)
    return words[:1].upper() + words[1:]


def written(raw: object) -> str:
    """Return an answer as it is written where its question is not at hand."""
    return ", ".join(map(str, raw)) if isinstance(raw, list | tuple) else str(raw)


def answer_words(question: Question, raw: object, *, today: date | None = None) -> str:
    """Return an answer as staff read it; `today` lets a near day stand without its year."""
    if raw is None:
        return "not answered"
    if isinstance(raw, (list, tuple)):
        return ", ".join(_label(question, str(value)) for value in raw)
    text = str(raw)
    if question.type is QuestionType.NOTE:
        return f"“{text}”" if text else "nothing"
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
    if text in ("within", "longer_ago"):
        period = f"{question.period}" if question.period else "the period asked for"
        return f"within {period}" if text == "within" else f"longer ago than {period}"
    if len(text) == _MONTH_LENGTH:
        return month_in_words(date.fromisoformat(f"{text}-01"))
    return day_in_words(date.fromisoformat(text), today)
