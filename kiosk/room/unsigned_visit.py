"""A visit that a practitioner left with something unsigned: what they found, and what they filled in of the session."""

from dataclasses import dataclass

from kiosk.core.phrases import clock_time
from kiosk.core.put_aside import PutAside
from kiosk.room.finish_form import SessionDraft
from kiosk.room.open_visit import OpenVisit
from kiosk.room.override import Override


@dataclass(frozen=True, repr=False)
class UnsignedVisit:
    """It holds health data: it is never written, printed or logged."""

    owner_id: str
    open: OpenVisit
    draft: SessionDraft
    override: Override | None
    """Why to go ahead against the rules, as long as not everybody has signed."""

    @property
    def visit_id(self) -> str:
        return self.open.visit.id

    @property
    def holds_something(self) -> bool:
        """Whether anything would be lost without it."""
        return self.open.is_unsigned or self.draft != SessionDraft() or self.override is not None

    def is_same(self, other: "UnsignedVisit") -> bool:
        """Tell whether it is the same visit, of the same person."""
        return (self.owner_id, self.visit_id) == (other.owner_id, other.visit_id)


def take_back(kept: PutAside[UnsignedVisit], owner_id: str, visit_id: str) -> UnsignedVisit | None:
    """Return what this person had not signed on a visit, to go on with; None if there is nothing."""
    found = next((each for each in kept.of(owner_id) if each.visit_id == visit_id), None)
    if found is not None:
        kept.take(found)
    return found


def unsigned_remark(kept: PutAside[UnsignedVisit], owner_id: str) -> str:
    """Say which visits wait for what their owner had not signed, by their hours; nothing where none does."""
    visits = sorted((each.open.visit for each in kept.of(owner_id)), key=lambda each: (each.day, each.start))
    if not visits:
        return ""
    hours = ", ".join(clock_time(each.start) for each in visits)
    return f"Not signed yet: {hours} (kept for 30 minutes)"
