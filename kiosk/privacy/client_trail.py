"""The entries of the audit trail about a visit or a client."""

from collections.abc import Iterable
from typing import Final

from kiosk.people.client_book import Client
from kiosk.records import Reader
from kiosk.records.audit_trail import AuditEntry
from kiosk.visits.visit import Visit

EXPORTED: Final = "visit.export"
"""The name of the entry that says that a visit goes out to other programs, and where to."""


def about_visit(reader: Reader, visit: Visit, clients: Iterable[Client]) -> list[AuditEntry]:
    """Return the entries about a visit, oldest first; `clients` are its client's records, merged ones included."""
    return [entry for entry in about_client(reader, clients) if is_about(entry, visit.id)]


def about_client(reader: Reader, clients: Iterable[Client]) -> list[AuditEntry]:
    """Return the entries about a client, under whichever record, oldest first."""
    found = [entry for client in clients for entry in reader.trail(subject=client.id)]
    return sorted(found, key=lambda entry: entry.seq)


def exported_to(reader: Reader, clients: Iterable[Client]) -> tuple[str, ...]:
    """Return the folders into which visits of a client went out, under whichever record."""
    out = (entry.detail["to"] for entry in about_client(reader, clients) if entry.event == EXPORTED)
    return tuple(dict.fromkeys(out))


def is_about(entry: AuditEntry, visit_id: str) -> bool:
    """Tell whether an entry changed a visit, or names it in its detail."""
    named = any(value == visit_id or (isinstance(value, list) and visit_id in value) for value in entry.detail.values())
    return named or any(id_ == visit_id for _, id_, *_ in entry.changes)
