"""Booking a visit at the desk: for somebody who calls or comes by, known to the clinic or not."""

from dataclasses import dataclass
from datetime import date

from kiosk.checkin import walk_in
from kiosk.core.clean import clean
from kiosk.core.errors import BadInput
from kiosk.desk.slots import FreeTime
from kiosk.people.client_book import Client
from kiosk.people.staff import StaffMember
from kiosk.records import Writer
from kiosk.visits.books import Books
from kiosk.visits.record_lock import refuse_locked
from kiosk.visits.visit import Visit


@dataclass(frozen=True, repr=False)
class Caller:
    """Somebody as they say who they are."""

    given: str
    family: str
    born: date
    phone: str


def wanted(books: Books, treatment: str) -> Visit:
    """Return a visit of a treatment that is not in the records yet: what free times are looked for with."""
    now = books.now()
    return Visit(id="", client_id="", day=now.date(), start=now.time(), treatment=treatment, source="desk")


def book(books: Books, staff: StaffMember, who: Client | Caller, treatment: str, slot: FreeTime) -> Visit:
    """Book a visit; whoever is on record with that name and date of birth is not added again."""
    if slot.day < books.today():
        raise BadInput("This day has passed. Choose a later one.")
    if treatment not in books.protocols:
        raise BadInput("Choose one of the treatments.")
    with books.records.write(staff.actor(books.terminal)) as writer:
        client = who if isinstance(who, Client) else _client(books, writer, who)
        refuse_locked(books, writer, client.id)
        visit = Visit(
            id=books.visits.new_id(),
            client_id=client.id,
            day=slot.day,
            start=slot.start,
            treatment=treatment,
            practitioner=clean(slot.practitioner),
            language=client.language,
            source="desk",
        )
        return books.visits.write(writer, visit, "visit.book")


def _client(books: Books, writer: Writer, who: Caller) -> Client:
    walk_in.require_phone(who.phone)
    return walk_in.known(books, who.given, who.family, who.born, writer) or books.clients.write(
        writer, books.clients.new(who.given, who.family, who.born, phone=who.phone), "client.add"
    )
