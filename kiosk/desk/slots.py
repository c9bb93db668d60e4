"""Free times: within the clinic's opening hours, or when a practitioner usually works as the day books have it, and not taken."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from kiosk.core.opening_hours import OpeningHours
from kiosk.records import Reader
from kiosk.visits.books import Books
from kiosk.visits.to_phone import first_possible
from kiosk.visits.visit import Visit, VisitState

_TAKEN = frozenset(VisitState) - {VisitState.cancelled, VisitState.put_off, VisitState.no_show, VisitState.left}
_FIRST, _LAST, _STEP = time(9), time(17), timedelta(minutes=30)
_SHORTEST = timedelta(minutes=15)
_LOOK_BACK, _LOOK_AHEAD = 14, 60
_WEEKEND = 5
_NOON = time(12)


@dataclass(frozen=True)
class FreeTime:
    """A time that is free with a practitioner, as far as the day book knows."""

    day: date
    start: time
    practitioner: str


def proposals(books: Books, visit: Visit, count: int, least: date | None = None) -> tuple[FreeTime, ...]:
    """Return free times of the visit's practitioner: the first and the first from noon on of each day.

    The days begin with the first possible one, or with `least` where that is later.
    """
    found: list[FreeTime] = []
    first = max(filter(None, (first_possible(visit), least, books.today())))
    for day, free in _free_times(books, visit, first, _LOOK_AHEAD):
        halves = [*free[:1], *[start for start in free if start >= _NOON][:1]]
        found += [FreeTime(day, start, visit.practitioner) for start in dict.fromkeys(halves)]
        if len(found) >= count:
            break
    return tuple(found[:count])


def all_from(books: Books, visit: Visit, first: date) -> Iterator[FreeTime]:
    """Yield every free time of the visit's practitioner, from a day on."""
    for day, free in _free_times(books, visit, first, _LOOK_AHEAD):
        for start in free:
            yield FreeTime(day, start, visit.practitioner)


@dataclass(frozen=True)
class Busy:
    """When a practitioner is taken on a day, and how far apart their visits usually begin."""

    taken: tuple[Visit, ...]
    step: timedelta

    def during(self, visit: Visit) -> time | None:
        """Return the start of the visit that is in the way of this one; None where none is."""
        return next((each.start for each in self.taken if _overlap(visit, visit.start, each, self.step)), None)


def busy(books: Books, practitioner: str, day: date, besides: Collection[str] = ()) -> Busy:
    """Return when a practitioner is taken on a day, without the visits whose ids are `besides`."""
    with books.records.read() as reader:
        taken = [
            each
            for each in books.visits.of_day(day, reader)
            if each.practitioner == practitioner and each.state in _TAKEN and each.id not in besides
        ]
        taken.sort(key=lambda each: each.start)
        return Busy(tuple(taken), _hours(_known(books, practitioner, reader))[2])


def _overlap(one: Visit, start: time, other: Visit, step: timedelta) -> bool:
    """Tell whether a visit that begins at `start` and another are at once; as long as `step` where the schedule doesn't say."""
    begins, others = datetime.combine(date.min, start), datetime.combine(date.min, other.start)
    return begins < others + _length(other, step) and others < begins + _length(one, step)


def _length(visit: Visit, step: timedelta) -> timedelta:
    return timedelta(minutes=visit.minutes) if visit.minutes else step


def later_today(books: Books, visit: Visit, count: int) -> tuple[FreeTime, ...]:
    """Return the next free times of the visit's practitioner today."""
    today = books.today()
    return tuple(
        FreeTime(day, start, visit.practitioner)
        for day, free in _free_times(books, visit, today, 1)
        for start in free[:count]
    )


def _free_times(books: Books, visit: Visit, first: date, days: int) -> Iterator[tuple[date, list[time]]]:
    """Yield each of `days` days on which the visit's practitioner works, with what is free; of today what is still to come."""
    today = books.today()
    with books.records.read() as reader:
        known = _known(books, visit.practitioner, reader)
        opens, closes, step = _hours(known)
        for day in (first + timedelta(days=ahead) for ahead in range(days)):
            starts = _starts(books.settings.opening, day, step, _length(visit, step))
            if not books.settings.opening.is_known and _works(known, day):
                starts = _every(day, opens, closes, step)
            if not starts:
                continue
            taken = [
                each
                for each in books.visits.of_day(day, reader)
                if each.practitioner == visit.practitioner and each.state in _TAKEN and each.id != visit.id
            ]
            now = books.now().time() if day == today else time.min
            yield (
                day,
                [
                    start
                    for start in starts
                    if start > now and not any(_overlap(visit, start, each, step) for each in taken)
                ],
            )


def _known(books: Books, practitioner: str, reader: Reader) -> list[Visit]:
    """Return a practitioner's visits of the last days."""
    days = (books.today() + timedelta(days=offset) for offset in range(-_LOOK_BACK, 1))
    return [each for day in days for each in books.visits.of_day(day, reader) if each.practitioner == practitioner]


def _works(known: list[Visit], day: date) -> bool:
    """Tell whether a practitioner usually works on such a day: from Monday to Friday, and when something is booked."""
    return day.weekday() < _WEEKEND or any(each.day.weekday() == day.weekday() for each in known)


def _starts(opening: OpeningHours, day: date, step: timedelta, length: timedelta) -> list[time]:
    """Return when a visit may start on a day, so that it ends while the clinic is open."""
    return [
        start
        for opens, closes in opening.on(day)
        for start in _every(day, opens, closes, step)
        if datetime.combine(day, start) + length <= datetime.combine(day, closes)
    ]


def _hours(known: list[Visit]) -> tuple[time, time, timedelta]:
    """Work out a practitioner's usual first and last start, and the usual distance, from what is booked."""
    if not known:
        return _FIRST, _LAST, _STEP
    starts = [each.start for each in known]
    gaps: Counter[timedelta] = Counter()
    for one, two in pairwise(sorted({(each.day, each.start) for each in known})):
        gap = datetime.combine(*two) - datetime.combine(*one)
        if one[0] == two[0] and gap >= _SHORTEST:
            gaps[gap] += 1
    step = gaps.most_common(1)[0][0] if gaps else _STEP
    return min(starts), max(starts), step


def _every(day: date, first: time, last: time, step: timedelta) -> list[time]:
    moment, end = datetime.combine(day, first), datetime.combine(day, last)
    found = []
    while moment <= end:
        found.append(moment.time())
        moment += step
    return found
