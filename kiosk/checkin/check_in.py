"""A client's check-in as a plain state machine: what the touch screens, `kiosk checkin` and the demo all use.

Every call returns the step that comes next, or raises `BadInput` or `NotAllowed` with a sentence for the client. Nothing
is asked of the screen but to show the step and to pass on what was typed.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import time
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

from kiosk.checkin import completion, drafts, ending, review, signing, spoken_language, understanding, walk_in
from kiosk.checkin.admission import Admission, admit
from kiosk.checkin.client_languages import in_force_for
from kiosk.checkin.drafts import Draft, Proof
from kiosk.checkin.ending import Ended
from kiosk.checkin.question_plan import lay_out
from kiosk.checkin.questionnaire import Questionnaire
from kiosk.checkin.screen_data import (
    Appointment,
    Asked,
    Ending,
    Notice,
    NoticeFacts,
    NoticeKind,
    ReviewRow,
    Step,
    Text,
)
from kiosk.checkin.signing import Signature
from kiosk.checkin.stopwatch import Stopwatch
from kiosk.checkin.texts import answering_texts, arriving_texts, client_texts, helping_texts, signing_texts
from kiosk.checkin.understanding import AskingBack, Explanation
from kiosk.core.answer_words import answer_for_client, client_options
from kiosk.core.clean import clean, clean_note
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.core.language import ENGLISH, languages, speaking, tr
from kiosk.core.read_in import read_in_its_language
from kiosk.people.client_book import Client
from kiosk.people.identify import FREE_TRIES, WrongTries, read_birth_date
from kiosk.people.names import digits, name_words, same_given
from kiosk.people.staff import StaffMember
from kiosk.people.wishes import CallBy, Need, Wishes
from kiosk.records import Reader, Writer
from kiosk.visits import calling, consent, kept_language
from kiosk.visits.books import Books
from kiosk.visits.consent import ConsentText
from kiosk.visits.drawing import Drawing
from kiosk.visits.record_lock import lock_of
from kiosk.visits.terminals import IDLE
from kiosk.visits.visit import Visit, VisitState
from kiosk.visits.visit_book import code_key
from kiosk.visits.visit_parts import AnsweredBy, HelpedBy, Json, Relation
from rules import Question, QuestionType

_LAST_DIGITS = 4
_OFFER_HELP_AFTER = 5
_TOUCH_EVERY_SECONDS = 15

_P = ParamSpec("_P")
_R = TypeVar("_R")


def _whole(step: Callable[Concatenate["CheckIn", _P], _R]) -> Callable[Concatenate["CheckIn", _P], _R]:
    """Take a step whole or not at all."""

    @wraps(step)
    def taken(self: "CheckIn", /, *given: _P.args, **named: _P.kwargs) -> _R:
        with self._or_as_before():
            return step(self, *given, **named)

    return taken


@read_in_its_language
class CheckIn:
    """One client at one terminal: identify, confirm the booking, how to be called, questions, review, consent, done.

    `step` says what to show. After DONE the same object serves the next client. Without `save_each_step` only what
    is complete is kept: so for a check-in that is played in a moment, and can't be broken off between two steps.
    What it gives to read is in its `language`; a refusal is in what the terminal speaks, which is the same where a client is.
    """

    def __init__(self, books: Books, *, save_each_step: bool = True) -> None:
        self._books = books
        self._actor = books.actor_client()
        self._wrong_tries = WrongTries(books)
        self._save_each_step = save_each_step
        self._draft = drafts.blank(books)
        self._watch = Stopwatch(books.clock, self._draft.seconds)
        self._touched = books.clock.monotonic()

    @property
    def step(self) -> Step:
        """Which step the client is at."""
        return self._draft.step

    # The language

    @property
    def language(self) -> str:
        """The code of the language in which the client is spoken to now."""
        return self._draft.wants_language or self._draft.language

    @_whole
    def choose_language(self, language: str) -> Step:
        """Speak another language from now on; step, answers and place stay, and what was signed under other words goes.

        If not all that is booked today can be asked in it, a notice says so in that language, and asks before it calls the desk.
        """
        if language not in languages():
            return self.step
        self._draft.chosen_language, self._draft.without_language = language, None
        self._leave_language_notice()
        return self._speak(language)

    def _speak(self, language: str) -> Step:
        """Speak a language, or say in it that it can't be spoken; where nothing is asked any more, all can be."""
        asks = self.step not in (Step.NOTICE, Step.DONE)
        if not asks:  # what the desk is told stands
            self._draft.language = language
            return self.step
        if not spoken_language.may_be_spoken(self._books, self._draft, language):
            return self._language_notice(language)
        with self._saved() as draft:
            draft.language = language
            spoken_language.take_words(self._books, draft)
            if draft.consent_texts:
                ids = [text.visit_id for text in draft.consent_texts]
                spoken_language.put_consents(draft, completion.consents_in_words(self._books, draft, ids))
                draft.to_ask_back = self._to_ask_back()
        return self.step

    def _language_notice(self, language: str) -> Step:
        draft = self._draft
        draft.after_notice, draft.wants_language = self.step, language
        draft.notice = NoticeFacts("language")
        return self._go(Step.NOTICE)

    def _leave_language_notice(self) -> None:
        draft = self._draft
        if draft.wants_language is not None:
            draft.wants_language, draft.notice = None, None
            self._go(draft.after_notice)

    @_whole
    def language_help(self, wanted: bool) -> Step:
        """Call the desk because a language can't be spoken, and stay; or go on in English."""
        draft = self._draft
        if draft.wants_language is None or draft.notice is None:
            raise NotAllowed(tr(answering_texts.NOT_FROM_HERE))
        if not wanted:
            draft.without_language = draft.wants_language
            self._leave_language_notice()
            return self._speak(ENGLISH)
        self._books.terminals.call_help(self._actor)
        self._tell_desk("language", draft.visits, wanted=draft.wants_language)
        draft.notice = replace(draft.notice, called=True)
        return self.step

    # Identify: WHO, FIRST_NAME, PROOF

    @_whole
    def identify(self, family_name: str, day: str | int, month: str | int, year: str | int) -> Step:
        """Take the family name and the three fields of the date of birth."""
        self._only_at(Step.WHO)
        name = clean(family_name)
        if not name_words(name):
            raise BadInput(tr(arriving_texts.TYPE_FAMILY_NAME))
        born = read_birth_date(day, month, year, self._books.today())
        if self._books.clock_doubt():
            return self._show("clock")
        if wait := self._wrong_tries.wait_seconds(name):
            return self._show("try_later", wait=wait)
        self._draft.typed_name = name
        found = self._books.clients.find(name, born)
        if not found:
            return self._wrong()
        if len(found) > 1:
            self._draft.candidates = tuple(found)
            return self._go(Step.FIRST_NAME)
        return self._known(found[0], "name")

    @_whole
    def identify_code(self, code: str) -> Step:
        """Take a booking code, typed or scanned; a correct one is never delayed."""
        self._only_at(Step.WHO)
        clinic, key = self._books, code_key(clean(code, 80))
        if not key:
            raise BadInput(tr(arriving_texts.TYPE_CODE))
        if clinic.clock_doubt():
            return self._show("clock")
        owners = {visit.client_id for visit in clinic.visits.by_code(key) if visit.day >= clinic.today()}
        if len(owners) != 1:
            wait = self._wrong_tries.wait_seconds()
            return self._show("try_later", wait=wait) if wait else self._wrong()
        return self._known(clinic.clients.get(owners.pop()), "code")

    def identify_scan(self, text: str) -> Step:
        """Take a booking code scanned where the family name is typed; a name with a digit in it is asked about."""
        self.identify_code(text)
        if self.notice and self.notice.kind == "not_found":
            self._forget(again=True)
            raise BadInput(tr(arriving_texts.NAME_OR_CODE))
        return self.step

    @_whole
    def give_first_name(self, text: str) -> Step:
        """Take the first name, where two people share family name and date of birth."""
        self._only_at(Step.FIRST_NAME)
        name = clean(text)
        if not name_words(name):
            raise BadInput(tr(arriving_texts.TYPE_FIRST_NAME))
        fitting = [
            client for client in self._draft.candidates if same_given(name, client.given_name or client.family_name)
        ]
        exact = [client for client in fitting if name_words(client.given_name) == name_words(name)]
        found = exact or fitting
        if not found:
            return self._wrong()
        if len(found) > 1:
            return self._show("desk")
        return self._known(found[0], "name")

    def _wrong(self) -> Step:
        count = self._wrong_tries.count_wrong(self._draft.typed_name or None, self._actor)
        if count < FREE_TRIES:
            return self._show("not_found", tell=False)
        self._show("desk", tell=False)
        self._tell_desk("try_later")
        return self.step

    def _known(self, client: Client, proof: Proof) -> Step:
        draft, clinic = self._draft, self._books
        draft.client, draft.proof = client, proof
        with clinic.records.read() as reader:
            if lock_of(clinic, reader, client.id) is not None:  # what is on record would be asked about again
                return self._show("desk")
            admission = self._admission(client, reader)
        if admission.notice == "not_found":
            return self._wrong() if proof == "name" else self._show("not_found", tell=False)
        if admission.notice:
            return self._show(admission.notice, admission.about, opens=admission.opens)
        draft.visits = admission.visits
        if any(visit.proof == "staff" for visit in draft.visits):
            draft.proof = "staff"
        unproven = draft.proof == "name" and client.phone_last4 and not self._proof_is_closed(client)
        self._go(Step.PROOF if unproven else Step.VISIT)
        draft.own_language = kept_language.own_language(client, draft.visits)
        wanted = draft.chosen_language or draft.own_language
        is_new = wanted in languages() and wanted not in (ENGLISH, draft.without_language)
        return self._speak(wanted) if is_new else self.step

    def _admission(self, client: Client, reader: Reader) -> Admission:
        clinic, busy = self._books, self._books.terminals.busy_elsewhere()
        visits = clinic.visits.of_client(client.id, reader)
        return admit(visits, clinic.now(), clinic.settings, lambda visit: visit.id in busy and not visit.stopped)

    @_whole
    def prove(self, last4: str) -> Step:
        """Take the last four digits of the telephone on record."""
        self._only_at(Step.PROOF)
        client = self._draft.client
        if client is None or client.phone_last4 is None:
            raise NotAllowed(tr(arriving_texts.NO_PHONE))
        typed = digits(clean(last4, 40))
        if len(typed) != _LAST_DIGITS:
            raise BadInput(tr(arriving_texts.TYPE_LAST_DIGITS))
        if typed == client.phone_last4:
            self._draft.proof = "phone"
            return self._go(Step.VISIT)
        self._wrong_tries.count_wrong(_proof_key(client), self._actor)
        if self._proof_is_closed(client):
            return self._go(Step.VISIT)
        raise BadInput(tr(arriving_texts.WRONG_DIGITS))

    def _proof_is_closed(self, client: Client) -> bool:
        return self._wrong_tries.wrong_of(_proof_key(client)) >= FREE_TRIES

    def skip_proof(self) -> Step:
        """Go on without a second proof: everything is asked in full."""
        self._only_at(Step.PROOF)
        return self._go(Step.VISIT)

    # Without an appointment: WALK_IN

    def no_appointment(self) -> Step:
        """Go to the form for those who have no appointment."""
        self._only_at(Step.WHO)
        return self._go(Step.WALK_IN)

    @property
    def treatments(self) -> tuple[tuple[str, str], ...]:
        """The treatments a walk-in may ask for: id and title."""
        return tuple(
            (each, spoken_language.title_in(self._books, each, self.language)) for each in self._books.titles()
        )

    @_whole
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
        self._only_at(Step.WALK_IN)
        asked = walk_in.request(
            self._books,
            self._actor,
            given_name,
            family_name,
            (day, month, year),
            phone,
            treatment,
            self._draft.chosen_language,
        )
        return self._show("walk_in_sent", asked=asked.id)

    # Confirm the booking: VISIT

    @property
    def appointments(self) -> tuple[Appointment, ...]:
        """Today's appointments of this client; treatment and practitioner only after a second proof."""
        draft = self._draft
        if draft.client is None:
            return ()
        return tuple(
            Appointment(
                visit_id=visit.id,
                time=visit.start,
                initials=draft.client.initials,
                treatment=spoken_language.title_in(self._books, visit.treatment, self.language)
                if draft.second_proof
                else None,
                practitioner=visit.practitioner if draft.second_proof and visit.practitioner else None,
            )
            for visit in draft.visits
        )

    @_whole
    def yes(self) -> Step:
        """Say yes, this is my visit: the client has arrived, and a draft is begun."""
        self._only_at(Step.VISIT)
        draft, clinic, client = self._draft, self._books, self._draft.client
        if client is None:
            raise NotAllowed(tr(arriving_texts.WHO_FIRST))
        with clinic.records.write(self._actor) as writer:
            admission = self._admission(client, writer)
            if not admission.notice and all(visit.treatment in clinic.protocols for visit in admission.visits):
                drafts.throw_away_old(clinic, writer)
                if any(visit.proof == "staff" for visit in admission.visits):
                    draft.proof = "staff"
                draft.visits = tuple(
                    clinic.visits.write(writer, self._arrived(writer, visit, client), "visit.arrive")
                    for visit in admission.visits
                )
                draft.arrived = True
                drafts.take_out_of_hand(writer, draft.visits)
                drafts.keep_draft(clinic, writer, draft)
        if admission.notice or not draft.arrived:
            return self._show(admission.notice or "desk", admission.about, opens=admission.opens)
        draft.needs_guardian = client.age(clinic.today()) < clinic.settings.age_of_consent
        return self._go(Step.GUARDIAN if draft.needs_guardian else self._wishes_or_privacy)

    def _arrived(self, writer: Writer, visit: Visit, client: Client) -> Visit:
        """Return the visit being answered; what the desk did before can't be taken back under the client's hands."""
        here = visit if visit.state is VisitState.arrived else visit.arrive(self._books.clock.now())
        here = calling.with_number(self._books, writer, here, client)
        said = {"proof": self._draft.proof, "language": self._draft.language}
        return here.model_copy(update={"stopped": False, "desk_steps": (), **said})

    @_whole
    def not_me(self) -> Step:
        """Say no, this is not my visit: forget who was found."""
        self._only_at(Step.VISIT)
        before = self._draft
        self.leave("client")
        self._keep_choice(before)
        return self.step

    # What is told: NOTICE

    @property
    def notice(self) -> Notice | None:
        told = self._draft.notice if self.step is Step.NOTICE else None
        return ending.notice_in_words(told) if told else None

    @_whole
    def acknowledge(self) -> Step:
        """Go on from a notice (to WHO if it may be tried again, else to DONE), or from DONE to the next client."""
        self._only_at(Step.NOTICE, Step.DONE)
        if self._draft.wants_language is not None:
            return self.language_help(wanted=False)
        notice, told = self.notice, self._draft.notice
        if notice and not notice.may_retry:
            return self._end(Ended(notice=told))
        return self._forget(again=notice is not None)

    def _end(self, told: Ended) -> Step:
        """Forget everything but what the last screen tells, and the language."""
        language = self._draft.language
        self._forget()
        self._draft.ended, self._draft.language = told, language
        return self._go(Step.DONE)

    # Under age: GUARDIAN

    @_whole
    def guardian(self, present: bool) -> Step:
        """Go on with a guardian; without one the desk is called."""
        self._only_at(Step.GUARDIAN)
        self._draft.guardian_present = present
        if not present:
            self._stop("guardian")
            return self._show("guardian_needed", self._draft.visits)
        with self._saved() as draft:
            draft.step = self._wishes_or_privacy
        return self.step

    # How to call them, and what they need: WISHES

    @property
    def _wishes_or_privacy(self) -> Step:
        client = self._draft.client
        return Step.WISHES if self.may_wish and client and client.wishes is None else Step.PRIVACY

    @property
    def may_wish(self) -> bool:
        """Whether this client may say, and see, how they are called: they are here, and have proven who they are."""
        return self._draft.arrived and self._draft.second_proof

    @property
    def wishes(self) -> Wishes | None:
        """How this client is called and what they need, as far as they have said."""
        client = self._draft.client
        return client.wishes if client and self.may_wish else None

    @_whole
    def wish(self, call_by: CallBy, name: str = "", needs: Sequence[Need] = ()) -> Step:
        """Say how to be called and what one needs; it is remembered, and not asked again."""
        if not self.may_wish or self._draft.client is None:
            raise NotAllowed(tr(arriving_texts.WHO_FIRST))
        client_id = self._draft.client.id
        with self._books.records.write(self._actor) as writer:
            kept = calling.keep_wishes(self._books, writer, client_id, call_by=call_by, name=name, needs=needs)
            visits = tuple(self._books.visits.get(visit.id, writer) for visit in self._draft.visits)
        self._draft.client, self._draft.visits = kept, visits
        return self._go(Step.PRIVACY) if self.step is Step.WISHES else self.step

    def no_wish(self) -> Step:
        """Say nothing of it now; it is asked at the next visit."""
        self._only_at(Step.WISHES)
        return self._go(Step.PRIVACY)

    # Before the questions: PRIVACY

    @property
    def privacy(self) -> Text:
        """The privacy notice, short and in full."""
        return client_texts.privacy(self._books.settings)

    @property
    def who_may_answer(self) -> dict[AnsweredBy, str]:
        """Who may answer the questions, each in the client's words: a guardian only where one is needed."""
        return {
            who: tr(words)
            for who, words in client_texts.WHO_ANSWERS.items()
            if (who != "guardian" or self._draft.needs_guardian) and (who != "client" or not self._answers_together)
        }

    @property
    def _answers_together(self) -> bool:
        """Whether the client is too young to answer alone."""
        books, client = self._books, self._draft.client
        return client is not None and client.age(books.today()) < min(
            books.settings.age_of_own_answers, books.settings.age_of_consent
        )

    @property
    def answering_note(self) -> str:
        """What a young person is told about who answers; empty for everybody else."""
        if self._answers_together:
            return tr(client_texts.ANSWER_TOGETHER)
        return tr(client_texts.MAY_ANSWER_ALONE) if self._draft.needs_guardian else ""

    def who_may_help(self, answered_by: AnsweredBy) -> dict[HelpedBy, str]:
        """Who may interpret or help, each in the client's words; empty where the client, a guardian or staff answer."""
        return (
            {who: tr(words) for who, words in helping_texts.HELPERS.items()} if answered_by in helping_texts.ASK else {}
        )

    @_whole
    def accept(self, answered_by: AnsweredBy | None = None, helped_by: HelpedBy | None = None) -> Step:
        """Go on from the privacy notice to the questions, a second time to where they stand; say who answers, and who helps."""
        self._only_at(Step.PRIVACY)
        usual: AnsweredBy = "guardian" if self._answers_together else "client"
        who = answered_by or usual
        if who == "client" and usual == "guardian":
            raise NotAllowed(tr(client_texts.ANSWER_TOGETHER))
        may_help = self.who_may_help(who)
        if may_help and helped_by not in may_help:
            raise BadInput(tr(helping_texts.SAY_WHO))
        with self._saved() as draft:
            draft.answered_by, draft.helped_by = who, helped_by if may_help else None
            draft.privacy_sha, draft.privacy_language = self.privacy.sha, draft.language
            if draft.questionnaire is None:
                draft.questionnaire = lay_out(self._books, draft)
                spoken_language.take_words(self._books, draft)
            draft.questionnaire.start()
            draft.step = Step.QUESTION
        return self.step

    # The questions one by one: QUESTION, UNSURE_HELP

    @property
    def asked(self) -> Asked:
        """The question on the screen."""
        self._only_at(Step.QUESTION)
        questions, clinic = self._draft.asked_questions, self._books
        item = questions.current
        number, total = questions.place
        value = questions.value(item)
        last = questions.last_value(item) if value is None else None
        question = self._as_read(item.treatments, item.question)
        return Asked(
            question=question,
            value=value,
            last=last,
            last_text="" if last is None else answer_for_client(question, last, clinic.today()),
            treatment=item.treatments[0],
            treatments=item.treatments,
            treatment_titles=tuple(
                (
                    self._draft.shown.get(treatment)
                    or clinic.protocols.get(treatment)
                    or questions.answers[treatment].protocol
                ).title
                for treatment in item.treatments
            ),
            number=number,
            total=total,
            section=tr(client_texts.SECTIONS[item.question.horizon]),
            options=client_options(question),
            may_be_left=item.may_be_left,
            before=self._said_before(questions),
        )

    def _as_read(self, treatments: Sequence[str], question: Question) -> Question:
        """Return a question in the words of the language that is spoken."""
        shown = self._draft.shown
        return next((shown[each].question(question.id) for each in treatments if each in shown), question)

    def _said_before(self, questions: Questionnaire) -> str:
        """Repeat what one touch said: an answer, or that several are still so."""
        item = questions.before
        raw = questions.value(item) if item else None
        if item is None or raw is None or item.question.type is QuestionType.NOTE:
            return ""
        question = self._as_read(item.treatments, item.question)
        said = answer_for_client(question, raw, self._books.today())
        if not isinstance(raw, str):
            last = questions.last_value(item)
            if last is None or answer_for_client(question, last, self._books.today()) != said:
                return ""
            said = tr(answering_texts.STILL_SO)
        return answering_texts.question_and_answer(question.short, said)

    def in_view(self) -> None:
        """Say that the question is on a screen: its time is counted from now on, until it is answered."""
        self._only_at(Step.QUESTION)
        self._watch.in_view(self._draft.asked_questions.current.name)

    def answer(self, raw: Json) -> Step:
        """Choose an answer; it counts from now on, and `next` goes on."""
        self._only_at(Step.QUESTION)
        questions = self._draft.asked_questions
        is_note = isinstance(raw, str) and questions.current.question.type is QuestionType.NOTE
        questions.answer(clean_note(raw) if is_note else raw)
        if is_note:
            self._draft.note_language = self.language if raw else None
        self._watch.answered()
        return self.step

    def take_back(self) -> Step:
        """Take an answer back: the question has none from now on, and `next` asks for one."""
        self._only_at(Step.QUESTION)
        self._draft.asked_questions.take_back()
        return self.step

    def still_so(self) -> Step:
        """Yes, what I said last time is still so."""
        self._only_at(Step.QUESTION)
        questions = self._draft.asked_questions
        last = questions.last_value(questions.current)
        if last is None:
            raise NotAllowed(tr(answering_texts.NO_EARLIER_ANSWER))
        questions.answer(last)
        self._watch.answered()
        return self.step

    def next(self) -> Step:
        """Go on to the next question, or to the review; BadInput if the question has no answer.

        After several unsure answers help is offered, once.
        """
        self._only_at(Step.QUESTION)
        with self._saved() as draft:
            questions = draft.asked_questions
            offer = questions.unsure >= _OFFER_HELP_AFTER and not draft.unsure_offered
            if offer and questions.is_answered(questions.current):
                draft.unsure_offered = True
                draft.step = Step.UNSURE_HELP
            else:
                draft.step = Step.QUESTION if questions.forward() else Step.REVIEW
        self._watch.left()
        return self.step

    @_whole
    def help_wanted(self, wanted: bool) -> Step:
        """Say whether help is wanted after several unsure answers."""
        self._only_at(Step.UNSURE_HELP)
        if wanted:
            self._books.terminals.call_help(self._actor)
        with self._saved() as draft:
            draft.step = Step.QUESTION if draft.asked_questions.forward() else Step.REVIEW
        return self.step

    @_whole
    def back(self) -> Step:
        """Go one step back; nothing that was answered is lost."""
        match self.step:
            case Step.FIRST_NAME | Step.WALK_IN | Step.PROOF:
                self._forget(again=True)
            case Step.VISIT:
                self.not_me()
            case Step.GUARDIAN | Step.WISHES | Step.PRIVACY:
                self._go(Step.VISIT)
            case Step.QUESTION:
                with self._saved() as draft:
                    before = Step.REVIEW if draft.asked_questions.changing else Step.PRIVACY
                    draft.step = Step.QUESTION if draft.asked_questions.backward() else before
                self._watch.left()
            case Step.UNSURE_HELP:
                self._go(Step.QUESTION)
            case Step.REVIEW:
                with self._saved() as draft:
                    draft.asked_questions.to_last()
                    draft.step = Step.QUESTION
            case Step.CONSENT:
                self._back_from_consent()
            case Step.NOTICE if self._draft.wants_language is not None:
                self._leave_language_notice()
                spoken = self._draft.language
                self._speak(spoken if spoken_language.may_be_spoken(self._books, self._draft, spoken) else ENGLISH)
            case _:
                raise NotAllowed(tr(answering_texts.NO_WAY_BACK))
        return self.step

    # All answers once more: REVIEW

    @property
    def rows(self) -> tuple[ReviewRow, ...]:
        """All answers, for the review; what asks for a look comes first."""
        return review.rows(self._draft.asked_questions, self._books.today(), self._draft.shown)

    def change(self, question_id: str, treatment: str) -> Step:
        """Change an answer; `next` leads back to the review, by the follow-ups that the change opens."""
        self._only_at(Step.REVIEW)
        self._draft.asked_questions.change(question_id, treatment)
        return self._go(Step.QUESTION)

    @_whole
    def finish(self) -> Step:
        """Call the answers right, and go on: to the consent where one is asked, else to the end."""
        self._only_at(Step.REVIEW)
        missing = next(self._draft.asked_questions.unanswered(), None)
        if missing is not None:
            short = self._as_read(missing.treatments, missing.question).short
            raise BadInput(answering_texts.one_unanswered(short))
        self._require_clock()
        if not in_force_for(self._books, self._draft.language, self._draft.treatments):
            return self._language_notice(self._draft.language)
        self._draft.asked_questions.settle_what_was_left()
        self._draft.consents = {}
        self._draft.consent_texts = completion.consents_to_ask(self._books, self._draft)
        if not self._draft.consent_texts:
            return self._complete()
        self._draft.asked_back = understanding.of_these_words(self._draft.asked_back, self._draft.consent_texts)
        self._draft.to_ask_back = self._to_ask_back()
        with self._saved() as draft:
            draft.step = Step.CONSENT
        return self.step

    def _to_ask_back(self) -> frozenset[str]:
        """Return the visits whose consents ask back whether they were explained well."""
        books, draft = self._books, self._draft
        visits = books.visits.of_client(draft.visits[0].client_id)
        return frozenset(
            text.visit_id
            for text in draft.consent_texts
            if understanding.is_due(visits, text, books.today(), books.settings.zone)
        )

    # A yes or a no to each treatment: CONSENT

    @property
    def consent(self) -> ConsentText:
        self._only_at(Step.CONSENT)
        return next(text for text in self._draft.consent_texts if text.visit_id not in self._draft.consents)

    @property
    def asked_back(self) -> AskingBack | None:
        """What is asked back before the signature; None where nothing is due, or it was answered."""
        text, draft = self.consent, self._draft
        due = text.visit_id in draft.to_ask_back and text.visit_id not in draft.asked_back
        return understanding.asking_back(text) if due else None

    def understood(self, answer: str) -> Explanation | None:
        """Answer what is asked back; returns what is explained once more, and the client goes on all the same."""
        text, draft = self.consent, self._draft
        with speaking(self.language):
            kept, explanation = understanding.judge_teach_back(text, answer, self._books.clock.now())
        draft.asked_back = {**draft.asked_back, text.visit_id: kept}
        return explanation

    @_whole
    def give(self, typed_name: str = "", *, relation: Relation | None = None, drawn: Drawing | None = None) -> Step:
        """Say yes to the treatment by a drawn signature or a typed name; a guardian says how they are related.

        Each name that is not the expected one is asked about once: OtherName. Given again it is taken, and marked for the desk.
        """
        text, draft = self.consent, self._draft
        if draft.client is None:
            raise NotAllowed(tr(arriving_texts.WHO_FIRST))
        signed = signing.signature(draft.client, text.by, typed_name, relation, drawn)
        if signed.doubt and signed.name is not None and signed.name not in draft.names_asked:
            draft.names_asked |= {signed.name}
            raise signing.OtherName(signed.doubt)
        if text.by == "guardian" and self._books.settings.both_parents and not self.signs_second:
            draft.first_signatures = {**draft.first_signatures, text.visit_id: signed}
            return self.step
        first = draft.first_signatures.get(text.visit_id)
        return self._signed(text, first or signed, signed if first else None)

    def _signed(self, text: ConsentText, first: Signature, second: Signature | None) -> Step:
        at = self._books.clock.now()
        return self._answered_consent(
            text,
            yes=True,
            assent=True if text.visit_id in self._draft.assented else None,
            second=signing.second(second, at) if second else None,
            **first.as_stored,
        )

    @property
    def signs_second(self) -> bool:
        """Whether one parent has signed, and the other one reads the same text."""
        return self.consent.visit_id in self._draft.first_signatures

    @property
    def is_second_asked(self) -> bool:
        """Whether two parents sign here, so that each says how they are related."""
        return self._books.settings.both_parents

    @_whole
    def only_one_here(self) -> Step:
        """Go on with one parent's signature: staff take the other one's on paper."""
        text = self.consent
        first = self._draft.first_signatures.get(text.visit_id)
        if first is None:
            raise NotAllowed(tr(signing_texts.ONE_SIGNS_FIRST))
        return self._signed(text, first, None)

    @property
    def asks_young_person(self) -> bool:
        """Whether the young person is still to say what they want themselves, beside the guardian who signs."""
        text = self.consent
        return text.by == "guardian" and text.visit_id not in self._draft.assented

    @_whole
    def young_person(self, wants: bool) -> Step:
        """Take the young person's own word: their no stands, and their yes is kept beside the guardian's."""
        text = self.consent
        if text.by != "guardian":
            raise NotAllowed(tr(signing_texts.CLIENTS_OWN))
        if not wants:
            return self._answered_consent(text, yes=False, assent=False)
        self._draft.assented |= {text.visit_id}
        return self.step

    @_whole
    def decline(self) -> Step:
        """Say no to the treatment; reception is told."""
        return self._answered_consent(self.consent, yes=False)

    def _answered_consent(self, text: ConsentText, *, yes: bool, **signed: Any) -> Step:
        draft = self._draft
        asked_back = draft.asked_back.get(text.visit_id)
        given = consent.consent_record(text, yes=yes, at=self._books.clock.now(), asked_back=asked_back, **signed)
        draft.consents = {**draft.consents, text.visit_id: given}
        if len(draft.consents) == len(draft.consent_texts):
            return self._complete()
        with self._saved():
            return self.step

    def _back_from_consent(self) -> None:
        if self._draft.needs_guardian:
            raise NotAllowed(tr(answering_texts.CLOSED))
        self._draft.consents, self._draft.consent_texts = {}, ()
        with self._saved() as draft:
            draft.step = Step.REVIEW

    # The end: DONE

    def _complete(self) -> Step:
        self._require_clock()
        kept = completion.complete(self._books, self._actor, self._draft)
        return self._end(ending.ended(self._books, kept))

    def _require_clock(self) -> None:
        if self._books.clock_doubt():
            raise NotAllowed(tr(client_texts.WAITING_FOR_STAFF))

    @property
    def ending(self) -> Ending | None:
        """The last screen."""
        told = self._draft.ended
        return ending.ending(told) if told else None

    # At any time

    @property
    def patience(self) -> int:
        """Seconds without a touch after which the client is asked whether they are still there: reading takes longest."""
        settings = self._books.settings
        match self.step:
            case Step.QUESTION:
                return settings.question_idle_seconds
            case Step.PRIVACY | Step.REVIEW | Step.CONSENT:
                return settings.reading_idle_seconds
            case _:
                return settings.idle_seconds

    def touch(self) -> None:
        """Somebody is still here; cheap enough to be called at every key."""
        now = self._books.clock.monotonic()
        if self._draft.id and now - self._touched >= _TOUCH_EVERY_SECONDS:
            self._touched = now
            self._books.terminals.change(self._actor)

    def leave(self, why: Literal["timeout", "client", "staff", "desk"]) -> Step:
        """Leave half-way: wipe everything here, keep what was answered sealed, and tell the board; and the desk who comes to it."""
        is_told = (
            self.step is Step.NOTICE and self._draft.wants_language is None
        )  # and stopped already, with what the desk knows
        if self._draft.arrived and not is_told:
            self._stop(why)
        self._forget()
        if why == "desk":
            self._tell_desk("desk")
        return self.step

    def _stop(self, why: str) -> None:
        clinic, draft = self._books, self._draft
        with clinic.records.write(self._actor) as writer:
            mine, began = clinic.terminals.read(writer, clinic.terminal), draft.started_at or clinic.clock.now()
            if drafts.still_open(clinic, writer, [visit.id for visit in draft.visits]):  # what is complete has no draft
                drafts.keep_draft(clinic, writer, draft)
            still_asks = why == "timeout" and mine.asks_private(began)
            for number, visit in enumerate(draft.visits):
                now = clinic.visits.get(visit.id, writer)
                if now.state is VisitState.arrived:
                    asked = now.asked_private or (still_asks and number == 0)
                    stopped = now.model_copy(update={"stopped": True, "asked_private": asked})
                    clinic.visits.write(writer, stopped, "visit.stopped", why=why)
            # Who called and can't touch the screen still waits.
            no_call = {} if why == "timeout" else mine.without_call(began)
            clinic.terminals.write(writer, **IDLE, **no_call)
        if draft.notice is not None and draft.notice.called:  # which language is wanted stays on the visit's line
            self._tell_desk("language", draft.visits, wanted=draft.wants_language)

    def _forget(self, *, again: bool = False) -> Step:
        """Wipe everything; where the same client tries `again`, their time goes on, and the language they chose is spoken."""
        before = self._draft
        self._draft = drafts.blank(self._books)
        if again:
            self._draft.started_at = before.started_at
            self._keep_choice(before)
        self._watch = Stopwatch(self._books.clock, self._draft.seconds)
        return self.step

    def _keep_choice(self, before: Draft) -> None:
        """Go on in the language that was chosen, or without it, while it is not known what is booked."""
        chosen, without = before.chosen_language, before.without_language
        self._draft.chosen_language, self._draft.without_language = chosen, without
        self._draft.language = chosen if chosen and chosen != without else ENGLISH

    # Brought back by staff

    @property
    def handed_back(self) -> bool:
        """Whether staff have handed a draft to this terminal."""
        with self._books.records.read() as reader:
            return drafts.handed_to(self._books, reader) is not None

    def left_half_way(self) -> tuple[Appointment, ...]:
        """Return what staff can bring back at this terminal: initials and time, and nothing else about a client."""
        self._books.terminals.sweep(self._books.actor_system())
        with self._books.records.read() as reader:
            return tuple(
                Appointment(
                    visit_id=visit.id,
                    time=visit.start,
                    initials=self._books.clients.get(visit.client_id, reader).initials,
                    treatment=None,
                    practitioner=None,
                )
                for visit in drafts.left(self._books, reader)
            )

    @_whole
    def resume(self, visit_id: str | None = None, staff: StaffMember | None = None) -> Step:
        """Go on with the draft that the desk handed to this terminal, or that `staff` brings back here by visit."""
        self._only_at(Step.WHO)
        books = self._books
        with books.records.write(staff.actor(books.terminal) if staff else self._actor) as writer:
            draft = drafts.take_draft(books, writer, visit_id if staff else None)
            draft.client = books.clients.get(draft.client_id, writer)
            self._go_on_in(draft)
            self._draft = draft
            self._watch = Stopwatch(books.clock, draft.seconds)
            self._speak(draft.language)
            draft.arrived = True  # and kept from here on: with what was taken, or not at all
            drafts.keep_draft(books, writer, draft)
        return self.step

    def _go_on_in(self, draft: Draft) -> None:
        """Stand where the client stopped, or before the questions if their rules have changed since."""
        now = drafts.asked_under(self._books, draft)
        same = all(now.get(name, "") == draft.protocols.get(name) for name in draft.treatments)
        same = same and spoken_language.are_translations_in_force(self._books, draft)
        draft.step = Step.PRIVACY
        if draft.questions is not None and same:
            questions = lay_out(self._books, draft)
            questions.restore(draft.questions)
            questions.start()
            complete = next(questions.unanswered(), None) is None
            draft.questionnaire, draft.step = questions, Step.REVIEW if complete else Step.QUESTION
            return
        draft.translations = {}  # everything is asked afresh
        if draft.needs_guardian and not draft.guardian_present:
            draft.step = Step.GUARDIAN

    # What every call has in common

    def _only_at(self, *steps: Step) -> None:
        if self.step not in steps:
            raise NotAllowed(tr(answering_texts.NOT_FROM_HERE))

    def _go(self, step: Step) -> Step:
        self._draft.step = step
        return step

    def _show(
        self,
        kind: NoticeKind,
        about: tuple[Visit, ...] = (),
        *,
        opens: time | None = None,
        wait: int = 0,
        tell: bool = True,
        asked: str | None = None,
    ) -> Step:
        """Show a notice, and tell the desk; `asked` is the visit that was asked for without an appointment."""
        self._draft.notice = NoticeFacts(kind, opens=opens, wait=wait)
        self._draft.step = Step.NOTICE
        if tell and kind not in ("try_later", "not_found"):
            self._tell_desk(kind, about, asked)
        return self.step

    def _tell_desk(
        self, kind: NoticeKind, about: tuple[Visit, ...] = (), asked: str | None = None, wanted: str | None = None
    ) -> None:
        """Put a notice for the desk on this terminal's line of the board; `wanted` is a language."""
        terminals, since = self._books.terminals, self._books.clock.now()
        if about or not self._draft.arrived:
            ids = tuple(visit.id for visit in about)
            terminals.change(self._actor, notice=kind, asked=asked, wants_language=wanted, since=since, visit_ids=ids)
        else:
            terminals.change(self._actor, notice=kind, asked=asked, wants_language=wanted, since=since)

    @contextmanager
    def _saved(self) -> Iterator[Draft]:
        """Keep the draft after a step."""
        with self._or_as_before():
            draft = self._draft
            yield draft
            if self._save_each_step and draft.arrived:
                with self._books.records.write(self._actor) as writer:
                    drafts.keep_draft(self._books, writer, draft)

    @contextmanager
    def _or_as_before(self) -> Iterator[None]:
        """Stay where the client was, if a step can't be kept, so that the same touch works again.

        What was typed and is no answer moves nobody; that it was asked about is remembered.
        """
        draft, watch, questions = self._draft.model_copy(), self._watch, self._draft.questionnaire
        standing = questions.standing if questions else None
        try:
            yield
        except BadInput:
            raise
        except BaseException:
            self._draft, self._watch = draft, watch
            if questions and standing:
                questions.standing = standing
            raise


def _proof_key(client: Client) -> str:
    return f"proof {client.id}"
