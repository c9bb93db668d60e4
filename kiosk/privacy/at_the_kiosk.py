"""Whose records are not touched now: those of somebody who answers at a kiosk."""

from kiosk.core.errors import NotAllowed
from kiosk.records import Kind, Reader


def refuse_at_kiosk(reader: Reader, visit_ids: frozenset[str]) -> None:
    """Raise NotAllowed if one of these visits is being checked in at a kiosk."""
    for document in reader.all(Kind.TERMINAL):
        if document.get("state") == "busy" and visit_ids.intersection(document.get("visit_ids", ())):
            raise NotAllowed(f"This client is checking in at {document['id']} now: try again when they are done.")
