"""The visits that are on record already: which of them a line of the schedule means."""

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date

from kiosk.core.errors import NotFound
from kiosk.records import Reader
from kiosk.schedule.booked_clients import person_of
from kiosk.schedule.booking_line import BookingLine, OffLine, Person
from kiosk.schedule.import_history import ImportHistory
from kiosk.visits.books import Books
from kiosk.visits.visit import Visit
from kiosk.visits.visit_book import code_key


def code_of(visit: Visit) -> str:
    """Return a visit's booking code as it is compared; empty if it has none."""
    return code_key(visit.booking_code or "")


class KnownVisits:
    """The visits on record. One line of the file may claim each, and a new visit is claimed by its own line."""

    def __init__(self, books: Books, lines: Sequence[BookingLine]) -> None:
        self._books = books
        self._reader: Reader
        self._memory: ImportHistory
        self._of_client: dict[str, list[Visit]] = {}
        self._claimed: set[str] = set()
        codes = Counter(code_key(line.booking_code) for line in lines)
        self._shared = {code for code, count in codes.items() if code and count > 1}
        self._people: set[Person] = set()
        self._people_of: dict[str, set[Person]] = {}
        for line in lines:
            who = line.person
            self._people.add(who)
            self._people_of.setdefault(code_key(line.booking_code), set()).add(who)
        self.doubtful: list[int] = []
        """Lines whose booking code stands for another person: on another day, or for one who has a line of their own."""

    def look_at(self, reader: Reader, memory: ImportHistory) -> None:
        """Go on with the records as they are now."""
        self._reader, self._memory = reader, memory
        self._of_client = {}

    def claim(self, visit_id: str) -> None:
        """Say that a visit is a line's, so that no other line gets it."""
        self._claimed.add(visit_id)

    def find(self, line: BookingLine) -> Visit | None:
        """Return the visit that a line means, once: by booking code, else by client, date of birth, treatment and day."""
        visit = (self._by_code(line) if line.booking_code else None) or self._by_person(line)
        if visit is not None:
            self._claimed.add(visit.id)
        return visit

    def find_off(self, off: OffLine) -> Visit | None:
        """Return the visit that is called off by a line, once: by booking code, else by client, date of birth and day."""
        found: list[Visit] = []
        if off.booking_code:
            found = self._free(self._books.visits.by_code(off.booking_code, self._reader))
            found = [visit for visit in found if off.day in (None, visit.day) or self._is_of(off.person, visit)]
        if not found and off.day is not None and off.person is not None:
            found = [
                visit
                for visit in self._free(self._theirs(off.person, off.day))
                if off.treatment in (None, visit.treatment) and not (off.booking_code and visit.booking_code)
            ]
        visit = min(
            found,
            key=lambda visit: (
                visit.is_over,
                visit.treatment != off.treatment,
                visit.day != off.day,
                visit.start != off.start,
            ),
            default=None,
        )
        if visit is not None:
            self._claimed.add(visit.id)
        return visit

    def _by_code(self, line: BookingLine) -> Visit | None:
        found = self._free(self._books.visits.by_code(line.booking_code, self._reader))
        same = [visit for visit in found if visit.treatment == line.treatment]
        found = same if code_key(line.booking_code) in self._shared else same or found
        today = [visit for visit in found if visit.day == line.day]
        # A visit that is over on another day is history: the same code then stands for a new appointment.
        open_ones = [visit for visit in found if not visit.is_over]
        visit = _best(line, today) or _best(line, open_ones[-1:])
        if visit is not None and not self._may_mean(line, visit):
            self.doubtful.append(line.number)
            return None
        return visit

    def _may_mean(self, line: BookingLine, visit: Visit) -> bool:
        """Tell whether to believe a code: it must not give a visit to another person, or move one back and forth between two."""
        if self._is_of(line.person, visit):
            return True
        owner = person_of(self._books.clients.get(visit.client_id, self._reader))
        return visit.day == line.day and owner not in self._people

    def _by_person(self, line: BookingLine) -> Visit | None:
        theirs = self._free(self._theirs(line.person, line.day))
        return _best(line, [visit for visit in theirs if self._may_be_same(line, visit)])

    def _may_be_same(self, line: BookingLine, visit: Visit) -> bool:
        if visit.treatment != line.treatment:
            return False
        if not line.booking_code or not visit.booking_code or line.number in self.doubtful:
            return True
        return line.person not in self._people_of.get(code_of(visit), {line.person})  # else its code is another's now

    def _theirs(self, who: Person, day: date) -> list[Visit]:
        """Return a person's visits of a day, by the last schedule or by the record, without looking at all of the day."""
        _, born = who
        found: dict[str, Visit] = {}
        for client in self._books.clients.matching(born, lambda client: person_of(client) == who, self._reader):
            if client.id not in self._of_client:
                self._of_client[client.id] = self._books.visits.of_client(client.id, self._reader)
            found |= {visit.id: visit for visit in self._of_client[client.id]}
        for visit_id in self._memory.of_person(who, day):
            if visit_id not in found:
                with suppress(NotFound):  # erased since
                    found[visit_id] = self._books.visits.get(visit_id, self._reader)
        return sorted((visit for visit in found.values() if visit.day == day), key=lambda each: (each.start, each.id))

    def _is_of(self, who: Person | None, visit: Visit) -> bool:
        """Tell whether a visit is this person's, by the last schedule or by the record."""
        last = self._memory.line(visit.id, visit.day)
        if last is not None and last.person == who:
            return True
        return person_of(self._books.clients.get(visit.client_id, self._reader)) == who

    def _free(self, visits: Iterable[Visit]) -> list[Visit]:
        return [visit for visit in visits if visit.id not in self._claimed]


def _best(line: BookingLine, visits: list[Visit]) -> Visit | None:
    """Return the visit that is still to come, and the one at this time, before others."""
    return min(visits, key=lambda visit: (visit.is_over, visit.start != line.start), default=None)
