"""The records of one client: the one that counts, and those that were merged into it."""

from kiosk.core.errors import NotAllowed
from kiosk.people.client_book import Client
from kiosk.records import Kind, Reader
from kiosk.visits.books import Books


def family(books: Books, reader: Reader, client_id: str) -> tuple[Client, ...]:
    """Return all records of a client, found by the id of any of them; the one that counts comes first."""
    found = [books.clients.current(books.clients.get(client_id, reader), reader)]
    for client in found:  # which grows while it is walked
        found += [Client.model_validate(document) for document in reader.find(Kind.CLIENT, merged_into=client.id)]
    return tuple(found)


def refuse_at_kiosk(reader: Reader, visit_ids: frozenset[str]) -> None:
    """Refuse to touch the records of somebody who answers at a kiosk now."""
    for document in reader.all(Kind.TERMINAL):
        if document.get("state") == "busy" and visit_ids.intersection(document.get("visit_ids", ())):
            raise NotAllowed(f"This client is checking in at {document['id']} now: try again when they are done.")
