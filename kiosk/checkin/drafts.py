"""What a check-in knows while it runs, kept after each step, so that a kiosk that dies or times out loses nothing.

Only staff can bring a draft back, and only to a kiosk: the desk sees that it exists, never what is in it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from kiosk.checkin.ending import Ended
from kiosk.checkin.questionnaire import Questionnaire
from kiosk.checkin.screen_data import NoticeFacts, Step
from kiosk.checkin.signing import Signature
from kiosk.checkin.texts import answering_texts, client_texts
from kiosk.core.errors import NotAllowed, NotFound
from kiosk.core.language import ENGLISH, speaking, tr
from kiosk.people.client_book import Client
from kiosk.privacy.legal_hold import all_held
from kiosk.records import Kind, Reader, Writer, new_id
from kiosk.records.context import Context
from kiosk.visits import kept_language
from kiosk.visits.books import Books
from kiosk.visits.consent import ConsentText
from kiosk.visits.rejudge import JudgedAhead
from kiosk.visits.visit import ConsentRecord, Visit, VisitState
from kiosk.visits.visit_parts import AnsweredBy, AskedBack, HelpedBy
from rules import Protocol

Proof = Literal["name", "code", "phone", "staff"]


class Draft(BaseModel):
    """One client's check-in, from the first key to the last screen: one object, so that wiping it wipes everything."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

    id: str = ""
    """Empty until it is first kept."""
    revision: int = Field(default=0, exclude=True)
    client_id: str = ""
    visit_ids: tuple[str, ...] = ()
    terminal: str
    handed_to: str | None = None
    day: date
    step: Step = Step.WHO
    proof: Proof = "name"
    needs_guardian: bool = False
    guardian_present: bool | None = None
    answered_by: AnsweredBy = "client"
    helped_by: HelpedBy | None = None
    note_language: str | None = None
    """The language that was spoken when the note was written."""
    privacy_sha: str | None = None
    privacy_language: str = ENGLISH
    """The language in which the privacy notice was accepted."""
    language: str = ENGLISH
    """The language that is spoken."""
    chosen_language: str | None = None
    """The language that the client chose here, even if it can't be spoken."""
    translations: dict[str, str] = {}
    """The hashes of the words in which questions were asked, by treatment and language; none for English."""
    started_at: datetime | None = None
    """When the client began to say who they are: what they typed for that counts."""
    saved_at: datetime
    unsure_offered: bool = False
    protocols: dict[str, str] = {}
    """The hashes of the rules whose questions are asked, by treatment."""
    questions: dict[str, Any] | None = None
    """The questionnaire as it was last kept."""
    seconds: dict[str, float] = {}
    """How long each question was in view until it was answered, by id and the first of its treatments."""
    consents: dict[str, ConsentRecord] = {}
    names_asked: frozenset[str] = Field(default=frozenset(), exclude=True)
    """The names that were not expected under a consent and were asked about: each is asked about once."""
    first_signatures: dict[str, Signature] = Field(default={}, exclude=True)
    """What one parent signed with, by visit, until the other one has."""
    assented: frozenset[str] = Field(default=frozenset(), exclude=True)
    """The visits whose treatment a young person said they want."""
    to_ask_back: frozenset[str] = Field(default=frozenset(), exclude=True)
    """The visits whose consents ask back whether they were explained well."""
    asked_back: dict[str, AskedBack] = Field(default={}, exclude=True)
    """What was answered to that, by visit."""

    # Never kept: it goes with the client, or is in the records already.
    typed_name: str = Field(default="", exclude=True)
    candidates: tuple[Client, ...] = Field(default=(), exclude=True)
    client: Client | None = Field(default=None, exclude=True)
    visits: tuple[Visit, ...] = Field(default=(), exclude=True)
    arrived: bool = Field(default=False, exclude=True)
    notice: NoticeFacts | None = Field(default=None, exclude=True)
    own_language: str | None = Field(default=None, exclude=True)
    """The client's own language, as they were found."""
    without_language: str | None = Field(default=None, exclude=True)
    """The language that can't be spoken, as the client was told, and without which they go on."""
    wants_language: str | None = Field(default=None, exclude=True)
    """The language that is wanted, while a notice says that it is not spoken yet."""
    after_notice: Step = Field(default=Step.WHO, exclude=True)
    """Where the client was, or would be, without that notice."""
    shown: dict[str, Protocol] = Field(default={}, exclude=True)
    """Each treatment's protocol in the words of the language that is spoken, to be read only; none for English."""
    questionnaire: Questionnaire | None = Field(default=None, exclude=True)
    consent_texts: tuple[ConsentText, ...] = Field(default=(), exclude=True)
    judged: JudgedAhead | None = Field(default=None, exclude=True)
    ended: Ended | None = Field(default=None, exclude=True)

    @property
    def second_proof(self) -> bool:
        """Whether past answers, treatment and practitioner may be shown."""
        return self.proof != "name"

    @property
    def asked_questions(self) -> Questionnaire:
        """The questions with what was answered; NotAllowed before they were asked."""
        if self.questionnaire is None:
            raise NotAllowed(tr(answering_texts.NOT_ASKED_YET))
        return self.questionnaire

    @property
    def treatments(self) -> tuple[str, ...]:
        """The treatments of the visits, each once, in the order of the appointments."""
        return tuple(dict.fromkeys(visit.treatment for visit in self.visits))


