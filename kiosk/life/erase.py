"""Erasing a client: everything that is kept about them goes, and the entry that it was done stays."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from kiosk.actor import Actor
from kiosk.life.aside import put_aside
from kiosk.life.family import family, refuse_at_kiosk
from kiosk.life.hold import refuse_held
from kiosk.life.removing import forget_schedule, forget_tries, remove_drafts, remove_visits
from kiosk.records import Kind

if TYPE_CHECKING:
    from kiosk.clinic import Clinic


@dataclass(frozen=True, slots=True)
class Erased:
    """How much was removed."""

    client_id: str
    records: int
    """The client's own records, merged ones included."""
    visits: int
    drafts: int
    schedule_lines: int
    put_aside: tuple[str, ...]
    """Older records in the clinic's folder that may still hold the client, by name."""
    log_emptied: bool
    """Whether nothing of it is left in the log beside the records; else the next purge empties it."""


def erase(clinic: "Clinic", client_id: str, actor: Actor) -> Erased:
    """Remove a client for good.

    Raises NotFound, or NotAllowed under a legal hold or while they stand at a kiosk. The audit trail stays as it is:
    it names the client by an id that leads nowhere any more.
    """
    with clinic.records.write(actor) as writer:
        clients = family(clinic, writer, client_id)
        refuse_held(clinic, writer, client_id)
        visits = [visit.id for client in clients for visit in clinic.visits.of_client(client.id, writer)]
        refuse_at_kiosk(writer, frozenset(visits))
        removed = {
            "records": len(clients),
            "visits": remove_visits(writer, visits),
            "drafts": sum(remove_drafts(writer, client_id=client.id) for client in clients),
            "schedule_lines": forget_schedule(writer, visits),
        }
        forget_tries(clinic, writer, [client.family_name for client in clients])
        for client in clients:
            writer.remove(Kind.CLIENT, client.id, expect=client.revision)
        for client in clients:
            writer.audit("client.erase", subject=client.id, detail=removed)
    aside = tuple(each.name for each in put_aside(clinic.folder))
    return Erased(client_id=clients[0].id, put_aside=aside, log_emptied=clinic.records.fold(), **removed)


def as_json(erased: Erased) -> dict[str, object]:
    """Return what was erased, for a program."""
    return asdict(erased)
