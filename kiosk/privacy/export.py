"""Everything that is held about one client, for the client: as JSON, and on paper."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from kiosk.core.actor import Actor
from kiosk.core.errors import KioskError
from kiosk.core.language_names import english_name
from kiosk.core.phrases import day_and_time
from kiosk.handouts.page import Paper, Section, pair, section
from kiosk.handouts.visit_file import answers_in_words, sections_of, texts_shown, trail_section, visit_file
from kiosk.people.client_book import Client
from kiosk.privacy.client_trail import about_client, about_visit
from kiosk.privacy.legal_hold import hold_of
from kiosk.records import Kind, Reader
from kiosk.records.context import Context
from kiosk.visits.books import Books
from kiosk.visits.private_record import openings_of
from kiosk.visits.record_lock import lock_of
from kiosk.visits.visit import Visit
from rules import day_in_words


def export_client(books: Books, client_id: str, actor: Actor) -> tuple[dict[str, Any], Paper]:
    """Return everything held about a client, as one JSON document and as a paper. The export is in the audit trail."""
    with books.records.write(actor) as writer:
        clients = books.clients.family(client_id, writer)
        writer.audit("client.export", subject=clients[0].id)
    with books.records.read() as reader:
        return _document(books, reader, clients), _paper(books, reader, clients)


def export_visit(books: Books, visit_id: str, actor: Actor) -> Paper:
    """Return the whole of one visit. The export is in the audit trail."""
    with books.records.write(actor) as writer:
        visit = books.visits.get(visit_id, writer)
        writer.audit("visit.file", subject=visit.client_id, detail={"visit": visit.id})
    with books.records.read() as reader:
        clients = books.clients.family(visit.client_id, reader)
        return visit_file(books, reader, visit, about_visit(reader, visit, clients))


@contextmanager
def noting_failure(context: Context, event: str, subject: str, actor: Actor) -> Iterator[None]:
    """Say in the audit trail, too, if what was exported could not be handed out: its entry is there already."""
    try:
        yield
    except KioskError:
        with context.records.write(actor) as writer:
            writer.audit(f"{event}.failed", subject=subject)
        raise


def _visits(books: Books, reader: Reader, clients: tuple[Client, ...]) -> tuple[Visit, ...]:
    return tuple(visit for client in clients for visit in books.visits.of_client(client.id, reader))


def _document(books: Books, reader: Reader, clients: tuple[Client, ...]) -> dict[str, Any]:
    visits = _visits(books, reader, clients)
    hold, locked = hold_of(books, reader, clients[0].id), lock_of(books, reader, clients[0].id)
    shas = {sha for visit in visits for record in visit.checkins for sha in record.texts_named}
    return {
        "clinic": books.settings.clinic_name,
        "made_at": books.now().isoformat(timespec="seconds"),
        "client": clients[0].model_dump(mode="json", exclude={"revision", "merged"}),
        "merged_records": [client.model_dump(mode="json", exclude={"revision"}) for client in clients[1:]],
        "hold": hold.model_dump(mode="json", exclude={"id", "revision"}) if hold else None,
        "lock": locked.model_dump(mode="json", exclude={"id", "revision"}) if locked else None,
        "private_openings": [
            each.model_dump(mode="json", exclude={"is_noted"})
            for client in clients
            for each in openings_of(reader, client.id)
        ],
        "visits": [_visit(books, visit) for visit in visits],
        "drafts": [
            {name: value for name, value in draft.items() if name != "revision"}
            for client in clients
            for draft in reader.find(Kind.DRAFT, client_id=client.id)
        ],
        "schedule": _schedule(reader, visits),
        "texts": {sha: books.text(sha, reader) for sha in sorted(shas)},
        "audit": [
            {
                "entry": entry.seq,
                "at": books.local(entry.at).isoformat(timespec="seconds"),
                "who": str(entry.actor),
                "terminal": entry.actor.terminal,
                "what": entry.event,
                "detail": dict(entry.detail),
            }
            for entry in about_client(reader, clients)
        ],
    }


def _visit(books: Books, visit: Visit) -> dict[str, Any]:
    words = [
        [{"question": asked, "answer": answered} for asked, answered in answers_in_words(books, record)]
        for record in visit.checkins
    ]
    return {**visit.model_dump(mode="json", exclude={"revision"}), "answers_in_words": words}


def _schedule(reader: Reader, visits: tuple[Visit, ...]) -> list[dict[str, Any]]:
    """Return what the schedule said of these visits."""
    ids = {visit.id for visit in visits}
    found = []
    for id_, body in reader.bodies(Kind.IMPORT):
        if any(visit_id in body for visit_id in ids):
            lines = (reader.get(Kind.IMPORT, id_) or {}).get("lines", {})
            found += [{"visit": visit_id, **line} for visit_id, line in lines.items() if visit_id in ids]
    return found


def _paper(books: Books, reader: Reader, clients: tuple[Client, ...]) -> Paper:
    visits = _visits(books, reader, clients)
    made_at = books.now()
    sections: list[Section] = [_who(books, client, merged=number > 0) for number, client in enumerate(clients)]
    for visit in visits:
        day = f"{day_in_words(visit.day)}: "
        sections += [
            Section(day + each.title, each.lines) for each in sections_of(books, visit, for_client=True) if each.lines
        ]
    drafts = [draft for client in clients for draft in reader.find(Kind.DRAFT, client_id=client.id)]
    sections.append(
        section(
            "Check-ins that were not completed",
            [
                pair(
                    day_in_words(date.fromisoformat(draft["day"])),
                    f"begun at {draft['terminal']}; the answers are in the JSON document",
                )
                for draft in drafts
            ],
            empty="None.",
        )
    )
    sections += [texts_shown(books, reader, visits), trail_section(books, about_client(reader, clients))]
    return Paper(
        title="Everything held about a client",
        lead=f"{books.settings.clinic_name}, as of {day_and_time(made_at)}. Times are those of "
        f"{books.settings.time_zone}. The JSON document of the same export holds the same for a program.",
        foot=f"Client {clients[0].id}",
        made_at=made_at,
        sections=tuple(sections),
    )


def _who(books: Books, client: Client, *, merged: bool) -> Section:
    return section(
        "A second record, merged into the first" if merged else "The client",
        [
            pair("Name", client.full_name),
            pair("Date of birth", day_in_words(client.date_of_birth)),
            pair("Telephone", client.phone),
            pair("Language", english_name(client.language)),
            pair("Called", client.wishes.calling if client.wishes else None),
            pair("Needs", ", ".join(client.wishes.needed) if client.wishes else None),
            pair("Id", client.id),
            pair("On record since", day_in_words(books.local(client.created_at).date())),
        ],
    )
