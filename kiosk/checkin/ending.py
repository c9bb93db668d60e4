"""The last screen of a check-in: it looks alike whatever was found. What it tells is put in words as often as it is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kiosk.checkin.screen_data import Booked, Ending, Notice, NoticeFacts
from kiosk.checkin.texts import calling_texts, client_texts
from kiosk.core.language import tr
from kiosk.people.wishes import Wishes
from kiosk.records import Reader
from kiosk.visits import running_late
from kiosk.visits.books import Books
from kiosk.visits.visit import Visit, VisitState
from rules import NextStep

_ROUND_TO = 5
_WAITING = frozenset({VisitState.arrived, VisitState.screened, VisitState.confirmed})


@dataclass(frozen=True)
class Ended:
    """What the last screen tells, in whatever language it is read. After a `notice` it repeats only what to do next."""

    notice: NoticeFacts | None = None
    wishes: Wishes | None = None
    number: int | None = None
    delay_minutes: int | None = None
    earliest: date | None = None
    approximate: bool = False
    booked: Booked | None = None


def ended(books: Books, visits: Sequence[Visit]) -> Ended:
    """Return what the last screen tells of the visits just checked in."""
    with books.records.read() as reader:
        delay = _delay(books, reader, visits)
        booked = _booked(books, reader, visits)
        wishes = books.clients.get(visits[0].client_id, reader).wishes
    earliest, approximate = _earliest(visits)
    return Ended(
        wishes=wishes,
        number=visits[0].call_number,
        delay_minutes=delay,
        earliest=earliest,
        approximate=approximate,
        booked=booked,
    )


def notice_in_words(told: NoticeFacts) -> Notice:
    """Return a notice in the language that is spoken."""
    return client_texts.notice(told.kind, opens=told.opens, wait=told.wait, called=told.called)


def ending(told: Ended) -> Ending:
    """Return the last screen in the language that is spoken."""
    if told.notice is not None:
        return Ending(thanks=(notice_in_words(told.notice).next_step_text,), after_notice=True)
    thanks = (*map(tr, client_texts.THANKS[:-1]), calling_texts.we_call(told.wishes, told.number))
    return Ending(
        thanks=thanks,
        delay_minutes=told.delay_minutes,
        show=client_texts.later_day(told.earliest, approximate=told.approximate),
        booked=told.booked,
    )


def _delay(books: Books, reader: Reader, visits: Sequence[Visit]) -> int | None:
    """Return by how many minutes the practitioner runs late: as somebody said it, else from those who wait and are due already."""
    now = books.now()
    mine = {visit.id for visit in visits}
    names = {visit.practitioner for visit in visits if visit.practitioner}
    said = [minutes for name, minutes in running_late.minutes_late(books, reader).items() if name in names]
    if said:
        return max(said)
    starts = [
        visit.begins(books.settings.zone, at_the_latest=True)
        for visit in books.visits.of_day(now.date(), reader)
        if visit.practitioner in names and visit.id not in mine and visit.state in _WAITING
    ]
    late = max((now - start for start in starts), default=timedelta(0))
    minutes = int(late.total_seconds() // 60) // _ROUND_TO * _ROUND_TO
    return minutes if minutes > 0 else None


def _booked(books: Books, reader: Reader, visits: Sequence[Visit]) -> Booked | None:
    """Return the client's next visit on another day, if one is booked."""
    later = (
        visit
        for visit in books.visits.of_client(visits[0].client_id, reader)
        if visit.day > books.today() and visit.state is VisitState.booked
    )
    following = next(later, None)
    if following is None:
        return None
    return Booked(following.id, books.settings.clinic_name, following.day, following.start)


def _earliest(visits: Sequence[Visit]) -> tuple[date | None, bool]:
    """Return the first day on which all may be given, if a verdict names one, and whether it rests on rough answers."""
    verdicts = [visit.verdict for visit in visits]
    dated = [
        verdict for verdict in verdicts if verdict and verdict.next_step is NextStep.BOOK_FROM and verdict.earliest
    ]
    if not dated:
        return None, False
    worst = max(dated, key=lambda verdict: verdict.earliest or date.min)
    return worst.earliest, all(finding.approximate for finding in worst.findings if finding.until == worst.earliest)
