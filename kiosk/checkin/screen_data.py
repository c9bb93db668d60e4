"""What a client screen is given: each a frozen value with everything on that screen."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Literal

from kiosk.core.answer_words import AnswerOption
from kiosk.visits.visit_parts import Json
from rules import Question


class Step(StrEnum):
    """Where the client is on the way."""

    WHO = "who"
    FIRST_NAME = "first_name"
    PROOF = "proof"
    VISIT = "visit"
    NOTICE = "notice"
    WALK_IN = "walk_in"
    GUARDIAN = "guardian"
    WISHES = "wishes"
    PRIVACY = "privacy"
    QUESTION = "question"
    UNSURE_HELP = "unsure_help"
    REVIEW = "review"
    CONSENT = "consent"
    DONE = "done"


NoticeKind = Literal[
    "too_early",
    "too_late",
    "already",
    "moved",
    "no_show",
    "not_found",
    "walk_in_sent",
    "guardian_needed",
    "try_later",
    "declined",
    "desk",
    "clock",
    "language",
]


@dataclass(frozen=True)
class NoticeFacts:
    """What a notice tells, in whatever language it is read: when a check-in opens, how many seconds to wait.

    `called`: the desk has been called for it.
    """

    kind: NoticeKind
    opens: time | None = None
    wait: int = 0
    called: bool = False


@dataclass(frozen=True)
class Notice:
    """A plain screen that says what is and what to do next."""

    kind: NoticeKind
    title: str
    text: str
    next_step_text: str
    may_retry: bool
    call: str = ""
    """What calls the desk, where the notice asks before it does; empty elsewhere, and once it is called."""
    go_on: str = ""
    """What goes on without, where that is a way."""


@dataclass(frozen=True)
class Text:
    """A notice with a short and a full form; `sha` names exactly these words."""

    title: str
    short: str
    full: str
    sha: str


@dataclass(frozen=True)
class Appointment:
    """One appointment as its owner sees it; treatment and practitioner only after a second proof."""

    visit_id: str
    time: time
    initials: str
    treatment: str | None
    practitioner: str | None


@dataclass(frozen=True)
class Asked:
    """One question as the client reads it."""

    question: Question
    value: Json | None
    last: Json | None
    last_text: str
    treatment: str
    treatments: tuple[str, ...]
    treatment_titles: tuple[str, ...]
    number: int
    total: int
    section: str
    options: tuple[AnswerOption, ...]
    may_be_left: bool
    before: str
    """What was answered just before, where one touch did; empty otherwise."""


@dataclass(frozen=True)
class ReviewRow:
    """One answer in the review list."""

    question_id: str
    treatment: str
    short: str
    answer_text: str
    answered: bool = True
    changeable: bool = True
    """False for what the booking says: it is shown, and not asked."""
    harmless: bool = True
    """Whether it needs no second look."""


@dataclass(frozen=True)
class Booked:
    """A slot that is booked, as a calendar entry may have it: never the treatment."""

    visit_id: str
    clinic: str
    day: date
    start: time


@dataclass(frozen=True)
class Ending:
    """The last screen: the same for everybody. A date is behind "What comes next?"."""

    thanks: tuple[str, ...]
    delay_minutes: int | None = None
    show: str | None = None
    booked: Booked | None = None
    after_notice: bool = False
    """Whether nothing was checked in: then it says what to do next, and there is nothing more to ask about."""
