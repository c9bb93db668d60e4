"""A paper form entered for a client: the same questionnaire, verdict and record as at the kiosk."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

import rules
from kiosk.checkin_steps import recall
from kiosk.checkin_steps.completion import Completion, Entered, given
from kiosk.checkin_steps.questionnaire import Questionnaire
from kiosk.checkin_steps.way import Place, Way
from kiosk.errors import BadInput, NotAllowed
from kiosk.staff import StaffMember
from kiosk.visit import Visit, VisitState
from kiosk.visit_parts import Json

if TYPE_CHECKING:
    from kiosk.clinic import Clinic

ConsentSaid = Literal["paper", "declined"]


def enter(
    clinic: "Clinic",
    visit_id: str,
    raw: Mapping[str, Json],
    *,
    staff: StaffMember,
    consent_said: ConsentSaid | None = None,
    on: date | None = None,
    filled_at: datetime | None = None,
    system_user: str | None = None,
) -> Visit:
    """Enter a form; BadInput names what is missing or wrong in it. Nothing is kept unless the form is complete."""
    if not staff.active:
        raise NotAllowed(f"{staff.name} may no longer sign in: name somebody who works here.")
    visit = clinic.visits.get(visit_id)
    if visit.state not in (VisitState.booked, VisitState.arrived):
        raise NotAllowed(
            f"A form can't be entered for this visit: it is {visit.state.value.replace('_', ' ')}. Reopen its check-in first."
        )
    if visit.treatment not in clinic.protocols:
        raise NotAllowed(f"There are no rules for the treatment “{visit.treatment}” in this clinic. Ask the lead.")
    actor = staff.actor(clinic.terminal, system_user)
    now = clinic.clock.now()
    judged_on = on or max(clinic.today(), visit.day)
    answered_on = clinic.local(filled_at).date() if filled_at else on or clinic.today()
    client = clinic.clients.get(visit.client_id)
    minor = client.age(judged_on) < clinic.settings.age_of_consent
    way = Way(
        client=client,
        proof="staff",
        visits=(visit,),
        arrived=True,
        answered_by="client",
        needs_guardian=minor,
        started_at=filled_at or now,
        questions=_filled(clinic, visit, raw, answered_on),
    )
    completion = Completion(Place(clinic, actor), way)
    verdict = completion.verdict(visit.treatment, judged_on)
    if not verdict.complete:
        missing = ", ".join(verdict.unanswered)
        raise BadInput(
            f"The form is not complete: there is no answer to {missing}. Add what is missing and enter it again."
        )
    way.consent_texts = completion.consents_to_ask(judged_on)
    if consent_said is not None:
        way.consents = {
            text.visit_id: given(
                text, name=None, yes=consent_said == "paper", by=text.by, how="paper", at=filled_at or now
            )
            for text in way.consent_texts
        }
    return completion.complete(Entered(by=str(actor), filled_at=filled_at, on=judged_on))[0]


def _filled(clinic: "Clinic", visit: Visit, raw: Mapping[str, Json], answered_on: date) -> Questionnaire:
    protocol = clinic.protocols[visit.treatment]
    fixed = recall.from_booking([visit], {visit.treatment: protocol}).get(visit.treatment, {})
    if raw.get(recall.LASER) == "yes":
        fixed.pop(recall.LASER, None)  # the form asks for more care than the booking
    questions = Questionnaire({visit.treatment: protocol}, answered_on)
    try:
        questions.answers[visit.treatment] = rules.resolve(protocol, {**raw, **fixed}, answered_on=answered_on)
    except rules.AnswerError as error:
        raise BadInput(error.sentence) from error
    return questions
