"""What a client reports after a session: noted on the visit, with a day by which somebody calls back, until that is closed."""

from datetime import date, datetime

from kiosk.core.clean import clean_note
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.people.staff import StaffMember
from kiosk.visits.session import CallBack, Reaction
from kiosk.visits.visit import Visit

_LONGEST = 300


def with_reaction(visit: Visit, said: str, due: date, *, by: StaffMember, at: datetime, today: date) -> Visit:
    """Return a visit with what the client reports after its session, and by when to call back."""
    if visit.done is None:
        raise NotAllowed("No session was done at this visit, so there is none to report a reaction to.")
    words = clean_note(said, _LONGEST)
    if not words:
        raise BadInput("Write in a few words what the client reports.")
    if due < today:
        raise BadInput("Choose today or a later day for the call.")
    reaction = Reaction(said=words, by=by.name, by_id=by.id, role=by.role, at=at, due=due)
    return visit.model_copy(update={"reactions": (*visit.reactions, reaction)})


def called_back(visit: Visit, said: str, again: date | None, *, by: StaffMember, at: datetime, today: date) -> Visit:
    """Return the visit with a call about what was reported; `again` is the day of the next one, if one is needed."""
    words = clean_note(said, _LONGEST)
    if not words:
        raise BadInput("Write in a few words what came of the call.")
    if again is not None and again < today:
        raise BadInput("Choose today or a later day for the next call.")
    if all(each.call_due is None for each in visit.reactions):
        raise NotAllowed("No call is due for this visit: somebody has closed it already.")
    call = CallBack(by=by.name, at=at, said=words, again=again)
    reactions = (
        each if each.call_due is None else each.model_copy(update={"calls": (*each.calls, call)})
        for each in visit.reactions
    )
    return visit.model_copy(update={"reactions": tuple(reactions)})
