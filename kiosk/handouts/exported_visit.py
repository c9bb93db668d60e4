"""A visit as it goes out to other programs: names and meanings of its fields stay what they are, whatever the records become.

A new field may come; one that is here is never renamed, never means something else, and goes only with a new `format`.
"""

from datetime import date, datetime
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from kiosk.core.phrases import clock_time
from kiosk.handouts.visit_file import answers_by_question
from kiosk.records import Reader
from kiosk.visits.books import Books
from kiosk.visits.session import Session
from kiosk.visits.visit import CheckInRecord, Visit
from rules import Verdict

FORMAT: Final = 1
"""Rises when a field goes or means something else."""
_ADDRESS: Final = f"urn:clinic-kiosk:exported-visit:{FORMAT}"

_Moment = Annotated[datetime, Field(description="with the clinic's offset from UTC")]


class _OutgoingPart(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ExportedClient(_OutgoingPart):
    """Who came."""

    id: str
    family_name: str
    given_name: str
    date_of_birth: date


class ExportedAnswer(_OutgoingPart):
    """One answer of the check-in that counts, as the client gave it."""

    question: str = Field(description="the question's id in the protocol")
    asked: str = Field(description="the question in English, as its rules have it")
    answered: str = Field(description="the answer in words")


class ExportedFinding(_OutgoingPart):
    """One rule that fired, or could not be settled."""

    rule: str
    outcome: str
    because: Literal["yes", "unknown"]
    until: date | None = Field(description="the first day on which it no longer holds")
    text: str = Field(description="what staff read")


class ExportedVerdict(_OutgoingPart):
    """What the rules said, as it stood last."""

    protocol: str
    version: int
    rules_sha256: str = Field(description="the hash of the exact rules")
    on: date = Field(description="the day it was judged for")
    outcome: str
    next_step: str | None
    earliest: date | None
    findings: tuple[ExportedFinding, ...]


class ExportedDecision(_OutgoingPart):
    """One decision that somebody signed."""

    decision: str
    by: str
    role: str
    at: _Moment
    reason: str
    until: date | None
    overrides: str | None = Field(description="the outcome against which it went ahead")


class ExportedConsent(_OutgoingPart):
    """The consent that counts."""

    given: bool
    by: str = Field(description="client or guardian")
    name: str | None
    how: str = Field(description="typed, drawn or paper")
    at: _Moment
    text_sha256: str
    language: str = Field(description="of the text that was signed, as a code: en, es")


class ExportedProduct(_OutgoingPart):
    """A product that was used."""

    name: str
    lot: str
    expires: date | None
    gtin: str
    serial: str


class ExportedSession(_OutgoingPart):
    """What was done."""

    done_at: _Moment
    areas: tuple[str, ...]
    steps: tuple[str, ...]
    steps_left_out: tuple[str, ...]
    machine: str
    skin_before: tuple[str, ...]
    skin_after: tuple[str, ...]
    products: tuple[ExportedProduct, ...]
    notes: str


class ExportedReaction(_OutgoingPart):
    """What the client reported later."""

    said: str
    noted_by: str
    at: _Moment


class ExportedVisit(_OutgoingPart):
    """A visit that is over, one way or another."""

    format: Literal[1] = FORMAT
    clinic: str
    visit: str = Field(description="the visit's id; what comes later under the same id takes its place")
    revision: int = Field(description="rises with every change of the visit")
    booking_code: str | None
    client: ExportedClient
    day: date
    start: str = Field(pattern=r"^\d\d:\d\d$", description="in the clinic's time zone")
    time_zone: str
    language: str | None = Field(
        description="a code, such as es: what the client was spoken to in, or was booked with where they did not come"
    )
    treatment: str = Field(description="its id")
    treatment_title: str
    practitioner: str
    state: Literal["finished", "put_off", "declined", "left", "cancelled", "no_show"]
    arrived_at: _Moment | None
    checked_in_at: _Moment | None
    started_at: _Moment | None
    ended_at: _Moment | None
    answers: tuple[ExportedAnswer, ...]
    verdict: ExportedVerdict | None
    raised: bool = Field(description="whether the desk asked that the practitioner looks first")
    decisions: tuple[ExportedDecision, ...]
    consent: ExportedConsent | None
    session: ExportedSession | None
    reactions: tuple[ExportedReaction, ...]


def schema_of_export() -> dict[str, Any]:
    """Return the JSON Schema of an exported visit."""
    made = ExportedVisit.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": _ADDRESS, **made}


def exported(books: Books, reader: Reader, visit: Visit) -> ExportedVisit:
    """Return a visit that is over as it goes out."""
    client = books.clients.get(visit.client_id, reader)
    record = visit.checkin
    return ExportedVisit.model_validate(
        {
            "clinic": books.settings.clinic_name,
            "visit": visit.id,
            "revision": visit.revision,
            "booking_code": visit.booking_code,
            "client": {
                "id": client.id,
                "family_name": client.family_name,
                "given_name": client.given_name,
                "date_of_birth": client.date_of_birth,
            },
            "day": visit.day,
            "start": clock_time(visit.start),
            "time_zone": books.settings.time_zone,
            "language": visit.language,
            "treatment": visit.treatment,
            "treatment_title": books.titles().get(visit.treatment, visit.treatment),
            "practitioner": visit.practitioner,
            "state": visit.state.value,
            "arrived_at": _local(books, visit.arrived_at),
            "checked_in_at": _local(books, visit.screened_at),
            "started_at": _local(books, visit.started_at),
            "ended_at": _local(books, visit.ended_at),
            "answers": [] if record is None else _answers(books, record),
            "verdict": None if visit.verdict is None else _verdict(visit.verdict),
            "raised": visit.raised is not None,
            "decisions": [_decision(books, visit, number) for number in range(len(visit.signoffs))],
            "consent": None if record is None else _consent(books, record),
            "session": None if visit.session is None else _session(books, visit.session),
            "reactions": [
                {"said": each.said, "noted_by": each.by, "at": _local(books, each.at)} for each in visit.reactions
            ],
        }
    )


def _local(books: Books, at: datetime | None) -> datetime | None:
    return None if at is None else books.local(at)


def _answers(books: Books, record: CheckInRecord) -> list[dict[str, str]]:
    told = answers_by_question(books, record)
    return [{"question": id_, "asked": asked, "answered": answered} for id_, asked, answered in told]


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "protocol": verdict.protocol,
        "version": verdict.version,
        "rules_sha256": verdict.sha256,
        "on": verdict.on,
        "outcome": str(verdict.outcome),
        "next_step": None if verdict.next_step is None else str(verdict.next_step),
        "earliest": verdict.earliest,
        "findings": [
            {
                "rule": each.rule,
                "outcome": each.outcome.value,
                "because": each.because,
                "until": each.until,
                "text": each.staff,
            }
            for each in verdict.findings
        ],
    }


def _decision(books: Books, visit: Visit, number: int) -> dict[str, Any]:
    signed = visit.signoffs[number]
    return {
        "decision": signed.decision,
        "by": signed.by,
        "role": signed.role,
        "at": _local(books, signed.at),
        "reason": signed.why,
        "until": signed.until,
        "overrides": signed.overrides,
    }


def _consent(books: Books, record: CheckInRecord) -> dict[str, Any] | None:
    consent = record.consent
    if consent is None:
        return None
    return {
        "given": consent.given,
        "by": consent.by,
        "name": consent.name,
        "how": consent.how,
        "at": _local(books, consent.at),
        "text_sha256": consent.text_sha,
        "language": consent.language,
    }


def _session(books: Books, session: Session) -> dict[str, Any]:
    return {
        "done_at": _local(books, session.done_at),
        "areas": session.areas,
        "steps": session.steps,
        "steps_left_out": session.left_out,
        "machine": session.machine.words,
        "skin_before": session.skin_before,
        "skin_after": session.skin_after,
        "products": [
            {"name": each.name, "lot": each.lot, "expires": each.expires, "gtin": each.gtin, "serial": each.serial}
            for each in session.products
        ],
        "notes": session.notes,
    }
