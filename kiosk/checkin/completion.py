"""From answers to a completed check-in: the consents to ask for, and the one write that keeps it, at a kiosk or from paper."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import rules
from kiosk.checkin import drafts, spoken_language
from kiosk.checkin.drafts import Draft
from kiosk.checkin.texts import answering_texts
from kiosk.core.actor import Actor
from kiosk.core.errors import NotAllowed
from kiosk.core.language import tr
from kiosk.records import Reader, Writer
from kiosk.records.context import Context
from kiosk.visits import calling, consent, recall, rejudge
from kiosk.visits.books import Books
from kiosk.visits.consent import ConsentText
from kiosk.visits.terminals import IDLE
from kiosk.visits.visit import CheckInRecord, Visit, VisitState
from rules import Outcome


@dataclass(frozen=True)
class Entered:
    """How answers came in where the client did not type them: a paper form."""

    by: str
    filled_on: date
    filled_at: datetime | None = None


def consents_to_ask(books: Books, draft: Draft, entered: Entered | None = None) -> tuple[ConsentText, ...]:
    """Return the consents to ask for, one a visit, in the order of the appointments.

    A text says whether the practitioner looks first, for whatever reason the clinic has. So the visits are judged
    for it, and this judgement counts when they are written, unless something it rests on has changed by then.
    """
    questions, on = draft.asked_questions, _due(books, draft)
    asked = [visit for visit in draft.visits if consent.is_asked(questions.verdict(visit.treatment, on))]
    if not asked:
        return ()
    with books.records.read() as reader:
        screened = tuple(_screened(books, reader, draft, on, entered))
        draft.judged = rejudge.judge_ahead(books, reader, screened, on=on)
    return consents_in_words(books, draft, [visit.id for visit in asked])


def consents_in_words(books: Books, draft: Draft, visits: Collection[str]) -> tuple[ConsentText, ...]:
    """Return the consents to these visits, which are judged, in the language that the client is spoken to in."""
    answers, judged = draft.asked_questions.answers, draft.judged.visits if draft.judged else ()
    first = {visit.id for visit in judged if visit.verdict and visit.verdict.worst >= Outcome.REVIEW}
    by: Literal["client", "guardian"] = "guardian" if draft.needs_guardian else "client"
    now = {name: books.protocols.get(name, answers[name].protocol) for name in draft.treatments}
    return tuple(
        consent.consent_text(
            visit.id,
            now[visit.treatment],
            answers[visit.treatment],
            looked_at_first=visit.id in first,
            by=by,
            language=draft.language,
            shown=spoken_language.as_read_in(books, now[visit.treatment], draft.language),
        )
        for visit in draft.visits
        if visit.id in visits
    )


def complete(books: Books, actor: Actor, draft: Draft, entered: Entered | None = None) -> tuple[Visit, ...]:
    """Keep the completed check-in of every visit, all or none; return the visits as they stand then."""
    on = _due(books, draft)
    with books.records.write(actor) as writer:
        mine, began = books.terminals.read(writer, books.terminal), draft.started_at or books.clock.now()
        screened = tuple(_screened(books, writer, draft, on, entered))
        if entered is None and mine.asks_private(began):
            screened = (screened[0].model_copy(update={"asked_private": True}), *screened[1:])
        _keep_texts(books, writer, draft)
        kept = rejudge.write_judged(books, writer, screened, "visit.check_in", on=on, ahead=draft.judged)
        drafts.drop(writer, tuple(visit.id for visit in kept))
        if entered is None:
            notice = _for_the_desk(kept)
            books.terminals.write(writer, **IDLE, **mine.without_call(began), notice=notice)
    return kept


def _for_the_desk(visits: Sequence[Visit]) -> str | None:
    """Return what the desk is told once a check-in is complete: a no, or a signature in another name."""
    if any(visit.state is VisitState.declined for visit in visits):
        return "declined"
    return "other_name" if any(map(consent.other_names, visits)) else None


def _due(books: Books, draft: Draft) -> date:
    return max(rejudge.day_judged_for(books, visit) for visit in draft.visits)


def _screened(books: Books, reader: Reader, draft: Draft, on: date, entered: Entered | None) -> Iterator[Visit]:
    """Yield the visits as these answers leave them, still to be judged."""
    now = books.clock.now()
    everything = books.visits.of_client(draft.visits[0].client_id, reader)
    ids = [visit.id for visit in draft.visits]
    for visit in (each for each in everything if each.id in ids):
        fresh = visit.arrive(now, "staff") if entered and visit.state is VisitState.booked else visit
        if entered:
            fresh = calling.with_number(books, reader, fresh, books.clients.get(fresh.client_id, reader))
        else:
            fresh = fresh.model_copy(update={"language": draft.language})
        if fresh.state is not VisitState.arrived:
            raise NotAllowed(tr(answering_texts.CHANGED_BY_DESK))
        record = _record(books, draft, fresh, everything, on, now, entered)
        after = fresh.screen(record)
        refused = record.consent is not None and not record.consent.given
        yield after.end(VisitState.declined, now, said_no=entered is None) if refused else after


def _record(  # noqa: PLR0917 - all that a record is made of
    context: Context,
    draft: Draft,
    visit: Visit,
    everything: Sequence[Visit],
    on: date,
    now: datetime,
    entered: Entered | None,
) -> CheckInRecord:
    questions = draft.asked_questions
    answers, verdict = questions.answers[visit.treatment], questions.verdict(visit.treatment, on)
    if not verdict.complete:
        raise NotAllowed(tr(answering_texts.STILL_UNANSWERED))
    recalled = recall.last_completed(everything, visit.treatment, [each.id for each in draft.visits])
    asked = [question.id for question in rules.asked(answers.protocol, answers)]
    return CheckInRecord(
        protocol=verdict.protocol,
        version=verdict.version,
        sha256=verdict.sha256,
        answers=answers.to_json(),
        verdict=verdict.to_record(),
        consent=draft.consents.get(visit.id),
        answered_by=draft.answered_by,
        helped_by=draft.helped_by,
        note_language=draft.note_language,
        guardian_present=draft.guardian_present,
        started_at=draft.started_at or now,
        finished_at=now,
        terminal=context.terminal,
        entered_by=entered.by if entered else None,
        filled_at=entered.filled_at if entered else None,
        filled_on=entered.filled_on if entered else None,
        privacy_sha=draft.privacy_sha,
        changed=recall.changed(asked, answers.raw, recalled.raw) if recalled else (),
        last_answers=recalled.raw if recalled else None,
        seconds=_seconds(draft, visit.treatment),
    )


def _seconds(draft: Draft, treatment: str) -> dict[str, float]:
    """Return how long each question of a treatment was in view, also one that was asked once for several."""
    return {
        item.question.id: draft.seconds[item.name]
        for item in draft.asked_questions.items()
        if treatment in item.treatments and item.name in draft.seconds
    }


def _keep_texts(books: Books, writer: Writer, draft: Draft) -> None:
    for text in draft.consent_texts:
        books.keep_text(writer, text.sha, f"consent {text.treatment}", consent.text_to_keep(text), text.language)
    if draft.privacy_sha:
        drafts.keep_notice(books, writer, draft)
