"""Private records: of people who work here, their relatives, people whom everybody knows, and whoever asks for it.

Opening one takes a reason, which is kept beside the record with the name of the person who gave it, and told to the lead. In the audit trail is
which reason was picked, never what was typed.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from kiosk.core.actor import Actor
from kiosk.core.clean import clean, clean_note
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.people.client_book import Client
from kiosk.people.private_mark import PRIVATE_WORDS, PrivateMark, PrivateWhy
from kiosk.people.staff import StaffMember
from kiosk.records import Kind, Reader, Writer
from kiosk.visits.books import Books

OPENING_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "visit": "Their visit today",
        "appointment": "An appointment, or a question of theirs",
        "correction": "Something on record is wrong",
        "lead": "The lead asked me to",
        "other": "Another reason",
    }
)
HOLDS_FOR: Final = timedelta(minutes=30)
"""For so long a reason holds for whoever gave it."""
_PREFIX: Final = "private-"
_UNTOLD: Final = "private-openings"
_LONGEST_LINE: Final = 200


class IsPrivate(NotAllowed):
    """This record is private, and no reason was given for opening it."""


class OpeningReason(BaseModel):
    """Why a private record is opened: picked from the list, and a line."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    picked: str
    line: str

    def checked(self) -> "OpeningReason":
        """Return it clean. Raises `BadInput` where one of the two is missing."""
        line = clean(clean_note(self.line), _LONGEST_LINE)
        if self.picked not in OPENING_REASONS or not line:
            raise BadInput("This record is private: pick why you open it, and write a line.")
        return OpeningReason(picked=self.picked, line=line)


class PrivateOpening(BaseModel):
    """One opening of a private record."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    reason: OpeningReason
    by: str
    by_id: str | None
    terminal: str
    at: datetime
    is_noted: bool = Field(default=False, alias="told")
    """Whether a lead has noted it."""


class Openings(BaseModel):
    """Every opening of one private record."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    revision: int = 0
    client_id: str
    openings: tuple[PrivateOpening, ...] = ()


def mark_private(books: Books, client_id: str, why: PrivateWhy, staff: StaffMember) -> Client:
    """Mark a record as private; anybody who works here may, so that it is private at once."""
    if why not in PRIVATE_WORDS:
        raise BadInput("Pick why this record is private.")
    with books.records.write(staff.actor(books.terminal)) as writer:
        client = books.clients.family(client_id, writer)[0]
        mark = PrivateMark(why=why, by=staff.name, at=books.clock.now())
        # Whoever marks it has it open: they are not asked why.
        _note(books, writer, client, None, staff.actor(books.terminal))
        return books.clients.write(writer, client.model_copy(update={"private": mark}), "client.private")


def mark_public(books: Books, client_id: str, staff: StaffMember) -> Client:
    """Take the mark away, as a lead."""
    if staff.role != "lead" or not staff.active:
        raise NotAllowed("Only a lead takes this mark away: the record stays private.")
    with books.records.write(staff.actor(books.terminal)) as writer:
        family = books.clients.family(client_id, writer)
        public = [
            books.clients.write(writer, client.model_copy(update={"private": None}), "client.not_private")
            for client in family
            if client.private is not None
        ]
        return public[0] if public else family[0]


def is_private(books: Books, reader: Reader, client_id: str) -> bool:
    """Tell whether any record of this client is marked."""
    return any(client.private is not None for client in books.clients.family(client_id, reader))


def require_reason(
    books: Books, writer: Writer, client_id: str, staff: StaffMember, because: OpeningReason | None
) -> None:
    """Note why a private record is opened. Raises `IsPrivate` where no reason is given and none of this person's still holds."""
    client = books.clients.family(client_id, writer)[0]
    if not is_private(books, writer, client_id):
        return
    if because is None:
        since = books.clock.now() - HOLDS_FOR
        own = [each for each in _openings(writer, client.id).openings if each.by_id == staff.id and each.at > since]
        if own:
            return
        raise IsPrivate("This record is private. Say why you open it; the lead is told.")
    _note(books, writer, client, because.checked(), staff.actor(books.terminal))


