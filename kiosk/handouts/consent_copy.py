"""A copy of the consent for the client: its words as they were read, and what was signed with."""

from collections.abc import Iterator
from typing import Any

from kiosk.core.errors import NotAllowed
from kiosk.core.phrases import day_and_time
from kiosk.handouts.page import DrawnLine, Line, Paper, Paragraph, Section, pair, section
from kiosk.people.client_book import Client
from kiosk.records import Reader
from kiosk.visits.books import Books
from kiosk.visits.consent import RELATION_WORDS
from kiosk.visits.visit import ConsentRecord, Visit


def consent_copy(books: Books, reader: Reader, visit: Visit, client: Client) -> Paper:
    """Return the consent of a visit; NotAllowed where there is none, or its words are not on record."""
    consent = visit.checkin.consent if visit.checkin else None
    kept = books.text(consent.text_sha, reader) if consent else None
    if consent is None or kept is None:
        raise NotAllowed("There is no consent on this visit to copy.")
    content = kept["content"]
    return Paper(
        title=str(content["title"]),
        lead=f"{books.settings.clinic_name}. A copy for {client.full_name}.",
        foot=f"Consent, visit {visit.id}",
        kind="Consent",
        size="A5",
        made_at=books.now(),
        sections=(*_words(content), section("Signed", _signed(books, visit, consent))),
    )


def _words(content: dict[str, Any]) -> Iterator[Section]:
    for part in content.get("parts", ()):
        yield section(part["heading"] or "Please note", [Paragraph(part["text"])])
    for paragraph in content.get("paragraphs", ()):  # as consents were kept before they had parts
        yield section("Please note", [Paragraph(paragraph)])


def _signed(books: Books, visit: Visit, consent: ConsentRecord) -> Iterator[Line | None]:
    yield pair("Answer", "yes" if consent.given else "no")
    yield pair("By", RELATION_WORDS[consent.relation] if consent.by == "guardian" else "the client")
    yield pair("Signed as", consent.name)
    yield DrawnLine("Signature", consent.drawn) if consent.drawn else None
    if (other := consent.second) is not None:
        yield pair("And by", RELATION_WORDS[other.relation])
        yield pair("Signed as", other.name)
        yield DrawnLine("Signature", other.drawn) if other.drawn else None
    yield pair("When", day_and_time(books.local(consent.at)))
    for each in visit.signoffs:
        if each.completes == consent.text_sha:
            yield pair("Talked through with", f"{each.by}, {day_and_time(books.local(each.at))}")
