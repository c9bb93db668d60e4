"""The demo's appointments of today, and the sessions of the weeks before. Minutes are counted from now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from kiosk.demo.people import ADEYEMI, MOSS

PEEL, FACIAL = "parisian-peel", "medical-facial"
Answers = Mapping[str, Any]
_NONE: Answers = {}


class Story(StrEnum):
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
class Slot:
    """One appointment: who, what, how many minutes from now, with whom, and what happened so far."""

    who: str
    treatment: str
    at: int
    practitioner: str
    story: Story = Story.BOOKED
    answers: Answers = field(default_factory=lambda: _NONE)
    """What the client answers otherwise than the harmless answer."""
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
class Past:
    """A visit some days ago."""

    who: str
    treatment: str
    days_ago: int
    practitioner: str
    story: Story = Story.FINISHED
    answers: Answers = field(default_factory=lambda: _NONE)


def today(day: date) -> tuple[Slot, ...]:
    """Return the appointments of `day`, in no particular order."""
    moss, adeyemi = MOSS.name, ADEYEMI.name
    yesterday = (day - timedelta(days=1)).isoformat()
    stopped = _months_before(day, 5)
    return (
        # Whom to check in as
        Slot("tomasz", PEEL, 15, moss, shows="Answer no to everything: eligible, to the room."),
        Slot(
            "amelie",
            PEEL,
            20,
            moss,
            shows=f"Took Accutane, stopped it in {stopped:%B %Y}: deferred, with the first possible date.",
        ),
        Slot("margaret", PEEL, 25, moss, shows="Has rosacea: contraindicated, the practitioner talks with her."),
        Slot("jiwoo", PEEL, 30, moss, shows="A rash on the hands while the face is treated: caution, to the room."),
        Slot(
            "samuel", PEEL, 35, moss, shows="Answer one question “I'm not sure”: review, the practitioner looks first."
        ),
        Slot("rosa", FACIAL, 20, adeyemi, laser="yes", shows="A laser is planned at this facial: review."),
        Slot("grace", FACIAL, 30, adeyemi, shows="Two treatments today: one check-in, shared questions once."),
        Slot("grace", PEEL, 55, moss),
        Slot("ella", FACIAL, 40, adeyemi, shows="Under age: a guardian is asked for before any question."),
        Slot(
            "anna", FACIAL, 45, adeyemi, shows="Two people with this name and date of birth: the first name is asked."
        ),
        Slot("ewa", PEEL, 45, moss, shows="The other one of the two; the booking code is the short way."),
        Slot("zoe", FACIAL, 50, adeyemi, shows="A name with signs in it. Type O'Neil, Oneil or ONEIL."),
        Slot("ngozi", FACIAL, 25, adeyemi, shows="Comes back: with code or telephone, “Is this still so?”"),
        Slot("yusuf", PEEL, 40, moss, shows="The last peel is on record 16 days ago: review, recommended from a day."),
        Slot(
            "helena",
            FACIAL,
            35,
            adeyemi,
            shows="Was declined a peel 40 days ago: review. Any word of her family name finds her.",
        ),
        Slot("peter", PEEL, -40, moss, shows="Too late for the kiosk: to the desk, which can let him in."),
        Slot("liwei", PEEL, 110, moss, shows="Too early: come back in a while."),
        # Who is here already
        Slot("priya", PEEL, 5, moss, Story.SCREENED, arrived=-8),
        Slot("oliver", PEEL, 10, moss, Story.SCREENED, {"retinoid": "yes", "retinoid_last": yesterday}, arrived=-5),
        Slot("chiara", FACIAL, 5, adeyemi, Story.SCREENED, {"herpes_active": "yes", "goal": "dull"}, arrived=-3),
        Slot("viktor", PEEL, 0, moss, Story.SCREENED, {"keratosis": "yes"}),
        Slot("fatima", FACIAL, 10, adeyemi, Story.STOPPED, arrived=-10),
        Slot(
            "charlotte",
            PEEL,
            -10,
            moss,
            Story.CONFIRMED,
            {
                "area": ["face", "neck"],
                "concerns": ["dull", "fine_lines"],
                "had_before": "yes",
                "session_last": (day - timedelta(days=28)).isoformat(),
                "note": "I am going to a wedding on Saturday and would like to look fresh.",
            },
        ),
        Slot(
            "mateo",
            FACIAL,
            0,
            adeyemi,
            Story.CONFIRMED,
            {"goal": "acne", "skin_type": "oily", "extraction_ok": "no", "lesion": "not_sure"},
        ),
        Slot("aisha", PEEL, -25, moss, Story.IN_PROGRESS, {"concerns": ["uneven_tone", "acne_scars"]}),
        Slot("lukas", FACIAL, -30, adeyemi, Story.IN_PROGRESS, {"skin_type": "sensitive", "goal": "aging"}),
        # Who has been
        Slot("maria", PEEL, -180, moss, Story.FINISHED, {"concerns": ["dull"]}),
        Slot("noah", FACIAL, -170, adeyemi, Story.FINISHED, {"goal": "acne", "skin_type": "oily"}),
        Slot("leila", PEEL, -130, moss, Story.FINISHED, {"area": ["face", "hands"], "strong_sun": "yes"}),
        Slot("george", FACIAL, -115, adeyemi, Story.FINISHED, {"skin_type": "dry", "goal": "aging"}),
        Slot("sofia", PEEL, -90, moss, Story.PUT_OFF, {"acne_inflamed": "yes"}),
        Slot("daniel", PEEL, -75, moss, Story.DECLINED, {"rosacea": "yes"}),
        Slot("emma", FACIAL, -85, adeyemi, Story.NO_SHOW),
        Slot("jack", PEEL, -60, moss, Story.CANCELLED),
        # Who comes later
        Slot("hannah", FACIAL, 90, adeyemi),
        Slot("kofi", PEEL, 140, moss),
        Slot("isabel", FACIAL, 150, adeyemi),
        Slot("hugo", PEEL, 175, moss),
        Slot("mei", FACIAL, 200, adeyemi),
        Slot("xiaoming", FACIAL, 225, adeyemi),
        Slot("ruth", PEEL, 215, moss),
    )


def before(day: date) -> tuple[Past, ...]:
    """Return the visits of the weeks before `day`, oldest first."""
    moss, adeyemi = MOSS.name, ADEYEMI.name

    def ago(days: int) -> str:
        return (day - timedelta(days=days)).isoformat()

    return (
        Past("charlotte", PEEL, 84, moss),
        Past("ngozi", FACIAL, 71, adeyemi, answers={"skin_type": "dry"}),
        Past("charlotte", PEEL, 56, moss, answers={"had_before": "yes", "session_last": ago(84)}),
        Past("helena", PEEL, 40, moss, Story.DECLINED, {"rosacea": "yes"}),
        Past(
            "ngozi",
            FACIAL,
            36,
            adeyemi,
            answers={"skin_type": "dry", "had_before": "yes", "session_last": ago(71), "area": ["face", "neck"]},
        ),
        Past("charlotte", PEEL, 28, moss, answers={"had_before": "yes", "session_last": ago(56)}),
        Past("yusuf", PEEL, 16, moss, answers={"concerns": ["enlarged_pores"]}),
    )


def _months_before(day: date, months: int) -> date:
    """Return the first day of the month that lies so many months back."""
    month = day.year * 12 + day.month - 1 - months
    return date(month // 12, month % 12 + 1, 1)