def blank(context: Context) -> Draft:
    """Return the draft of somebody who has not said anything yet."""
    now = context.clock.now()
    return Draft(terminal=context.terminal, day=context.today(), saved_at=now, started_at=now)


def keep_draft(books: Books, writer: Writer, draft: Draft) -> None:
    """Keep a draft as it stands, and say on the board how far it is."""
    if draft.client is None or not draft.arrived:
        return
    before = writer.get(Kind.DRAFT, draft.id) if draft.id else None
    questions = draft.questionnaire
    draft.id = draft.id or new_id("D")
    draft.client, draft.visits = kept_language.keep_language(
        books, writer, draft.client, draft.visits, draft.language, draft.chosen_language, draft.own_language
    )
    draft.client_id, draft.visit_ids = draft.client.id, tuple(visit.id for visit in draft.visits)
    draft.terminal, draft.day, draft.saved_at = books.terminal, books.today(), books.clock.now()
    draft.protocols = asked_under(books, draft)
    draft.questions = questions.to_json() if questions else None
    if draft.privacy_sha:
        keep_notice(books, writer, draft)
    index = {"visit_id": list(draft.visit_ids)}
    writer.put(Kind.DRAFT, draft.model_dump(mode="json"), expect=before["revision"] if before else None, index=index)
    number, total = questions.place if questions and draft.step is Step.QUESTION else (0, 0)
    books.terminals.write(
        writer,
        state="busy",
        visit_ids=draft.visit_ids,
        since=draft.started_at,
        question=number,
        total=total,
        notice=None,
    )


def asked_under(books: Books, draft: Draft) -> dict[str, str]:
    """Return the hashes of the rules whose questions are being asked: those in force may have changed since they were begun."""
    if draft.questionnaire is not None:
        return {name: answers.protocol.sha256 for name, answers in draft.questionnaire.answers.items()}
    return {name: protocol.sha256 for name, protocol in books.protocols.items() if name in draft.treatments}


def keep_notice(books: Books, writer: Writer, draft: Draft) -> None:
    """Keep the privacy notice that was shown, as long as it still reads like that; if not, it was kept when it did."""
    with speaking(draft.privacy_language):
        notice = client_texts.privacy(books.settings)
    if notice.sha == draft.privacy_sha:
        content = {"title": notice.title, "short": notice.short, "full": notice.full}
        books.keep_text(writer, notice.sha, "privacy", content, draft.privacy_language)


def of_visit(reader: Reader, visit_id: str) -> Draft | None:
    """Return the draft of a visit that holds most, or None: a client who began twice gets the fuller one."""
    found = [Draft.model_validate(document) for document in reader.find(Kind.DRAFT, visit_id=visit_id)]
    return max(found, key=lambda draft: (_fullness(draft), draft.saved_at), default=None)


def left(books: Books, reader: Reader) -> tuple[Visit, ...]:
    """Return today's visits that stopped half-way and have a draft, those that stopped at this terminal first.

    A client who came back to this terminal and has started over counts, too: what they answered before is still there.
    """
    today, here = books.today(), books.terminals.read(reader, books.terminal).visit_ids
    drafts = [Draft.model_validate(document) for document in reader.all(Kind.DRAFT)]
    of_visits: dict[str, list[Draft]] = {}
    for draft in sorted(drafts, key=lambda draft: (draft.terminal != books.terminal, -draft.saved_at.timestamp())):
        if draft.day == today:
            of_visits.setdefault(draft.visit_ids[0], []).append(draft)
    visits = {visit_id: books.visits.get(visit_id, reader) for visit_id in of_visits}
    return tuple(
        visit
        for visit_id, visit in visits.items()
        if visit.state is VisitState.arrived and (visit.stopped or (visit_id in here and len(of_visits[visit_id]) > 1))
    )


