"""The next session of a course: the free times in its window, and booking one of them in one step."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, takewhile

from kiosk.core.errors import NotAllowed
from kiosk.core.phrases import long_day
from kiosk.desk import booking
from kiosk.desk.slots import FreeTime, all_from
from kiosk.people.staff import StaffMember
from kiosk.visits import courses
from kiosk.visits.afterwards import window_after
from kiosk.visits.books import Books
from kiosk.visits.visit import Visit


@dataclass(frozen=True)
class NextSession:
    """When the next session is due, and what is free then: the first time of each day, the earliest first."""

    first: date
    last: date
    slots: tuple[FreeTime, ...]

    @property
    def is_late(self) -> bool:
        """Whether nothing is free in the window, so that what is proposed is after it."""
        return bool(self.slots) and self.slots[0].day > self.last


def next_session(books: Books, visit: Visit, count: int = 3) -> NextSession | None:
    """Return what to propose after a session; None if the next one is booked, or the clinic sets its own interval."""
    window = window_after(books, visit)
    if window is None or _booked(books, visit) is not None:
        return None
    first = max(window[0], books.today() + timedelta(days=1))
    return NextSession(first, window[1], tuple(islice(_first_of_each_day(books, visit, first), count)))


def free_on(books: Books, visit: Visit, day: date) -> tuple[FreeTime, ...]:
    """Return what is free with the practitioner of a visit on one day."""
    return tuple(takewhile(lambda slot: slot.day == day, all_from(books, visit, day)))


def book_next(books: Books, staff: StaffMember, visit: Visit, slot: FreeTime) -> Visit:
    """Book the next session of the same treatment; refused if one is booked already."""
    if visit.done is None:
        raise NotAllowed("No session was done at this visit, so there is no next one. Look at it again.")
    booked = _booked(books, visit)
    if booked is not None:
        raise NotAllowed(f"The next session is booked already, on {long_day(booked.day)}. Look at it again.")
    return booking.book(books, staff, books.clients.get(visit.client_id), visit.treatment, slot)


def _booked(books: Books, visit: Visit) -> Visit | None:
    return courses.next_booked(books.visits.of_client(visit.client_id), visit)


def _first_of_each_day(books: Books, visit: Visit, first: date) -> Iterator[FreeTime]:
    seen: date | None = None
    for slot in all_from(books, visit, first):
        if slot.day != seen:
            seen = slot.day
            yield slot
