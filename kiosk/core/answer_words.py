"""An answer as the client reads it, and what the client may choose from."""

from dataclasses import dataclass
from datetime import date

from kiosk.core.language import ntr, tr, tr_later
from kiosk.core.local_dates import begun, local_day, local_month
from rules import Question, QuestionType
from rules.model.period import Period, Unit, read_day, read_month


@dataclass(frozen=True)
class AnswerOption:
    """One answer to choose."""

    id: str
    label: str
    key: str = ""
    """The key that always chooses it; empty where the place of the answer gives the digit."""


_UNSURE = (("not_sure", tr_later("I'm not sure"), "N"), ("prefer_not", tr_later("Rather not say"), "R"))


def client_options(question: Question) -> tuple[AnswerOption, ...]:
    """Return the answers a client chooses from, the two unknowns included; a free note has none."""
    if question.type is QuestionType.NOTE:
        return ()
    unsure = (AnswerOption(answer, tr(label), key) for answer, label, key in _UNSURE)
    if question.period is not None:
        within, longer_ago = _around(question.period)
        return (AnswerOption("within", within), AnswerOption("longer_ago", longer_ago), *unsure)
    return (*(AnswerOption(option.id, option.label) for option in question.options), *unsure)


def _around(period: Period) -> tuple[str, str]:
    """Return what a client says of something in the last days, weeks or months, and of something before them."""
    count = period.count
    match period.unit:
        case Unit.DAYS:
            return (
                ntr("In the last {count} day", "In the last {count} days", count),
                ntr("More than {count} day ago", "More than {count} days ago", count),
            )
        case Unit.WEEKS:
            return (
                ntr("In the last {count} week", "In the last {count} weeks", count),
                ntr("More than {count} week ago", "More than {count} weeks ago", count),
            )
        case Unit.MONTHS:
            return (
                ntr("In the last {count} month", "In the last {count} months", count),
                ntr("More than {count} month ago", "More than {count} months ago", count),
            )


def answer_for_client(question: Question, raw: object, today: date) -> str:
    """Return an answer in the client's words: the label that was chosen, a day, or what they typed."""
    if raw is None:
        may_be_left = question.type is QuestionType.NOTE or question.informational
        return tr("Nothing") if may_be_left else tr("Not answered yet")
    labels = {option.id: option.label for option in client_options(question)}
    if isinstance(raw, str) and raw in labels:
        return labels[raw]
    if isinstance(raw, list | tuple):
        return ", ".join(labels.get(str(value), str(value)) for value in raw)
    text = str(raw)
    if question.type is QuestionType.NOTE:
        return tr("“{note}”").format(note=text) if text else tr("Nothing")
    return begun(_day(text, today) or text)


def _day(text: str, today: date) -> str:
    """Return a day or a month in words; nothing for what is neither."""
    day, month = read_day(text), read_month(text)
    if day is not None:
        return local_day(day, today)
    return local_month(month) if month is not None else ""


def written(raw: object) -> str:
    """Return an answer as text, without the labels of its question."""
    return ", ".join(map(str, raw)) if isinstance(raw, list | tuple) else str(raw)
