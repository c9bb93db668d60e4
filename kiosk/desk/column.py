"""The day of a practitioner who is away: given to somebody else, or moved to other days, visit by visit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kiosk.core.errors import KioskError, NotAllowed
from kiosk.core.phrases import clock_time
from kiosk.desk.desk import Desk
from kiosk.desk.slots import FreeTime, all_from, busy
from kiosk.people.staff import StaffMember
from kiosk.visits.books import Books
from kiosk.visits.day_book import DayBook, DayEntry
from kiosk.visits.visit import Visit, VisitState

_BEGUN = frozenset({VisitState.in_progress})


@dataclass(frozen=True)
class Planned:
    """A visit of somebody who is away, and the time it would go to; None where no time is free."""

    entry: DayEntry
    to: FreeTime | None


@dataclass(frozen=True)
class Rearranged:
    """What became of a column: how many visits were changed, and those that stay, each with the sentence that says why."""

    changed: int
    stayed: tuple[tuple[DayEntry, str], ...]


def column_of(books: Books, practitioner: str, day: date) -> tuple[DayEntry, ...]:
    """Return the visits of a practitioner's day that are still to come, in order."""
    return tuple(
        entry
        for entry in DayBook(books, day).entries()
        if entry.visit.practitioner == practitioner and not entry.visit.is_over and entry.visit.state not in _BEGUN
    )


def plan_moves(books: Books, entries: Sequence[DayEntry], first: date) -> tuple[Planned, ...]:
    """Find a free time with the same practitioner for each visit, from a day on; no time is used twice."""
    taken: set[FreeTime] = set()
    planned = []
    for entry in entries:
        free = (time for time in all_from(books, entry.visit, first) if time not in taken)
        to = next(free, None)
        if to is not None:
            taken.add(to)
        planned.append(Planned(entry, to))
    return tuple(planned)


def move_all(desk: Desk, planned: Sequence[Planned]) -> Rearranged:
    """Move each visit to its planned time; its client is to be phoned."""
    times = {each.entry.visit.id: each.to for each in planned}

    def move(visit: Visit) -> None:
        to = times[visit.id]
        if to is None:
            raise NotAllowed("No time is free.")
        desk.move(visit, to.day, to.start, unasked=True)

    return _one_by_one([each.entry for each in planned], move)


def _one_by_one(entries: Sequence[DayEntry], change: Callable[[Visit], object]) -> Rearranged:
    """Change each visit by itself: what keeps one from it keeps no other."""
    stayed = []
    for entry in entries:
        try:
            change(entry.visit)
        except KioskError as error:
            stayed.append((entry, error.sentence))
    return Rearranged(len(entries) - len(stayed), tuple(stayed))


@dataclass(frozen=True)
class Taker:
    """Somebody who could take the visits of who is away, and for each visit that stays the sentence that says why."""

    member: StaffMember
    stays: Mapping[str, str]
    """By the id of the visit."""


def takers(books: Books, entries: Sequence[DayEntry], away: str) -> tuple[Taker, ...]:
    """Return the practitioners who give at least one of the treatments; who is away is none of them."""
    return tuple(
        _taker(books, entries, member)
        for member in books.staff.all()
        if member.active
        and member.role == "practitioner"
        and member.name != away
        and any(member.gives(entry.visit.treatment) for entry in entries)
    )


def _taker(books: Books, entries: Sequence[DayEntry], member: StaffMember) -> Taker:
    ids = {entry.visit.id for entry in entries}
    taken = {day: busy(books, member.name, day, ids) for day in {entry.visit.day for entry in entries}}
    stays = {}
    for visit in (entry.visit for entry in entries):
        if not member.gives(visit.treatment):
            title = books.titles().get(visit.treatment, visit.treatment)
            stays[visit.id] = f"{member.name} does not give {title}."
        elif (other := taken[visit.day].during(visit)) is not None:
            stays[visit.id] = f"{member.name} has a visit at {clock_time(other)}."
    return Taker(member, stays)


def reassign_all(desk: Desk, books: Books, entries: Sequence[DayEntry], member: StaffMember) -> Rearranged:
    """Give each visit to another practitioner at its own time, but for what they don't give or have no time for.

    The clients are to be phoned.
    """
    stays = _taker(books, entries, member).stays  # as the records are now, whatever was shown

    def give(visit: Visit) -> None:
        if visit.id in stays:
            raise NotAllowed(stays[visit.id])
        desk.reassign(visit, member.name, unasked=True)

    return _one_by_one(entries, give)
