"""One visit as reception sees it, in words: who to check, the next step, what to say, what to do. Never a condition."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from kiosk.core.language import ENGLISH
from kiosk.core.language_names import english_name
from kiosk.core.phrases import Tone, clock_time, span
from kiosk.desk.advice import say_in
from kiosk.desk.board import put_off_words
from kiosk.desk.desk import Desk
from kiosk.desk.desk_actions import DeskAction, desk_actions
from kiosk.desk.desk_first import step_mark, to_speak_of
from kiosk.desk.open_at_desks import open_elsewhere
from kiosk.handouts import take_away
from kiosk.people.client_book import Client
from kiosk.people.private_mark import PRIVATE_WORDS
from kiosk.records.context import Context
from kiosk.visits.books import Books
from kiosk.visits.consent import drawings, is_guardian_unseen, other_names, said_no_themselves
from kiosk.visits.day_book import DayBook
from kiosk.visits.drawing import Drawing
from kiosk.visits.follow_up import call_due
from kiosk.visits.kept_language import own_language
from kiosk.visits.standing import standing
from kiosk.visits.visit import STATE_WORDS, TO_FINISH, Visit, VisitState
from kiosk.visits.visit_parts import DESK_STEP_WORDS, OVERRIDDEN
from kiosk.visits.waiting import waiting_since
from rules import NextStep, day_in_words

_S = VisitState
_PROOFS = {
    "name": "by name and date of birth only",
    "code": "by booking code",
    "phone": "by telephone number",
    "staff": "vouched for by staff",
}

_CALLED_OFF = {
    "cancelled": "The schedule says that this appointment is cancelled. It stays booked until you cancel it.",
    "no_show": "The schedule says that the client did not come. The visit stays booked until you confirm that.",
}


@dataclass(frozen=True)
class VisitSection:
    """A title, and the lines below it."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class VisitPage:
    """What is on the page of a visit: the client's name, the appointment, the next step as a band, and what can be done."""

    heading: str
    appointment: str
    band: str
    tone: Tone
    sections: tuple[VisitSection, ...]
    signatures: tuple[Drawing, ...]
    """The signatures under the consent that were drawn."""
    actions: tuple[DeskAction, ...]


def visit_page(books: Books, desk: Desk, visit: Visit, client: Client) -> VisitPage:
    """Return what the desk reads of a visit: band, sections, and what can be done."""
    treatment = books.titles().get(visit.treatment, visit.treatment)
    draft = visit.state in (_S.booked, _S.arrived) and desk.has_draft(visit)
    band, tone = _band(books, visit)
    is_known = visit.is_over or visit.state in (_S.confirmed, _S.in_progress)
    who = "Who it is" if is_known else "Check who it is"
    parts = {who: (*_speaks(visit, client), *_identity(visit, client))}
    if (
        (not visit.is_over or to_speak_of(visit))
        and not visit.is_to_finish
        and visit.state not in (_S.requested, _S.booked)
    ):
        advice = desk.say(visit)
        title, say = _say(books, visit, own_language(client, (visit,)), advice.say)
        parts |= {who: tuple(_identity(visit, client)), title: say, "Do": advice.do}
    if visit.reactions:
        parts |= {"After the session": tuple(_reported(books, visit, client))}
    parts |= {"Also": tuple(_also(books, visit, draft=draft)), "So far": tuple(_history(books, visit))}
    papers = bool(take_away.at_desk(books, visit))
    return VisitPage(
        heading=client.full_name,
        appointment=" · ".join(filter(None, (clock_time(visit.start), treatment, visit.practitioner))),
        band=band,
        tone=tone,
        sections=tuple(VisitSection(title, lines) for title, lines in parts.items() if lines),
        signatures=drawings(visit),
        actions=desk_actions(
            visit,
            desk.staff,
            books.settings,
            books.now(),
            draft=draft,
            papers=papers,
            private=client.private is not None,
        ),
    )


def _speaks(visit: Visit, client: Client) -> Iterator[str]:
    """Say which language a client speaks, where nothing is there to be said in it."""
    if (language := own_language(client, (visit,))) != ENGLISH:
        yield f"Speaks {english_name(language)}"


