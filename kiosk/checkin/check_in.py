"""The client's way as a plain state machine: what the touch screens, a line-by-line mode and the command line all use.

Every call returns the step that comes next, or raises `BadInput` or `NotAllowed` with a sentence for the client. Nothing
is asked of the screen but to show the step and to pass on what was typed.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Literal

from kiosk.checkin import client_texts, drafts, paper_form
from kiosk.checkin.completion import given
from kiosk.checkin.shapes import Appointment, Asked, Booked, Ending, Notice, ReviewRow, Step, Text
from kiosk.checkin.steps import Opening
from kiosk.checkin.way import Way
from kiosk.core.clean import clean
from kiosk.core.errors import NotAllowed
from kiosk.people.staff import StaffMember
from kiosk.visits import consent
from kiosk.visits.consent import ConsentText
from kiosk.visits.visit import Visit
from kiosk.visits.visit_parts import Json

__all__ = [
    "Appointment", "Asked", "Booked", "CheckIn", "Ending", "Notice", "ReviewRow", "Step", "Text",
]  # fmt: skip

_TOUCH_EVERY_SECONDS = 15


class CheckIn(Opening):
    """One client at one terminal; `step` says what to show. After DONE the same object serves the next client."""

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

    def take_back(self) -> Step:
        """Take an answer back: the question has none from now on, and `next` asks for one."""
        self._at(Step.QUESTION)
        self._answering.take_back()
        return self.step

    def still_so(self) -> Step:
        """Yes, what I said last time is still so."""
        self._at(Step.QUESTION)
        self._answering.still_so()
        return self.step

    def next(self) -> Step:
        """Go on to the next question, or to the review; BadInput if the question has no answer."""
        self._at(Step.QUESTION)
        return self._saved(self._answering.forward)

    def back(self) -> Step:
        """Go one step back; nothing that was answered is lost."""
        ways_back: dict[Step, Callable[[], Step]] = {
            Step.FIRST_NAME: self._forget,
            Step.WALK_IN: self._forget,
            Step.PROOF: self._forget,
            Step.VISIT: self.not_me,
            Step.GUARDIAN: lambda: self._go(Step.VISIT),
            Step.PRIVACY: lambda: self._go(Step.VISIT),
            Step.QUESTION: lambda: self._saved(self._answering.backward),
            Step.UNSURE_HELP: lambda: self._go(Step.QUESTION),
            Step.REVIEW: lambda: self._saved(self._answering.to_last),
            Step.CONSENT: self._back_from_consent,
        }
        if self.step not in ways_back:
            raise NotAllowed("There is nothing to go back to from here.")
        return ways_back[self.step]()

    def _back_from_consent(self) -> Step:
        if self._way.needs_guardian:
            raise NotAllowed("The answers are closed now. Our staff can open them again for the person who gave them.")
        self._way.consents, self._way.consent_texts = {}, ()
        return self._saved(lambda: Step.REVIEW)

    def help_wanted(self, wanted: bool) -> Step:
        """Say whether help is wanted after several unsure answers."""
        self._at(Step.UNSURE_HELP)
        if wanted:
            self.call_staff()
        return self._saved(self._answering.after_offer)

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
        self._require_clock()
        self._way.consent_texts = self._completion.consents_to_ask()
        self._way.consents = {}
        return self._saved(lambda: Step.CONSENT) if self._way.consent_texts else self._complete()

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
            return self._saved(lambda: Step.CONSENT)
        try:
            return self._complete()
        except BaseException:
            self._way.consents = consents
            raise

    @property
    def ending(self) -> Ending | None:
        """The last screen."""
        return self._way.ending

    def _require_clock(self) -> None:
        if self._clinic.clock_doubt():
            raise NotAllowed(client_texts.WAITING_FOR_STAFF)

    def _complete(self) -> Step:
        self._require_clock()
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

    # Drafts and paper

    @property
    def handed_back(self) -> bool:
        """Whether staff have handed a draft to this terminal."""
        with self._clinic.records.read() as reader:
            return drafts.handed_to(reader, self._clinic.terminal, self._clinic.today()) is not None

    def left_half_way(self) -> tuple[Appointment, ...]:
        """Return what staff can bring back at this terminal: initials and time, and nothing else about a client."""
        self._clinic.terminals.sweep(self._clinic.actor_system())
        with self._clinic.records.read() as reader:
            return tuple(
                Appointment(
                    visit_id=visit.id,
                    time=visit.start,
                    initials=self._clinic.clients.get(visit.client_id, reader).initials,
                    treatment=None,
                    practitioner=None,
                )
                for visit in drafts.left(self._clinic, reader)
            )

    def resume(self, visit_id: str | None = None, staff: StaffMember | None = None) -> Step:
        """Go on with the draft that the desk handed to this terminal, or that `staff` brings back here by visit."""
        self._at(Step.WHO)
        self._way = self._answering.resumed(visit_id, staff)
        return self._saved(lambda: self._way.step)

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
        """Enter a paper form for a client: same questions, verdict and record. `on` is the day it was filled in."""
        return paper_form.enter(
            self._clinic,
            visit_id,
            raw,
            staff=staff,
            consent_said=consent,
            on=on,
            filled_at=filled_at,
            system_user=system_user,
        )