def opened_privately(books: Books, writer: Writer, client_id: str, line: str, actor: Actor) -> None:
    """Note why a command opens a private record."""
    client = books.clients.family(client_id, writer)[0]
    _note(books, writer, client, OpeningReason(picked="other", line=line).checked(), actor)


def _openings(reader: Reader, client_id: str) -> Openings:
    document = reader.get(Kind.META, _PREFIX + client_id)
    return Openings.model_validate(document) if document else Openings(id=_PREFIX + client_id, client_id=client_id)


def _note(books: Books, writer: Writer, client: Client, because: OpeningReason | None, actor: Actor) -> None:
    before = _openings(writer, client.id)
    made = PrivateOpening(
        reason=because or OpeningReason(picked="other", line="Marked it as private."),
        by=str(actor),
        by_id=actor.staff_id,
        terminal=actor.terminal,
        at=books.clock.now(),
        is_noted=because is None,
    )
    _keep(writer, before.model_copy(update={"openings": (*before.openings, made)}))
    if because is not None:
        _list(writer, client.id, is_waiting=True)
        writer.audit("client.open_private", subject=client.id, detail={"why": because.picked})


def _keep(writer: Writer, openings: Openings) -> None:
    writer.put(
        Kind.META,
        openings.model_dump(mode="json", by_alias=True, exclude={"revision"}),
        expect=openings.revision or None,
    )


def _list(writer: Writer, client_id: str, *, is_waiting: bool) -> None:
    """Put a client among those whose openings no lead has noted, or take them off."""
    kept = writer.get(Kind.META, _UNTOLD)
    clients = [each for each in (kept["clients"] if kept else ()) if each != client_id] + [client_id] * is_waiting
    if clients != (kept["clients"] if kept else []):
        writer.put(Kind.META, {"id": _UNTOLD, "clients": clients}, expect=kept["revision"] if kept else None)


# The lead is told


def unnoted_openings(books: Books, reader: Reader | None = None) -> tuple[tuple[Client, PrivateOpening], ...]:
    """Return the openings that no lead has noted yet, oldest first."""
    if reader is None:
        with books.records.read() as reading:
            return unnoted_openings(books, reading)
    kept = reader.get(Kind.META, _UNTOLD)
    found = [
        (books.clients.get(client_id, reader), opening)
        for client_id in (kept["clients"] if kept else ())
        for opening in _openings(reader, client_id).openings
        if not opening.is_noted
    ]
    return tuple(sorted(found, key=lambda each: each[1].at))


def note_openings(books: Books, seen: tuple[tuple[Client, PrivateOpening], ...], lead: StaffMember) -> None:
    """Note that a lead has read these openings; what came since is told later."""
    if lead.role != "lead" or not lead.active:
        raise NotAllowed("The lead notes who opened a private record.")
    with books.records.write(lead.actor(books.terminal)) as writer:
        for client_id in dict.fromkeys(client.id for client, _ in seen):
            read = {opening for client, opening in seen if client.id == client_id}
            before = _openings(writer, client_id)
            after = tuple(
                each.model_copy(update={"is_noted": True}) if each in read else each for each in before.openings
            )
            if after != before.openings:
                _keep(writer, before.model_copy(update={"openings": after}))
                _list(writer, client_id, is_waiting=not all(each.is_noted for each in after))
                writer.audit("client.private_noted", subject=client_id)


def forget_openings(writer: Writer, client_id: str) -> None:
    """Remove what is kept of the openings of a record that is removed itself."""
    found = writer.get(Kind.META, _PREFIX + client_id)
    if found is not None:
        writer.remove(Kind.META, found["id"], expect=found["revision"])
        _list(writer, client_id, is_waiting=False)


def openings_of(reader: Reader, client_id: str) -> tuple[PrivateOpening, ...]:
    """Return every opening of a client's private record."""
    return _openings(reader, client_id).openings
