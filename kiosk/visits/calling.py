"""The wishes of a client, kept; and the number of the day by which somebody is called who wants no name said aloud."""

from collections.abc import Sequence

from kiosk.core.clean import clean
from kiosk.people.client_book import Client
from kiosk.people.wishes import CallBy, Need, Wishes
from kiosk.records import Reader, Writer
from kiosk.visits.books import Books
from kiosk.visits.visit import Visit

_LONGEST_NAME = 40


def keep_wishes(
    books: Books,
    writer: Writer,
    client_id: str,
    *,
    call_by: CallBy,
    name: str = "",
    needs: Sequence[Need] = (),
    noted_by: str = "",
) -> Client:
    """Keep how a client is called and what they need; whoever is called by a number gets one for today."""
    client = books.clients.get(client_id, writer)
    wishes = Wishes(
        call_by=call_by,
        name=clean(name, _LONGEST_NAME) if call_by == "name" else "",
        needs=tuple(dict.fromkeys(needs)),
        said_at=books.clock.now(),
        noted_by=noted_by,
    )
    kept = books.clients.write(writer, client.model_copy(update={"wishes": wishes}), "client.wishes")
    if call_by == "number":
        for visit in books.visits.of_client(client_id, writer):
            if visit.day == books.today() and not visit.is_over and visit.arrived_at is not None:
                numbered = with_number(books, writer, visit, kept)
                if numbered is not visit:
                    books.visits.write(writer, numbered, "visit.number")
    return kept


def with_number(books: Books, reader: Reader, visit: Visit, client: Client) -> Visit:
    """Return a visit of today with the client's number, if they are called by one: the same for all their visits of the day."""
    if visit.call_number or client.wishes is None or client.wishes.call_by != "number":
        return visit
    today = books.visits.of_day(books.today(), reader)
    own = next((each.call_number for each in today if each.client_id == client.id and each.call_number), None)
    highest = max((each.call_number or 0 for each in today), default=0)
    return visit.model_copy(update={"call_number": own or highest + 1})
