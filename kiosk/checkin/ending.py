"""The last screen of a check-in: it looks alike whatever was found."""

from collections.abc import Sequence
from datetime import date, timedelta

from kiosk.checkin.screen_data import Booked, Ending
from kiosk.checkin.texts import calling_texts, client_texts
from kiosk.core.language import tr
from kiosk.records import Reader
from kiosk.visits import running_late
from kiosk.visits.books import Books
from kiosk.visits.visit import Visit, VisitState
from rules import NextStep

_ROUND_TO = 5
_WAITING = frozenset({VisitState.arrived, VisitState.screened, VisitState.confirmed})


def ending(books: Books, visits: Sequence[Visit]) -> Ending:
    """Return the last screen for the visits just checked in."""
    with books.records.read() as reader:
        delay = _delay(books, reader, visits)
        booked = _booked(books, reader, visits)
        wishes = books.clients.get(visits[0].client_id, reader).wishes
    thanks = (*map(tr, client_texts.THANKS[:-1]), calling_texts.we_call(wishes, visits[0].call_number))
    return Ending(thanks=thanks, delay_minutes=delay, show=_later(visits), booked=booked)


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


def _later(visits: Sequence[Visit]) -> str | None:
    verdicts = [visit.verdict for visit in visits]
    dated = [
        verdict for verdict in verdicts if verdict and verdict.next_step is NextStep.BOOK_FROM and verdict.earliest
    ]
    if not dated:
        return None
    worst = max(dated, key=lambda verdict: verdict.earliest or date.min)
    approximate = all(finding.approximate for finding in worst.findings if finding.until == worst.earliest)
    return client_texts.later_day(worst.earliest, approximate=approximate)
