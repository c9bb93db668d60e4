"""A practitioner's day: their visits, those with nobody named, and what is still to finish of earlier days."""

from collections.abc import Iterator
from datetime import date

from kiosk.visits.books import Books
from kiosk.visits.day_book import DayBook, DayEntry
from kiosk.visits.visit import VisitState


def entries_of(books: Books, practitioner: str, day: date | None) -> tuple[DayEntry, ...]:
    """Return the day's visits in order; before today's, those of earlier days whose record was never signed."""
    mine, today = {practitioner.casefold(), ""}, books.today()
    entries = DayBook(books, day or today).entries()
    before = _to_finish(books, today) if day in (None, today) else ()
    return tuple(entry for entry in (*before, *entries) if entry.visit.practitioner.casefold() in mine)


def _to_finish(books: Books, today: date) -> Iterator[DayEntry]:
    with books.records.read() as reader:
        for visit in books.visits.in_state(VisitState.in_progress, reader):
            if visit.is_to_finish and visit.day < today:
                yield DayEntry(visit, books.clients.get(visit.client_id, reader))
