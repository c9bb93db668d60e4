"""A visit as a program reads it, and as a person reads it in a terminal."""

from collections.abc import Iterator
from typing import Any, Final

from kiosk.core.answer_words import written
from kiosk.core.phrases import clock_time, day_and_time
from kiosk.room.last_time import told_session
from kiosk.visits.books import Books
from kiosk.visits.closed_record import Closed, name_on_list
from kiosk.visits.day_book import DayEntry
from kiosk.visits.override_words import override_words
from kiosk.visits.standing import standing
from kiosk.visits.visit import CheckInRecord, Visit
from kiosk.visits.visit_parts import DECISION_WORDS
from rules import answer_in_words, day_in_words, step_in_words
from rules.engine.wording import finding_in_words

_COVERED: Final = ("date_of_birth", "treatment", "outcome", "next_step", "earliest")


def ahead(entry: DayEntry, closed: Closed | None = None) -> dict[str, Any]:
    """Return a visit as `visits list --json` lists it; of a record that opens for a reason only, what a list says of it."""
    visit, client = entry.visit, entry.client
    verdict = visit.verdict
    found = {
        "id": visit.id,
        "client": name_on_list(client, closed),
        "date_of_birth": client.date_of_birth.isoformat(),
        "start": f"{visit.day.isoformat()}T{clock_time(visit.start)}",
        "treatment": visit.treatment,
        "practitioner": visit.practitioner,
        "state": visit.state.value,
        "outcome": str(verdict.outcome) if verdict else None,
        "next_step": str(visit.next_step) if visit.next_step else None,
        "earliest": visit.earliest.isoformat() if visit.earliest else None,
    }
    return found | dict.fromkeys(_COVERED) if closed else found


def details(entry: DayEntry) -> dict[str, Any]:
    """Return everything known about a visit: what the list says, the verdict, and the rest as it is kept."""
    visit, client = entry.visit, entry.client
    kept = visit.model_dump(
        mode="json", exclude={"id", "day", "start", "treatment", "practitioner", "state", "judgement"}
    )
    return {
        **ahead(entry),
        "phone": client.phone,
        "verdict": visit.verdict.to_json() if visit.verdict else None,
        **kept,
        "language": visit.language or client.language,
    }


def lines_of(books: Books, entry: DayEntry) -> Iterator[str]:
    """Yield a visit in lines for a person."""
    visit, client, titles = entry.visit, entry.client, books.titles()
    yield f"{client.full_name}, born {day_in_words(client.date_of_birth)}"
    with_whom = f" with {visit.practitioner}" if visit.practitioner else ""
    yield f"{titles.get(visit.treatment, visit.treatment)} on {day_in_words(visit.day)} at {clock_time(visit.start)}{with_whom}"
    yield f"Visit {visit.id}, {standing(visit)}" + (", late" if visit.late else "")
    if visit.booking_code:
        yield f"Booking code: {visit.booking_code}"
    if visit.checkin:
        yield from _answers(books, visit.checkin)
    yield from verdict_lines(entry)
    if visit.raised:
        yield f"Raised by {visit.raised.by}: {visit.raised.reason}"
    for signoff in visit.signoffs:
        at = day_and_time(books.local(signoff.at))
        reason = f": {signoff.reason}" if signoff.reason and not signoff.is_override else ""
        yield f"{at} {signoff.by} ({signoff.role}), {DECISION_WORDS[signoff.decision]}{reason}"
        if signoff.is_override:
            yield f"  {override_words(signoff)}"
    yield from _session(books, visit)


def _answers(books: Books, checkin: CheckInRecord) -> Iterator[str]:
    """Yield the questions in the words of staff, with their answers, in the order in which they are asked."""
    protocol = books.library.by_hash(checkin.sha256)
    raw = checkin.answers.get("raw", checkin.answers)
    order = [question.id for question in protocol.in_order] if protocol else []
    for name in sorted(raw, key=lambda name: order.index(name) if name in order else len(order)):
        if protocol and protocol.has_question(name):
            question = protocol.question(name)
            yield f"  {question.short}: {answer_in_words(question, raw[name])}"
        else:  # the rules it was answered under are not on record
            yield f"  {name.replace('_', ' ').capitalize()}: {written(raw[name])}"
    if checkin.entered_by:
        filled = f", filled in on {day_in_words(checkin.filled_on)}" if checkin.filled_on else ""
        yield f"Entered by {checkin.entered_by}{filled}"


def _session(books: Books, visit: Visit) -> Iterator[str]:
    """Yield what was done, and what the client reported later."""
    told = told_session(books, visit)
    if told is None:
        return
    if visit.done is not None:
        yield f"The session, by {told.by}:"
    for title, words in told.lines:
        yield f"  {'Note for next time' if title == 'Note' else title}: {words}"


def next_step_words(visit: Visit) -> str:
    """Return the next step in words, with its day if it has one; empty before the check-in is complete."""
    return step_in_words(visit.next_step, day_in_words(visit.earliest) if visit.earliest else "")


def verdict_lines(entry: DayEntry) -> Iterator[str]:
    """Yield the verdict of a visit and what was found, worst first."""
    visit, verdict = entry.visit, entry.visit.verdict
    if verdict is None:
        return
    yield f"Verdict: {verdict.outcome}" + (f", next step: {step}" if (step := next_step_words(visit)) else "")
    for finding in verdict.findings:
        yield f"  {finding.outcome}: {finding_in_words(finding)}"
