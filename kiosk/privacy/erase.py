"""Erasing a client: everything that is kept about them goes, and the entry that it was done stays."""

from dataclasses import asdict, dataclass
from datetime import date

from kiosk.core.actor import Actor
from kiosk.people.client_book import Client
from kiosk.privacy import retention
from kiosk.privacy.at_the_kiosk import refuse_at_kiosk
from kiosk.privacy.client_trail import exported_to
from kiosk.privacy.deletion import forget_file_names, forget_schedule, forget_tries, remove_drafts, remove_visits
from kiosk.privacy.erased_before import ErasedBefore
from kiosk.privacy.leftover_files import put_aside
from kiosk.privacy.legal_hold import refuse_held
from kiosk.records import Kind, Reader, Writer
from kiosk.records.context import Context
from kiosk.visits.books import Books
from kiosk.visits.private_record import forget_openings
from kiosk.visits.record_lock import forget as forget_lock
from kiosk.visits.visit import Visit


@dataclass(frozen=True, slots=True)
class Erased:
    """How much was removed."""

    client_id: str
    records: int
    """The client's own records, merged ones included."""
    visits: int
    drafts: int
    schedule_lines: int
    phones: int
    """Telephones that were removed though the client stays."""
    kept_until: date | None
    """Until when the rest must be kept; None if nothing must."""
    put_aside: tuple[str, ...]
    """Older records in the clinic's folder that may still hold the client, by name."""
    exported_to: tuple[str, ...]
    """The folders into which their visits went out; what is there is not ours to remove."""
    log_emptied: bool
    """Whether the log beside the records is free of it; if not, the next purge empties the log."""


def must_be_kept(books: Books, reader: Reader, client_id: str) -> date | None:
    """Return the last day on which the record of a client's treatments must be kept; None if that is over."""
    clients = books.clients.family(client_id, reader)
    records = [visit for client in clients for visit in books.visits.of_client(client.id, reader) if is_record(visit)]
    until = retention.kept_until(records, clients[0], books.settings) if records else None
    return until if until is not None and until >= books.today() else None


def is_record(visit: Visit) -> bool:
    """Tell whether a visit is part of a treatment record: something was answered, decided or done."""
    return bool(visit.checkins or visit.signoffs or visit.session)


def erase(books: Books, client_id: str, actor: Actor, *, forced: bool = False) -> Erased:
    """Remove a client for good; of one whose records must still be kept only what need not be, unless it is `forced`.

    Raises NotFound, or NotAllowed under a legal hold or while they are at a kiosk. The audit trail stays as it is:
    it names the client by an id that no longer leads to anybody. A fingerprint tells later schedules that they were erased.
    """
    if not forced:
        books.require_clock()  # a clock that runs ahead would end every keeping time
    with books.records.write(actor) as writer:
        clients = books.clients.family(client_id, writer)
        refuse_held(books, writer, client_id)
        found = [visit for client in clients for visit in books.visits.of_client(client.id, writer)]
        refuse_at_kiosk(writer, frozenset(visit.id for visit in found))
        out = exported_to(writer, clients)
        until = None if forced else must_be_kept(books, writer, client_id)
        visits = [visit.id for visit in found if until is None or not is_record(visit)]
        removed = {
            "records": 0 if until else len(clients),
            "visits": remove_visits(writer, visits),
            "drafts": sum(remove_drafts(writer, client_id=client.id) for client in clients),
            "schedule_lines": forget_schedule(writer, visits),
            "phones": sum(_forget_contact(books, writer, client) for client in clients) if until else 0,
        }
        ErasedBefore(books, writer).add(writer, clients)
        forget_file_names(writer)
        if until is not None:
            writer.audit("client.erase_refused", subject=clients[0].id, detail={**removed, "until": until.isoformat()})
        else:
            _remove_clients(books, writer, clients, removed)
    return _what_was_erased(books, clients[0].id, removed, until, out)


def _remove_clients(context: Context, writer: Writer, clients: tuple[Client, ...], removed: dict[str, int]) -> None:
    forget_tries(context, writer, [client.family_name for client in clients])
    for client in clients:
        forget_lock(writer, client.id)
        forget_openings(writer, client.id)
        writer.remove(Kind.CLIENT, client.id, expect=client.revision)
    for client in clients:
        writer.audit("client.erase", subject=client.id, detail=removed)


def _what_was_erased(
    context: Context, client_id: str, removed: dict[str, int], until: date | None, out: tuple[str, ...]
) -> Erased:
    aside = tuple(each.name for each in put_aside(context.folder))
    return Erased(
        client_id=client_id,
        put_aside=aside,
        exported_to=out,
        log_emptied=context.records.fold(),
        kept_until=until,
        **removed,
    )


def _forget_contact(books: Books, writer: Writer, client: Client) -> int:
    """Remove what nobody needs once no visit is to come: the telephone, and how to call them. Return how many telephones."""
    if client.wishes is not None:
        client = books.clients.write(writer, client.model_copy(update={"wishes": None}), "client.wishes_removed")
    if client.phone is None:
        return 0
    books.clients.write(writer, client.model_copy(update={"phone": None}), "client.phone_removed")
    return 1


def erased_as_json(erased: Erased) -> dict[str, object]:
    """Return what was erased, for a program."""
    return {**asdict(erased), "kept_until": erased.kept_until.isoformat() if erased.kept_until else None}
