"""A legal hold: as long as there is one, nobody can remove anything of a client."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from kiosk.core.actor import Actor
from kiosk.core.clean import clean_note
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.records import Kind, Reader
from kiosk.visits.books import Books
from rules import day_in_words

_PREFIX = "hold-"


class Hold(BaseModel):
    """Why nothing of a client may be removed, and who says so."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    revision: int = 0
    client_id: str
    reason: str
    by: str
    at: datetime


def place_hold(books: Books, client_id: str, reason: str, actor: Actor) -> Hold:
    """Place a client's records under a hold."""
    text = clean_note(reason)
    if not text:
        raise BadInput("A hold needs a reason, such as the number of a complaint.")
    with books.records.write(actor) as writer:
        client = books.clients.family(client_id, writer)[0]
        if hold_of(books, writer, client.id) is not None:
            raise NotAllowed(f"{client.id} is under a hold already: release it first to change the reason.")
        hold = Hold(id=_PREFIX + client.id, client_id=client.id, reason=text, by=str(actor), at=books.clock.now())
        writer.put(Kind.META, hold.model_dump(mode="json", exclude={"revision"}))
        writer.audit("client.hold", subject=client.id)
    return hold


def release_hold(books: Books, client_id: str, actor: Actor) -> Hold:
    """Release a client's records from their hold."""
    with books.records.write(actor) as writer:
        hold = hold_of(books, writer, client_id)
        if hold is None:
            raise NotAllowed(f"{client_id} is under no hold.")
        writer.remove(Kind.META, hold.id, expect=hold.revision)
        writer.audit("client.release", subject=hold.client_id)
    return hold


def hold_of(books: Books, reader: Reader, client_id: str) -> Hold | None:
    """Return the hold on a client, under whichever of their records it was placed."""
    for client in books.clients.family(client_id, reader):
        document = reader.get(Kind.META, _PREFIX + client.id)
        if document is not None:
            return Hold.model_validate(document)
    return None


def all_held(books: Books, reader: Reader) -> frozenset[str]:
    """Return the ids of all records of all clients under a hold."""
    holds = [document["client_id"] for document in reader.all(Kind.META) if document["id"].startswith(_PREFIX)]
    return frozenset(client.id for held in holds for client in books.clients.family(held, reader))


def refuse_held(books: Books, reader: Reader, client_id: str) -> None:
    """Refuse what would remove something of a client under a hold."""
    hold = hold_of(books, reader, client_id)
    if hold is not None:
        raise NotAllowed(
            f"{hold.client_id} is under a legal hold since {day_in_words(books.local(hold.at).date())} (by {hold.by}): nothing was "
            "removed. `kiosk client release` ends the hold."
        )
