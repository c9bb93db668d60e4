"""What was answered so far, kept after each step, so that a kiosk that dies or times out loses nothing.

Only staff can bring a draft back, and only to a kiosk: the desk sees that it exists, never what is in it.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from kiosk.checkin import client_texts
from kiosk.checkin.shapes import Step
from kiosk.checkin.way import Proof, Way
from kiosk.core.errors import NotAllowed, NotFound
from kiosk.privacy.legal_hold import all_held
from kiosk.records import Kind, Reader, Writer, new_id
from kiosk.visits.books import Books
from kiosk.visits.visit import Consent, Visit, VisitState
from kiosk.visits.visit_parts import AnsweredBy


class Draft(BaseModel):
    """A check-in that is not complete."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    revision: int = 0
    client_id: str
    visit_ids: tuple[str, ...]
    terminal: str
    handed_to: str | None = None
    day: date
    step: Step
    proof: Proof
    needs_guardian: bool = False
    guardian_present: bool | None = None
    answered_by: AnsweredBy = "client"
    privacy_sha: str | None = None
    started_at: datetime
    saved_at: datetime
    unsure_offered: bool = False
    protocols: dict[str, str]
    questions: dict[str, Any] | None = None
    consents: dict[str, Consent] = {}


def keep(clinic: Books, writer: Writer, way: Way) -> None:
    """Keep the way as it stands, and say on the board how far it is."""
    if way.client is None or way.started_at is None:
        return
    now = clinic.clock.now()
    before = writer.get(Kind.DRAFT, way.draft_id) if way.draft_id else None
    draft = Draft(
        id=way.draft_id or new_id("D"),
        client_id=way.client.id,
        visit_ids=tuple(visit.id for visit in way.visits),
        terminal=clinic.terminal,
        day=clinic.today(),
        step=way.step,
        proof=way.proof,
        needs_guardian=way.needs_guardian,
        guardian_present=way.guardian_present,
        answered_by=way.answered_by,
        privacy_sha=way.privacy_sha,
        started_at=way.started_at,
        saved_at=now,
        unsure_offered=way.unsure_offered,
        protocols=_asked_under(clinic, way),
        questions=way.questions.to_json() if way.questions else None,
        consents=way.consents,
    )
    if draft.privacy_sha:
        keep_notice(clinic, writer, draft.privacy_sha)
    writer.put(
        Kind.DRAFT,
        draft.model_dump(mode="json", exclude={"revision"}),
        expect=before["revision"] if before else None,
        index={"visit_id": list(draft.visit_ids)},
    )
    way.draft_id = draft.id
    number, total = way.questions.place if way.questions and way.step is Step.QUESTION else (0, 0)
    clinic.terminals.write(
        writer,
        state="busy",
        visit_ids=draft.visit_ids,
        draft_id=draft.id,
        since=way.started_at,
        question=number,
        total=total,
        notice=None,
    )


def _asked_under(clinic: Books, way: Way) -> dict[str, str]:
    """Return the hashes of the rules whose questions are being asked: those in force may have changed since they were begun."""
    if way.questions is not None:
        return {name: answers.protocol.sha256 for name, answers in way.questions.answers.items()}
    return {name: protocol.sha256 for name, protocol in clinic.protocols.items() if name in way.treatments}


def keep_notice(clinic: Books, writer: Writer, sha: str) -> None:
    """Keep the privacy notice that was shown, as long as it still reads like that; if not, it was kept when it did."""
    notice = client_texts.privacy(clinic.settings)
    if notice.sha == sha:
        content = {"title": notice.title, "short": notice.short, "full": notice.full}
        clinic.keep_text(writer, sha, "privacy", content)


def of_visit(reader: Reader, visit_id: str) -> Draft | None:
    """Return the draft of a visit that holds most, or None: a client who began twice gets the fuller one."""
    found = [Draft.model_validate(document) for document in reader.find(Kind.DRAFT, visit_id=visit_id)]
    return max(found, key=lambda draft: (_fullness(draft), draft.saved_at), default=None)


def left(clinic: Books, reader: Reader) -> tuple[Visit, ...]:
    """Return today's visits that stopped half-way and have a draft, those that stopped at this terminal first.

    A client who came back to this terminal and has begun anew counts, too: what they had answered before waits still.
    """
    today, here = clinic.today(), clinic.terminals.read(reader, clinic.terminal).visit_ids
    drafts = [Draft.model_validate(document) for document in reader.all(Kind.DRAFT)]
    of_visits: dict[str, list[Draft]] = {}
    for draft in sorted(drafts, key=lambda draft: (draft.terminal != clinic.terminal, -draft.saved_at.timestamp())):
        if draft.day == today:
            of_visits.setdefault(draft.visit_ids[0], []).append(draft)
    visits = {visit_id: clinic.visits.get(visit_id, reader) for visit_id in of_visits}
    return tuple(
        visit
        for visit_id, visit in visits.items()
        if visit.state is VisitState.arrived and (visit.stopped or (visit_id in here and len(of_visits[visit_id]) > 1))
    )


def _fullness(draft: Draft) -> int:
    answers: Mapping[str, Any] = (draft.questions or {}).get("answers", {})
    return sum(len(document["raw"]) for document in answers.values())


def handed_to(reader: Reader, terminal: str, today: date) -> Draft | None:
    """Return the draft of today that staff handed to a terminal, or None."""
    found = [Draft.model_validate(document) for document in reader.all(Kind.DRAFT)]
    return next((draft for draft in found if draft.handed_to == terminal and draft.day == today), None)


def hand(clinic: Books, writer: Writer, visit_id: str, terminal: str) -> Draft:
    """Hand the draft of a visit to a terminal."""
    draft = of_visit(writer, visit_id)
    if draft is None:
        raise NotFound("There is no draft of this visit. The client can check in at a kiosk from the start.")
    if draft.day != clinic.today():
        raise NotAllowed("This draft is from another day and was thrown away. The client can check in from the start.")
    handed = draft.model_copy(update={"handed_to": terminal})
    writer.put(
        Kind.DRAFT,
        handed.model_dump(mode="json", exclude={"revision"}),
        expect=draft.revision,
        index={"visit_id": list(draft.visit_ids)},
    )
    writer.audit("draft.hand", subject=draft.client_id, detail={"visit": visit_id, "terminal": terminal})
    return handed


def drop(writer: Writer, visit_ids: tuple[str, ...]) -> None:
    """Throw away all drafts of visits whose check-in is complete."""
    for visit_id in visit_ids:
        for document in writer.find(Kind.DRAFT, visit_id=visit_id):
            writer.remove(Kind.DRAFT, document["id"], expect=document["revision"])


def throw_away_old(clinic: Books, writer: Writer) -> int:
    """Throw away the drafts of earlier days, but for those of clients under a legal hold; return how many."""
    today = clinic.today().isoformat()
    old = [document for document in writer.all(Kind.DRAFT) if document["day"] < today]
    held = all_held(clinic, writer) if old else frozenset()
    old = [document for document in old if document["client_id"] not in held]
    for document in old:
        writer.remove(Kind.DRAFT, document["id"], expect=document["revision"])
    return len(old)
