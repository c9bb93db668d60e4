"""The client's way as a plain state machine: what the touch screens, a line-by-line mode and the command line all use.

Every call returns the step that comes next, or raises `BadInput` or `NotAllowed` with a sentence for the client. Nothing
is asked of the screen but to show the step and to pass on what was typed.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from kiosk import consent, texts
from kiosk.checkin_steps import drafts, paper
from kiosk.checkin_steps.answering import Answering
from kiosk.checkin_steps.arrival import Arrival
from kiosk.checkin_steps.completion import Completion, after_notice, given
from kiosk.checkin_steps.shapes import (
    Appointment,
    Asked,
    Booked,
    ConsentText,
    Ending,
    Information,
    Notice,
    ReviewRow,
    Step,
    Text,
)
from kiosk.checkin_steps.walkin import WalkIn
from kiosk.checkin_steps.way import Place, Way
from kiosk.clean import clean
from kiosk.errors import NotAllowed
from kiosk.identify import Identifier
from kiosk.staff import StaffMember
from kiosk.terminals import IDLE
from kiosk.visit import Visit, VisitState
from kiosk.visit_parts import AnsweredBy, Json

if TYPE_CHECKING:
    from kiosk.clinic import Clinic

__all__ = [
    "Appointment", "Asked", "Booked", "CheckIn", "ConsentText", "Ending", "Information", "Notice", "ReviewRow", "Step", "Text",
]  # fmt: skip

_TOUCH_EVERY_SECONDS = 15


class CheckIn:
    """One client at one terminal; `step` says what to show. After DONE the same object serves the next client."""

    def __init__(self, clinic: "Clinic") -> None:
        self._clinic = clinic
        self._place = Place(clinic, clinic.actor_client())
        self._way = Way()
        self._touched = clinic.clock.monotonic()

    @property
    def step(self) -> Step:
        """Where the client stands."""
        return self._way.step

    @property
    def wait_seconds(self) -> int:
        """For how many seconds the next try by name has to wait; 0 if it need not."""
        return Identifier(self._clinic, self._clinic.terminal).wait_seconds(self._way.typed_name or None)

    # WHO, FIRST_NAME, PROOF, VISIT, WALK_IN

    def identify(self, family_name: str, day: str | int, month: str | int, year: str | int) -> Step:
        """Take the family name and the three fields of the date of birth."""
        self._at(Step.WHO)
        return self._arrival.by_name(family_name, day, month, year)

    def identify_code(self, code: str) -> Step:
        """Take a booking code, typed or scanned; a correct one is never delayed."""
        self._at(Step.WHO)
        return self._arrival.by_code(code)

    def no_appointment(self) -> Step:
        """Go to the form for those who have no appointment."""
        self._at(Step.WHO)
        return self._go(Step.WALK_IN)

    def give_first_name(self, text: str) -> Step:
        """Take the first name, where two people share family name and date of birth."""
        self._at(Step.FIRST_NAME)
        return self._arrival.by_first_name(text)

    def prove(self, last4: str) -> Step:
        """Take the last four digits of the telephone on record."""
        self._at(Step.PROOF)
        return self._arrival.prove(last4)

    def skip_proof(self) -> Step:
        """Go on without a second proof: everything is asked in full."""
        self._at(Step.PROOF)
        return self._go(Step.VISIT)

    @property
    def appointments(self) -> tuple[Appointment, ...]:
        """Today's appointments of this client; treatment and practitioner only after a second proof."""
        return self._arrival.appointments()

    def yes(self) -> Step:
        """Say yes, this is my visit: the client has arrived."""
        self._at(Step.VISIT)
        return self._arrival.confirm()

    def not_me(self) -> Step:
        """Say no, this is not my visit: forget who was found."""
        self._at(Step.VISIT)
        return self.leave("client")

    @property
    def treatments(self) -> tuple[tuple[str, str], ...]:
        """The treatments a walk-in may ask for: id and title."""
        return tuple(self._clinic.titles().items())

    def request_walk_in(  # noqa: PLR0917 - the fields of one screen, in its order
        self,
        given_name: str,
        family_name: str,
        day: str | int,
        month: str | int,
        year: str | int,
        phone: str,
        treatment: str,
    ) -> Step:
        """Ask for a visit without an appointment; reception takes it in, or not."""
        self._at(Step.WALK_IN)
        WalkIn(self._place).request(given_name, family_name, (day, month, year), phone, treatment)
        return self._arrival.show("walk_in_sent")

    # NOTICE, GUARDIAN, PRIVACY

    @property
    def notice(self) -> Notice | None:
        """The notice that stands on the screen."""
        return self._way.notice if self.step is Step.NOTICE else None

    def acknowledge(self) -> Step:
        """Go on from a notice (to WHO if it may be tried again, else to DONE), or from DONE to the next client."""
        self._at(Step.NOTICE, Step.DONE)
        notice = self._way.notice if self.step is Step.NOTICE else None
        self._way = Way()
        if notice and not notice.may_retry:
            self._way.ending = after_notice(notice.next_step_text)
            return self._go(Step.DONE)
        return self.step

    def guardian(self, present: bool) -> Step:
        """Say whether a guardian is here."""
        self._at(Step.GUARDIAN)
        self._way.guardian_present = present
        if present:
            return self._saved(Step.PRIVACY)
        visits = self._way.visits
        self._stop()
        return self._arrival.show("guardian_needed", None) if not visits else self._tell("guardian_needed", visits)

    @property
    def privacy(self) -> Text:
        """The privacy notice, short and in full."""
        return texts.privacy(self._clinic.settings.clinic_name)

    def accept(self, answered_by: AnsweredBy = "client") -> Step:
        """Go on from the privacy notice; say who answers."""
        self._at(Step.PRIVACY)
        self._way.answered_by = answered_by
        self._way.privacy_sha = self.privacy.sha
        self._answering.begin()
        return self._saved(Step.QUESTION)

    # QUESTION, UNSURE_HELP, REVIEW

    @property
    def asked(self) -> Asked:
        """The question that stands on the screen."""
        self._at(Step.QUESTION)
        return self._answering.asked()

    def answer(self, raw: Json) -> Step:
        """Choose an answer; it counts from now on, and `next` goes on."""
        self._at(Step.QUESTION)
        self._answering.answer(raw)
        return self.step

    def still_so(self) -> Step:
        """Yes, what I said last time is still so."""
        self._at(Step.QUESTION)
        self._answering.still_so()
        return self.step

    def next(self) -> Step:
        """Go on to the next question, or to the review; BadInput if the question has no answer."""
        self._at(Step.QUESTION)
        return self._saved(self._answering.forward())

    def back(self) -> Step:
        """Go one step back; nothing that was answered is lost."""
        ways_back: dict[Step, Callable[[], Step]] = {
            Step.FIRST_NAME: self._forget,
            Step.WALK_IN: self._forget,
            Step.PROOF: self._forget,
            Step.VISIT: self.not_me,
            Step.GUARDIAN: lambda: self._go(Step.VISIT),
            Step.PRIVACY: lambda: self._go(Step.VISIT),
            Step.QUESTION: lambda: self._saved(self._answering.backward()),
            Step.UNSURE_HELP: lambda: self._go(Step.QUESTION),
            Step.REVIEW: lambda: self._saved(self._answering.to_last()),
            Step.CONSENT: self._back_from_consent,
        }
        if self.step not in ways_back:
            raise NotAllowed("There is nothing to go back to from here.")
        return ways_back[self.step]()

    def _back_from_consent(self) -> Step:
        if self._way.needs_guardian:
            raise NotAllowed("The answers are closed now. Our staff can open them again for the person who gave them.")
        self._way.consents, self._way.consent_texts = {}, ()
        return self._saved(Step.REVIEW)

    def _forget(self) -> Step:
        self._way = Way()
        return self.step

    def help_wanted(self, wanted: bool) -> Step:
        """Say whether help is wanted after several unsure answers."""
        self._at(Step.UNSURE_HELP)
        if wanted:
            self.call_staff()
        return self._saved(self._answering.after_offer())

    @property
    def rows(self) -> tuple[ReviewRow, ...]:
        """All answers, for the review."""
        return self._answering.rows()

    def change(self, question_id: str, treatment: str) -> Step:
        """Change an answer; `next` leads back to the review, by the follow-ups that the change opens."""
        self._at(Step.REVIEW)
        self._answering.questions.change(question_id, treatment)
        return self._go(Step.QUESTION)

    def finish(self) -> Step:
        """Call the answers right, and go on: to the consent where one is asked, else to the end."""
        self._at(Step.REVIEW)
        self._answering.require_complete()
        self._clinic.require_clock()
        self._way.consent_texts = self._completion.consents_to_ask()
        self._way.consents = {}
        return self._saved(Step.CONSENT) if self._way.consent_texts else self._complete()

    # CONSENT, DONE

    @property
    def consents(self) -> tuple[ConsentText, ...]:
        """The consents asked for, one a visit."""
        return self._way.consent_texts

    @property
    def consent(self) -> ConsentText:
        """The consent that stands on the screen."""
        self._at(Step.CONSENT)
        return next(text for text in self._way.consent_texts if text.visit_id not in self._way.consents)

    def give(self, typed_name: str, by: Literal["client", "guardian"] = "client") -> Step:
        """Say yes to the treatment by typing one's name."""
        text = self.consent
        if text.by == "guardian" and by != "guardian":
            raise NotAllowed("This consent is for a parent or guardian to give.")
        name = consent.typed_name(clean(typed_name))
        return self._answered_consent(text, name=name, yes=True, by=by)

    def decline(self) -> Step:
        """Say no to the treatment; reception is told."""
        text = self.consent
        return self._answered_consent(text, name=None, yes=False, by=text.by)

    def _answered_consent(self, text: ConsentText, *, name: str | None, yes: bool, by: str) -> Step:
        now = self._clinic.clock.now()
        consents = self._way.consents
        self._way.consents = {**consents, text.visit_id: given(text, name=name, yes=yes, by=by, how="typed", at=now)}
        if len(self._way.consents) < len(self._way.consent_texts):
            return self._saved(Step.CONSENT)
        try:
            return self._complete()
        except BaseException:
            self._way.consents = consents
            raise

    @property
    def ending(self) -> Ending | None:
        """The last screen."""
        return self._way.ending

    def _complete(self) -> Step:
        kept = self._completion.complete()
        ending = self._completion.ending(kept)
        self._way = Way(step=Step.DONE, ending=ending)
        return self.step

    # At any time

    def call_staff(self) -> None:
        """Call staff to this terminal."""
        self._clinic.terminals.call_help(self._place.actor)

    @property
    def staff_answered(self) -> bool:
        """Whether somebody has said that they are coming."""
        return self._clinic.terminals.me().help_answered_by is not None

    def touch(self) -> None:
        """Somebody is still here; cheap enough to be called at every key."""
        now = self._clinic.clock.monotonic()
        if self._way.draft_id and now - self._touched >= _TOUCH_EVERY_SECONDS:
            self._touched = now
            self._clinic.terminals.change(self._place.actor)

    def leave(self, why: Literal["timeout", "client", "staff"]) -> Step:
        """Leave half-way: wipe everything here, keep what was answered sealed, and tell the board."""
        if self._way.arrived:
            self._stop(why)
        return self._forget()

    def _stop(self, why: str = "client") -> None:
        clinic, way = self._clinic, self._way
        with clinic.records.write(self._place.actor) as writer:
            drafts.keep(clinic, writer, way)
            for visit in way.visits:
                now = clinic.visits.get(visit.id, writer)
                if now.state is VisitState.arrived:
                    clinic.visits.write(writer, now.model_copy(update={"stopped": True}), "visit.stopped", why=why)
            clinic.terminals.write(writer, **IDLE)

    # Drafts and paper

    @property
    def handed_back(self) -> bool:
        """Whether staff have handed a draft to this terminal."""
        with self._clinic.records.read() as reader:
            return drafts.handed_to(reader, self._clinic.terminal) is not None

    def resume(self, visit_id: str | None = None, staff: StaffMember | None = None) -> Step:
        """Go on with the draft that the desk handed to this terminal, or that `staff` brings back here by visit."""
        self._at(Step.WHO)
        self._way = self._answering.resumed(visit_id, staff)
        return self._saved(self.step)

    def for_paper(
        self,
        visit_id: str,
        raw: Mapping[str, Json],
        *,
        staff: StaffMember,
        consent: Literal["paper", "declined"] | None = None,
        on: date | None = None,
        filled_at: datetime | None = None,
        system_user: str | None = None,
    ) -> Visit:
        """Enter a paper form for a client: same questions, verdict and record. `on` is the day it is judged for."""
        return paper.enter(
            self._clinic,
            visit_id,
            raw,
            staff=staff,
            consent_said=consent,
            on=on,
            filled_at=filled_at,
            system_user=system_user,
        )

    # The parts

    @property
    def _arrival(self) -> Arrival:
        return Arrival(self._place, self._way)

    @property
    def _answering(self) -> Answering:
        return Answering(self._place, self._way)

    @property
    def _completion(self) -> Completion:
        return Completion(self._place, self._way)

    def _at(self, *steps: Step) -> None:
        if self.step not in steps:
            raise NotAllowed("This can't be done from this screen. Please use the buttons on it.")

    def _go(self, step: Step) -> Step:
        self._way.step = step
        return step

    def _saved(self, step: Step) -> Step:
        self._way.step = step
        with self._clinic.records.write(self._place.actor) as writer:
            drafts.keep(self._clinic, writer, self._way)
        return step

    def _tell(self, kind: Literal["guardian_needed"], visits: tuple[Visit, ...]) -> Step:
        self._way.notice, self._way.step = texts.notice(kind), Step.NOTICE
        self._place.tell_desk(self._way, kind, visits)
        return self._way.step
