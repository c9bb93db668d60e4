"""Why a visit is left as it is although the schedule says otherwise, by its state."""

from collections.abc import Mapping
from typing import Final

from kiosk.visits.visit import VisitState

_ENDED_WORDS: Final = "so what the schedule says of it now was not taken; talk to the client or make a new booking"
STANDS: Final[Mapping[VisitState, str]] = {
    VisitState.requested: "This client asks to be taken in without an appointment; accept that at the desk.",
    VisitState.arrived: "This client is checking in already, so the visit was left as it is; change it at the desk.",
    VisitState.screened: "This client has checked in already, so the visit was left as it is; change it at the desk.",
    VisitState.confirmed: "This client has checked in already, so the visit was left as it is; change it at the desk.",
    VisitState.in_progress: "This client is with the practitioner already, so the visit was left as it is.",
    VisitState.finished: f"This visit is finished, {_ENDED_WORDS}.",
    VisitState.put_off: f"This visit was put off, {_ENDED_WORDS}.",
    VisitState.declined: f"This visit was declined, {_ENDED_WORDS}.",
    VisitState.left: f"This client has left, {_ENDED_WORDS}.",
    VisitState.cancelled: f"This visit was cancelled here, {_ENDED_WORDS}.",
    VisitState.no_show: f"This client was marked as a no-show, {_ENDED_WORDS}.",
}
