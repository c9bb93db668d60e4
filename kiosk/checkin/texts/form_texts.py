"""What clients read on a form of paper besides the questions and the consent: how to fill it in, and when to leave a question out."""

from collections.abc import Iterable
from typing import Final

from kiosk.core.language import ntr, tr, tr_later
from rules import Period
from rules.model.period import Unit

YOU: Final = tr_later("You")
NAME: Final = tr_later("Name")
BIRTH: Final = tr_later("Date of birth: day, month, year")
TODAY: Final = tr_later("Today: day and time")
QUESTIONS: Final = tr_later("Questions")
MAY_BE_EMPTY: Final = tr_later("You may leave this empty.")
MORE_THAN_ONE: Final = tr_later("You can tick more than one.")
DATE: Final = tr_later("Day, month, year")
ONLY_THE_MONTH: Final = tr_later("If you only know the month, leave the day empty. If you know neither, tick one:")

TO_SIGN: Final = tr_later("To sign")
YES: Final = tr_later("Yes, I agree")
NO: Final = tr_later("No")
YOUR_NAME: Final = tr_later("Your name")
SIGNATURE: Final = tr_later("Signature")
WHEN: Final = tr_later("Day and time")
GUARDIANS_NAME: Final = tr_later("Parent or legal guardian, name")
MOTHERS_NAME: Final = tr_later("Mother or legal guardian, name")
FATHERS_NAME: Final = tr_later("Father or legal guardian, name")


def how_to_fill_in(clinic: str) -> str:
    """Say what to do with the form."""
    return tr("{clinic}. Please fill in with a pen, and tick the boxes that fit. Then give it to our desk.").format(
        clinic=clinic
    )


def also_signs(age: int, *, both: bool) -> str:
    """Say who signs besides a young person."""
    if both:
        return tr("If you are under {age}, both parents sign, too:").format(age=age)
    return tr("If you are under {age}, a parent or guardian signs, too:").format(age=age)


def only_if(condition: str) -> str:
    """Say when a question is to be answered."""
    return tr("Only if {condition}. If not, leave it out.").format(condition=condition)


def joined(conditions: Iterable[str], *, all_of_them: bool) -> str:
    """Join conditions, of which all have to hold, or any."""
    first, *more = conditions
    for each in more:
        joint = tr("{first} and {other}") if all_of_them else tr("{first}, or {other}")
        first = joint.format(first=first, other=each)
    return first


def ticked(labels: Iterable[str], number: int) -> str:
    """Return the condition that one of these answers was ticked at a question."""
    answers, *more = (tr("“{answer}”").format(answer=label) for label in labels)
    for each in more:
        answers = tr("{answers} or {other}").format(answers=answers, other=each)
    return tr("you ticked {answers} at question {number}").format(answers=answers, number=number)


def same_place(number: int, other: int) -> str:
    """Return the condition that a place was ticked at both questions."""
    words = tr("you ticked a place at question {number} that you also ticked at question {other}")
    return words.format(number=number, other=other)


def no_same_place(number: int, other: int) -> str:
    """Return the condition that no place was ticked at both questions."""
    words = tr("no place that you ticked at question {number} is one you ticked at question {other}")
    return words.format(number=number, other=other)


def less_than_ago(period: Period, number: int) -> str:
    """Return the condition that a day is no longer ago than that."""
    count = period.count
    match period.unit:
        case Unit.DAYS:
            return ntr(
                "the day at question {number} is less than {count} day ago",
                "the day at question {number} is less than {count} days ago",
                count,
                number=number,
            )
        case Unit.WEEKS:
            return ntr(
                "the day at question {number} is less than {count} week ago",
                "the day at question {number} is less than {count} weeks ago",
                count,
                number=number,
            )
        case Unit.MONTHS:
            return ntr(
                "the day at question {number} is less than {count} month ago",
                "the day at question {number} is less than {count} months ago",
                count,
                number=number,
            )


def wrote_something(number: int) -> str:
    """Return the condition that something was written."""
    return tr("you wrote something at question {number}").format(number=number)
