"""A client's language, kept: what they chose at a kiosk with the client, and what was really spoken with the visit."""

from collections.abc import Iterable

from kiosk.core.language import ENGLISH
from kiosk.people.client_book import Client
from kiosk.records import Writer
from kiosk.visits.books import Books
from kiosk.visits.visit import Visit


def own_language(client: Client, visits: Iterable[Visit]) -> str:
    """Return the language that is a client's: what they chose at a kiosk; else what is booked, or what is on record."""
    if client.chose_language:
        return client.language
    booked = (visit.language for visit in visits if visit.language)
    return next(booked, None) or client.language or ENGLISH


def keep_language(
    books: Books, writer: Writer, client: Client, visits: Iterable[Visit], *, spoken: str, chosen: str | None
) -> tuple[Client, tuple[Visit, ...]]:
    """Keep what a client `chosen` as theirs, and what is `spoken` at these visits; return them as they stand then."""
    if chosen is not None and (client.language, client.chose_language) != (chosen, True):
        now = books.clients.get(client.id, writer)
        client = books.clients.write(
            writer, now.model_copy(update={"language": chosen, "chose_language": True}), "client.language"
        )
    kept = []
    for visit in visits:
        if visit.language != spoken:
            now_there = books.visits.get(visit.id, writer).model_copy(update={"language": spoken})
            kept.append(books.visits.write(writer, now_there, "visit.language", language=spoken))
        else:
            kept.append(visit)
    return client, tuple(kept)
