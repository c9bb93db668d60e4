"""The practitioner's one screen as plain data: who, the verdict in words, what was found and why, what changed, the course."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kiosk.checkin.understanding import IN_THE_ROOM
from kiosk.core.phrases import clock_time
from kiosk.records.context import Context
from kiosk.room.course_line import CourseDot, course_dots
from kiosk.room.last_time import LastTime, last_time
from kiosk.room.override import overridden
from kiosk.room.verdict_words import (
    Band,
    ChangedAnswer,
    FindingNote,
    UnsureNote,
    band,
    changed_answers,
    corrected_line,
    finding_note,
    rest_line,
    said,
    settled_line,
    unsure_note,
)
from kiosk.visits import bring_back, courses, pace, rejudge
from kiosk.visits import consent as consents
from kiosk.visits.books import Books
from kiosk.visits.drawing import Drawing
from kiosk.visits.override_words import override_words
from kiosk.visits.visit import STATE_WORDS, CheckInRecord, ConsentRecord, Settled, Visit, VisitState
from kiosk.visits.visit_parts import DECISION_WORDS, OVERRIDDEN
from rules import Answers, Outcome, PlannedStep, Protocol, Verdict, day_in_words, several

LANGUAGES = {"en": "English", "es": "Spanish", "fr": "French"}
_HOW = {"typed": "at the kiosk", "drawn": "signed by hand at the kiosk", "paper": "on paper"}
_ANSWERED = {
    "client": "answered by the client",
    "guardian": "answered by the guardian",
    "helper": "answered with a helper",
    "interpreter": "answered with an interpreter",
    "staff": "answered with staff",
}


@dataclass(frozen=True)
class Summary:
    """Everything on the practitioner's one screen."""

    name: str
    age: int
    language: str
    start: str
    treatment: str
    areas: str
    area_ids: tuple[str, ...]
    session: str
    since_last: str
    state: str
    answered: str
    wishes: tuple[str, ...]
    """How to call the client, unless by the name on record, and what they need."""
    consent: str
    signature: Drawing | None
    """The signature under the consent, where one was drawn."""
    go_through: str
    """What the practitioner goes through again, and why; empty where the client knew it, or was not asked."""
    lacks_consent: bool
    band: Band
    asked_by_desk: str
    findings: tuple[FindingNote, ...]
    unsure: tuple[UnsureNote, ...]
    to_advise: tuple[Visit, ...]
    """The client's visits that mentioned a spot no doctor has looked at, and nobody has advised to see one."""
    to_bring_back: tuple[Visit, ...]
    """Visits with such a spot at which the client was advised to, until a doctor has looked."""
    kinds: Mapping[str, tuple[str, ...]]
    """The questions that are settled by naming a kind, and the kinds that do."""
    settled: tuple[str, ...]
    corrected: tuple[str, ...]
    rest: str
    notes: tuple[str, ...]
    answered_fast: tuple[str, ...]
    """Questions that were answered faster than they can be read, and that nobody has looked at since."""
    changed_since: str
    changes: tuple[ChangedAnswer, ...]
    course: tuple[CourseDot, ...]
    """The sessions of the course; `course_line.course_rows` draws them in the width there is."""
    last_time: LastTime | None
    """What was done at the last session of this treatment; None before the first."""
    steps: tuple[str, ...]
    concerns: str
    note: str
    protocol: str
    also_today: tuple[str, ...]
    decided: str
    earliest: date | None
    wait_until: date | None
    """When what is to be looked at is over by itself, where the practitioner looks first at that and nothing else: the usual interval."""
    verdict: Verdict | None
    overrides: str
    """What going ahead would override, by answers and rules; empty where nothing speaks against it."""
    overridden: tuple[str, ...]
    """Each time this visit, or another of the client, went ahead against the rules: it stays, whatever was decided since."""

    @property
    def looks_first(self) -> bool:
        """Whether the practitioner looks or asks before anything is decided."""
        return self.band.outcome is Outcome.REVIEW


