"""Removing what need not be kept any longer: visits with their clients, drafts, and the oldest end of the audit trail."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any, TypeVar

from kiosk.core.actor import Actor
from kiosk.core.errors import NotAllowed, NotFound
from kiosk.people.client_book import Client
from kiosk.privacy import retention
from kiosk.privacy.deletion import forget_schedule, forget_tries, remove_drafts, remove_visits
from kiosk.privacy.erased_before import ErasedBefore
from kiosk.privacy.leftover_files import PutAsideFile, put_aside_due, remove_put_aside
from kiosk.privacy.legal_hold import all_held
from kiosk.records import Kind, Reader, retention_settings
from kiosk.records.context import Context
from kiosk.visits.books import Books
from kiosk.visits.phoned import shorten_phone_list
from kiosk.visits.private_record import forget_openings
from kiosk.visits.record_lock import forget as forget_lock
from kiosk.visits.visit import Visit

NIGHT = time(3, 0)
"""When a running reception terminal purges by itself."""
_AT_ONCE = 100
_NIGHTLY = "purge"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Purged:
    """How much was removed."""

    visits: int
    clients: int
    drafts: int
    audit_entries: int
    held: int
    """Visits past their time that a legal hold keeps."""
    put_aside: int
    """Older records that had been put aside in the clinic's folder."""
    fingerprints: int
    """How many erased clients are forgotten altogether."""
    log_emptied: bool
    """Whether the log beside the records is free of it; if not, the next purge empties the log."""


@dataclass(frozen=True, slots=True)
class Due:
    """What need not be kept any longer."""

    visits: tuple[Visit, ...]
    held: tuple[Visit, ...]
    drafts: tuple[str, ...]
    audit_before: date
    audit_entries: int
    put_aside: tuple[PutAsideFile, ...]


def find_due(books: Books, *, all_put_aside: bool = False) -> Due:
    """Find what need not be kept any longer, and remove nothing. Raises NotAllowed while the date is in doubt.

    With `all_put_aside`, everything put aside in the clinic's folder counts, however new.
    """
    books.require_clock()
    if doubt := times_doubt(books):
        raise NotAllowed(doubt)
    settings, today = books.settings, books.today()
    with books.records.read() as reader:
        held = all_held(books, reader)
        over = [visit for visit in _old_visits(books, reader) if _is_over(books, reader, visit.client_id)]
        before = _audit_before(reader, held, retention.audit_before(today, settings))
        return Due(
            visits=tuple(visit for visit in over if visit.client_id not in held),
            held=tuple(visit for visit in over if visit.client_id in held),
            drafts=tuple(_old_drafts(books, reader, held)),
            audit_before=before,
            audit_entries=_entries_before(reader, before),
            put_aside=put_aside_due(books, reader, all_of_it=all_put_aside),
        )


def times_doubt(context: Context) -> str | None:
    """Say how the settings that remove something differ from what a lead confirmed; None if they don't."""
    with context.records.read() as reader:
        return retention_settings.unconfirmed_times(reader, context.settings, context.folder)


def purge(books: Books, actor: Actor, *, all_put_aside: bool = False) -> Purged:
    """Remove what need not be kept any longer, in steps that let others work in between; one audit entry says how much.

    Raises NotAllowed while the date is in doubt (a clock that runs ahead would remove everything), and while the
    settings are not those that a lead confirmed.
    """
    from kiosk.records.audit.trimming import cut  # noqa: PLC0415  (slow to load, and clinics are opened often)

    found = find_due(books, all_put_aside=all_put_aside)
    visits = clients = drafts = 0
    for some in _some(found.visits):
        removed = _remove_visits(books, some, actor)
        visits, drafts = visits + removed[0], drafts + removed[1]
    for ids in _some(tuple(_without_visits(books))):
        clients += _remove_clients(books, ids, actor)
    shorten_phone_list(books, actor)
    entries = cut(books.records, actor, before=found.audit_before)
    gone = remove_put_aside(books, found.put_aside)
    with books.records.write(actor) as writer:
        for draft in found.drafts:
            document = writer.get(Kind.DRAFT, draft)
            if document is not None and _is_old_draft(books, document):
                writer.remove(Kind.DRAFT, draft, expect=document["revision"])
                drafts += 1
        forget_tries(books, writer)
        prints = ErasedBefore(books, writer).forget_over(writer)
        counts = {"visits": visits, "clients": clients, "drafts": drafts, "audit_entries": entries, "put_aside": gone}
        counts["fingerprints"] = prints
        writer.audit("purge", detail={**counts, "held": len(found.held)})
    return Purged(**counts, held=len(found.held), log_emptied=books.records.fold())


