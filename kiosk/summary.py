"""The practitioner's one screen as plain data: who, the verdict in words, what was found and why, what changed, the course."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from kiosk import courses
from kiosk.answer_words import UNKNOWN_WORDS, answer_words
from kiosk.phrases import Tone, clock_time, long_day, outcome_tone, several, short_day, tiny_day
from kiosk.visit import WORDS, Visit, VisitState
from rules import Answers, Finding, Outcome, Protocol, Verdict, asked

if TYPE_CHECKING:
    from kiosk.clinic import Clinic
    from kiosk.room import Room

__all__ = [
    "Band",
    "Change",
    "FindingNote",
    "Summary",
    "UnsureNote",
    "answer_words",
    "band",
    "changes",
    "course_line",
    "summary",
]

LANGUAGES = {"en": "English", "es": "Spanish", "fr": "French"}
_ANSWERED = {
    "client": "answered by the client",
    "guardian": "answered by the guardian",
    "helper": "answered with a helper",
    "interpreter": "answered with an interpreter",
    "staff": "answered with staff",
}
_MOST_DOTS = 8
_NOT_COMPARED = frozenset({"note", "area", "concerns"})
_SETTING = frozenset({"area", "concerns", "note"})


@dataclass(frozen=True)
class Band:
    """The verdict as one line: a word, what it means today, a tone."""

    word: str
    detail: str
    tone: Tone


@dataclass(frozen=True)
class FindingNote:
    """One finding as a colleague would tell it: what was answered, why it counts, where that stands."""

    rule: str
    title: str
    reason: str
    source: str
    tone: Tone
    new: bool


@dataclass(frozen=True)
class UnsureNote:
    """An answer the client was not sure of, or would rather not give, in one line. `question` can be settled."""

    question: str
    short: str
    answer: str
    rule: str
    new: bool


@dataclass(frozen=True)
class Change:
    """An answer that differs from the last visit's."""

    short: str
    before: str
    now: str


@dataclass(frozen=True)
class Summary:
    """All that stands on the practitioner's one screen."""

    name: str
    age: int
    language: str
    start: str
    treatment: str
    areas: str
    session: str
    since_last: str
    state: str
    answered: str
    consent: str
    band: Band
    asked_by_desk: str
    findings: tuple[FindingNote, ...]
    unsure: tuple[UnsureNote, ...]
    settled: tuple[str, ...]
    corrected: tuple[str, ...]
    rest: str
    notes: tuple[str, ...]
    changed_since: str
    changes: tuple[Change, ...]
    course_dots: str
    course_days: str
    concerns: str
    note: str
    protocol: str
    also_today: tuple[str, ...]
    decided: str
    earliest: date | None
    verdict: Verdict | None


def band(verdict: Verdict | None) -> Band:
    """Say the verdict in one line."""
    if verdict is None or not isinstance(verdict.outcome, Outcome):
        return Band("NOT COMPLETE", "the questions are not all answered yet", Tone.QUIET)
    if verdict.earliest is not None:
        return Band("NOT TODAY", f"possible from {long_day(verdict.earliest)}", Tone.STOP)
    word, detail = _BANDS[verdict.outcome]
    return Band(word, detail, outcome_tone(verdict.outcome))


_BANDS = {
    Outcome.ELIGIBLE: ("YES", "nothing speaks against it today"),
    Outcome.CAUTION: ("YES, WITH CARE", "read on before you start"),
    Outcome.REVIEW: ("LOOK FIRST", "you decide after looking or asking"),
    Outcome.DEFERRED: ("NOT TODAY", "look again at the next visit"),
    Outcome.CONTRAINDICATED: ("NOT THIS TREATMENT", "talk with the client, book nothing yet"),
}


