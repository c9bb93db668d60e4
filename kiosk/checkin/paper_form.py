"""A paper form entered for a client: the same questionnaire, verdict and record as at the kiosk."""

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

import rules
from kiosk.checkin import completion
from kiosk.checkin.blank_form import form_languages
from kiosk.checkin.completion import Entered
from kiosk.checkin.drafts import Draft
from kiosk.checkin.questionnaire import Questionnaire
from kiosk.core.clean import clean_note
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.core.language import ENGLISH
from kiosk.core.language_names import english_name
from kiosk.people.client_book import Client
from kiosk.people.staff import StaffMember
from kiosk.records.context import Context
from kiosk.visits import recall, rejudge
from kiosk.visits.books import Books
from kiosk.visits.consent import consent_record
from kiosk.visits.interpreting import NOTE
from kiosk.visits.visit import STATE_WORDS, Visit, VisitState
from kiosk.visits.visit_parts import Json
from rules import Protocol, QuestionType, several


def enter(
    books: Books,
    visit_id: str,
    raw: Mapping[str, Json],
    *,
    staff: StaffMember,
    consent: Literal["paper", "declined"] | None = None,
    on: date | None = None,
    filled_at: datetime | None = None,
    language: str = ENGLISH,
    system_user: str | None = None,
) -> Visit:
    """Enter a form; BadInput names what is missing or wrong in it. Nothing is kept unless the form is complete.

    `on` is the day it was filled in, `filled_at` the moment; without them it was today. The answers count from
    that day, and the visit is judged for its own. `language` is that of the form: what was signed is its words.
    """
    books.require_clock()
    if not staff.active:
        raise NotAllowed(f"{staff.name} may no longer sign in: name somebody who works here.")
    visit = books.visits.get(visit_id)
    if visit.state not in (VisitState.booked, VisitState.arrived):
        raise NotAllowed(
            f"A form can't be entered for this visit: it is {STATE_WORDS[visit.state]}. Reopen its check-in first."
        )
    if visit.treatment not in books.protocols:
        raise NotAllowed(f"There are no rules for the treatment “{visit.treatment}” in this clinic. Ask the lead.")
    if language not in form_languages(books, visit.treatment):
        raise BadInput(
            f"There is no form of this treatment in {english_name(language)}: name the language that it is in."
        )
    actor = staff.actor(books.terminal, system_user)
    now = books.clock.now()
    judged_on = rejudge.day_judged_for(books, visit)
    client = books.clients.get(visit.client_id)
    filled_on = on or (books.local(filled_at).date() if filled_at else books.today())
    _check_day(filled_on, client, books)
    minor = client.age(judged_on) < books.settings.age_of_consent
    questions = _filled(books, visit, client, raw, filled_on)
    verdict = questions.verdict(visit.treatment, judged_on)
    if not verdict.complete:
        missing = ", ".join(verdict.unanswered)
        raise BadInput(
            f"The form is not complete: there is no answer to {missing}. Add what is missing and enter it again."
        )
    draft = Draft(
        terminal=books.terminal,
        day=filled_on,
        saved_at=now,
        started_at=filled_at or now,
        needs_guardian=minor,
        visits=(visit,),
        questionnaire=questions,
        language=language,
        note_language=language if raw.get(NOTE) else None,
    )
    entered = Entered(by=str(actor), filled_on=filled_on, filled_at=filled_at)
    draft.consent_texts = completion.consents_to_ask(books, draft, entered)
    if consent is not None:
        yes, at = consent == "paper", filled_at or now
        draft.consents = {
            text.visit_id: consent_record(text, yes=yes, at=at, how="paper") for text in draft.consent_texts
        }
    return completion.complete(books, actor, draft, entered)[0]


def _check_day(filled_on: date, client: Client, context: Context) -> None:
    """Refuse a day on which the form can't have been filled in, or so long ago that all must be asked again."""
    today, valid = context.today(), context.settings.answers_valid_days
    if filled_on > today:
        raise BadInput("A form can't have been filled in after today: give the day it was filled in.")
    if (today - filled_on).days > valid:
        raise BadInput(
            f"Answers count for {several(valid, 'day', 'days')}, and this form is older: check the day, or let the client answer again."
        )
    if filled_on < client.date_of_birth:
        raise BadInput("A form can't have been filled in before the client was born: give the day it was filled in.")


def _filled(books: Books, visit: Visit, client: Client, raw: Mapping[str, Json], answered_on: date) -> Questionnaire:
    protocol = books.protocols[visit.treatment]
    fixed = recall.from_booking([visit], {visit.treatment: protocol}).get(visit.treatment, {})
    if raw.get(recall.LASER) == "yes":
        fixed.pop(recall.LASER, None)  # the form asks for more care than the booking
    raw = {**raw, **_notes(protocol, raw)}
    questions = Questionnaire({visit.treatment: protocol}, answered_on, born=client.date_of_birth)
    try:
        questions.answers[visit.treatment] = rules.resolve(
            protocol, {**raw, **fixed}, answered_on=answered_on, born=client.date_of_birth
        )
    except rules.AnswerError as error:
        raise BadInput(error.sentence) from error
    return questions


def _notes(protocol: Protocol, raw: Mapping[str, Json]) -> dict[str, Json]:
    """Return the free notes of a form, cleaned. Raises `BadInput` for one that is too long to be kept whole."""
    notes = {}
    for question in protocol.questions:
        said = raw.get(question.id)
        if question.type is QuestionType.NOTE and isinstance(said, str) and _is_whole(said):
            notes[question.id] = clean_note(said)
    return notes


def _is_whole(text: str) -> bool:
    """Tell whether a text holds no half of a character, which the rules refuse in words of their own."""
    return not any(unicodedata.category(character) == "Cs" for character in text)
