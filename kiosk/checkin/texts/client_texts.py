"""What clients read at the kiosk besides the questions, in plain words that suit a public room.

Each other thought has a module of its own beside this one.
"""

from datetime import date, time

from kiosk.checkin.estimate import Estimate
from kiosk.checkin.screen_data import Notice, NoticeKind, Text
from kiosk.checkin.texts import answering_texts
from kiosk.core.hashes import content_sha
from kiosk.core.phrases import clock_time, long_day
from kiosk.core.settings import EMBEDDED, Settings
from kiosk.visits.visit_parts import AnsweredBy, Json
from rules import AnswerError, AnswerFault, Answers, several

SECTIONS = {
    "setting": "About your treatment",
    "today": "About your skin today",
    "days": "About the last few days",
    "weeks": "About the last few weeks",
    "months": "About the last months",
    "ever": "About you and your skin",
    "closing": "Before we finish",
}
THANKS = ("Thank you.", "Please take a seat.", "We will call you.")
WHAT_NEXT = "What comes next?"
FINISH = "Finish ›"
NO_DATE = "There is no other date yet. We will talk about it with you today."
WHO_ANSWERS: dict[AnsweredBy, str] = {
    "client": "I do, myself",
    "guardian": "My parent or guardian",
    "helper": "Somebody who helps me",
    "interpreter": "An interpreter, for me",
}
ANSWER_TOGETHER = "Your parent or guardian answers with you."
MAY_ANSWER_ALONE = "You may answer alone: your parent or guardian need not see what you say."
REVIEW_FIRST = "Look at these first:"
REVIEW_REST = "And at these:"
BOOKED = "This is what your booking says. Our staff can change it for you."
_TIMES = "We also keep how long each question took, so that we can ask better."
WAITING_FOR_STAFF = "This kiosk is waiting for our staff. Please come to the desk."
HOW_IT_LOOKS = "How should this screen look?"
LOOKS = {"usual": "Light", "dark": "Dark", "contrast": "High contrast"}
AS_BEFORE = "Put it back"
ONE_LOOK = "This screen has only one look."
_REFUSED = {
    AnswerFault.NOT_AN_ANSWER: answering_texts.CHOOSE,
    AnswerFault.NO_SUCH_DAY: "There is no such day. Please check the date.",
    AnswerFault.YEAR_NOT_OF_FOUR_DIGITS: "Please write the year with four digits, such as 2024.",
    AnswerFault.IN_THE_FUTURE: "This date is in the future. Please check the date.",
    AnswerFault.BEFORE_BIRTH: "This is the date of birth, or before it. Please check it.",
    AnswerFault.TOO_LONG_AGO: "This is more than 120 years ago. Please check the year.",
}

_DESK = "Please come to the desk. We are glad to help."
_NOTICES: dict[NoticeKind, tuple[str, str, str, bool]] = {
    "too_early": (
        "You are early",
        "Check-in for your appointment is not open yet.",
        "Please take a seat and come back to this screen at {opens}.",
        False,
    ),
    "too_late": (
        "Good that you are here",
        "The time of your appointment has passed, so we would like to see you at the desk first.",
        "Please come to the desk. They know that you are here.",
        False,
    ),
    "already": (
        "You are checked in",
        "We know that you are here. There is nothing more to do.",
        "Please take a seat. We will call you.",
        False,
    ),
    "moved": (
        "Your appointment has moved",
        "It is not today any more.",
        "The desk can tell you more. They know that you are here.",
        False,
    ),
    "no_show": (
        "Good that you are here",
        "We noted that you did not come, so we would like to see you at the desk first.",
        "Please come to the desk. They know that you are here.",
        False,
    ),
    "not_found": (
        "We could not find your visit",
        "Nothing for today fits what was typed.",
        "Please check the name and the date, and try again. Or come to the desk.",
        True,
    ),
    "walk_in_sent": (
        "Thank you",
        "The desk has your details and will see if there is time for you today.",
        "Please take a seat. We will call you.",
        False,
    ),
    "guardian_needed": (
        "We need a parent or guardian",
        "Somebody who may decide for you has to be here for this visit.",
        "Please come to the desk. They know that you are here.",
        False,
    ),
    "try_later": (
        "One moment, please",
        "There were several tries just now.",
        "Please try again in {wait}. Or come to the desk.",
        True,
    ),
    "declined": ("Thank you", "We have noted your answer.", _DESK, False),
    "desk": ("Please come to the desk", "We would like to help you with this in person.", _DESK, True),
    "clock": ("Please come to the desk", "This kiosk is waiting for our staff.", _DESK, False),
}


