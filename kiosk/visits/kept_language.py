"""A client's language, kept: what they chose at a kiosk with the client, and what was really spoken with the visit."""

from collections.abc import Iterable

from kiosk.people.client_book import Client
from kiosk.records import Writer
from kiosk.visits.books import Books
from kiosk.visits.visit import Visit


def own_language(client: Client, visits: Iterable[Visit]) -> str:
    """Return the language that is a client's: what they chose at a kiosk; else what is booked, or what is on record.

    Once a visit has begun it says what was spoken, and the client's record whose language that should have been.
    """
    if client.chose_language:
        return client.language
    booked = (visit.language for visit in visits if visit.language and visit.arrived_at is None)
    return next(booked, client.language)


def keep_language(  # noqa: PLR0917 - what is kept, and with whom
    books: Books,
    writer: Writer,
    client: Client,
    visits: Iterable[Visit],
    spoken: str,
    chosen: str | None,
    own: str | None,
) -> tuple[Client, tuple[Visit, ...]]:
    """Keep the language that a client has `chosen`, or else their `own`, as theirs, and what is `spoken` at these visits."""
    theirs, is_chosen = chosen or own or client.language, client.chose_language or chosen is not None
    if (client.language, client.chose_language) != (theirs, is_chosen):
        now = books.clients.get(client.id, writer)
        client = books.clients.write(
            writer, now.model_copy(update={"language": theirs, "chose_language": is_chosen}), "client.language"
        )
    kept = []
    for visit in visits:
        if visit.language != spoken:
            there = books.visits.get(visit.id, writer).model_copy(update={"language": spoken})
            kept.append(books.visits.write(writer, there, "visit.language", language=spoken))
        else:
            kept.append(visit)
    return client, tuple(kept)
