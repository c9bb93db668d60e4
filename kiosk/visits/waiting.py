"""Since when a client waits, for whoever asks: the board, the desk's page of a visit, the practitioner's summary. Pure."""

from datetime import datetime, tzinfo
from typing import Final

from kiosk.visits.visit import Visit, VisitState

_WAITS: Final = {VisitState.arrived, VisitState.screened, VisitState.confirmed}


def waiting_since(visit: Visit, zone: tzinfo) -> datetime | None:
    """Return the later of arrival, or return, and appointment; None before arrival, in the room, and after the end.

    Who said no to the consent at a kiosk, or asked to talk in private, waits, too, until somebody has spoken with them.
    """
    if not (visit.state in _WAITS or visit.said_no or visit.asks_private) or visit.arrived_at is None:
        return None
    return max(visit.returned_at or visit.arrived_at, visit.begins(zone))
