"""What clients read at the kiosk besides the questions, in plain words that suit a public room.

Each other thought has a module of its own beside this one.
"""

from dataclasses import replace
from datetime import date, time

from kiosk.checkin.estimate import Estimate
from kiosk.checkin.screen_data import Notice, NoticeKind, Text
from kiosk.checkin.texts import answering_texts, first_texts, language_texts
from kiosk.core.errors import BadInput, KioskError, NotAllowed, RecordsDamaged, RecordsUnavailable
from kiosk.core.hashes import content_sha
from kiosk.core.language import ntr, tr, tr_later
from kiosk.core.local_dates import local_long_day, local_time
from kiosk.core.settings import EMBEDDED, Settings
from kiosk.visits.visit_parts import AnsweredBy, Json
from rules import AnswerError, AnswerFault, Answers

SECTIONS = {
    "setting": tr_later("About your treatment"),
    "today": tr_later("About your skin today"),
    "days": tr_later("About the last few days"),
    "weeks": tr_later("About the last few weeks"),
    "months": tr_later("About the last months"),
    "ever": tr_later("About you and your skin"),
    "closing": tr_later("Before we finish"),
}
THANKS = (tr_later("Thank you."), tr_later("Please take a seat."), tr_later("We will call you."))
WHAT_NEXT = tr_later("What comes next?")
FINISH = tr_later("Finish ›")
NO_DATE = tr_later("There is no other date yet. We will talk about it with you today.")
WHO_ANSWERS: dict[AnsweredBy, str] = {
    "client": tr_later("I do, myself"),
    "guardian": tr_later("My parent or guardian"),
    "helper": tr_later("Somebody who helps me"),
    "interpreter": tr_later("An interpreter, for me"),
}
ANSWER_TOGETHER = tr_later("Your parent or guardian answers with you.")
MAY_ANSWER_ALONE = tr_later("You may answer alone: your parent or guardian need not see what you say.")
REVIEW_FIRST = tr_later("Look at these first:")
REVIEW_REST = tr_later("And at these:")
BOOKED = tr_later("This is what your booking says. Our staff can change it for you.")
WAITING_FOR_STAFF = tr_later("This kiosk is waiting for our staff. Please come to the desk.")
HOW_IT_LOOKS = tr_later("How should this screen look?")
LOOKS = {"usual": tr_later("Light"), "dark": tr_later("Dark"), "contrast": tr_later("High contrast")}
AS_BEFORE = tr_later("Put it back")
KEEP_ANSWERS = tr_later("keep my answers")
"""Said below `AS_BEFORE`, after a comma, once somebody has begun."""
ONE_LOOK = tr_later("This screen has only one look.")
_REFUSED = {
    AnswerFault.NOT_AN_ANSWER: answering_texts.CHOOSE,
    AnswerFault.NO_SUCH_DAY: tr_later("There is no such day. Please check the date."),
    AnswerFault.YEAR_NOT_OF_FOUR_DIGITS: tr_later("Please write the year with four digits, such as 2024."),
    AnswerFault.IN_THE_FUTURE: tr_later("This date is in the future. Please check the date."),
    AnswerFault.BEFORE_BIRTH: tr_later("This is the date of birth, or before it. Please check it."),
    AnswerFault.TOO_LONG_AGO: tr_later("This is more than 120 years ago. Please check the year."),
}

