"""The middle of the way: the questions one by one, and all of them once more."""

from dataclasses import dataclass

from kiosk.checkin import client_texts, drafts
from kiosk.checkin.questionnaire import Item, Questionnaire
from kiosk.checkin.shapes import Asked, ReviewRow, Step
from kiosk.checkin.way import Place, Way
from kiosk.core.clean import clean_note
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.governance import question_clashes
from kiosk.people.staff import StaffMember
from kiosk.records import Kind
from kiosk.visits import recall
from kiosk.visits.visit import VisitState
from kiosk.visits.visit_parts import Json
from rules import QuestionType

_OFFER_HELP_AFTER = 5


@dataclass(frozen=True)
class Answering:
    """Walks through the questions of all treatments of today."""

    place: Place
    way: Way

    @property
    def questions(self) -> Questionnaire:
        """The questionnaire."""
        if self.way.questions is None:
            raise NotAllowed("The questions have not been asked yet.")
        return self.way.questions

    def begin(self) -> None:
        """Set out the questions; a second time, only go back to where they stand."""
        if self.way.questions is None:
            self.way.questions = self._laid_out()
        self.way.questions.start()

    def _laid_out(self) -> Questionnaire:
        way, clinic = self.way, self.place.clinic
        protocols = {
            treatment: clinic.protocols[treatment] for treatment in way.treatments if treatment in clinic.protocols
        }
        if len(protocols) < len(way.treatments):  # taken out of force since the client began
            raise NotAllowed("We would like to help you with this in person. Please come to the desk.")
        last: dict[str, dict[str, Json]] = {}
        client = way.client
        if client is None:
            raise NotAllowed("Please tell us first who you are.")
        if way.second_proof:
            visits = clinic.visits.of_client(client.id)
            ids = [visit.id for visit in way.visits]
            for treatment, protocol in protocols.items():
                recalled = recall.last_time(visits, treatment, ids)
                days = clinic.settings.answers_valid_days
                if recalled and recall.still_counts(recalled, protocol, clinic.today(), days):
                    last[treatment] = recall.offered(recalled, visits)
        fixed = recall.from_booking(way.visits, protocols)
        several = way.treatments if len(protocols) > 1 else ()
        words = {treatment: question_clashes.translations(clinic.library, treatment) for treatment in several}
        return Questionnaire(protocols, clinic.today(), born=client.date_of_birth, fixed=fixed, last=last, words=words)

    def asked(self) -> Asked:
        """Return the question that stands on the screen."""
        questions, clinic = self.questions, self.place.clinic
        item = questions.current
        number, total = questions.place
        value = questions.value(item)
        last = questions.last_value(item) if value is None else None
        return Asked(
            question=item.question,
            value=value,
            last=last,
            last_text="" if last is None else client_texts.answer_text(item.question, last, clinic.today()),
            treatment=item.treatments[0],
            treatments=item.treatments,
            treatment_titles=tuple(
                (clinic.protocols.get(treatment) or questions.answers[treatment].protocol).title
                for treatment in item.treatments
            ),
            number=number,
            total=total,
            section=client_texts.SECTIONS[item.question.horizon],
            options=client_texts.options(item.question),
        )

    def answer(self, raw: Json) -> None:
        """Keep an answer."""
        if isinstance(raw, str) and self.questions.current.question.type is QuestionType.NOTE:
            raw = clean_note(raw)
        self.questions.answer(raw)

    def take_back(self) -> None:
        """Leave the question without an answer."""
        self.questions.take_back()

    def still_so(self) -> None:
        """Take over the last visit's answer."""
        last = self.questions.last_value(self.questions.current)
        if last is None:
            raise NotAllowed("There is no earlier answer to this question. Please choose one.")
        self.questions.answer(last)

    def forward(self) -> Step:
        """Go on; after several unsure answers help is offered, once."""
        questions, way = self.questions, self.way
        if not questions.is_answered(questions.current):
            questions.forward()  # says what is missing
        if questions.unsure >= _OFFER_HELP_AFTER and not way.unsure_offered:
            way.unsure_offered = True
            return Step.UNSURE_HELP
        return Step.QUESTION if questions.forward() else Step.REVIEW

    def after_offer(self) -> Step:
        """Go on after help was offered."""
        return Step.QUESTION if self.questions.forward() else Step.REVIEW

    def backward(self) -> Step:
        """Go back."""
        changing = self.questions.changing
        if self.questions.backward():
            return Step.QUESTION
        return Step.REVIEW if changing else Step.PRIVACY

    def to_last(self) -> Step:
        """Go back from the review to the last question."""
        self.questions.to_last()
        return Step.QUESTION

    def rows(self) -> tuple[ReviewRow, ...]:
        """Return all answers; what the booking says comes first."""
        questions, today = self.questions, self.place.clinic.today()
        fixed = [
            ReviewRow(
                question_id=name,
                treatment=treatment,
                short=questions.answers[treatment].protocol.question(name).short,
                answer_text=client_texts.answer_text(questions.answers[treatment].protocol.question(name), raw, today),
                changeable=False,
            )
            for treatment, known in questions.fixed.items()
            for name, raw in known.items()
        ]
        return (*fixed, *(self._row(item) for item in questions.items()))

    def _row(self, item: Item) -> ReviewRow:
        raw = self.questions.value(item)
        return ReviewRow(
            question_id=item.question.id,
            treatment=item.treatments[0],
            short=item.question.short,
            answer_text=client_texts.answer_text(item.question, raw, self.place.clinic.today()),
            answered=self.questions.is_answered(item),
        )

    def require_complete(self) -> None:
        """Refuse to go on while a question has no answer."""
        missing = next(self.questions.unanswered(), None)
        if missing is not None:
            raise BadInput(f"One question has no answer yet: {missing.question.short}. Please touch it to answer.")

    def resumed(self, visit_id: str | None, staff: StaffMember | None) -> Way:
        """Return the way of a draft that staff brought back to this terminal."""
        clinic = self.place.clinic
        actor = staff.actor(clinic.terminal) if staff else self.place.actor
        with clinic.records.write(actor) as writer:
            if visit_id is not None and staff is not None:
                draft = drafts.hand(clinic, writer, visit_id, clinic.terminal)
            else:
                found = drafts.handed_to(writer, clinic.terminal, clinic.today())
                if found is None:
                    raise NotAllowed("Only our staff can bring back what was answered. Please call them.")
                draft = found
            visits = [clinic.visits.get(each, writer) for each in draft.visit_ids]
            open_ones = tuple(visit for visit in visits if visit.state is VisitState.arrived)
            if not open_ones:
                raise NotAllowed("This check-in is not open any more. Please ask the desk.")
            kept = tuple(
                clinic.visits.write(writer, visit.model_copy(update={"stopped": False}), "visit.resumed")
                for visit in open_ones
            )
            document = writer.get(Kind.DRAFT, draft.id)
            if document is not None:
                writer.put(
                    Kind.DRAFT,
                    {**document, "handed_to": None},
                    expect=document["revision"],
                    index={"visit_id": list(draft.visit_ids)},
                )
        way = Way(
            step=Step.PRIVACY,
            client=clinic.clients.get(draft.client_id),
            proof=draft.proof,
            visits=kept,
            arrived=True,
            needs_guardian=draft.needs_guardian,
            guardian_present=draft.guardian_present,
            answered_by=draft.answered_by,
            privacy_sha=draft.privacy_sha,
            started_at=draft.started_at,
            draft_id=draft.id,
            unsure_offered=draft.unsure_offered,
        )
        return Answering(self.place, way)._restored(draft)  # noqa: SLF001 - the same class

    def _restored(self, draft: drafts.Draft) -> Way:
        way, clinic = self.way, self.place.clinic
        now = {name: protocol.sha256 for name, protocol in clinic.protocols.items() if name in way.treatments}
        same = all(now.get(name, "") == draft.protocols.get(name) for name in way.treatments)
        if draft.questions is not None and same:
            way.questions = self._laid_out()
            way.questions.restore(draft.questions)
            way.questions.start()
            complete = next(way.questions.unanswered(), None) is None
            way.step = Step.REVIEW if complete else Step.QUESTION
        elif way.needs_guardian and not draft.guardian_present:
            way.step = Step.GUARDIAN
        return way
