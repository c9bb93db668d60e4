"""Visits for an inspector: found by date, practitioner and treatment, read only, each look in the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kiosk.core.errors import NotAllowed
from kiosk.core.phrases import clock_time
from kiosk.people.staff import StaffMember
from kiosk.visits.books import Books
from kiosk.visits.private_record import is_private
from kiosk.visits.record_lock import lock_of
from kiosk.visits.standing import standing
from rules import day_in_words


@dataclass(frozen=True)
class Inspected:
    """A line of the list; the client of a locked or private record is not named."""

    visit_id: str
    line: str
    closed: bool
    """Whether the record is locked or private: then it opens with a reason only."""


def visits_between(
    books: Books, lead: StaffMember, first: date, last: date, *, practitioner: str = "", treatment: str = ""
) -> tuple[Inspected, ...]:
    """Return the visits of all days from the first to the last, in order; the look is in the audit trail."""
    if lead.role != "lead":
        raise NotAllowed("Only the clinic's lead opens visits for an inspector.")
    titles = books.titles()
    found = []
    with books.records.write(lead.actor(books.terminal)) as writer:
        for each in range((last - first).days + 1):
            for visit in books.visits.of_day(first + timedelta(days=each), writer):
                if practitioner not in ("", visit.practitioner) or treatment not in ("", visit.treatment):
                    continue
                locked = lock_of(books, writer, visit.client_id) is not None
                closed = locked or is_private(books, writer, visit.client_id)
                name = (
                    "locked record"
                    if locked
                    else "private record"
                    if closed
                    else books.clients.get(visit.client_id, writer).full_name
                )
                what = titles.get(visit.treatment, visit.treatment)
                line = f"{day_in_words(visit.day)} {clock_time(visit.start)}  {name} · {what} · {visit.practitioner} · {standing(visit)}"
                found.append(Inspected(visit.id, line, closed))
        writer.audit(
            "visits.inspect",
            detail={"from": first.isoformat(), "to": last.isoformat(), "visits": len(found)},
        )
    return tuple(found)