_DESK = tr_later("Please come to the desk. We are glad to help.")
_NOTICES: dict[NoticeKind, tuple[str, str, str, bool]] = {
    "too_early": (
        tr_later("You are early"),
        tr_later("Check-in for your appointment is not open yet."),
        tr_later("Please take a seat and come back to this screen at {opens}."),
        False,
    ),
    "too_late": (
        tr_later("Good that you are here"),
        tr_later("The time of your appointment has passed, so we would like to see you at the desk first."),
        tr_later("Please come to the desk. They know that you are here."),
        False,
    ),
    "already": (
        tr_later("You are checked in"),
        tr_later("We know that you are here. There is nothing more to do."),
        tr_later("Please take a seat. We will call you."),
        False,
    ),
    "moved": (
        tr_later("Your appointment has moved"),
        tr_later("It is not today any more."),
        tr_later("The desk can tell you more. They know that you are here."),
        False,
    ),
    "no_show": (
        tr_later("Good that you are here"),
        tr_later("We noted that you did not come, so we would like to see you at the desk first."),
        tr_later("Please come to the desk. They know that you are here."),
        False,
    ),
    "not_found": (
        tr_later("We could not find your visit"),
        tr_later("Nothing for today fits what was typed."),
        tr_later("Please check the name and the date, and try again. Or come to the desk."),
        True,
    ),
    "walk_in_sent": (
        tr_later("Thank you"),
        tr_later("The desk has your details and will see if there is time for you today."),
        tr_later("Please take a seat. We will call you."),
        False,
    ),
    "guardian_needed": (
        tr_later("We need a parent or guardian"),
        tr_later("Somebody who may decide for you has to be here for this visit."),
        tr_later("Please come to the desk. They know that you are here."),
        False,
    ),
    "try_later": (
        tr_later("One moment, please"),
        tr_later("There were several tries just now."),
        tr_later("Please try again soon. Or come to the desk."),
        True,
    ),
    "declined": (tr_later("Thank you"), tr_later("We have noted your answer."), _DESK, False),
    "desk": (
        tr_later("Please come to the desk"),
        tr_later("We would like to help you with this in person."),
        _DESK,
        True,
    ),
    "clock": (tr_later("Please come to the desk"), tr_later("This kiosk is waiting for our staff."), _DESK, False),
    "language": (
        tr_later("Our staff will help you"),
        tr_later("This screen can't ask all the questions in your language yet."),
        tr_later("Shall we call somebody to you?"),
        False,
    ),
}


def welcome_lines(takes: Estimate) -> tuple[str, ...]:
    """Return what the opening screen says it is for, and where it is known what a client who was here before will need."""
    first = ntr(
        "Check in here: about {count} minute, then take a seat.",
        "Check in here: about {count} minutes, then take a seat.",
        takes.first,
    )
    if takes.returning is None or takes.returning == takes.first:
        return (first,)
    again = ntr("Been here before? About {count} minute.", "Been here before? About {count} minutes.", takes.returning)
    return first, again


def we_run_late(minutes: int) -> str:
    """Say on the last screen how late a practitioner runs."""
    return ntr(
        "We are running about {count} minute late today.", "We are running about {count} minutes late today.", minutes
    )


def change(before: str) -> str:
    """Return the words that repeat the answer before, and change it at a touch."""
    return tr("{answer}, change").format(answer=before) if before else ""


def review_heading(page: int, pages: int, *, by_keys: bool) -> str:
    """Return what is above the answers of the review; and how to choose one `by_keys`."""
    asked = tr("Is everything right? Touch an answer to change it.")
    if pages > 1:
        asked = tr("Is this right? Page {page} of {pages}.").format(page=page, pages=pages)
    arrows = tr("Arrows choose one.")
    return f"{asked} {arrows}" if by_keys else asked


def notice(kind: NoticeKind, *, opens: time | None = None, wait: int = 0, called: bool = False) -> Notice:
    """Return the screen of a notice; `opens` is when a check-in opens, `wait` how many seconds to wait.

    A notice that asks before it calls the desk says so once that is `called`.
    """
    title, text, onward, may_retry = _NOTICES[kind]
    words = tr(onward).format(opens=local_time(opens) if opens else "")
    if wait:
        words = ntr(
            "Please try again in {count} second. Or come to the desk.",
            "Please try again in {count} seconds. Or come to the desk.",
            wait,
        )
    found = Notice(kind=kind, title=tr(title), text=tr(text), next_step_text=words, may_retry=may_retry)
    if kind != "language":
        return found
    call, go_on = tr(language_texts.CALL), language_texts.go_on()
    if called:
        return replace(found, next_step_text=tr(language_texts.CALLED), go_on=go_on)
    return replace(found, call=call, go_on=go_on)


