"""Whom the desk phones, in three lists: appointments that come too early, those the clinic moved itself, and those to bring back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from kiosk.core.phrases import clock_time
from kiosk.people.client_book import Client
from kiosk.records import Reader
from kiosk.visits import courses, to_phone
from kiosk.visits.books import Books
from kiosk.visits.closed_record import closed_as
from kiosk.visits.to_phone import first_possible
from kiosk.visits.visit import CAME, Visit, VisitState
from kiosk.visits.visit_parts import CALL_WORDS
from rules import day_in_words, several


class CallKind(StrEnum):
    """Why a client is phoned."""

    early = "early"
    rearranged = "rearranged"
    bring_back = "bring_back"


@dataclass(frozen=True)
class PhoneLine:
    """Somebody to phone. `visit_id` is the visit that the call is noted on, and that is moved or booked again."""

    kind: CallKind
    visit_id: str
    client_id: str
    name: str
    phone: str
    treatment: str
    why: str
    """In words that any member of staff may read: never a condition."""
    first: date | None
    """The first possible day, if there is one."""
    booked: str
    """When the client is booked, or nothing."""
    called: str
    """How the last call ended, and when; or nothing."""
    came: str
    """When the client came, or nothing."""
    private: bool
    """Whether the record opens for a reason only; until then there is no telephone, no treatment, no reason, no day."""


def call_lines(books: Books, reader: Reader) -> tuple[PhoneLine, ...]:
    """Return everybody to phone: those whose appointment is next come first. Of a private record only the name is said."""
    return tuple(_covered(line) if line.private else line for line in _whole_lines(books, reader))


def whole_line(books: Books, reader: Reader, line: PhoneLine) -> PhoneLine:
    """Return all of a line, for whoever gave a reason to open its record; as it was if nobody is to be phoned any more."""
    whole = (each for each in _whole_lines(books, reader) if (each.kind, each.visit_id) == (line.kind, line.visit_id))
    return next(whole, line)


def _whole_lines(books: Books, reader: Reader) -> Iterator[PhoneLine]:
    early = tuple(_early(books, reader))
    yield from early
    yield from _rearranged(books, reader)
    told = {(line.client_id, line.treatment) for line in early}
    for line in _to_bring_back(books, reader):
        if (line.client_id, line.treatment) not in told:
            told.add((line.client_id, line.treatment))
            yield line


def _covered(line: PhoneLine) -> PhoneLine:
    return replace(line, phone="", treatment="", why="private record", first=None)


def call_remarks(books: Books) -> Iterator[str]:
    """Say how many appointments come too early, and how many clients were not told yet that theirs moved."""
    with books.records.read() as reader:
        early = sum(not line.called for line in _early(books, reader))
        moved = sum(1 for _ in _rearranged(books, reader))
    if early:
        yield f"{several(early, 'appointment comes', 'appointments come')} too early: G shows whom to phone."
    if moved:
        yield f"{several(moved, 'client', 'clients')} to be told of a new appointment: G shows whom to phone."


# Appointments that come too early


def _early(books: Books, reader: Reader) -> Iterator[PhoneLine]:
    today = books.today()
    days = timedelta(days=1), timedelta(days=books.settings.call_ahead_days)
    for visit in books.visits.of_days(today + days[0], today + days[1], reader):
        if visit.state is not VisitState.booked:
            continue
        found = too_early(books, visit, books.visits.of_client(visit.client_id, reader))
        if found is not None:
            first, why = found
            yield from _line(books, reader, CallKind.early, visit, why=why, first=first)


def too_early(books: Books, booked: Visit, visits: Sequence[Visit]) -> tuple[date, str] | None:
    """Return the first possible day of a booking that is before it, and why; None for one that is not.

    `visits` are all of the client's. What staff read names no condition: who may know it finds it on the visits.
    """
    others = [each for each in visits if each.id != booked.id and each.state is not VisitState.booked]
    found = [*_deferred_until(books, booked, others), *_since_last_session(books, booked, others)]
    return max(((first, why) for first, why in found if first > booked.day), default=None)


def _deferred_until(books: Books, booked: Visit, others: Sequence[Visit]) -> Iterator[tuple[date, str]]:
    for treatment in {each.treatment for each in others}:
        judged = [each for each in others if each.treatment == treatment and each.verdict is not None]
        last = max(judged, key=lambda each: (each.day, each.start), default=None)
        if last is None or last.state is VisitState.finished or last.done is not None:
            continue
        first = first_possible(last)
        if first is not None:
            title = books.titles().get(treatment, treatment)
            own = "put off" if treatment == booked.treatment else f"{title} was put off"
            yield first, f"{own} on {day_in_words(last.day)}"


def _since_last_session(books: Books, booked: Visit, others: Sequence[Visit]) -> Iterator[tuple[date, str]]:
    given = courses.sessions_on_record(others, booked.treatment, booked.day)
    protocol = books.protocols.get(booked.treatment)
    if not given or protocol is None:
        return
    last = next(each for each in reversed(others) if each.treatment == booked.treatment and each.day == given[-1])
    window = courses.next_window(protocol, books.judge.answers(last), given[-1], len(given))
    if window is not None:
        yield window[0], f"last session on {day_in_words(given[-1])}"


# Those the clinic moved, and those to bring back


def _rearranged(books: Books, reader: Reader) -> Iterator[PhoneLine]:
    for visit in books.visits.to_phone(reader):
        if to_phone.is_rearranged(visit) and visit.day >= books.today() and not _is_reached(visit):
            was = f" from {day_in_words(visit.moved_from)}" if visit.moved_from else ""
            why = f"moved{was}" if visit.rearranged == "moved" else f"now with {visit.practitioner}"
            yield from _line(books, reader, CallKind.rearranged, visit, why=why, first=None)


def _is_reached(visit: Visit) -> bool:
    return any(call.result == "reached" for call in visit.phone_calls)


def _to_bring_back(books: Books, reader: Reader) -> Iterator[PhoneLine]:
    """Return whom to bring back, the newest visit of each client and treatment first, those with a spot to look at before all."""
    unseen = books.visits.to_bring_back(reader)
    put_off = [each for each in books.visits.to_phone(reader) if to_phone.is_put_off(each)]
    for visits, why in ((unseen, "the practitioner waits for news"), (put_off, "")):
        for visit in _newest(visits):
            yield from _line(
                books,
                reader,
                CallKind.bring_back,
                visit,
                why=why or f"put off on {day_in_words(visit.day)}",
                first=first_possible(visit),
            )


def _newest(visits: Sequence[Visit]) -> Iterable[Visit]:
    """Return the newest visit of each client and treatment, in the order given."""
    newest = {
        (each.client_id, each.treatment): each for each in sorted(visits, key=lambda each: (each.day, each.start))
    }
    return [each for each in visits if newest[each.client_id, each.treatment] is each]


def _line(
    books: Books, reader: Reader, kind: CallKind, visit: Visit, *, why: str, first: date | None
) -> Iterator[PhoneLine]:
    client = books.clients.get(visit.client_id, reader)
    closed = closed_as(books, reader, client.id)
    if closed == "locked":
        return
    today = books.today()
    later = [
        each
        for each in books.visits.of_client(visit.client_id, reader)
        if each.treatment == visit.treatment
        and each.id != visit.id
        and (each.day, each.start) > (visit.day, visit.start)
    ]
    came = next((each for each in later if each.state in CAME), None)
    if came is not None and today - came.day > to_phone.KEPT_AFTER_COMING:
        return
    following = (
        visit
        if visit.state is VisitState.booked
        else next((each for each in later if each.state is VisitState.booked), None)
    )
    yield PhoneLine(
        kind=kind,
        visit_id=visit.id,
        client_id=client.id,
        name=client.full_name,
        phone=_phone(client),
        treatment=books.titles().get(visit.treatment, visit.treatment),
        why=why,
        first=first,
        booked=f"{day_in_words(following.day, today)} {clock_time(following.start)}" if following else "",
        called=_called(books, visit),
        came=day_in_words(came.day, today) if came else "",
        private=closed == "private",
    )


def _phone(client: Client) -> str:
    return client.phone or "no telephone on record"


def _called(books: Books, visit: Visit) -> str:
    if not visit.phone_calls:
        return ""
    last = visit.phone_calls[-1]
    at = books.local(last.at)
    when = clock_time(at) if at.date() == books.today() else day_in_words(at.date(), books.today())
    return f"{CALL_WORDS[last.result]} {when}"
