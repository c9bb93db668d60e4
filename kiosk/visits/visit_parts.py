"""What a visit is made of: small frozen records, each written once and never changed."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from kiosk.visits.drawing import Drawing

Json = Any
"""A JSON value as the rules read it: text, or a list of texts."""

AnsweredBy = Literal["client", "guardian", "helper", "interpreter", "staff"]
HelpedBy = Literal["professional", "staff", "family"]
"""Who interpreted, or helped to answer: somebody whose job it is, a member of staff, or family or a friend."""
Relation = Literal["mother", "father", "guardian", "other"]
"""How whoever signs for a young person says they are related."""
Decision = Literal[
    "confirm",
    "go_ahead",
    "with_care",
    "put_off",
    "decline",
    "settle",
    "correct",
    "areas",
    "finish",
    "consent",
    "advised",
    "doctor_saw",
]
GOING: Final = frozenset({"go_ahead", "with_care"})
"""The decisions by which a treatment goes ahead."""
OVERRIDDEN: Final = "OVERRIDDEN"
"""The word that a visit which went ahead against the rules bears for ever, wherever staff read of it."""
DECISION_WORDS: Mapping[Decision, str] = MappingProxyType(
    {
        "confirm": "identity confirmed",
        "go_ahead": "go ahead",
        "with_care": "go ahead with care",
        "put_off": "put off",
        "decline": "declined",
        "settle": "answer settled",
        "correct": "answer corrected",
        "areas": "areas changed",
        "advised": "advised to see a doctor",
        "doctor_saw": "a doctor has looked",
        "consent": "consent on paper",
        "finish": "session finished",
    }
)
"""What somebody signed, as staff read it."""
DESK_STEP_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "confirm": "passed to the practitioner",
        "arrive": "is here, with the desk's help",
        "mark_late": "marked as late",
        "let_in": "let in at the kiosk",
        "no_show": "did not come",
        "come_after_all": "came after all",
        "come_back": "came back",
        "spoken_with": "spoken with",
        "left": "has left",
        "cancelled": "cancelled",
        "reopen": "the client answers again",
        "reassign": "another practitioner",
        "prove": "vouched for",
        "accept_walk_in": "taken in",
        "move": "moved to another day",
    }
)
"""What the desk did, as staff read it."""


class VisitPart(BaseModel):
    """A frozen part of a visit; it refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class VisitState(StrEnum):
    """How far a visit has come; see `kiosk.visits.visit.LEGAL` for what may follow what."""

    requested = "requested"
    booked = "booked"
    arrived = "arrived"
    screened = "screened"
    confirmed = "confirmed"
    in_progress = "in_progress"
    finished = "finished"
    put_off = "put_off"
    declined = "declined"
    left = "left"
    cancelled = "cancelled"
    no_show = "no_show"


class AskedBack(VisitPart):
    """The answer to what a consent asked back; `wording` is the hash of the words it is about, whoever reads them.

    `answer` is an option, or "ask" for asking in the room. `risk` is what the practitioner goes through again if it is not right.
    """

    wording: str
    answer: str
    right: bool
    risk: str
    at: datetime


class GuardianSeen(VisitPart):
    """That staff saw the guardian who signed: how they are related, and by which document."""

    relation: str
    document: str
    by: str
    at: datetime


class SecondSignature(VisitPart):
    """What the other parent signed with, where the clinic asks both."""

    name: str | None = None
    how: Literal["typed", "drawn"]
    relation: Relation
    drawn: Drawing | None = None
    other_name: bool = False
    at: datetime


class ConsentRecord(VisitPart):
    """A yes or a no to the treatment, bound to the hash of the text that was read."""

    text_sha: str
    language: str = "en"
    """The language of the text that was read."""
    given: bool
    name: str | None = None
    by: Literal["client", "guardian"] = "client"
    how: Literal["typed", "paper", "drawn"] = "typed"
    at: datetime
    named: dict[str, Json] | None = None
    """The answers that the text named: areas, extraction, laser. None for one from before texts named any."""
    relation: Relation | None = None
    """How the guardian who signed said they are related; None where the client signed, or nobody asked."""
    second: SecondSignature | None = None
    """The signature of the other parent; None where nobody else signed."""
    assent: bool | None = None
    """What a young person said for themselves beside the guardian; None where nobody asked."""
    guardian_seen: GuardianSeen | None = None
    """Who saw the guardian: only then does a guardian's consent count."""
    other_name: bool = False
    """Whether the name is not the one that was expected, and stayed so when it was asked about."""
    drawn: Drawing | None = None
    """The signature as it was drawn; None if the name was typed or is on paper."""
    asked_back: AskedBack | None = None
    """What was answered when it was asked back whether the text was explained well; None where nothing was asked."""


