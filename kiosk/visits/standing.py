"""Where a visit stands, in the words of every list that staff read."""

from types import MappingProxyType
from typing import Final

from kiosk.visits.visit import STATE_WORDS, TO_FINISH, Visit, VisitState
from kiosk.visits.visit_parts import OVERRIDDEN

_CALLED_OFF: Final = MappingProxyType({"cancelled": "cancelled in the schedule", "no_show": "no show in the schedule"})


def standing(visit: Visit, *, marked: bool = True) -> str:
    """Return the state in words, what the schedule says against it, and whether it went ahead against the rules: a client's copy is not `marked`."""
    state = TO_FINISH if visit.is_to_finish else STATE_WORDS[visit.state]
    off = _CALLED_OFF[visit.called_off] if visit.called_off and visit.state is VisitState.booked else ""
    return ", ".join(filter(None, (state, off, OVERRIDDEN if marked and visit.overrides else "")))
