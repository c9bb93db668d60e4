"""Two records of one client merged, and separated again."""

from kiosk.core.actor import Actor
from kiosk.core.errors import NotAllowed
from kiosk.people.client_book import Client, Merged
from kiosk.privacy.at_the_kiosk import refuse_at_kiosk
from kiosk.records import Kind, Writer
from kiosk.visits.books import Books


def merge(books: Books, into: str, other: str, actor: Actor, *, other_birth_date: bool = False) -> Client:
    """Join the record `other` to the record `into`, which takes its visits; return `into`.

    Whoever is looked for under the other's name, birth date or telephone is found as `into` from now on. Raises NotAllowed
    if the birth dates are not the same, unless `other_birth_date` says that one of them was mistyped.
    """
    with books.records.write(actor) as writer:
        kept, twin = books.clients.get(into, writer), books.clients.get(other, writer)
        if kept.id == twin.id:
            raise NotAllowed("These are the same record: name two.")
        for client in (kept, twin):
            if client.merged is not None:
                raise NotAllowed(f"{client.id} is merged into {client.merged.into} already: name that one.")
        if kept.date_of_birth != twin.date_of_birth and not other_birth_date:
            raise NotAllowed(
                "The two records have different dates of birth, so they may be two people. If one was mistyped, give "
                "--other-birth-date."
            )
        visits = _move_visits(books, writer, None, twin.id, kept.id, event="client.merge")
        drafts = _move_drafts(writer, None, twin.id, kept.id)
        wishes = kept.wishes is None and twin.wishes is not None
        if wishes:
            kept = books.clients.write(writer, kept.model_copy(update={"wishes": twin.wishes}), "client.wishes")
        if twin.private is not None and kept.private is None:
            kept = books.clients.write(writer, kept.model_copy(update={"private": twin.private}), "client.private")
        merged = Merged(into=kept.id, by=str(actor), at=books.clock.now(), visits=visits, drafts=drafts, wishes=wishes)
        books.clients.write(writer, twin.model_copy(update={"merged": merged}), "client.merge")
        writer.audit("client.merge", subject=kept.id, detail={"other": twin.id, "visits": len(visits)})
    return kept


def unmerge(books: Books, other: str, actor: Actor) -> Client:
    """Undo a merge: the record gets the visits that it brought; what came later stays where it is."""
    with books.records.write(actor) as writer:
        twin = books.clients.get(other, writer)
        if twin.merged is None:
            raise NotAllowed(f"{twin.id} is not merged into another record.")
        kept = books.clients.get(twin.merged.into, writer)
        if kept.merged is not None:
            raise NotAllowed(f"{kept.id} is itself merged into {kept.merged.into}: take that back first.")
        visits = _move_visits(books, writer, twin.merged.visits, kept.id, twin.id, event="client.unmerge")
        _move_drafts(writer, twin.merged.drafts, kept.id, twin.id)
        if twin.merged.wishes and kept.wishes == twin.wishes:
            books.clients.write(writer, kept.model_copy(update={"wishes": None}), "client.wishes")
        alone = books.clients.write(writer, twin.model_copy(update={"merged": None}), "client.unmerge")
        writer.audit("client.unmerge", subject=kept.id, detail={"other": twin.id, "visits": len(visits)})
    return alone


def _move_visits(
    books: Books, writer: Writer, only: tuple[str, ...] | None, source: str, target: str, *, event: str
) -> tuple[str, ...]:
    """Give visits of one record to another; return their ids."""
    moved = [visit for visit in books.visits.of_client(source, writer) if only is None or visit.id in only]
    refuse_at_kiosk(writer, frozenset(visit.id for visit in moved))
    for visit in moved:
        books.visits.write(writer, visit.model_copy(update={"client_id": target}), event, was=source)
    return tuple(visit.id for visit in moved)


def _move_drafts(writer: Writer, only: tuple[str, ...] | None, source: str, target: str) -> tuple[str, ...]:
    moved = [draft for draft in writer.find(Kind.DRAFT, client_id=source) if only is None or draft["id"] in only]
    for draft in moved:
        writer.put(
            Kind.DRAFT,
            {**draft, "client_id": target},
            expect=draft["revision"],
            index={"visit_id": draft["visit_ids"]},
        )
    return tuple(draft["id"] for draft in moved)
