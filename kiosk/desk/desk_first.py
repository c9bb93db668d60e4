"""What must be done before a client who may go to the room goes there, and the next step of a visit with that in its place.

The room does not go ahead without it (`kiosk/room/going_ahead.py`), so "to the room" is not said before.
"""

from dataclasses import dataclass
from datetime import date

from kiosk.core.language import tr_later
from kiosk.core.phrases import Mark, Tone, next_step_mark
from kiosk.core.settings import Settings
from kiosk.visits.consent import is_guardian_unseen, is_second_missing
from kiosk.visits.visit import Visit
from rules import NextStep

PRIVATE = "asks to talk in private"
"""What the desk reads where a client asked for that at a kiosk; no name is called for it."""


@dataclass(frozen=True)
class DeskFirst:
    """What is missing: in the words of the board, what the desk says to the client, and what it does."""

    words: str
    say: str
    do: str


_REFUSED = DeskFirst(
    "said no to the consent",
    tr_later("“Your practitioner would like to talk with you about what suits you best.”"),
    "The client said no to the consent. If they change their mind, note it on paper (G).",
)
_NO_CONSENT = DeskFirst(
    "consent on paper first",
    tr_later("“Before we begin, please read and sign this form.”"),
    "There is no consent yet: take it on paper (G).",
)
_OTHER_PARENT = DeskFirst(
    "other parent signs first",
    tr_later("“Before we begin, the other parent has to sign, too.”"),
    "Only one parent has signed: take the consent of both on paper (G).",
)
_GUARDIAN = DeskFirst(
    "see the guardian first",
    tr_later("“Before we begin, may I see the parent or guardian who signed, and an identity document?”"),
    "See the guardian who signed, and note how they are related and by which document (D).",
)


def to_speak_of(visit: Visit) -> str:
    """Say why a client is to be spoken with before all else, as they were told at a kiosk; empty where they don't wait for that."""
    no = _REFUSED.words if visit.said_no else ""
    return " · ".join(filter(None, (PRIVATE if visit.asks_private else "", no)))


def desk_first(visit: Visit, settings: Settings) -> DeskFirst | None:
    """Return what is missing where the next step would be "to the room"; None where all is well, and at every other step."""
    return missing_at_desk(visit, settings) if visit.next_step is NextStep.ROOM else None


def missing_at_desk(visit: Visit, settings: Settings) -> DeskFirst | None:
    """Return what is missing of a consent before a treatment that may be given today, perhaps after a look."""
    if visit.next_step not in (NextStep.ROOM, NextStep.PRACTITIONER_FIRST) or visit.checkin is None:
        return None
    consent = visit.checkin.consent
    if consent is None:
        return _NO_CONSENT
    if not consent.given:
        return _REFUSED
    if is_second_missing(visit, settings):
        return _OTHER_PARENT
    return _GUARDIAN if is_guardian_unseen(visit) else None


def step_mark(visit: Visit, settings: Settings, today: date) -> Mark | None:
    """Say the next step of a visit as staff read it: first what is missing, if something is."""
    missing = desk_first(visit, settings)
    return Mark("▲", missing.words, Tone.LOOK) if missing else next_step_mark(visit.next_step, visit.earliest, today)
