"""Somebody comes without an appointment: a request that reception takes in, or not."""

from datetime import date

from kiosk.checkin.texts import arriving_texts
from kiosk.core.actor import Actor
from kiosk.core.clean import clean
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.core.language import ENGLISH, tr
from kiosk.people.client_book import Client
from kiosk.people.identify import read_birth_date
from kiosk.people.names import name_words, phone_digits, plain_words
from kiosk.records import Reader
from kiosk.visits.books import Books
from kiosk.visits.visit import Visit, VisitState

_FEWEST_DIGITS = 4
_MOST_WAITING = 12


def require_phone(phone: str) -> None:
    """Refuse a telephone number that reaches nobody."""
    if len(phone_digits(clean(phone))) < _FEWEST_DIGITS:
        raise BadInput(tr(arriving_texts.TYPE_PHONE))


def request(  # noqa: PLR0917 - who asks, in the order of the form
    books: Books,
    actor: Actor,
    given: str,
    family: str,
    born_fields: tuple[str | int, str | int, str | int],
    phone: str,
    treatment: str,
    language: str | None = None,
) -> Visit:
    """Keep a request for a visit today, in the language they chose; the same person asking twice for the same treatment asks once."""
    given, family = clean(given), clean(family)
    if not name_words(given) or not name_words(family):
        raise BadInput(tr(arriving_texts.TYPE_BOTH_NAMES))
    born = read_birth_date(*born_fields, books.today())
    require_phone(phone)
    if treatment not in books.protocols:
        raise BadInput(tr(arriving_texts.CHOOSE_TREATMENT))
    with books.records.write(actor) as writer:
        client = known(books, given, family, born, writer) or books.clients.write(
            writer, books.clients.new(given, family, born, phone=phone, language=language or ENGLISH), "client.add"
        )
        asked = [
            visit
            for visit in books.visits.of_client(client.id, writer)
            if visit.day == books.today() and visit.state is VisitState.requested and visit.treatment == treatment
        ]
        if asked:
            return asked[0]
        _refuse_a_crowd(books, writer)
        now = books.now()
        visit = Visit(
            id=books.visits.new_id(),
            client_id=client.id,
            day=now.date(),
            start=now.time().replace(second=0, microsecond=0),
            treatment=treatment,
            state=VisitState.requested,
            source="walk_in",
            language=language,
            said_phone=clean(phone, 40),
        )
        return books.visits.write(writer, visit, "visit.request")


def _refuse_a_crowd(books: Books, reader: Reader) -> None:
    """Stop somebody who fills the desk's list at an unwatched kiosk."""
    today = books.visits.of_day(books.today(), reader)
    if sum(visit.state is VisitState.requested for visit in today) >= _MOST_WAITING:
        raise NotAllowed(tr(arriving_texts.TOO_MANY_WAIT))


def known(books: Books, given: str, family: str, born: date, reader: Reader) -> Client | None:
    """Return the client on record with exactly this name and date of birth, if there is one and only one."""
    words = sorted(plain_words(f"{given} {family}"))
    same = books.clients.matching(born, lambda client: sorted(plain_words(client.full_name)) == words, reader)
    return same[0] if len(same) == 1 else None