def draw_summary(
    books: Books,
    visit: Visit,
    answers: Answers | None,
    *,
    others: Sequence[Visit],
    course: courses.CourseView,
    to_bring_back: Sequence[Visit],
    kinds: Mapping[str, tuple[str, ...]],
    settled: Sequence[Settled],
    steps: Sequence[PlannedStep],
) -> Summary:
    """Put into words what is known of a visit: its answers as they count now, the client's other visits, its course."""
    client = books.clients.get(visit.client_id)
    today = books.today()
    protocol = answers.protocol if answers else books.judge.rules_of(visit)
    in_force = books.protocols.get(visit.treatment, protocol)
    raw: Mapping[str, Any] = answers.raw if answers else {}
    recorded = courses.sessions_on_record(others, visit.treatment, before=visit.day)
    verdict = visit.verdict
    changed = frozenset(visit.checkin.changed) if visit.checkin else frozenset()
    findings = verdict.findings if verdict else ()
    before = visit.checkin.last_answers if visit.checkin else None
    known = [each for each in findings if each.because == "yes"]
    booked = courses.next_booked(others, visit)
    window = courses.next_window(protocol, answers, visit.day, course.number)
    return Summary(
        name=client.full_name,
        age=client.age(visit.day),
        language=LANGUAGES.get(visit.language or client.language, visit.language or client.language),
        start=clock_time(visit.start),
        treatment=protocol.title,
        area_ids=tuple(raw["area"]) if isinstance(raw.get("area"), (list, tuple)) else (),
        areas=said(protocol, raw, "area", today),
        session=course.line,
        since_last=_since_last(course),
        state=_state(books, visit),
        answered=_answered(books, visit),
        wishes=client.wishes.told(visit.call_number) if client.wishes else (),
        consent=_consent(books, visit, consents.lapsed(visit, answers)),
        signature=visit.checkin.consent.drawn if visit.checkin and visit.checkin.consent else None,
        go_through=_go_through(visit.checkin.consent) if visit.checkin else "",
        lacks_consent=consents.is_missing(visit, answers) or consents.is_second_missing(visit, books.settings),
        band=band(verdict, visit.raised),
        asked_by_desk=f"{visit.raised.by} asks you to look first: {visit.raised.reason}" if visit.raised else "",
        findings=tuple(finding_note(protocol, each, raw, changed, today) for each in known),
        unsure=tuple(
            unsure_note(protocol, each, raw, changed, today) for each in findings if each.because == "unknown"
        ),
        to_advise=tuple(each for each in to_bring_back if not bring_back.is_advised(each)),
        to_bring_back=tuple(each for each in to_bring_back if bring_back.is_advised(each)),
        kinds=kinds,
        settled=tuple(settled_line(books, protocol, each, today) for each in settled),
        corrected=tuple(
            corrected_line(books, protocol, each, today)
            for each in visit.corrections
            if protocol.has_question(each.question)  # else the rules in force no longer ask for it
        ),
        rest=rest_line(protocol, answers, findings, changed, compared=before is not None),
        notes=tuple(filter(None, (*(visit.judgement.notes if visit.judgement else ()), course.late_note))),
        answered_fast=_answered_fast(visit, answers, settled),
        changed_since=_last_day(others, visit, today),
        changes=changed_answers(protocol, before, raw, today) if before is not None else (),
        course=course_dots(
            recorded,
            protocol,
            earlier=course.number - 1 - len(recorded),
            following=booked.day if booked else window[0] if window else None,
            is_booked=booked is not None,
        ),
        last_time=last_time(books, visit, others),
        steps=tuple(_step_line(each) for each in steps),
        concerns=said(protocol, raw, "concerns", today),
        note=str(raw.get("note", "")),
        protocol=_protocol_line(books, in_force),
        also_today=_also(books, others, visit),
        decided=_decided(books, visit, today),
        earliest=visit.earliest,
        wait_until=_wait_until(verdict),
        verdict=verdict,
        overrides=" ".join(
            f"{finding_note(protocol, each, raw, changed, today).title} ({each.rule})." for each in overridden(verdict)
        ),
        overridden=tuple(_overridden(books, (*others, visit), today)),
    )


def _wait_until(verdict: Verdict | None) -> date | None:
    if verdict is None or verdict.outcome is not Outcome.REVIEW:
        return None
    days = [each.until for each in verdict.findings if each.outcome is Outcome.REVIEW]
    return max(filter(None, days)) if days and all(days) else None


def _answered_fast(visit: Visit, answers: Answers | None, settled: Sequence[Settled]) -> tuple[str, ...]:
    if visit.checkin is None or answers is None:
        return ()
    looked_at = {*(each.question for each in settled), *(each.question for each in visit.corrections)}
    return pace.answered_fast(answers, visit.checkin.seconds, but=looked_at)


def _step_line(planned: PlannedStep) -> str:
    notes = f": {' '.join(planned.notes)}" if planned.notes else ""
    if not planned.included:
        return f"○ left out: {planned.step.title}{notes}"
    return f"● {planned.step.title}{' (optional)' if planned.step.optional else ''}{notes}"


def _since_last(course: courses.CourseView) -> str:
    if course.days_since is None:
        return ""
    return f"{several(course.days_since, 'day', 'days')} since the last"