def welcome_lines(takes: Estimate) -> tuple[str, ...]:
    """Return what the opening screen says it is for, and where it is known what a client who was here before will need."""
    first = f"Check in here: about {several(takes.first, 'minute', 'minutes')}, then take a seat."
    if takes.returning is None or takes.returning == takes.first:
        return (first,)
    return first, f"Been here before? About {several(takes.returning, 'minute', 'minutes')}."


def we_run_late(minutes: int) -> str:
    """Say on the last screen how late a practitioner runs."""
    return f"We are running about {several(minutes, 'minute', 'minutes')} late today."


def change(before: str) -> str:
    """Return the words that repeat the answer before, and change it at a touch."""
    return f"{before}, change" if before else ""


def review_heading(page: int, pages: int, *, by_keys: bool) -> str:
    """Return what is above the answers of the review; and how to choose one `by_keys`."""
    arrows = " Arrows choose one." if by_keys else ""
    if pages == 1:
        return f"Is everything right? Touch an answer to change it.{arrows}"
    return f"Is this right? Page {page} of {pages}.{arrows}"


def notice(kind: NoticeKind, *, opens: time | None = None, wait: int = 0) -> Notice:
    """Return the screen of a notice; `opens` is when a check-in opens, `wait` how many seconds to wait."""
    title, text, onward, may_retry = _NOTICES[kind]
    words = onward.format(opens=clock_time(opens) if opens else "", wait=several(wait, "second", "seconds"))
    return Notice(kind=kind, title=title, text=text, next_step_text=words, may_retry=may_retry)


def privacy(settings: Settings) -> Text:
    """Return the privacy notice in its short and its full form, as the clinic's settings make it true."""
    title = "Your answers are private"
    short = (
        "We ask about your skin and your health, so that your treatment is right for you today. "
        "Only the people who treat you see your answers. You can stop at any time."
    )
    if settings.desk_sees_conditions:
        short = short.replace("Only the people who treat you see", "Only the people who work here and need them see")
    full = "\n\n".join((short, *_privacy_in_full(settings)))
    return Text(title=title, short=short, full=full, sha=content_sha(title, short, full))


def _privacy_in_full(settings: Settings) -> tuple[str, ...]:
    where = "They are kept in this clinic, in locked form."
    if settings.store != EMBEDDED:
        where = "They are kept in locked form on a server. The people who run the server can't read them."
    desk = "The desk sees only what comes next for you, how to call you, and what help you need here."
    if settings.desk_sees_conditions:
        desk = "The desk sees what comes next for you, and why; how to call you, and what help you need here."
    years = several(settings.keep_years, "year", "years")
    hours = several(settings.keep_drafts_hours, "hour", "hours")
    long = (
        f"for {years} from the end of the year of your last visit, and at least until you are {settings.age_of_consent}. "
        f"If you stop half-way, what you said goes after {hours}, or when the day ends."
    )
    rights = "You may ask us to lock it, or to remove what the law does not make us keep."
    by_phone = f", or phone {settings.clinic_phone}" if settings.clinic_phone else ""
    contact = settings.privacy_contact or f"Please ask at the desk{by_phone}."
    return (
        f"Who keeps your answers: {settings.clinic_name}. {where} They leave it only in a copy that you or the law ask for.",
        f"Why: to see whether the treatment you booked can be given today, and to give it with care. {_TIMES}",
        f"Who sees what: your practitioner sees your answers. {desk} We note each time that somebody looks.",
        f"For how long: {long}",
        "You choose: you may leave out any question with “Rather not say”. We will then talk with you in private.",
        f"Your rights: you may see, correct or copy what we keep. {rights} {contact}",
    )


def why_refused(answers: Answers, question_id: str, raw: Json, *, on: date, born: date) -> str | None:
    """Say in words why a client born on that day can't give this answer on a day; None if it can be taken."""
    try:
        answers.with_answer(question_id, raw, answered_on=on, born=born)
    except AnswerError as error:
        return refused(error)
    return None


def refused(error: AnswerError) -> str:
    """Say in words why an answer can't be taken: what the rules say of it names ids."""
    return _REFUSED[error.fault]


def later_day(earliest: date | None, *, approximate: bool) -> str | None:
    """Return what is behind "What comes next?" on the last screen: a day, and nothing about why."""
    if earliest is None:
        return None
    if approximate:
        return f"Our desk can offer you a new day from {long_day(earliest)}. With the exact day it may be sooner."
    return f"Our desk can offer you a new day from {long_day(earliest)}."
