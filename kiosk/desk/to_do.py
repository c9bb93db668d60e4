"""What is left to do after treatments: whom to call back, which record to sign or complete. No word of what was reported."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kiosk.desk.shown_name import shown_name
from kiosk.people.client_book import Client
from kiosk.visits.books import Books
from kiosk.visits.closed_record import LOCKED_NAME, Closed, closed_as
from kiosk.visits.follow_up import LeftToDo, call_due, without_lot
from kiosk.visits.visit import Visit
from rules import day_in_words, several


@dataclass(frozen=True)
class ToDo:
    """One visit after which something is left to do."""

    visit_id: str
    name: str
    words: str
    call_due: date | None
    is_to_sign: bool
    """Whether a record of an earlier day waits for its practitioner; today's are on the board."""


def to_do(books: Books, practitioner: str | None = None) -> tuple[ToDo, ...]:
    """Return what is left to do, the calls that are due first; of one practitioner's visits, or of all."""
    with books.records.read() as reader:
        found = [
            (visit, books.clients.get(visit.client_id, reader), closed_as(books, reader, visit.client_id))
            for visit in books.visits.to_follow_up(reader)
            if _is_of(visit.practitioner, practitioner)
        ]
    today = books.today()
    listed = [
        ToDo(visit.id, _name(books, client, closed), words, call_due(visit), _is_to_sign(visit, today))
        for visit, client, closed in found
        if (
            words := _words(
                visit, "" if closed else client.phone, today, named=closed is None, in_room=practitioner is not None
            )
        )
    ]
    return tuple(sorted(listed, key=lambda each: (each.call_due or date.max, not each.is_to_sign)))


def to_do_line(books: Books, practitioner: str | None = None) -> str:
    """Count what is left to do, without a name; nothing where nothing is. Only the room completes a record.

    It is counted at each look at a board, so no visit is read for it.
    """
    today, in_room = books.today(), practitioner is not None
    with books.records.read() as reader:
        found = [each for each in books.visits.left_to_do(reader) if _is_of(each.practitioner, practitioner)]
    return counted(found, today, in_room=in_room)


def counted(found: Iterable[LeftToDo], today: date, *, in_room: bool) -> str:
    """Count it in words: calls, then records to sign, then records to complete."""
    things = [each for each in found if each.call_due or each.lacks_lot or _waits(each, today)]
    calls = [each.call_due for each in things if each.call_due is not None]
    due = sum(day <= today for day in calls)
    now = f" ({'due' if due == len(calls) else f'{due} due'})" if due else ""
    to_sign = sum(_waits(each, today) for each in things)
    rest = sum(each.call_due is None and not _waits(each, today) for each in things)
    parts = (
        f"{several(len(calls), 'client', 'clients')} to call back{now}" if calls else "",
        f"{several(to_sign, 'record', 'records')} to sign" if to_sign else "",
        f"{several(rest, 'record', 'records')} {'' if in_room else 'for the room '}to complete" if rest else "",
    )
    return " · ".join(filter(None, parts))


def _is_of(whose: str, practitioner: str | None) -> bool:
    return practitioner is None or whose.casefold() in {practitioner.casefold(), ""}


def _waits(left: LeftToDo, today: date) -> bool:
    return left.is_unsigned and left.day < today


def _name(books: Books, client: Client, closed: Closed | None) -> str:
    return LOCKED_NAME if closed == "locked" else shown_name(client, books.settings)


def _words(visit: Visit, phone: str | None, today: date, *, named: bool, in_room: bool) -> str:
    left = tuple(_parts(visit, phone, today, named=named, in_room=in_room))
    return " · ".join((*left, f"visit of {day_in_words(visit.day, today)}")) if left else ""


def _is_to_sign(visit: Visit, today: date) -> bool:
    return visit.is_to_finish and visit.day < today


def _parts(visit: Visit, phone: str | None, today: date, *, named: bool, in_room: bool) -> Iterator[str]:
    """Say what is left to do; a product is `named` only where the record is open to all: it tells the treatment."""
    due = call_due(visit)
    if due is not None:
        yield f"call back by {day_in_words(due, today)}{f', {phone}' if phone else ''}"
    if visit.to_sign and _is_to_sign(visit, today):
        yield f"record to sign: {visit.practitioner or visit.to_sign.by}"
    if without_lot(visit):
        whose = "" if in_room else ": the room completes it"
        yield f"lot of {', '.join(without_lot(visit)) if named else 'a product'}{whose}"
