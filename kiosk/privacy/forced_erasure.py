"""Erasing somebody whose records must still be kept: by a lead, for a reason, in two steps."""

from datetime import datetime, timedelta
from typing import Final

from pydantic import BaseModel, ConfigDict

from kiosk.core.clean import clean_note
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.people.staff import StaffMember
from kiosk.privacy.erase import Erased, erase
from kiosk.privacy.legal_hold import refuse_held
from kiosk.records import Kind
from kiosk.visits.books import Books

_PREFIX: Final = "force-"
_COUNTS: Final = timedelta(days=7)
"""How long the first step counts."""


class ForcedErasure(BaseModel):
    """Why a client is erased before the time is over, and which lead said so; kept when the client is gone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    revision: int = 0
    client_id: str
    reason: str
    by: str
    by_id: str
    at: datetime
    done_by: str | None = None
    done_at: datetime | None = None


def ask(books: Books, client_id: str, reason: str, lead: StaffMember) -> ForcedErasure:
    """Take the first step: keep who wants it and why. It erases nothing."""
    _only_a_lead(lead)
    text = clean_note(reason)
    if not text:
        raise BadInput("Erasing before the time is over needs a reason: give one that names nobody.")
    with books.records.write(lead.actor(books.terminal)) as writer:
        client = books.clients.family(client_id, writer)[0]
        refuse_held(books, writer, client.id)
        before = writer.get(Kind.META, _PREFIX + client.id)
        asked = ForcedErasure(
            id=_PREFIX + client.id,
            client_id=client.id,
            reason=text,
            by=lead.name,
            by_id=lead.id,
            at=books.clock.now(),
        )
        document = asked.model_dump(mode="json", exclude={"revision"})
        writer.put(Kind.META, document, expect=before["revision"] if before else None)
        writer.audit("client.erase_asked", subject=client.id)
    return asked


def carry_out(books: Books, client_id: str, lead: StaffMember) -> Erased:
    """Take the second step, within a week of the first: erase the client. Raises `NotAllowed` without the first."""
    _only_a_lead(lead)
    with books.records.read() as reader:
        client = books.clients.family(client_id, reader)[0]
        document = reader.get(Kind.META, _PREFIX + client.id)
    asked = None if document is None else ForcedErasure.model_validate(document)
    now = books.clock.now()
    if asked is None or not asked.at <= now <= asked.at + _COUNTS:
        raise NotAllowed(
            f"{client.id} is not erased: the first step is missing, or older than {_COUNTS.days} days. Give --force first, "
            "without --confirm."
        )
    erased = erase(books, client.id, lead.actor(books.terminal), forced=True)
    done = asked.model_copy(update={"done_by": lead.name, "done_at": now})
    with books.records.write(lead.actor(books.terminal)) as writer:
        writer.put(Kind.META, done.model_dump(mode="json", exclude={"revision"}), expect=asked.revision)
        writer.audit("client.erase_forced", subject=client.id)
    return erased


def _only_a_lead(member: StaffMember) -> None:
    if member.role != "lead":
        raise NotAllowed("Only a lead erases a client before the time is over.")
