"""A copy of the consent for the client: its words as they were read, and what was signed with."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from kiosk.core.errors import NotAllowed
from kiosk.core.language import ENGLISH, speaking, tr
from kiosk.core.language_names import english_name
from kiosk.core.local_dates import local_moment
from kiosk.handouts.page import DrawnLine, Line, Paper, Paragraph, Section, pair, section
from kiosk.people.client_book import Client
from kiosk.records import Reader
from kiosk.visits.books import Books
from kiosk.visits.consent import RELATION_WORDS
from kiosk.visits.drawing import Drawing
from kiosk.visits.kept_language import own_language
from kiosk.visits.visit import ConsentRecord, Visit


def consent_copy(books: Books, reader: Reader, visit: Visit, client: Client) -> Paper:
    """Return the consent of a visit; NotAllowed where there is none, or its words are not on record."""
    consent = visit.checkin.consent if visit.checkin else None
    kept = books.text(consent.text_sha, reader) if consent else None
    if consent is None or kept is None:
        raise NotAllowed("There is no consent on this visit to copy.")
    content = kept["content"]
    language, read = str(kept["language"]), own_language(client, (visit,))
    with speaking(language):
        return Paper(
            title=str(content["title"]),
            lead=tr("{clinic}. A copy for {client}.").format(
                clinic=books.settings.clinic_name, client=client.local_name
            ),
            foot=tr("Consent, visit {visit}").format(visit=visit.id),
            kind="Consent",
            size="A5",
            made_at=books.now(),
            sections=(*_words(content), section(tr("Signed"), _signed(books, visit, consent))),
            language=language,
            told="" if language == read == ENGLISH else f"In {english_name(language)}, as it was signed.",
        )


def _words(content: dict[str, Any]) -> Iterator[Section]:
    for part in content.get("parts", ()):
        yield section(part["heading"] or tr("Please note"), [Paragraph(part["text"])])
    for paragraph in content.get("paragraphs", ()):  # as consents were kept before they had parts
        yield section(tr("Please note"), [Paragraph(paragraph)])


def _signed(books: Books, visit: Visit, consent: ConsentRecord) -> Iterator[Line | None]:
    yield pair(tr("Answer"), tr("yes") if consent.given else tr("no"))
    yield pair(tr("By"), tr(RELATION_WORDS[consent.relation]) if consent.by == "guardian" else tr("the client"))
    yield pair(tr("Signed as"), consent.name)
    yield _drawn(consent.drawn)
    if (other := consent.second) is not None:
        yield pair(tr("And by"), tr(RELATION_WORDS[other.relation]))
        yield pair(tr("Signed as"), other.name)
        yield _drawn(other.drawn)
    yield pair(tr("When"), _when(books, consent.at))
    for each in visit.signoffs:
        if each.completes == consent.text_sha:
            who = tr("{name}, {moment}").format(name=each.by, moment=_when(books, each.at))
            yield pair(tr("Talked through with"), who)


def _drawn(drawing: Drawing | None) -> DrawnLine | None:
    return DrawnLine(tr("Signature"), drawing, tr("drawn by hand")) if drawing else None


def _when(books: Books, at: datetime) -> str:
    moment = books.local(at)
    return local_moment(moment.date(), moment, weekday=False)
