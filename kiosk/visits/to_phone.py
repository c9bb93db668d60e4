"""Whom the clinic phones: those whose treatment was put off, and those whose appointment the clinic moved itself.

A visit is noted here when it is written, so that nobody has to look through every visit there is; only its id is kept.
"""

from datetime import date, timedelta
from typing import Final

from kiosk.records import Writer
from kiosk.visits.id_list import IdList
from kiosk.visits.visit import Visit, VisitState

LIST: Final = IdList("to-phone")
KEPT_AFTER_COMING: Final = timedelta(days=30)
"""How long the list still shows somebody who came."""
_SENT_HOME: Final = frozenset({VisitState.put_off, VisitState.declined, VisitState.left})


def first_possible(visit: Visit) -> date | None:
    """Return the first day on which the visit may be given again: what the practitioner said, else the verdict's day."""
    decided = visit.decision
    if decided is not None and decided.decision == "put_off":
        return decided.until or visit.earliest
    return visit.earliest


def is_put_off(visit: Visit) -> bool:
    """Tell whether a client went home untreated and may come back: from a day on, or from one still to be named."""
    decided = visit.decision
    put_off = decided is not None and decided.decision == "put_off"
    return visit.state in _SENT_HOME and (put_off or first_possible(visit) is not None)


def is_given_up(visit: Visit) -> bool:
    """Tell whether somebody noted that the client does not come back."""
    return any(call.result == "not_coming" for call in visit.phone_calls)


def is_rearranged(visit: Visit) -> bool:
    """Tell whether the clinic moved or reassigned a visit that is still to come."""
    return visit.rearranged is not None and visit.state is VisitState.booked


def note_to_phone(writer: Writer, visit: Visit) -> None:
    """Put a visit on the list, or take it off once nobody needs to phone any more."""
    is_wanted = (is_put_off(visit) or is_rearranged(visit)) and not is_given_up(visit)
    if is_wanted or visit.phone_calls or visit.rearranged:
        LIST.note(writer, visit.id, belongs=is_wanted)