def _state(context: Context, visit: Visit) -> str:
    since = {
        VisitState.screened: visit.screened_at,
        VisitState.confirmed: visit.confirmed_at,
        VisitState.in_progress: visit.started_at,
    }.get(visit.state) or visit.ended_at
    words = {VisitState.confirmed: "ready", VisitState.screened: "at the desk", VisitState.in_progress: "with you"}
    word = words.get(visit.state, STATE_WORDS[visit.state])
    return f"{word} since {clock_time(context.local(since))}" if since else word


def _answered(books: Books, visit: Visit) -> str:
    record = visit.checkin
    if record is None:
        return "not checked in yet"
    if record.entered_by:
        return f"paper form{_filled(books, record)}, entered by {record.entered_by}"
    words = _ANSWERED[record.answered_by]
    return f"{words}, guardian here" if record.guardian_present else words


def _filled(context: Context, record: CheckInRecord) -> str:
    moment = context.local(record.filled_at) if record.filled_at else None
    day = record.filled_on or (moment.date() if moment else None)
    on = f" of {day_in_words(day, context.today())}" if day and day != context.local(record.finished_at).date() else ""
    return f"{on}{',' if on and moment else ''}{f' of {clock_time(moment)}' if moment else ''}"


def _consent(books: Books, visit: Visit, changed: Sequence[str]) -> str:
    consent = visit.checkin.consent if visit.checkin else None
    if consent is None:
        return "No consent yet"
    at = clock_time(books.local(consent.at))
    if not consent.given:
        return f"Consent refused{' by the young person' if consents.said_no_themselves(visit) else ''}, {at}"
    if changed:
        shorts = " and ".join(books.judge.rules_of(visit).question(name).short.lower() for name in changed)
        return f"Consent {at} to something else, ask again ({shorts} changed)"
    both = f" and the {consents.RELATION_WORDS[consent.second.relation]}" if consent.second else ""
    by = f"by the {consents.RELATION_WORDS[consent.relation]}{both}, " if consent.by == "guardian" else ""
    other = f" in the name “{consent.name}”: ask who signed" if consent.other_name else ""
    unseen = "; nobody has seen them yet" if consents.is_guardian_unseen(visit) else ""
    completed = f", completed by {who}" if (who := consents.completed_by(visit)) else ""
    return f"Consent {at}, {by}{_HOW[consent.how]}{other}{unseen}{completed}"


def _go_through(consent: ConsentRecord | None) -> str:
    asked = consent.asked_back if consent else None
    if asked is None or asked.right:
        return ""
    why = "would like to ask about it" if asked.answer == IN_THE_ROOM else "did not know it after reading the consent"
    return f"{asked.risk.removesuffix('.')}: the client {why}."


def _last_day(others: Sequence[Visit], visit: Visit, today: date) -> str:
    days = [each.day for each in others if each.treatment == visit.treatment and each.checkin and each.day < visit.day]
    return day_in_words(max(days), today) if days else ""


def _protocol_line(books: Books, protocol: Protocol) -> str:
    signed = books.library.in_force(protocol.id).signed
    if signed is None:
        return f"Protocol {protocol.version}, NOT SIGNED"
    return f"Protocol {protocol.version}, signed: {signed.by}{'' if signed.proves(protocol) else ', NOT PROVEN'}"


def _also(books: Books, others: Sequence[Visit], visit: Visit) -> tuple[str, ...]:
    titles = books.titles()
    return tuple(
        f"{clock_time(each.start)} {titles.get(each.treatment, each.treatment)}: {band(each.verdict).word.lower() if each.verdict else STATE_WORDS[each.state]}"
        for each in (rejudge.as_due(books, other) for other in others if other.day == visit.day)
    )


def _overridden(context: Context, visits: Sequence[Visit], today: date) -> Iterator[str]:
    for visit in sorted(visits, key=lambda each: (each.day, each.start)):
        day = "" if visit.day == today else f"{day_in_words(visit.day, today)}, "
        for each in visit.overrides:
            yield f"{day}{clock_time(context.local(each.at))}: {override_words(each)}"


def _decided(context: Context, visit: Visit, today: date) -> str:
    decided = visit.decision
    if decided is None:
        return ""
    words = DECISION_WORDS[decided.decision]
    until = f" to {day_in_words(decided.until, today)}" if decided.until else ""
    more = ". ".join(filter(None, (", ".join(decided.care), decided.why)))
    at = f"{decided.by} {clock_time(context.local(decided.at))}"
    over = f"{OVERRIDDEN}   " if decided.is_override else ""
    return f"{over}{words[:1].upper()}{words[1:]}{until}, {at}{more and f': {more}'}"
