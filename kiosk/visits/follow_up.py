"""What is left to do after a treatment: a record to sign, a call about a reaction, a product whose lot nobody has noted.

Such visits are on one list until that is done, whatever day it is. Only their ids are kept.
"""

from datetime import date
from typing import Final

from kiosk.records import Writer
from kiosk.visits.id_list import IdList
from kiosk.visits.visit import Visit

LIST: Final = IdList("follow-up")


def call_due(visit: Visit) -> date | None:
    """Return the first day by which somebody calls the client about a reaction; None if nobody has to."""
    return min(filter(None, (each.call_due for each in visit.reactions)), default=None)


def without_lot(visit: Visit) -> tuple[str, ...]:
    """Return the products whose lot is still to be noted."""
    return tuple(each.name for each in visit.session.products if each.lacks_lot) if visit.session else ()


def note_follow_up(writer: Writer, visit: Visit) -> None:
    """Put a visit on the list as long as something is left to do, or take it off."""
    if visit.session is None and visit.to_sign is None:
        return
    is_open = visit.is_to_finish or call_due(visit) is not None or bool(without_lot(visit))
    LIST.note(writer, visit.id, belongs=is_open)