def _say(books: Books, visit: Visit, language: str, english: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return what to say under its title: where the client reads another language, each sentence is followed by theirs."""
    if language == ENGLISH:
        return "Say", english
    theirs = say_in(books, visit, language) or ("",) * len(english)
    return f"Say, in English or {english_name(language)}", tuple(
        filter(None, chain(*zip(english, theirs, strict=True)))
    )


def _since_when(visit: Visit) -> datetime | None:
    """Return when the visit came to its present state; None before arrival and after the end."""
    match visit.state:
        case _S.arrived:
            return visit.returned_at or visit.arrived_at
        case _S.screened:
            return visit.screened_at
        case _S.confirmed:
            return visit.confirmed_at
        case _S.in_progress:
            return visit.started_at
        case _:
            return None


def _band(context: Context, visit: Visit) -> tuple[str, Tone]:
    now = context.now()
    since, waits = _since_when(visit), waiting_since(visit, context.settings.zone)
    state = STATE_WORDS[visit.state] + (f" since {clock_time(context.local(since))}" if since else "")
    mark = step_mark(visit, context.settings, now.date())
    if visit.is_to_finish:
        state, mark = TO_FINISH, None
    if visit.state is _S.put_off:
        state = put_off_words(visit, now.date())
    if to_speak := to_speak_of(visit):
        waits_for = f"   waiting: {span(waits, now)}" if waits and waits <= now else ""
        return f"▲ {to_speak[:1].upper()}{to_speak[1:]}{waits_for}{_flags(visit)}", Tone.LOOK
    if mark is None or visit.is_over:
        return f"{state[:1].upper()}{state[1:]}{_flags(visit)}", Tone.QUIET
    waiting = (
        f"   waiting: {span(waits, now)}" if waits and waits <= now and visit.state is _S.screened else f"   {state}"
    )
    return f"{mark.shape} {mark.words[:1].upper()}{mark.words[1:]}{waiting}{_flags(visit)}", mark.tone


def _identity(visit: Visit, client: Client) -> Iterator[str]:
    yield f"{client.full_name}, born {day_in_words(client.date_of_birth)} ({client.age(visit.day)})"
    if client.phone_last4:
        yield f"Telephone ends in {client.phone_last4}"
    if visit.said_phone:
        yield f"Telephone typed at the kiosk: {visit.said_phone}"
    if client.private:
        yield f"Private record, {PRIVATE_WORDS[client.private.why]}: the lead is told who opens it"
    if client.wishes:
        yield from client.wishes.for_staff(visit.call_number)
    if visit.proof:
        yield f"Checked in {_PROOFS[visit.proof]}"
    if is_guardian_unseen(visit):
        yield "A guardian signed: see them, and note how they are related and by which document (D)"
    for name in other_names(visit):
        yield f"The consent is signed as “{name}”, which is not the name we expect: ask who signed"


def _also(books: Books, visit: Visit, *, draft: bool) -> Iterator[str]:
    yield from open_elsewhere(books, visit.id)
    if not visit.practitioner:
        yield "No practitioner is named yet"
    today = books.today()
    titles = books.titles()
    for entry in DayBook(books, visit.day).entries():
        other = entry.visit
        if other.client_id == visit.client_id and other.id != visit.id:
            mark = step_mark(other, books.settings, today)
            is_ahead = mark and not (other.is_over or other.is_to_finish or other.overrides)
            step = mark if is_ahead else standing(other)
            yield f"{clock_time(other.start)} {titles.get(other.treatment, other.treatment)}   {step}"
    if visit.called_off and visit.state is _S.booked:
        yield _CALLED_OFF[visit.called_off]
    if visit.moved_to:
        new = books.visits.get(visit.moved_to)
        yield f"New appointment: {day_in_words(new.day, today)}, {clock_time(new.start)}"
    if draft:
        yield "The answers so far are kept. You can hand them back to a kiosk; nobody can read them here."
    if visit.checkin and visit.checkin.consent and not visit.checkin.consent.given:
        who = "The young person said no themselves" if said_no_themselves(visit) else "The client did not consent"
        yield f"{who}. The practitioner will talk about it."


def _reported(books: Books, visit: Visit, client: Client) -> Iterator[str]:
    """Say that something was reported and by when to call; what it was is said where the desk may know of conditions."""
    today, zone = books.today(), books.settings.zone
    for each in visit.reactions:
        what = f": {each.said}" if books.settings.desk_sees_conditions else ""
        yield f"{day_in_words(each.at.astimezone(zone).date(), today)}  {each.by} noted what the client reported{what}"
        yield from (
            f"{day_in_words(call.at.astimezone(zone).date(), today)}  {call.by} called"
            + (f"; again by {day_in_words(call.again, today)}" if call.again else "; closed")
            for call in each.calls
        )
    due = call_due(visit)
    if due is not None:
        yield f"Call back by {day_in_words(due, today)}{f': {client.phone}' if client.phone else ''}"


def _history(context: Context, visit: Visit) -> Iterator[str]:
    if visit.raised:
        at = clock_time(context.local(visit.raised.at))
        yield f"{at}  {visit.raised.by} asks the practitioner to look first: {visit.raised.reason}"
    yield from (
        f"{clock_time(context.local(step.at))}  {step.by}: {DESK_STEP_WORDS.get(step.what, step.what)}"
        for step in reversed(visit.desk_steps)
    )


def _flags(visit: Visit) -> str:
    said = ((visit.overrides, OVERRIDDEN), (visit.late, "late"), (visit.stopped, "stopped half-way"))
    flags = [words for is_so, words in said if is_so]
    if visit.raised and visit.next_step is NextStep.PRACTITIONER_FIRST:
        flags.append("raised")
    return "".join(f" · {flag}" for flag in flags)
