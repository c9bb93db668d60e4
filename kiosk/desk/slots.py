"""Free times, worked out from the day books: when a practitioner usually works, and what is not taken."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from kiosk.visits.books import Books
from kiosk.visits.visit import Visit, VisitState

_TAKEN = frozenset(VisitState) - {VisitState.cancelled, VisitState.put_off, VisitState.no_show, VisitState.left}
_FIRST, _LAST, _STEP = time(9), time(17), timedelta(minutes=30)
_SHORTEST = timedelta(minutes=15)
_LOOK_BACK, _LOOK_AHEAD = 14, 60
_WEEKEND = 5


@dataclass(frozen=True)
class FreeTime:
    """A time that is free with a practitioner, as far as the day book knows."""

    day: date
    start: time
    practitioner: str


def first_possible(visit: Visit) -> date | None:
    """Return the first day on which the visit may be given again: what the practitioner said, else the verdict's day."""
    decided = visit.decision
    if decided is not None and decided.decision == "put_off":
        return decided.until or visit.earliest
    return visit.earliest


def proposals(books: Books, visit: Visit, count: int) -> tuple[FreeTime, ...]:
    """Return the next free times of the visit's practitioner, from the first possible day on, later today included."""
    today = books.today()
    first = max(first_possible(visit) or today, today)
    with books.records.read() as reader:
        near = {
            day: books.visits.of_day(day, reader)
            for day in (today + timedelta(days=offset) for offset in range(-_LOOK_BACK, 1))
        }
        known = [each for visits in near.values() for each in visits if each.practitioner == visit.practitioner]
        opens, closes, step = _hours(known)
        found: list[FreeTime] = []
        days_ahead = 0
        while len(found) < count and days_ahead < _LOOK_AHEAD:
            day = first + timedelta(days=days_ahead)
            days_ahead += 1
            if day.weekday() >= _WEEKEND and not any(each.day.weekday() == day.weekday() for each in known):
                continue
            taken = [
                each.start
                for each in books.visits.of_day(day, reader)
                if each.practitioner == visit.practitioner and each.state in _TAKEN and each.id != visit.id
            ]
            now = books.now().time() if day == today else time.min
            found += [
                FreeTime(day, start, visit.practitioner)
                for start in _free(day, opens, closes, step, taken)
                if start > now
            ]
    return tuple(found[:count])


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


def _free(day: date, opens: time, closes: time, step: timedelta, taken: list[time]) -> list[time]:
    moment, last = datetime.combine(day, opens), datetime.combine(day, closes)
    busy = [datetime.combine(day, start) for start in taken]
    free = []
    while moment <= last:
        if all(abs(moment - other) >= step for other in busy):
            free.append(moment.time())
        moment += step
    return free
