"""Which of a client's visits may check in now, or which notice keeps them from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kiosk.checkin.screen_data import NoticeKind
from kiosk.core.settings import Settings
from kiosk.visits.visit import Visit, VisitState

_HERE = frozenset({VisitState.screened, VisitState.confirmed, VisitState.in_progress})


@dataclass(frozen=True)
class Admission:
    """The visits that may check in, or a notice and the visits it is about."""

    visits: tuple[Visit, ...] = ()
    notice: NoticeKind | None = None
    about: tuple[Visit, ...] = ()
    opens: time | None = None


def admit(
    visits: Sequence[Visit], now: datetime, settings: Settings, is_answering: Callable[[Visit], bool]
) -> Admission:
    """Decide over all visits of one client. `now` is in the clinic's zone.

    `is_answering` tells whether a visit that has arrived is being answered at another terminal at this moment.
    """
    today = sorted((visit for visit in visits if visit.day == now.date()), key=lambda visit: visit.start)
    waiting = [visit for visit in today if visit.state in (VisitState.booked, VisitState.arrived)]
    busy = [visit for visit in waiting if visit.state is VisitState.arrived and is_answering(visit)]
    if busy:
        return Admission(notice="desk", about=tuple(busy))  # not checked in yet: who left that kiosk has more to do
    if waiting:
        return _in_time(waiting, now, settings)
    return _not_waiting(today, visits, now.date())


def _in_time(waiting: list[Visit], now: datetime, settings: Settings) -> Admission:
    late = [
        visit
        for visit in waiting
        if not visit.let_in and visit.state is VisitState.booked and visit.is_overdue(now, settings)
    ]
    if late:
        return Admission(notice="too_late", about=tuple(late))
    first = waiting[0]
    opens = first.begins(settings.zone) - timedelta(minutes=settings.too_early_minutes)
    if now < opens and first.state is VisitState.booked and not any(visit.let_in for visit in waiting):
        return Admission(notice="too_early", about=(first,), opens=opens.astimezone(settings.zone).time())
    return Admission(visits=tuple(waiting))


def _not_waiting(today: list[Visit], visits: Sequence[Visit], day: date) -> Admission:
    here = tuple(visit for visit in today if visit.state in _HERE)
    if here:
        return Admission(notice="already", about=here)
    moved = tuple(visit for visit in today if visit.state is VisitState.put_off and visit.moved_to)
    if moved or any(visit.moved_from == day for visit in visits):
        return Admission(notice="moved", about=moved)
    asked = tuple(visit for visit in today if visit.state is VisitState.requested)
    if asked:
        return Admission(notice="walk_in_sent", about=asked)
    missed = tuple(visit for visit in today if visit.state is VisitState.no_show)
    if missed:
        return Admission(notice="no_show", about=missed)
    if today:
        return Admission(notice="desk", about=tuple(today))
    return Admission(notice="not_found")
