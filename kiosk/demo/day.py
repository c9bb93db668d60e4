"""The demo's appointments of today, and the sessions of the weeks before. Minutes are counted from now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from kiosk.demo.people import ADEYEMI, MOSS
from kiosk.visits.session import NO_DETAILS, SessionDetails
from rules import month_in_words

PEEL, FACIAL = "parisian-peel", "medical-facial"
Answers = Mapping[str, Any]
_NONE: Answers = {}


class Progress(StrEnum):
    """How far a visit has come by now."""

    BOOKED = "booked"
    STOPPED = "stopped"
    SCREENED = "screened"
    CONFIRMED = "confirmed"
    IN_PROGRESS = "in_progress"
    FINISHED = "finished"
    PUT_OFF = "put_off"
    DECLINED = "declined"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


@dataclass(frozen=True, eq=False)
class DemoAppointment:
    """One appointment: who, what, how many minutes from now, with whom, and what happened so far."""

    who: str
    treatment: str
    at: int
    practitioner: str
    story: Progress = Progress.BOOKED
    answers: Answers = field(default_factory=lambda: _NONE)
    """What the client answers differently than the harmless answer."""
    laser: str = ""
    arrived: int | None = None
    """Minutes from now at which the client came, if not twelve before the start."""
    shows: str = ""
    """What checking in as this client shows, for the cheat sheet."""

    @property
    def came(self) -> int:
        """Minutes from now at which the client came."""
        return self.at - 12 if self.arrived is None else self.arrived


@dataclass(frozen=True)
class PastVisit:
    """A visit some days ago."""

    who: str
    treatment: str
    days_ago: int
    practitioner: str
    story: Progress = Progress.FINISHED
    answers: Answers = field(default_factory=lambda: _NONE)
    note: str = ""
    """What the session leaves to the next one."""
    details: SessionDetails = NO_DETAILS


def today(day: date) -> tuple[DemoAppointment, ...]:
    """Return the appointments of `day`, in no particular order."""
    moss, adeyemi = MOSS.name, ADEYEMI.name
    yesterday = (day - timedelta(days=1)).isoformat()
    stopped = _months_before(day, 5)
    return (
        # Whom to check in as
        DemoAppointment("tomasz", PEEL, 15, moss, shows="Answer no to everything: eligible, to the room."),
        DemoAppointment(
            "amelie",
            PEEL,
            20,
            moss,
            shows=f"Took Accutane, stopped it in {month_in_words(stopped)}: deferred, with the first possible date.",
        ),
        DemoAppointment(
            "margaret", PEEL, 25, moss, shows="Has rosacea: contraindicated, the practitioner talks with her."
        ),
        DemoAppointment(
            "jiwoo", PEEL, 30, moss, shows="A rash on the hands while the face is treated: caution, to the room."
        ),
        DemoAppointment(
            "samuel", PEEL, 35, moss, shows="Answer one question “I'm not sure”: review, the practitioner looks first."
        ),
        DemoAppointment("rosa", FACIAL, 20, adeyemi, laser="yes", shows="A laser is planned at this facial: review."),
        DemoAppointment(
            "grace", FACIAL, 30, adeyemi, shows="Two treatments today: one check-in, shared questions once."
        ),
        DemoAppointment("grace", PEEL, 55, moss),
        DemoAppointment("ella", FACIAL, 40, adeyemi, shows="Under age: a guardian is asked for before any question."),
        DemoAppointment(
            "anna",
            FACIAL,
            45,
            adeyemi,
            shows="Two people with this name and date of birth: the first name is asked; then how to call her.",
        ),
        DemoAppointment("ewa", PEEL, 45, moss, shows="The other one of the two; the booking code is the short way."),
        DemoAppointment("zoe", FACIAL, 50, adeyemi, shows="A name with signs in it. Type O'Neil, Oneil or ONEIL."),
        DemoAppointment("ngozi", FACIAL, 25, adeyemi, shows="Comes back: with code or telephone, “Is this still so?”"),
        DemoAppointment(
            "yusuf", PEEL, 40, moss, shows="The last peel is on record 16 days ago: review, recommended from a day."
        ),
        DemoAppointment(
            "helena",
            FACIAL,
            35,
            adeyemi,
            shows="Was declined a peel 40 days ago: review. Any word of her family name finds her.",
        ),
        DemoAppointment("peter", PEEL, -40, moss, shows="Too late for the kiosk: to the desk, which can let him in."),
        DemoAppointment("liwei", PEEL, 110, moss, shows="Too early: come back in a while."),
        # Who is here already
        DemoAppointment("priya", PEEL, 5, moss, Progress.SCREENED, arrived=-8),
        DemoAppointment(
            "oliver", PEEL, 10, moss, Progress.SCREENED, {"retinoid": "yes", "retinoid_last": yesterday}, arrived=-5
        ),
        DemoAppointment(
            "chiara", FACIAL, 5, adeyemi, Progress.SCREENED, {"herpes_active": "yes", "goal": "dull"}, arrived=-3
        ),
        DemoAppointment("viktor", PEEL, 0, moss, Progress.SCREENED, {"keratosis": "yes"}),
        DemoAppointment("fatima", FACIAL, 10, adeyemi, Progress.STOPPED, arrived=-10),
        DemoAppointment(
            "charlotte",
            PEEL,
            -10,
            moss,
            Progress.CONFIRMED,
            {
                "area": ["face", "neck"],
                "concerns": ["dull", "fine_lines"],
                "had_before": "yes",
                "session_last": (day - timedelta(days=28)).isoformat(),
                "note": "I am going to a wedding on Saturday and would like to look fresh.",
            },
        ),
        DemoAppointment(
            "mateo",
            FACIAL,
            0,
            adeyemi,
            Progress.CONFIRMED,
            {"goal": "acne", "skin_type": "oily", "extraction_ok": "no", "lesion": "not_sure"},
        ),
        DemoAppointment("aisha", PEEL, -25, moss, Progress.IN_PROGRESS, {"concerns": ["uneven_tone", "acne_scars"]}),
        DemoAppointment(
            "lukas", FACIAL, -30, adeyemi, Progress.IN_PROGRESS, {"skin_type": "sensitive", "goal": "aging"}
        ),
        # Who has been
        DemoAppointment("maria", PEEL, -180, moss, Progress.FINISHED, {"concerns": ["dull"]}),
        DemoAppointment("noah", FACIAL, -170, adeyemi, Progress.FINISHED, {"goal": "acne", "skin_type": "oily"}),
        DemoAppointment("leila", PEEL, -130, moss, Progress.FINISHED, {"area": ["face", "hands"], "strong_sun": "yes"}),
        DemoAppointment("george", FACIAL, -115, adeyemi, Progress.FINISHED, {"skin_type": "dry", "goal": "aging"}),
        DemoAppointment("sofia", PEEL, -90, moss, Progress.PUT_OFF, {"acne_inflamed": "yes"}),
        DemoAppointment("daniel", PEEL, -75, moss, Progress.DECLINED, {"rosacea": "yes"}),
        DemoAppointment("emma", FACIAL, -85, adeyemi, Progress.NO_SHOW),
        DemoAppointment("jack", PEEL, -60, moss, Progress.CANCELLED),
        # Who comes later
        DemoAppointment("hannah", FACIAL, 90, adeyemi),
        DemoAppointment("kofi", PEEL, 140, moss),
        DemoAppointment("isabel", FACIAL, 150, adeyemi),
        DemoAppointment("hugo", PEEL, 175, moss),
        DemoAppointment("mei", FACIAL, 200, adeyemi),
        DemoAppointment("xiaoming", FACIAL, 225, adeyemi),
        DemoAppointment("ruth", PEEL, 215, moss),
    )


def before(day: date) -> tuple[PastVisit, ...]:
    """Return the visits of the weeks before `day`, oldest first."""
    moss, adeyemi = MOSS.name, ADEYEMI.name

    def ago(days: int) -> str:
        return (day - timedelta(days=days)).isoformat()

    return (
        PastVisit("charlotte", PEEL, 84, moss),
        PastVisit("ngozi", FACIAL, 71, adeyemi, answers={"skin_type": "dry"}),
        PastVisit("charlotte", PEEL, 56, moss, answers={"had_before": "yes", "session_last": ago(84)}),
        PastVisit("helena", PEEL, 40, moss, Progress.DECLINED, {"rosacea": "yes"}),
        PastVisit(
            "ngozi",
            FACIAL,
            36,
            adeyemi,
            answers={"skin_type": "dry", "had_before": "yes", "session_last": ago(71), "area": ["face", "neck"]},
        ),
        PastVisit(
            "charlotte",
            PEEL,
            28,
            moss,
            answers={"had_before": "yes", "session_last": ago(56), "area": ["face", "neck"]},
            note="The left cheek reddens quickly: one pass less there.",
            details=SessionDetails(skin_before=("Dry",), skin_after=("Pink",)),
        ),
        PastVisit("yusuf", PEEL, 16, moss, answers={"concerns": ["enlarged_pores"]}),
    )


def _months_before(day: date, months: int) -> date:
    """Return the first day of the month so many months ago."""
    month = day.year * 12 + day.month - 1 - months
    return date(month // 12, month % 12 + 1, 1)
