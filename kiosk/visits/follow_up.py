"""What is left to do after a treatment: a record to sign, a call about a reaction, a product whose lot nobody has noted.

Such visits are on one list until that is done, whatever day it is. Beside each id stands what is left to do, without a word
of what for: a board counts it at each look.
"""

from datetime import date
from typing import Final

from pydantic import BaseModel, ConfigDict

from kiosk.records import Writer
from kiosk.visits.id_list import IdList
from kiosk.visits.visit import Visit

LIST: Final = IdList("follow-up")


class LeftToDo(BaseModel):
    """What is left to do after one visit, as far as it is counted."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    day: date
    practitioner: str
    call_due: date | None
    is_unsigned: bool
    """Whether its record is still to be signed."""
    lacks_lot: bool


def call_due(visit: Visit) -> date | None:
    """Return the first day by which somebody calls the client about a reaction; None if nobody has to."""
    return min(filter(None, (each.call_due for each in visit.reactions)), default=None)


def without_lot(visit: Visit) -> tuple[str, ...]:
    """Return the products whose lot is still to be noted."""
    return tuple(each.name for each in visit.session.products if each.lacks_lot) if visit.session else ()


def left_to_do(visit: Visit) -> LeftToDo:
    """Return what is left to do after a visit."""
    return LeftToDo(
        day=visit.day,
        practitioner=visit.practitioner,
        call_due=call_due(visit),
        is_unsigned=visit.is_to_finish,
        lacks_lot=bool(without_lot(visit)),
    )


def note_follow_up(writer: Writer, visit: Visit) -> None:
    """Put a visit on the list as long as something is left to do, or take it off."""
    if visit.session is None and visit.to_sign is None:
        return
    left = left_to_do(visit)
    is_open = left.is_unsigned or left.call_due is not None or left.lacks_lot
    LIST.note(writer, visit.id, belongs=is_open, facts=left.model_dump(mode="json"))
