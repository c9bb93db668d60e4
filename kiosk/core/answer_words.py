"""An answer as words: the option's label, a day, a month, the note in quotes."""

from datetime import date

from kiosk.core.phrases import month_year, short_day
from rules import Question, QuestionType

UNKNOWN_WORDS = {"not_sure": "not sure", "prefer_not": "rather not say"}
_MONTH_LENGTH = len("2026-06")


def answer_words(question: Question, raw: object, *, today: date | None = None) -> str:
    """Return an answer as words; `today` lets a near day stand without its year."""
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
        return month_year(date.fromisoformat(f"{text}-01"))
    return short_day(date.fromisoformat(text), today)
