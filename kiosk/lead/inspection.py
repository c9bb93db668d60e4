"""Visits for an inspector: found by date, practitioner and treatment, read only, each look in the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.core.errors import NotAllowed
from kiosk.core.phrases import clock_time
from kiosk.people.staff import StaffMember
from kiosk.visits.books import Books
from kiosk.visits.closed_record import Closed, closed_as, opened_with
from kiosk.visits.private_record import OpeningReason, require_reason
from kiosk.visits.record_lock import refuse_locked
from kiosk.visits.standing import standing
from kiosk.visits.visit import Visit
from rules import day_in_words


@dataclass(frozen=True)
class Inspected:
    """A line of the list; the client of a locked or private record is not named."""

    visit_id: str
    line: str
    closed: Closed | None
    """Whether the record is locked or private: then it opens for a reason only."""


def visits_between(
    books: Books, lead: StaffMember, first: date, last: date, *, practitioner: str = "", treatment: str = ""
) -> tuple[Inspected, ...]:
    """Return the visits of all days from the first to the last, in order; the look is in the audit trail."""
    _require_lead(lead)
    titles = books.titles()
    found = []
    with books.records.write(lead.actor(books.terminal)) as writer:
        for visit in books.visits.of_days(first, last, writer):
            if practitioner not in ("", visit.practitioner) or treatment not in ("", visit.treatment):
                continue
            closed = closed_as(books, writer, visit.client_id)
            name = f"{closed} record" if closed else books.clients.get(visit.client_id, writer).full_name
            what = titles.get(visit.treatment, visit.treatment)
            line = f"{day_in_words(visit.day)} {clock_time(visit.start)}  {name} · {what} · {visit.practitioner} · {standing(visit)}"
            found.append(Inspected(visit.id, line, closed))
        writer.audit(
            "visits.inspect",
            detail={"from": first.isoformat(), "to": last.isoformat(), "visits": len(found)},
        )
    return tuple(found)


def open_private(books: Books, lead: StaffMember, visit_id: str, because: OpeningReason | None = None) -> Visit:
    """Open a visit of a record that may be private; as it was kept, since nothing changes here. Raises `IsPrivate` without a reason."""
    _require_lead(lead)
    with books.records.write(lead.actor(books.terminal)) as writer:
        visit = books.visits.get(visit_id, writer)
        refuse_locked(books, writer, visit.client_id)
        require_reason(books, writer, visit.client_id, lead, because)
        return visit


def open_locked(books: Books, lead: StaffMember, visit_id: str, reason: str) -> Visit:
    """Open a visit of a locked record for a reason, as `kiosk visits file` does. Raises `BadInput` without one."""
    _require_lead(lead)
    with books.records.write(lead.actor(books.terminal)) as writer:
        visit = books.visits.get(visit_id, writer)
        opened_with(books, writer, visit.client_id, reason, lead.actor(books.terminal))
        return visit


def _require_lead(lead: StaffMember) -> None:
    if lead.role != "lead":
        raise NotAllowed("Only the clinic's lead opens visits for an inspector.")
