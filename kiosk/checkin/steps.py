"""The opening of a check-in: from the first key to the privacy notice, and leaving at any point."""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from kiosk.checkin import client_texts, drafts
from kiosk.checkin.answering import Answering
from kiosk.checkin.arrival import Arrival
from kiosk.checkin.completion import Completion, after_notice
from kiosk.checkin.shapes import Appointment, Notice, Step, Text
from kiosk.checkin.walk_in import WalkIn
from kiosk.checkin.way import Place, Way
from kiosk.core.errors import NotAllowed
from kiosk.people.identify import Identifier
from kiosk.visits.books import Books
from kiosk.visits.terminals import IDLE
from kiosk.visits.visit import VisitState
from kiosk.visits.visit_parts import AnsweredBy


class Opening:
    """The first half of `kiosk.checkin.check_in.CheckIn`, which says what every call has in common."""

    def __init__(self, clinic: Books) -> None:
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
        return Identifier(self._clinic, self._clinic.clients).wait_seconds(self._way.typed_name or None)

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
            return self._saved(lambda: Step.PRIVACY)
        visits = self._way.visits
        self._stop("guardian")
        self._way.notice, self._way.step = client_texts.notice("guardian_needed"), Step.NOTICE
        self._place.tell_desk(self._way, "guardian_needed", visits)
        return self.step

    @property
    def privacy(self) -> Text:
        """The privacy notice, short and in full."""
        return client_texts.privacy(self._clinic.settings)

    def accept(self, answered_by: AnsweredBy = "client") -> Step:
        """Go on from the privacy notice; say who answers."""
        self._at(Step.PRIVACY)

        def begin() -> Step:
            self._way.answered_by = answered_by
            self._way.privacy_sha = self.privacy.sha
            self._answering.begin()
            return Step.QUESTION

        return self._saved(begin)

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

    def _forget(self) -> Step:
        self._way = Way()
        return self.step

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

    def _saved(self, move: Callable[[], Step]) -> Step:
        """Move on and keep the draft; if it can't be kept, stay where it was, so that the same key works again."""
        way = self._way
        before, place = replace(way), way.questions.standing if way.questions else None
        try:
            way.step = move()
            with self._clinic.records.write(self._place.actor) as writer:
                drafts.keep(self._clinic, writer, way)
        except BaseException:
            self._way = before
            if before.questions and place:
                before.questions.standing = place
            raise
        return self.step
