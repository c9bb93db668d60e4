"""One day of the clinic: who is booked, in order, as the records stand now."""

from dataclasses import dataclass
from datetime import date

from kiosk.core.errors import NotFound
from kiosk.people.client_book import Client
from kiosk.visits import rejudge
from kiosk.visits.books import Books
from kiosk.visits.visit import Visit


@dataclass(frozen=True)
class DayEntry:
    """A visit with its client."""

    visit: Visit
    client: Client


class DayBook:
    """All visits of one day."""

    def __init__(self, books: Books, day: date) -> None:
        self._books = books
        self.day = day

    def entries(self) -> tuple[DayEntry, ...]:
        """Return the day's visits in order of their start, each with the verdict that is due."""
        read = [(entry, rejudge.as_due(self._books, entry.visit)) for entry in self._read()]
        return tuple(entry if due is entry.visit else DayEntry(due, entry.client) for entry, due in read)

    def _read(self) -> tuple[DayEntry, ...]:
        """Read the day, unless it was read already and nobody has changed anything since: a board looks every second."""
        version, kept = self.version(), self._books.days_read.get(self.day)
        if kept is not None and kept[0] == version:
            return kept[1]
        with self._books.records.read() as reader:
            clients: dict[str, Client] = {}
            entries = []
            for visit in self._books.visits.of_day(self.day, reader):
                if visit.client_id not in clients:
                    clients[visit.client_id] = self._books.clients.get(visit.client_id, reader)
                entries.append(DayEntry(visit, clients[visit.client_id]))
        self._books.days_read.clear()  # the day that is looked at is enough
        self._books.days_read[self.day] = (version, tuple(entries))
        return tuple(entries)

    def entry(self, visit_id: str) -> DayEntry:
        """Return one visit of the day; NotFound if it is not on it."""
        for entry in self.entries():
            if entry.visit.id == visit_id:
                return entry
        raise NotFound("This visit is not on this day any more. Look at the list again.")

    def version(self) -> int:
        """Return a number that changes whenever anybody has changed something; a look takes microseconds."""
        return self._books.records.data_version()