def summary(clinic: "Clinic", room: "Room", visit: Visit) -> Summary:
    """Draw the summary of a visit as the records stand now."""
    client = clinic.clients.get(visit.client_id)
    protocol = clinic.protocols[visit.treatment]
    today = clinic.today()
    answers = room.answers(visit)
    raw: Mapping[str, Any] = answers.raw if answers else {}
    others = [other for other in clinic.visits.of_client(visit.client_id) if other.id != visit.id]
    recorded = courses.sessions_on_record(others, visit.treatment, before=visit.day)
    course = room.course(visit)
    verdict = visit.verdict
    changed = frozenset(visit.checkin.changed) if visit.checkin else frozenset()
    findings = verdict.findings if verdict else ()
    before = visit.checkin.last_answers if visit.checkin else None
    known = [each for each in findings if each.because == "yes"]
    dots, days = course_line(recorded, visit.day, protocol, earlier=course.number - 1 - len(recorded))
    return Summary(
        name=client.full_name,
        age=client.age(visit.day),
        language=LANGUAGES.get(visit.language or client.language, visit.language or client.language),
        start=clock_time(visit.start),
        treatment=protocol.title,
        areas=_said(protocol, raw, "area", today),
        session=course.line,
        since_last=_since_last(course),
        state=_state(clinic, visit),
        answered=_answered(clinic, visit),
        consent=_consent(clinic, visit),
        band=band(verdict),
        asked_by_desk=f"{visit.raised.by} asks you to look first: {visit.raised.reason}" if visit.raised else "",
        findings=tuple(_finding(protocol, each, raw, changed, today) for each in known),
        unsure=tuple(_unsure(protocol, each, raw, changed, today) for each in findings if each.because == "unknown"),
        settled=tuple(_settled_line(clinic, protocol, each, today) for each in room.settled(visit)),
        corrected=tuple(_corrected_line(clinic, protocol, each, today) for each in visit.corrections),
        rest=_rest(protocol, answers, findings, changed, compared=before is not None),
        notes=tuple(filter(None, (*(visit.judgement.notes if visit.judgement else ()), course.late_note))),
        changed_since=_last_day(others, visit, today),
        changes=changes(protocol, before, raw, today) if before is not None else (),
        course_dots=dots,
        course_days=days,
        concerns=_said(protocol, raw, "concerns", today),
        note=str(raw.get("note", "")),
        protocol=_protocol_line(clinic, protocol),
        also_today=_also(clinic, others, visit),
        decided=_decided(clinic, visit, today),
        earliest=visit.earliest,
        verdict=verdict,
    )


def changes(protocol: Protocol, before: Mapping[str, Any], now: Mapping[str, Any], today: date) -> tuple[Change, ...]:
    """Return each answer that differs from the earlier ones, in the order of the questionnaire."""
    found = []
    for question in protocol.questions:
        old, new = before.get(question.id), now.get(question.id)
        if old != new and question.id not in _NOT_COMPARED:
            words = [answer_words(question, raw, today=today) if raw is not None else "not asked" for raw in (old, new)]
            found.append(Change(question.short, *words))
    return tuple(found)


def course_line(done: Sequence[date], today: date, protocol: Protocol, *, earlier: int = 0) -> tuple[str, str]:
    """Draw the course: done sessions, today's, those to come; and below, their days. `earlier` are not on record."""
    planned = protocol.course.sessions[1] if protocol.course.sessions else len(done) + earlier + 1
    shown = done[-(_MOST_DOTS - 2) :]
    signs = ["◌"] * max(0, earlier) + ["●"] * len(shown) + ["◐"]
    to_come = max(0, planned - earlier - len(done) - 1) if len(shown) == len(done) else 0
    line = "───".join(signs) + "╌╌╌○" * min(to_come, _MOST_DOTS - len(signs))
    words = ["elsewhere"] if earlier else []
    return line, "  ".join([*words, *(tiny_day(day) for day in shown[-3:]), tiny_day(today)])


def _since_last(course: courses.CourseView) -> str:
    if course.days_since is None:
        return ""
    return f"{several(course.days_since, 'day', 'days')} since the last"


def _state(clinic: "Clinic", visit: Visit) -> str:
    since = {
        VisitState.screened: visit.screened_at,
        VisitState.confirmed: visit.confirmed_at,
        VisitState.in_progress: visit.started_at,
    }.get(visit.state) or visit.ended_at
    words = {VisitState.confirmed: "ready", VisitState.screened: "at the desk", VisitState.in_progress: "with you"}
    word = words.get(visit.state, WORDS[visit.state])
    return f"{word} since {clock_time(clinic.local(since))}" if since else word


def _answered(clinic: "Clinic", visit: Visit) -> str:
    record = visit.checkin
    if record is None:
        return "not checked in yet"
    if record.entered_by:
        at = f" of {clock_time(clinic.local(record.filled_at))}" if record.filled_at else ""
        return f"paper form{at}, entered by {record.entered_by}"
    words = _ANSWERED[record.answered_by]
    return f"{words}, guardian here" if record.guardian_present else words


def _consent(clinic: "Clinic", visit: Visit) -> str:
    consent = visit.checkin.consent if visit.checkin else None
    if consent is None:
        return "No consent yet"
    at = clock_time(clinic.local(consent.at))
    if not consent.given:
        return f"Consent refused, {at}"
    return f"Consent {at}, {'by the guardian, ' if consent.by == 'guardian' else ''}{'on paper' if consent.how == 'paper' else 'at the kiosk'}"


def _said(protocol: Protocol, raw: Mapping[str, Any], question_id: str, today: date) -> str:
    if question_id not in raw or not protocol.has_question(question_id):
        return ""
    return answer_words(protocol.question(question_id), raw[question_id], today=today)