def purge_nightly(books: Books, actor: Actor) -> Purged | None:
    """Purge once a day, after three at night; return what was removed, or None if it is not time or the date is in doubt.

    May be called often, at any number of terminals: the first one does it.
    """
    now = books.now()
    if now.time() < NIGHT or books.clock_doubt() is not None or times_doubt(books) is not None:
        return None
    today = now.date().isoformat()
    with books.records.read() as reader:
        if (reader.get(Kind.META, _NIGHTLY) or {}).get("day", "") >= today:
            return None
    purged = purge(books, actor)
    # Only now: a purge that was interrupted is done again, by whichever terminal looks next.
    with books.records.write(actor) as writer:
        before = writer.get(Kind.META, _NIGHTLY)
        if before is None or before["day"] < today:
            writer.put(Kind.META, {"id": _NIGHTLY, "day": today}, expect=before["revision"] if before else None)
    return purged


def _some(items: Sequence[_T]) -> Iterator[tuple[_T, ...]]:
    """Return the items in groups."""
    rest = iter(items)
    while some := tuple(islice(rest, _AT_ONCE)):
        yield some


def purged_as_json(purged: Purged) -> dict[str, Any]:
    """Return what was removed, for a program."""
    return asdict(purged)


def _old_visits(books: Books, reader: Reader) -> Iterator[Visit]:
    limit = retention.visits_before(books.today(), books.settings).isoformat()
    for day in reader.partitions(Kind.VISIT):
        if day < limit:
            yield from books.visits.of_day(date.fromisoformat(day), reader)


def _is_over(books: Books, reader: Reader, client_id: str) -> bool:
    try:
        client = books.clients.get(client_id, reader)
    except NotFound:
        client = None
    visits = books.visits.of_client(client_id, reader)
    return retention.kept_until(visits, client, books.settings) < books.today()


def _remove_visits(books: Books, visits: Sequence[Visit], actor: Actor) -> tuple[int, int]:
    with books.records.write(actor) as writer:
        held = all_held(books, writer)  # a hold may have been placed since we looked
        ids = [visit.id for visit in visits if visit.client_id not in held]
        drafts = sum(remove_drafts(writer, visit_id=id_) for id_ in ids)
        forget_schedule(writer, ids)
        removed = remove_visits(writer, ids)
        writer.audit("purge.visits", detail={"visits": removed})
    return removed, drafts


def _without_visits(books: Books) -> Iterator[str]:
    """Yield the clients who were added before the limit and no longer have a visit."""
    limit = datetime.combine(
        retention.visits_before(books.today(), books.settings), time(), books.settings.zone
    ).astimezone(UTC)
    with books.records.read() as reader:
        held = all_held(books, reader)
        for id_, body in reader.bodies(Kind.CLIENT):
            document = json.loads(body)
            old = datetime.fromisoformat(document["created_at"]) < limit
            if old and document.get("merged") is None and id_ not in held and not _has_visits(books, reader, id_):
                yield id_


def _has_visits(books: Books, reader: Reader, client_id: str) -> bool:
    return any(reader.find(Kind.VISIT, client_id=client.id) for client in books.clients.family(client_id, reader))


def _remove_clients(books: Books, ids: Sequence[str], actor: Actor) -> int:
    removed = 0
    with books.records.write(actor) as writer:
        held = all_held(books, writer)
        for id_ in ids:
            if writer.get(Kind.CLIENT, id_) is None or id_ in held or _has_visits(books, writer, id_):
                continue  # somebody came back, or was put under a hold, since we looked
            records: tuple[Client, ...] = books.clients.family(id_, writer)
            for client in records:
                remove_drafts(writer, client_id=client.id)
                forget_lock(writer, client.id)
                forget_openings(writer, client.id)
                writer.remove(Kind.CLIENT, client.id, expect=client.revision)
                writer.audit("purge.client", subject=client.id)
            removed += 1
    return removed


def _old_drafts(context: Context, reader: Reader, held: frozenset[str]) -> list[str]:
    return [
        document["id"]
        for document in reader.all(Kind.DRAFT)
        if document["client_id"] not in held and _is_old_draft(context, document)
    ]


def _is_old_draft(context: Context, document: dict[str, Any]) -> bool:
    saved = datetime.fromisoformat(document["saved_at"])
    today = context.today().isoformat()
    return bool(document["day"] < today or saved < retention.drafts_before(context.clock.now(), context.settings))


def _audit_before(reader: Reader, held: frozenset[str], before: date) -> date:
    """Return the day before which the trail may be cut: never after the first entry about somebody under a hold."""
    firsts = [next(reader.trail(subject=client_id), None) for client_id in held]
    return min([before, *(entry.at.astimezone(UTC).date() for entry in firsts if entry is not None)])


def _entries_before(reader: Reader, before: date) -> int:
    count = 0
    for row in reader.trail_rows():
        if row.day >= before.isoformat():
            break
        count += 1
    return count