def privacy(settings: Settings) -> Text:
    """Return the privacy notice in its short and its full form, as the clinic's settings make it true."""
    title = tr("Your answers are private")
    short = tr(
        "We ask about your skin and your health, so that your treatment is right for you today. "
        "Only the people who treat you see your answers. You can stop at any time."
    )
    if settings.desk_sees_conditions:
        short = tr(
            "We ask about your skin and your health, so that your treatment is right for you today. "
            "Only the people who work here and need them see your answers. You can stop at any time."
        )
    full = "\n\n".join((short, *_privacy_in_full(settings)))
    return Text(title=title, short=short, full=full, sha=content_sha(title, short, full))


def _privacy_in_full(settings: Settings) -> tuple[str, ...]:
    where = tr("They are kept in this clinic, in locked form.")
    if settings.store != EMBEDDED:
        where = tr("They are kept in locked form on a server. The people who run the server can't read them.")
    desk = tr("The desk sees only what comes next for you, how to call you, and what help you need here.")
    if settings.desk_sees_conditions:
        desk = tr("The desk sees what comes next for you, and why; how to call you, and what help you need here.")
    contact = settings.privacy_contact or tr("Please ask at the desk.")
    if not settings.privacy_contact and settings.clinic_phone:
        contact = tr("Please ask at the desk, or phone {phone}.").format(phone=settings.clinic_phone)
    paragraphs = (
        (
            tr("Who keeps your answers: {clinic}.").format(clinic=settings.clinic_name),
            where,
            tr("They leave it only in a copy that you or the law ask for."),
        ),
        (
            tr("Why: to see whether the treatment you booked can be given today, and to give it with care."),
            tr("We also keep how long each question took, so that we can ask better."),
        ),
        (
            tr("Who sees what: your practitioner sees your answers."),
            desk,
            tr("We note each time that somebody looks."),
        ),
        (
            ntr(
                "For how long: for {count} year from the end of the year of your last visit, and at least until you are {age}.",
                "For how long: for {count} years from the end of the year of your last visit, and at least until you are {age}.",
                settings.keep_years,
                age=settings.age_of_consent,
            ),
            ntr(
                "If you stop half-way, what you said goes after {count} hour, or when the day ends.",
                "If you stop half-way, what you said goes after {count} hours, or when the day ends.",
                settings.keep_drafts_hours,
            ),
        ),
        (
            tr(
                "You choose: you may leave out any question with “Rather not say”. We will then talk with you in private."
            ),
        ),
        (
            tr("Your rights: you may see, correct or copy what we keep."),
            tr("You may ask us to lock it, or to remove what the law does not make us keep."),
            contact,
        ),
    )
    return tuple(" ".join(sentences) for sentences in paragraphs)


def why_refused(answers: Answers, question_id: str, raw: Json, *, on: date, born: date) -> str | None:
    """Say in words why a client born on that day can't give this answer on a day; None if it can be taken."""
    try:
        answers.with_answer(question_id, raw, answered_on=on, born=born)
    except AnswerError as error:
        return refused(error)
    return None


def refused(error: AnswerError) -> str:
    """Say in words why an answer can't be taken: what the rules say of it names ids."""
    return tr(_REFUSED[error.fault])


def told_to_client(error: KioskError) -> str:
    """Say to a client what went wrong: a refusal is worded for them; what went wrong behind it is not."""
    if isinstance(error, RecordsUnavailable | RecordsDamaged):
        return tr(first_texts.TRY_AGAIN_SOON)
    return error.sentence if isinstance(error, BadInput | NotAllowed) else tr(answering_texts.CHANGED_BY_DESK)


def later_day(earliest: date | None, *, approximate: bool) -> str | None:
    """Return what is behind "What comes next?" on the last screen: a day, and nothing about why."""
    if earliest is None:
        return None
    words = (
        tr("Our desk can offer you a new day from {day}. With the exact day it may be sooner.")
        if approximate
        else tr("Our desk can offer you a new day from {day}.")
    )
    return words.format(day=local_long_day(earliest))