def _finding(
    protocol: Protocol, finding: Finding, raw: Mapping[str, Any], changed: frozenset[str], today: date
) -> FindingNote:
    questions = [each for each in finding.questions if protocol.has_question(each) and each in raw]
    told = [each for each in questions if each not in ("area", "note")] or [
        each for each in questions if each != "note"
    ]
    title = " · ".join(f"{protocol.question(each).short}: {_said(protocol, raw, each, today)}" for each in told)
    inferred = " · inferred" if finding.inferred else ""
    source = " · ".join([finding.rule, *(each.removeprefix(f"{protocol.id}, ") for each in finding.source)])
    return FindingNote(
        rule=finding.rule,
        title=title or _TITLES.get(finding.rule, "A note from the client" if questions else finding.rule),
        reason=finding.staff,
        source=source + inferred,
        tone=outcome_tone(finding.outcome),
        new=bool(changed & set(questions)),
    )


_TITLES = {
    "HOUSE-TWO-TREATMENTS": "Two treatments on one area",
    "HOUSE-OTHER-TREATMENT": "An answer for another treatment",
    "HOUSE-UNSIGNED": "The rules are not signed",
}


def _unsure(
    protocol: Protocol, finding: Finding, raw: Mapping[str, Any], changed: frozenset[str], today: date
) -> UnsureNote:
    questions = [each for each in finding.questions if protocol.has_question(each)]
    unknown = [each for each in questions if isinstance(raw.get(each), str) and raw[each] in UNKNOWN_WORDS]
    names = unknown or questions
    return UnsureNote(
        question=unknown[0] if unknown else "",
        short=" / ".join(protocol.question(each).short for each in names) or finding.rule,
        answer=_said(protocol, raw, unknown[0], today) if unknown else "not clear from the answers",
        rule=finding.rule,
        new=bool(changed & set(questions)),
    )


def _settled_line(clinic: "Clinic", protocol: Protocol, settled: Any, today: date) -> str:
    question = protocol.question(settled.question)
    when = clock_time(clinic.local(settled.at)) if settled.day == today else short_day(settled.day, today)
    said = answer_words(question, settled.says, today=today)
    return f"{question.short}: {said}, {settled.by} looked, {when} (was: {answer_words(question, settled.raw)})"


def _corrected_line(clinic: "Clinic", protocol: Protocol, correction: Any, today: date) -> str:
    question = protocol.question(correction.question)
    old, new = (answer_words(question, raw, today=today) for raw in (correction.was, correction.raw))
    return f"{question.short}: {old} → {new}, {correction.by} {clock_time(clinic.local(correction.at))}: {correction.reason}"


def _rest(
    protocol: Protocol, answers: Answers | None, findings: Sequence[Finding], changed: frozenset[str], *, compared: bool
) -> str:
    if answers is None:
        return ""
    told = {each for finding in findings for each in finding.questions}
    if compared:
        told |= changed
    left = sum(question.id not in told | _SETTING for question in asked(protocol, answers))
    if not left:
        return ""
    return (
        f"{several(left, 'answer', 'answers')} unchanged"
        if compared
        else several(left, "other answer", "other answers")
    )


def _last_day(others: Sequence[Visit], visit: Visit, today: date) -> str:
    days = [each.day for each in others if each.treatment == visit.treatment and each.checkin and each.day < visit.day]
    return short_day(max(days), today) if days else ""


def _protocol_line(clinic: "Clinic", protocol: Protocol) -> str:
    signed = clinic.protocol_signed(protocol.id)
    return (
        f"Protocol {protocol.version}, signed: {signed['by']}" if signed else f"Protocol {protocol.version}, NOT SIGNED"
    )


def _also(clinic: "Clinic", others: Sequence[Visit], visit: Visit) -> tuple[str, ...]:
    titles = clinic.titles()
    return tuple(
        f"{clock_time(each.start)} {titles.get(each.treatment, each.treatment)}: {band(each.verdict).word.lower() if each.verdict else WORDS[each.state]}"
        for each in others
        if each.day == visit.day
    )


_DECIDED = {"go_ahead": "go ahead", "with_care": "go ahead with care", "put_off": "put off", "decline": "declined"}


def _decided(clinic: "Clinic", visit: Visit, today: date) -> str:
    decided = visit.decision
    if decided is None:
        return ""
    words = _DECIDED.get(decided.decision, decided.decision)
    until = f" to {short_day(decided.until, today)}" if decided.until else ""
    care = f": {', '.join(decided.care)}" if decided.care else ""
    reason = f" ({decided.reason})" if decided.reason else ""
    return f"{words[:1].upper()}{words[1:]}{until}{care}{reason}, {decided.by} {clock_time(clinic.local(decided.at))}"