class CheckInRecord(VisitPart):
    """One completed questionnaire, with what it was answered under. An earlier one is kept when a check-in is reopened."""

    protocol: str
    version: int
    sha256: str
    answers: dict[str, Json]
    verdict: dict[str, Json]
    consent: ConsentRecord | None = None
    earlier_consents: tuple[ConsentRecord, ...] = ()
    """What was signed or refused before, oldest first: a consent that is asked for again does not replace one on record."""
    answered_by: AnsweredBy = "client"
    helped_by: HelpedBy | None = None
    """Who interpreted or helped, as the client said; None where nobody did, and in records from before it was asked."""
    note_language: str | None = None
    """The language that was spoken when the note was written; None without one, on paper, and in records from before it was kept."""
    guardian_present: bool | None = None
    started_at: datetime
    finished_at: datetime
    terminal: str = ""
    entered_by: str | None = None
    filled_at: datetime | None = None
    filled_on: date | None = None
    """The day on which a paper form was filled in; the answers count from it."""
    privacy_sha: str | None = None
    changed: tuple[str, ...] = ()
    """Ids of the questions answered differently than at the last visit."""
    last_answers: dict[str, Json] | None = None
    """What was answered at the last visit of this treatment, as it was given."""
    seconds: dict[str, float] = Field(default_factory=dict)
    """How long each question was in view until it was answered, by id; none of what was not answered on a screen."""

    def with_consent(self, consent: ConsentRecord) -> Self:
        """Return the check-in with another consent that counts; the one before stays on record."""
        before = (*self.earlier_consents, *([self.consent] if self.consent else []))
        return self.model_copy(update={"consent": consent, "earlier_consents": before})

    @property
    def texts_named(self) -> tuple[str, ...]:
        """The hashes of the texts that this check-in names."""
        signed = (*self.earlier_consents, *([self.consent] if self.consent else []))
        return (*([self.privacy_sha] if self.privacy_sha else []), *(each.text_sha for each in signed))


class Judgement(VisitPart):
    """What the rules say of a visit on one day: with sessions on record, settled and corrected answers, and the clinic's own findings."""

    on: date
    at: datetime
    verdict: dict[str, Json]
    notes: tuple[str, ...] = ()
    """Contradictions and the like, each a sentence for the practitioner."""


class Raise(VisitPart):
    """Reception's wish that the practitioner looks first; the verdict stays as it was."""

    by: str
    by_id: str
    at: datetime
    reason: str


class Settled(VisitPart):
    """An unsure answer that a practitioner resolved by looking; it holds for the answer it was given for."""

    number: int = 0
    """Its place among everything settled and corrected on this visit, because moments may be equal or go back."""
    question: str
    raw: Json
    says: Json
    also: dict[str, Json] = Field(default_factory=dict)
    """Answers to the follow-up questions that the finding opened."""
    kind: str | None = None
    """The kind that the practitioner named, of those that the lead signed; it holds for as long as it is among them."""
    by: str
    at: datetime
    day: date


class Correction(VisitPart):
    """An answer that a practitioner corrected, with the reason; the client's own answer stays in the check-in."""

    number: int = 0
    question: str
    raw: Json
    was: Json
    also: dict[str, Json] = Field(default_factory=dict)
    reason: str
    by: str
    at: datetime
    day: date


class SecondPin(VisitPart):
    """Who signed with their own PIN besides the practitioner."""

    by: str
    by_id: str
    role: str
    at: datetime


class SignOff(VisitPart):
    """A named decision, with the hash of what was seen when it was taken."""

    by: str
    by_id: str
    role: str
    at: datetime
    decision: Decision
    reason: str = ""
    care: tuple[str, ...] = ()
    until: date | None = None
    completes: str | None = None
    """The hash of the consent that was completed by it: questions answered, agreed to today. None where it completes none."""
    line: str = ""
    """What was typed beside the reason, where the rules were overridden."""
    overrides: Literal["deferred", "contraindicated"] | None = None
    """The outcome that was overridden; None where nothing was, and in records from before it was kept."""
    overridden: tuple[str, ...] = ()
    """The ids of the rules that were overridden."""
    second: SecondPin | None = None
    """Who signed besides, where that was needed."""
    seen: str

    @property
    def is_override(self) -> bool:
        """Whether it went ahead although the rules said not today, or not this treatment. Only then did that ever need a reason."""
        return self.overrides is not None or (self.decision in GOING and bool(self.reason))

    @property
    def why(self) -> str:
        """The reason, and what was typed beside it."""
        return ". ".join(filter(None, (self.reason, self.line)))


CallResult = Literal["reached", "message", "no_answer", "not_coming"]
CALL_WORDS: Mapping[CallResult, str] = MappingProxyType(
    {
        "reached": "reached",
        "message": "left a message",
        "no_answer": "no answer",
        "not_coming": "does not come back",
    }
)
"""How a telephone call ended, as staff read it."""


class PhoneCall(VisitPart):
    """One try to reach the client by telephone about this visit."""

    result: CallResult
    by: str
    at: datetime


class DeskStep(VisitPart):
    """One change by the desk, with the values before it, so that it can be taken back."""

    what: str
    by: str
    at: datetime
    before: dict[str, Json]
    signed: int = 0
    """How many sign-offs the visit had when it was done: once the practitioner decides, the desk can't take earlier steps back."""
