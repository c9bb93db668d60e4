"""What is left to do after visits that are finished: whom to call back, and which record to complete. No word of what was reported."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kiosk.desk.shown_name import shown_name
from kiosk.people.client_book import Client
from kiosk.visits.books import Books
from kiosk.visits.follow_up import call_due, without_lot
from kiosk.visits.visit import Visit
from rules import day_in_words, several


@dataclass(frozen=True)
class ToDo:
    """One visit after which something is left to do."""

    visit_id: str
    name: str
    words: str
    call_due: date | None


def to_do(books: Books, practitioner: str | None = None) -> tuple[ToDo, ...]:
    """Return what is left to do, the calls that are due first; of one practitioner's visits, or of all."""
    with books.records.read() as reader:
        found = [
            (visit, books.clients.get(visit.client_id, reader))
            for visit in books.visits.to_follow_up(reader)
            if practitioner is None or visit.practitioner.casefold() in {practitioner.casefold(), ""}
        ]
    today = books.today()
    listed = [
        ToDo(visit.id, shown_name(client, books.settings), _words(visit, client, today), call_due(visit))
        for visit, client in found
    ]
    return tuple(sorted(listed, key=lambda each: each.call_due or date.max))


def to_do_line(things: Iterable[ToDo], today: date) -> str:
    """Count what is left to do, without a name; nothing where nothing is."""
    things = tuple(things)
    calls = [each.call_due for each in things if each.call_due is not None]
    due = sum(day <= today for day in calls)
    now = f" ({'due' if due == len(calls) else f'{due} due'})" if due else ""
    rest = len(things) - len(calls)
    parts = (
        f"{several(len(calls), 'client', 'clients')} to call back{now}" if calls else "",
        f"{several(rest, 'record', 'records')} to complete" if rest else "",
    )
    return " · ".join(filter(None, parts))


def _words(visit: Visit, client: Client, today: date) -> str:
    return " · ".join(_parts(visit, client, today))


def _parts(visit: Visit, client: Client, today: date) -> Iterator[str]:
    due = call_due(visit)
    if due is not None:
        yield f"call back by {day_in_words(due, today)}{f', {client.phone}' if client.phone else ''}"
    if without_lot(visit):
        yield f"lot of {', '.join(without_lot(visit))}"
    yield f"visit of {day_in_words(visit.day, today)}"
