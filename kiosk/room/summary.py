"""The practitioner's one screen as plain data: who, the verdict in words, what was found and why, what changed, the course."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kiosk.core.language_names import english_name
from kiosk.core.phrases import clock_time
from kiosk.room.course_line import CourseDot, course_dots
from kiosk.room.finding_words import FindingNote, UnsureNote, finding_note, finding_notes, said, unsure_note
from kiosk.room.last_time import LastSession, last_time, reaction_words
from kiosk.room.override import overridden
from kiosk.room.unsigned import new_changes, unsigned_lines
from kiosk.room.verdict_words import (
    Band,
    ChangedAnswer,
    asked_by_desk,
    band,
    changed_answers,
    corrected_line,
    rest_line,
    settled_line,
)
from kiosk.room.visit_words import (
    AnsweredAgain,
    also_today,
    answered_again,
    consent_words,
    decided_words,
    last_check_in,
    past_overrides,
    protocol_line,
    state_words,
    to_go_through,
    who_answered,
)
from kiosk.visits import bring_back, courses, interpreting, pace
from kiosk.visits import consent as consents
from kiosk.visits.books import Books
from kiosk.visits.drawing import Drawing
from kiosk.visits.visit import Settled, Visit
from kiosk.visits.waiting import waiting_since
from rules import Answers, Outcome, PlannedStep, Verdict, several


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
    waits: datetime | None
    """When the wait began, while the client waits."""
    answered: str
    wishes: tuple[str, ...]
    """How to call the client, unless by the name on record, and what they need."""
    consent: str
    signatures: tuple[Drawing, ...]
    """The signatures under the consent that were drawn."""
    go_through: str
    """What the practitioner goes through again, and why; empty where the client knew it, or was not asked."""
    interpreted: str
    """Why the consent is to be checked in the room, where family or a friend interpreted; empty where nobody did."""
    lacks_consent: bool
    band: Band
    asked_by_desk: str
    findings: tuple[FindingNote, ...]
    unsure: tuple[UnsureNote, ...]
    to_advise: tuple[Visit, ...]
    """The client's visits that mentioned a spot no doctor has looked at, and nobody has advised to see one."""
    to_bring_back: tuple[Visit, ...]
    """Visits with such a spot at which the client was advised to, until a doctor has looked."""
    advised: tuple[str, ...]
    """Who advised the client to, and on which days."""
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
    may_book_next: bool
    """Whether the session is done and the next one is due in a window and not booked yet."""
    reported: tuple[str, ...]
    """What the client reported after this session, and what came of the calls."""
    last_time: LastSession | None
    """What was done at the last session of this treatment; None before the first."""
    answered_again: tuple[AnsweredAgain, ...]
    """Each time the client answered again at this visit, oldest first."""
    choices: tuple[str, ...]
    """What would change it, of what the clinic can choose: the smallest changes that give a better outcome."""
    steps: tuple[str, ...]
    concerns: str
    note: str
    note_title: str
    """What is above the note: whose it is, and in which language it is written."""
    protocol: str
    also_today: tuple[str, ...]
    decided: str
    earliest: date | None
    wait_until: date | None
    """When what is to be looked at is over by itself, where the practitioner looks first at that and nothing else: the usual interval."""
    verdict: Verdict | None
    unsigned: tuple[str, ...]
    """What was settled, corrected and noted here and waits for a signature, a line each."""
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
    stored: Visit,
    kinds: Mapping[str, tuple[str, ...]],
    settled: Sequence[Settled],
    steps: Sequence[PlannedStep],
    choices: Sequence[str],
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
    waiting = new_changes(visit, stored)
    before = visit.checkin.last_answers if visit.checkin else None
    booked = courses.next_booked(others, visit)
    window = courses.next_window(protocol, answers, visit.day, course.number)
    return Summary(
        name=client.full_name,
        age=client.age(visit.day),
        language=english_name(visit.language or client.language),
        start=clock_time(visit.start),
        treatment=protocol.title,
        area_ids=tuple(raw["area"]) if isinstance(raw.get("area"), (list, tuple)) else (),
        areas=said(protocol, raw, "area", today),
        session=course.line,
        since_last=_since_last(course),
        state=state_words(books, visit),
        waits=waiting_since(visit, books.settings.zone),
        answered=who_answered(books, visit),
        wishes=client.wishes.for_staff(visit.call_number) if client.wishes else (),
        consent=consent_words(books, visit, consents.lapsed(visit, answers)),
        signatures=consents.drawings(visit),
        go_through=to_go_through(visit),
        interpreted=interpreting.why_check_consent(visit, client),
        lacks_consent=consents.is_missing(visit, answers) or consents.is_second_missing(visit, books.settings),
        band=band(verdict, asked_by_desk(books, visit.raised) if visit.raised else ""),
        asked_by_desk=asked_by_desk(books, visit.raised) if visit.raised else "",
        findings=finding_notes(protocol, findings, raw, changed, today),
        unsure=tuple(
            unsure_note(protocol, each, raw, changed, today) for each in findings if each.because == "unknown"
        ),
        to_advise=tuple(each for each in to_bring_back if not bring_back.is_advised(each)),
        to_bring_back=tuple(each for each in to_bring_back if bring_back.is_advised(each)),
        advised=tuple(
            dict.fromkeys(filter(None, (bring_back.advised_by(each, books.settings.zone) for each in to_bring_back)))
        ),
        kinds=kinds,
        settled=tuple(settled_line(books, protocol, each, today) for each in settled if each not in waiting),
        corrected=tuple(
            corrected_line(books, protocol, each, today)
            for each in visit.corrections
            if protocol.has_question(each.question)  # else the rules in force no longer ask for it
            and each not in waiting
        ),
        rest=rest_line(protocol, answers, findings, changed, compared=before is not None),
        notes=tuple(filter(None, (*(visit.judgement.notes if visit.judgement else ()), course.late_note))),
        answered_fast=_answered_fast(visit, answers, settled),
        changed_since=last_check_in(others, visit, today),
        changes=changed_answers(protocol, before, raw, today) if before is not None else (),
        course=course_dots(
            recorded,
            protocol,
            earlier=course.number - 1 - len(recorded),
            following=booked.day if booked else window[0] if window else None,
            is_booked=booked is not None,
        ),
        may_book_next=visit.done is not None and booked is None and window is not None,
        reported=tuple(reaction_words(books, each) for each in visit.reactions),
        last_time=last_time(books, visit, others),
        answered_again=tuple(answered_again(books, visit, protocol)),
        choices=tuple(choices),
        steps=tuple(_step_line(each) for each in steps),
        concerns=said(protocol, raw, "concerns", today),
        note=str(raw.get("note", "")),
        note_title=f"The client's note{interpreting.note_written(visit.checkin)}",
        protocol=protocol_line(books, in_force),
        also_today=also_today(books, others, visit),
        decided=decided_words(books, visit, today),
        earliest=visit.earliest,
        wait_until=_wait_until(verdict),
        verdict=verdict,
        unsigned=tuple(unsigned_lines(books, protocol, visit, stored)),
        overrides=" ".join(
            f"{finding_note(protocol, each, raw, changed, today).title}." for each in overridden(verdict)
        ),
        overridden=tuple(past_overrides(books, (*others, visit), today)),
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