def _fullness(draft: Draft) -> int:
    answers: Mapping[str, Any] = (draft.questions or {}).get("answers", {})
    return sum(len(document["raw"]) for document in answers.values())


def handed_to(books: Books, reader: Reader) -> Draft | None:
    """Return the draft of today that staff handed to this terminal, or None; one that was closed since is none."""
    today = books.today()
    found = [Draft.model_validate(document) for document in reader.all(Kind.DRAFT)]
    handed = (draft for draft in found if draft.handed_to == books.terminal and draft.day == today)
    return next((draft for draft in handed if still_open(books, reader, draft.visit_ids)), None)


def still_open(books: Books, reader: Reader, visit_ids: Sequence[str]) -> list[Visit]:
    """Return those visits whose check-in is still open, as they stand now."""
    now = (books.visits.get(each, reader) for each in visit_ids)
    return [visit for visit in now if visit.state is VisitState.arrived]


def take_out_of_hand(writer: Writer, visits: Sequence[Visit]) -> None:
    """Bring back at no terminal what was handed to one: the client has begun again at another."""
    for visit in visits:
        for document in writer.find(Kind.DRAFT, visit_id=visit.id):
            if document["handed_to"] is not None:
                _hand(writer, Draft.model_validate(document), None)


def hand(books: Books, writer: Writer, visit_id: str, terminal: str) -> Draft:
    """Hand the draft of an open visit to a terminal, where the client goes on; NotFound if there is none of today."""
    draft = of_visit(writer, visit_id)
    if draft is None:
        raise NotFound("There is no draft of this visit. The client can check in at a kiosk from the start.")
    if draft.day != books.today():
        raise NotAllowed(
            "These answers are from another day and were thrown away. Book the client for today; then they can check in "
            "from the start."
        )
    if not still_open(books, writer, draft.visit_ids):
        raise NotAllowed(tr(answering_texts.NOT_OPEN))
    _hand(writer, draft, terminal)
    writer.audit("draft.hand", subject=draft.client_id, detail={"visit": visit_id, "terminal": terminal})
    return draft


def _hand(writer: Writer, draft: Draft, terminal: str | None) -> None:
    draft.handed_to = terminal
    index = {"visit_id": list(draft.visit_ids)}
    draft.revision = writer.put(Kind.DRAFT, draft.model_dump(mode="json"), expect=draft.revision, index=index)


def take_draft(books: Books, writer: Writer, visit_id: str | None) -> Draft:
    """Return the draft that was handed to this terminal, or that staff bring back here by visit, to go on with."""
    if visit_id is not None:
        draft = hand(books, writer, visit_id, books.terminal)
    elif found := handed_to(books, writer):
        draft = found
    else:
        raise NotAllowed(tr(answering_texts.ONLY_STAFF_BRING_BACK))
    draft.visits = tuple(
        books.visits.write(writer, visit.model_copy(update={"stopped": False}), "visit.resumed")
        for visit in still_open(books, writer, draft.visit_ids)
    )
    _hand(writer, draft, None)
    draft.consents = {}
    return draft


def drop(writer: Writer, visit_ids: tuple[str, ...]) -> None:
    """Throw away all drafts of visits whose check-in is complete."""
    for visit_id in visit_ids:
        for document in writer.find(Kind.DRAFT, visit_id=visit_id):
            writer.remove(Kind.DRAFT, document["id"], expect=document["revision"])


def throw_away_old(books: Books, writer: Writer) -> int:
    """Throw away the drafts of earlier days, except those of clients under a legal hold; return how many."""
    today = books.today().isoformat()
    old = [document for document in writer.all(Kind.DRAFT) if document["day"] < today]
    held = all_held(books, writer) if old else frozenset()
    old = [document for document in old if document["client_id"] not in held]
    for document in old:
        writer.remove(Kind.DRAFT, document["id"], expect=document["revision"])
    return len(old)
