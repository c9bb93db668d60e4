"""What the summary says around the verdict: who answered, since when, the consent, what was decided."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Final

from kiosk.checkin.understanding import IN_THE_ROOM
from kiosk.core.language import ENGLISH
from kiosk.core.language_names import english_name
from kiosk.core.phrases import clock_time, span
from kiosk.records.context import Context
from kiosk.room.verdict_words import ChangedAnswer, band, changed_answers
from kiosk.visits import consent as consents
from kiosk.visits import rejudge
from kiosk.visits.books import Books
from kiosk.visits.interpreting import answered_words
from kiosk.visits.override_words import override_words
from kiosk.visits.standing import standing
from kiosk.visits.visit import STATE_WORDS, TO_FINISH, CheckInRecord, Visit, VisitState
from kiosk.visits.visit_parts import DECISION_WORDS, OVERRIDDEN
from rules import Protocol, day_in_words

_HOW: Final = {"typed": "at the kiosk", "drawn": "signed by hand at the kiosk", "paper": "on paper"}


@dataclass(frozen=True)
class AnsweredAgain:
    """Two check-ins of one visit: when each was complete, and what differs."""

    first: str
    again: str
    changes: tuple[ChangedAnswer, ...]


def answered_again(context: Context, visit: Visit, protocol: Protocol) -> Iterator[AnsweredAgain]:
    """Tell each time the client answered again: when, and what differs."""
    for before, after in pairwise(visit.checkins):
        first, again = (clock_time(context.local(each.finished_at)) for each in (before, after))
        raw, now = before.answers["raw"], after.answers["raw"]
        yield AnsweredAgain(first, again, changed_answers(protocol, raw, now, context.today(), but=()))


def state_words(context: Context, visit: Visit) -> str:
    """Say which state the visit is in, and when the wait or the session began."""
    words = {VisitState.confirmed: "ready", VisitState.screened: "at the desk", VisitState.in_progress: "with you"}
    word = words.get(visit.state, STATE_WORDS[visit.state])
    if visit.is_to_finish and visit.to_sign:
        return f"{TO_FINISH} since {clock_time(context.local(visit.to_sign.since))}"
    since = visit.started_at if visit.state is VisitState.in_progress else visit.ended_at
    return f"{word} since {clock_time(context.local(since))}" if since else word


def with_waiting(context: Context, state: str, since: datetime | None, start: str) -> str:
    """Say where the visit stands, and for how long the client has waited by now; since when, unless since the appointment."""
    now = context.now()
    if since is None or since > now:
        return state
    begins = clock_time(context.local(since))
    late = "" if begins == start else f" since {begins}"
    return f"{state}, waiting {span(since, now).replace('new', '0 min')}{late}"


def who_answered(books: Books, visit: Visit) -> str:
    """Say who answered, and how."""
    record = visit.checkin
    if record is None:
        return "not checked in yet"
    if record.entered_by:
        return f"paper form{_filled(books, record)}, entered by {record.entered_by}"
    words = answered_words(record)
    return f"{words}, guardian here" if record.guardian_present else words


def _filled(context: Context, record: CheckInRecord) -> str:
    moment = context.local(record.filled_at) if record.filled_at else None
    day = record.filled_on or (moment.date() if moment else None)
    on = f" of {day_in_words(day, context.today())}" if day and day != context.local(record.finished_at).date() else ""
    return f"{on}{',' if on and moment else ''}{f' of {clock_time(moment)}' if moment else ''}"


def consent_words(books: Books, visit: Visit, changed: Sequence[str]) -> str:
    """Say when and by whom consent was given, and what it lacks."""
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
    names = " and ".join(f"“{each}”" for each in consents.other_names(visit))
    other = f" in the name {names}: ask who signed" if names else ""
    unseen = "; nobody has seen them yet" if consents.is_guardian_unseen(visit) else ""
    completed = f", completed by {who}" if (who := consents.completed_by(visit)) else ""
    read = f", in {english_name(consent.language)}" if consent.language != ENGLISH else ""
    return f"Consent {at}, {by}{_HOW[consent.how]}{read}{other}{unseen}{completed}"


def to_go_through(visit: Visit) -> str:
    """Say what to go through again, and why; empty where the client knew it, or was not asked.

    It is asked once: who signs again, here or on paper, is not asked again, and what they said still counts.
    """
    asked = max(consents.asked_back_on(visit), key=lambda each: each.at, default=None)
    if asked is None or asked.right:
        return ""
    why = "would like to ask about it" if asked.answer == IN_THE_ROOM else "did not know it after reading the consent"
    return f"{asked.risk.removesuffix('.')}: the client {why}."


def last_check_in(others: Sequence[Visit], visit: Visit, today: date) -> str:
    """Return the day of the last check-in for the same treatment; empty before the first."""
    days = [each.day for each in others if each.treatment == visit.treatment and each.checkin and each.day < visit.day]
    return day_in_words(max(days), today) if days else ""


def protocol_line(books: Books, protocol: Protocol) -> str:
    """Say which version of the rules is in force, and who signed it."""
    signed = books.library.in_force(protocol.id).signed
    if signed is None:
        return f"Rules: version {protocol.version}, NOT SIGNED"
    proven = "" if signed.proves(protocol) else ", NOT PROVEN"
    return f"Rules: version {protocol.version}, signed by the lead, {signed.by}{proven}"


def also_today(books: Books, others: Sequence[Visit], visit: Visit) -> tuple[str, ...]:
    """Say what else the client is booked for today, and what its rules say."""
    titles = books.titles()
    return tuple(
        f"{clock_time(each.start)} {titles.get(each.treatment, each.treatment)}: {_verdict_or_state(each)}"
        for each in (rejudge.as_due(books, other) for other in others if other.day == visit.day)
    )


def _verdict_or_state(visit: Visit) -> str:
    says = band(visit.verdict).word.lower() if visit.verdict else ""
    went_on = visit.verdict is None or visit.is_to_finish or visit.is_over or visit.overrides
    return ", ".join(filter(None, (says, standing(visit) if went_on else "")))


def past_overrides(context: Context, visits: Sequence[Visit], today: date) -> Iterator[str]:
    """Tell each time a visit went ahead against the rules."""
    for visit in sorted(visits, key=lambda each: (each.day, each.start)):
        day = "" if visit.day == today else f"{day_in_words(visit.day, today)}, "
        for each in visit.overrides:
            yield f"{day}{clock_time(context.local(each.at))}: {override_words(each, with_rules=False)}"


def decided_words(context: Context, visit: Visit, today: date) -> str:
    """Say what was decided, by whom, and why."""
    decided = visit.decision
    if decided is None:
        return ""
    words = DECISION_WORDS[decided.decision]
    until = f" to {day_in_words(decided.until, today)}" if decided.until else ""
    more = ". ".join(filter(None, (", ".join(decided.care), decided.why)))
    at = f"{decided.by} {clock_time(context.local(decided.at))}"
    over = f"{OVERRIDDEN}   " if decided.is_override else ""
    return f"{over}{words[:1].upper()}{words[1:]}{until}, {at}{more and f': {more}'}"
