"""A locked record: it is kept, and nobody opens it without a reason. It keeps the reason, who gave it and when."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from kiosk.core.actor import Actor
from kiosk.core.clean import clean_note
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.records import Kind, Reader, Writer
from kiosk.records.context import Context
from kiosk.visits.books import Books

_PREFIX = "lock-"


class Opening(BaseModel):
    """Why a locked record was opened, by whom and when."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: str
    by: str
    at: datetime


class Lock(BaseModel):
    """Why a client's record is locked, who says so, and every opening since."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    revision: int = 0
    client_id: str
    reason: str
    by: str
    at: datetime
    openings: tuple[Opening, ...] = ()


def lock(books: Books, client_id: str, reason: str, actor: Actor) -> Lock:
    """Lock a client's record. Raises `BadInput` without a reason, `NotAllowed` if it is locked already."""
    with books.records.write(actor) as writer:
        client = books.clients.family(client_id, writer)[0]
        if lock_of(books, writer, client.id) is not None:
            raise NotAllowed(f"{client.id} is locked already.")
        made = Lock(
            id=_PREFIX + client.id,
            client_id=client.id,
            reason=_reason(reason),
            by=str(actor),
            at=books.clock.now(),
        )
        writer.put(Kind.META, made.model_dump(mode="json", exclude={"revision"}))
        writer.audit("client.lock", subject=client.id)
    return made


def unlock(books: Books, client_id: str, reason: str, actor: Actor) -> Lock:
    """End a lock, for a reason."""
    with books.records.write(actor) as writer:
        found = lock_of(books, writer, client_id)
        if found is None:
            raise NotAllowed(f"{client_id} is not locked.")
        _opened(books, writer, found, reason, actor)
        writer.remove(Kind.META, found.id, expect=found.revision + 1)
        writer.audit("client.unlock", subject=found.client_id)
    return found


def lock_of(books: Books, reader: Reader, client_id: str) -> Lock | None:
    """Return the lock on a client's record, under whichever of their records it was placed."""
    for client in books.clients.family(client_id, reader):
        document = reader.get(Kind.META, _PREFIX + client.id)
        if document is not None:
            return Lock.model_validate(document)
    return None


def forget(writer: Writer, client_id: str) -> None:
    """Remove the lock of a record that is removed itself, with the reasons for opening it."""
    found = writer.get(Kind.META, _PREFIX + client_id)
    if found is not None:
        writer.remove(Kind.META, found["id"], expect=found["revision"])


def opened_for(books: Books, writer: Writer, client_id: str, reason: str, actor: Actor) -> None:
    """Note why a record is opened if it is locked. Raises `BadInput` without a reason."""
    found = lock_of(books, writer, client_id)
    if found is not None:
        _opened(books, writer, found, reason, actor)


def refuse_locked(books: Books, reader: Reader, client_id: str) -> None:
    """Refuse to open a locked record on a screen, where no reason can be given."""
    if lock_of(books, reader, client_id) is not None:
        raise NotAllowed("This record is locked. A lead opens it, for a reason, with `kiosk client unlock`.")


def _opened(context: Context, writer: Writer, found: Lock, reason: str, actor: Actor) -> None:
    opening = Opening(reason=_reason(reason), by=str(actor), at=context.clock.now())
    changed = found.model_copy(update={"openings": (*found.openings, opening)})
    writer.put(Kind.META, changed.model_dump(mode="json", exclude={"revision"}), expect=found.revision)
    writer.audit("client.open_locked", subject=found.client_id)


def _reason(text: str) -> str:
    reason = clean_note(text)
    if not reason:
        raise BadInput("A locked record needs a reason, to be locked and to be opened.")
    return reason
