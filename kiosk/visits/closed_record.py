"""Records that open for a reason only, which are locked or private, as lists speak of them and commands open them."""

from typing import Final, Literal

from kiosk.core.actor import Actor
from kiosk.people.client_book import Client
from kiosk.records import Reader, Writer
from kiosk.visits.books import Books
from kiosk.visits.private_record import is_private, opened_privately
from kiosk.visits.record_lock import lock_of, opened_for

Closed = Literal["locked", "private"]
LOCKED_NAME: Final = "locked record"
"""What a list says in place of the name: nobody is to know whose record is locked."""


def closed_as(books: Books, reader: Reader, client_id: str) -> Closed | None:
    """Tell why a record opens for a reason only; None for one that opens as it is. A locked one may be private as well."""
    if lock_of(books, reader, client_id) is not None:
        return "locked"
    return "private" if is_private(books, reader, client_id) else None


def name_on_list(client: Client, closed: Closed | None) -> str:
    """Return the name as a list says it: a private record's too, but nothing else of it."""
    return LOCKED_NAME if closed == "locked" else client.full_name


def opened_with(books: Books, writer: Writer, client_id: str, reason: str, actor: Actor) -> None:
    """Note why a record is opened, beside its lock and for the lead. Raises `BadInput` without a reason."""
    opened_for(books, writer, client_id, reason, actor)
    if is_private(books, writer, client_id):
        opened_privately(books, writer, client_id, reason, actor)
