"""The practitioner's room: look, settle, decide, treat, and sign each of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

import rules
from kiosk.checkin.texts import client_texts
from kiosk.core.clean import clean, clean_note
from kiosk.core.errors import BadInput, NotAllowed, StaleWrite
from kiosk.people.staff import StaffMember
from kiosk.records import Writer
from kiosk.room import session_record, usual_settings
from kiosk.room.choices import choices
from kiosk.room.finish_form import FinishForm, SessionDraft, draw_finish_form
from kiosk.room.going_ahead import complete_verdict, missing, refuse_stop, require_going, require_lesion_closed
from kiosk.room.my_day import entries_of
from kiosk.room.open_products import OpenProducts, checked_product
from kiosk.room.other_treatment import alternatives
from kiosk.room.override import Override, needs_second, require_signers, second_signers, signed_over
from kiosk.room.summary import Summary, draw_summary
from kiosk.room.unsigned import carried, signed_at, without_last
from kiosk.visits import afterwards, bring_back, courses, rejudge
from kiosk.visits.books import Books
from kiosk.visits.day_book import DayEntry
from kiosk.visits.judge import OPEN
from kiosk.visits.session import NO_DETAILS, ProductUsed, SessionDetails
from kiosk.visits.staff_at_work import StaffAtWork
from kiosk.visits.visit import Correction, Settled, Visit, VisitState
from kiosk.visits.visit_parts import GOING, Decision, Json
from rules import UNKNOWNS, AfterCare, Answers, Outcome, Verdict

Choice = Literal["go_ahead", "with_care", "put_off", "decline"]
_NO_MORE: Mapping[str, Json] = {}


class Room(StaffAtWork):
    """One practitioner at work. `visit` is the visit as it was seen; each method returns it as it stands now."""

    def __init__(self, books: Books, staff: StaffMember) -> None:
        if staff.role != "practitioner" or not staff.active:
            raise NotAllowed(f"{staff.name} is not a practitioner here. Ask the lead.")
        super().__init__(books, staff)

    # My day, and a visit in it

    def my_day(self, day: date | None = None) -> tuple[DayEntry, ...]:
        """Return the day's visits with this practitioner, and those with none named, in order; before today's, what is still to finish."""
        return entries_of(self._books, self.staff.name, day)

    def summary(self, visit: Visit, *, stored: Visit | None = None, beside: Sequence[Visit] = ()) -> Summary:
        """Return everything on the practitioner's one screen, as the records are now.

        `stored` is the visit as it was read, and `beside` holds the client's other visits, with what is not signed yet on them.
        """
        now = {each.id: each for each in (visit, *beside)}
        return draw_summary(
            self._books,
            visit,
            self.answers(visit),
            others=self._others(visit),
            course=self.course(visit),
            to_bring_back=[now.get(each.id, each) for each in self.to_bring_back(visit)],
            stored=stored or visit,
            kinds=self.kinds(visit),
            settled=self.settled(visit),
            steps=self.steps(visit),
            choices=self.choices(visit),
        )

    def answers(self, visit: Visit) -> Answers | None:
        """Return the answers as they count now: with what was settled and corrected."""
        return self._books.judge.answers(visit, self._others(visit))

    def settled(self, visit: Visit) -> tuple[Settled, ...]:
        """Return what was settled, at this visit or an earlier one, and holds."""
        if visit.checkin is None:
            return ()
        given = self._books.judge.given(visit.checkin)
        changes = self._books.judge.changes(visit, self._others(visit), given)
        return tuple(each for each in changes if isinstance(each, Settled) and given.raw.get(each.question) == each.raw)

    def to_bring_back(self, visit: Visit) -> tuple[Visit, ...]:
        """Return this client's visits on the bring-back list, oldest first."""
        with self._books.records.read() as reader:
            return self._books.visits.to_bring_back(reader, visit.client_id)

    def kinds(self, visit: Visit) -> dict[str, tuple[str, ...]]:
        """Return the kinds that settle an answer as it stands, by question: only those that the lead signed."""
        answers, protocol = self.answers(visit), self._books.protocols.get(visit.treatment)
        if answers is None or protocol is None or not self._books.library.is_signed(visit.treatment):
            return {}
        return {
            question.id: question.kinds
            for question in protocol.questions
            if question.kinds and answers.raw.get(question.id) in ("yes", *UNKNOWNS)
        }

    def course(self, visit: Visit) -> courses.CourseView:
        """Return which session of its course this is, and the days before."""
        with self._books.records.read() as reader:
            return afterwards.course_so_far(self._books, visit, reader)

    def steps(self, visit: Visit) -> tuple[rules.PlannedStep, ...]:
        """Return the treatment's steps, tailored by the answers."""
        answers = self.answers(visit)
        return rules.steps(answers.protocol, answers) if answers else ()

    def choices(self, visit: Visit) -> list[str]:
        """Return what the clinic can choose so that the visit may go further: the smallest changes, in a line each."""
        answers = self.answers(visit)
        if answers is None or visit.state not in OPEN:
            return []
        gives = [each for each in self._books.protocols if each != visit.treatment and self._gives(each)]
        if visit.verdict is None or visit.verdict.worst < Outcome.DEFERRED:
            gives = []  # another treatment is for a client who can't have this one today
        return choices(self._books, visit, answers, self._others(visit), gives)

    def _others(self, visit: Visit) -> list[Visit]:
        with self._books.records.read() as reader:
            return rejudge.others_of(self._books, reader, [visit])

    # Answers, as the practitioner found them

    def settle(
        self,
        visit: Visit,
        question: str,
        says: Json,
        *,
        pin_checked: StaffMember | None = None,
        also: Mapping[str, Json] = _NO_MORE,
    ) -> Visit:
        """Settle an unsure answer by having looked or asked; `also` answers the follow-ups that this opens."""
        self._may_sign(pin_checked, visit)
        answers = self._open_answers(visit)
        if answers.raw.get(question) not in UNKNOWNS:
            raise NotAllowed("This answer is not unsure. Correct it instead, with a reason.")
        if says in UNKNOWNS:
            raise BadInput("Say what you found.")
        self._check(visit, answers, {question: says, **also})
        return self._settled(visit, answers, question, says, pin_checked, also=also)

    def settle_kind(self, visit: Visit, question: str, kind: str, *, pin_checked: StaffMember | None = None) -> Visit:
        """Settle a yes by naming which kind it is: one of those that, as the lead signed, do not count."""
        self._may_sign(pin_checked, visit)
        answers = self._open_answers(visit)
        if kind not in self.kinds(visit).get(question, ()):
            raise NotAllowed(
                "This kind is not on a list that the lead has signed, so it settles nothing. Ask the lead."
            )
        return self._settled(visit, answers, question, "no", pin_checked, kind=kind)

    def _settled(
        self,
        visit: Visit,
        answers: Answers,
        question: str,
        says: Json,
        pin_checked: StaffMember | None,
        *,
        also: Mapping[str, Json] = _NO_MORE,
        kind: str | None = None,
    ) -> Visit:
        settled = Settled(
            number=_next_number(visit),
            question=question,
            raw=answers.raw.get(question),
            says=says,
            also=dict(also),
            kind=kind,
            by=self.staff.name,
            at=self._books.clock.now(),
            day=self._books.today(),
        )
        after = visit.model_copy(update={"settled": (*visit.settled, settled)})
        return self._changed(visit, after, "settle", pin_checked)

    def correct(
        self,
        visit: Visit,
        question: str,
        raw: Json,
        reason: str,
        *,
        pin_checked: StaffMember | None = None,
        also: Mapping[str, Json] = _NO_MORE,
    ) -> Visit:
        """Correct an answer, with a reason; the client's own answer stays on record."""
        self._may_sign(pin_checked, visit)
        after = self._corrected(visit, question, raw, reason, also)
        return self._changed(visit, after, "correct", pin_checked)

    def change_areas(
        self, visit: Visit, areas: Sequence[str], reason: str, *, pin_checked: StaffMember | None = None
    ) -> Visit:
        """Change the areas to be treated; the verdict is worked out again."""
        self._may_sign(pin_checked, visit)
        after = self._corrected(visit, "area", list(areas), reason, {})
        return self._changed(visit, after, "areas", pin_checked)

    def _corrected(self, visit: Visit, question: str, raw: Json, reason: str, also: Mapping[str, Json]) -> Visit:
        words = clean_note(reason, 500)
        if not words:
            raise BadInput("Write why the answer is changed.")
        answers = self._open_answers(visit)
        if question == bring_back.LESION:
            require_lesion_closed(visit)
        self._check(visit, answers, {question: raw, **also})
        correction = Correction(
            number=_next_number(visit),
            question=question,
            raw=raw,
            was=answers.raw.get(question),
            also=dict(also),
            reason=words,
            by=self.staff.name,
            at=self._books.clock.now(),
            day=self._books.today(),
        )
        return visit.model_copy(update={"corrections": (*visit.corrections, correction)})

    def _open_answers(self, visit: Visit) -> Answers:
        if visit.state not in OPEN:
            raise NotAllowed("Answers can be changed only between the check-in and the end of the visit.")
        self._books.require_clock()
        answers = self.answers(visit)
        if answers is None:
            raise NotAllowed("This visit has no completed check-in, so there is no answer to change.")
        return answers

    def _check(self, visit: Visit, answers: Answers, given: Mapping[str, Json]) -> None:
        """Refuse what can't be an answer to these questions, or of this client."""
        born = self._books.clients.get(visit.client_id).date_of_birth
        try:
            for question, raw in given.items():
                answers = answers.with_answer(question, raw, answered_on=self._books.today(), born=born)
        except rules.AnswerError as error:
            raise BadInput(client_texts.refused(error)) from error

    def _changed(self, before: Visit, after: Visit, decision: Decision, pin_checked: StaffMember | None) -> Visit:
        """Return the visit as it is judged with a change, and keep it if it was signed."""
        reason = after.corrections[-1].reason if decision != "settle" else ""
        judged = self._judged(after.signed(self._signoff(decision, before, reason)))
        verdict = judged.verdict
        if verdict is not None and not verdict.complete:
            unsaid = ", ".join(self._short(judged, name) for name in verdict.unanswered)
            raise NotAllowed(f"This opens another question, which needs its answer too: {unsaid}.")
        return self._noted(judged, pin_checked)

    def _judged(self, visit: Visit) -> Visit:
        if visit.state not in OPEN:
            return visit
        on = rejudge.day_judged_for(self._books, visit)
        with self._books.records.read() as reader:
            return rejudge.judge_ahead(self._books, reader, [visit], on=on).visits[0]

    def _short(self, visit: Visit, question: str) -> str:
        return self._books.judge.rules_of(visit).question(question).short

    # A spot that no doctor has looked at

    def advise(self, visit: Visit, *, pin_checked: StaffMember | None = None) -> Visit:
        """Note that the client was advised to see a doctor and was given the slip: only that closes such a finding."""
        self._may_sign(pin_checked, visit)
        if visit.id not in {each.id for each in self.to_bring_back(visit)}:
            raise NotAllowed("The client mentioned no spot that a doctor should look at.")
        return self._noted(visit.signed(self._signoff("advised", visit)), pin_checked)

    def doctor_saw(self, visit: Visit, words: str, *, pin_checked: StaffMember | None = None) -> Visit:
        """Note that a doctor has looked, and what is said of it; the visit leaves the bring-back list."""
        self._may_sign(pin_checked, visit)
        said = clean_note(words, 500)
        if not said:
            raise BadInput("Write who looked and what they said.")
        if not bring_back.is_advised(visit):
            raise NotAllowed("Note first that the client was advised to see a doctor and was given the slip.")
        return self._noted(visit.signed(self._signoff("doctor_saw", visit, said)), pin_checked)

    # One PIN for all of it

    def sign(self, visit: Visit, *, pin_checked: StaffMember) -> Visit:
        """Sign what was settled, corrected and noted on a visit, without deciding. What is decided signs it, too."""
        self._signer(pin_checked, visit)
        return self._sign_all(visit)

    def carry(self, visit: Visit, stored: Visit, fresh: Visit) -> Visit | None:
        """Return `fresh`, which somebody else changed since `stored` was read, with what is not signed yet on `visit`.

        None if it was answered again, or is over: what was found then says nothing of it.
        """
        after = carried(visit, stored, fresh) if fresh.state in OPEN else None
        return self._judged(after) if after else None

    def take_back(self, visit: Visit, stored: Visit) -> Visit:
        """Take back what was settled, corrected or noted last and is not signed yet."""
        return self._judged(without_last(visit, stored))

    def _noted(self, visit: Visit, pin_checked: StaffMember | None) -> Visit:
        return visit if pin_checked is None else self._sign_all(visit)

    def _sign_all(self, visit: Visit, *, before: Callable[[Writer], None] | None = None) -> Visit:
        """Keep a visit with all that is not signed yet: each sign-off bears this moment and has its entry in the audit trail."""
        with self._books.records.read() as reader:
            stored = self._books.visits.get(visit.id, reader)
        if stored.revision != visit.revision:
            return self._save(visit, "visit.sign")  # refused, and it says who was faster
        signed, events = signed_at(visit, stored, self._books.clock.now())
        if not events:
            raise NotAllowed("There is nothing to sign: it was signed already, or taken back.")
        *earlier, (event, detail) = events

        def write_more(writer: Writer) -> None:
            for each, said in earlier:
                writer.audit(each, subject=visit.client_id, detail={"visit": visit.id, **said})
            if before is not None:
                before(writer)

        return self._save(signed, event, before=write_more, **detail)

    # Deciding

    def start(self, visit: Visit) -> Visit:
        """Begin with a visit that the desk passed on."""
        self._may_treat(visit)
        self._require_current(visit)
        return self._save(visit.begin(self._books.clock.now()), "visit.start")

    def require_possible(self, visit: Visit, decision: Choice, *, note_shown: bool) -> None:
        """Refuse a decision that can't be taken as things are, with all that is missing; why it is taken comes after."""
        self._require_current(visit)
        require_lesion_closed(visit)
        if decision in GOING:
            self._books.judge.protocol(visit.treatment)
            require_signers(self._books, self.staff, complete_verdict(visit))
            lacking = missing(self._books, visit, self.answers(visit), note_shown=note_shown)
            if sentences := " ".join(lacking):
                raise NotAllowed(sentences)

    def decide(
        self,
        visit: Visit,
        decision: Choice,
        *,
        pin_checked: StaffMember,
        seen_sha: str,
        reason: str = "",
        override: Override | None = None,
        care: Sequence[str] = (),
        until: date | None = None,
        note_shown: bool = False,
    ) -> Visit:
        """Decide, signed by PIN. `seen_sha` is `visit.content_sha` of what was on the screen.

        Going ahead needs a consent, which it completes, the free note shown, and an override where the rules say less.
        """
        self._signer(pin_checked, visit)
        self._seen(visit, seen_sha)
        self.require_possible(visit, decision, note_shown=note_shown)
        words = clean_note(reason, 500)
        cares = tuple(filter(None, (clean(each) for each in care)))
        now = self._books.clock.now()
        more: dict[str, Any] = {"care": cares, "until": until}
        if decision in GOING:
            more |= self._going(visit, override, now)
            if decision == "with_care" and not cares:
                raise BadInput("Say what care you will take.")
            words, after = "", visit if visit.state is VisitState.in_progress else visit.begin(now)
        else:
            refuse_stop(self._books, visit, decision, words, until)
            after = visit.end(VisitState.put_off if decision == "put_off" else VisitState.declined, now)
        signoff = self._signoff(decision, visit, words).model_copy(update=more)
        return self._sign_all(after.signed(signoff))

    def _going(self, visit: Visit, override: Override | None, now: datetime) -> dict[str, Any]:
        """Return what the sign-off of going ahead says: which consent it completes, and what it overrides."""
        consent = visit.checkin.consent if visit.checkin else None
        over = signed_over(self._books, self.staff, complete_verdict(visit), override, now)
        return {"completes": consent.text_sha if consent else None, **over}

    def second_signers(self, visit: Visit) -> tuple[StaffMember, ...]:
        """Return who may sign besides, where going ahead with a visit takes a second PIN; nobody where it does not."""
        needed = needs_second(self._books, visit.verdict)
        return second_signers(self._books, self.staff) if needed else ()

    # Treating

    def finish(
        self,
        visit: Visit,
        areas: Sequence[str],
        steps: Sequence[str],
        notes: str = "",
        *,
        pin_checked: StaffMember,
        details: SessionDetails = NO_DETAILS,
    ) -> Visit:
        """Record the session as done; what was planned and is not among the steps is kept as left out."""
        self._signer(pin_checked, visit)
        require_going(visit)
        session = session_record.session_done(
            self._books, visit, self.steps(visit), areas=areas, steps=steps, notes=notes, details=details
        )
        self.require_agreed(visit, areas)
        return self._sign_all(
            visit.finish(session).signed(self._signoff("finish", visit)),
            before=lambda writer: usual_settings.note(writer, visit.treatment, session.machine),
        )

    def finish_later(self, visit: Visit, filled: SessionDraft) -> Visit:
        """Keep what was filled in of a session: the treatment is over, and its record is signed later that day. It takes no PIN."""
        self._may_treat(visit)
        require_going(visit)
        to_sign = session_record.session_to_sign(self._books, visit, filled, by=self.staff.name)
        return self._save(visit.model_copy(update={"to_sign": to_sign}), "visit.to_finish")

    def finish_form(self, visit: Visit) -> FinishForm:
        """Return what is to be filled in when the session is finished, and what is proposed."""
        return draw_finish_form(self._books, visit, self.answers(visit), self.steps(visit), self._others(visit))

    @property
    def products(self) -> OpenProducts:
        """What is open in this room today."""
        return OpenProducts(self._books, self._actor)

    def complete_product(self, visit: Visit, place: int, label: ProductUsed) -> Visit:
        """Note what the `label` of a product says that a signed record names without a lot, or why that can't be told any more."""
        if visit.session is None or not 0 <= place < len(visit.session.products):
            raise NotAllowed("The record of this visit names no such product. Look at it again.")
        products = list(visit.session.products)
        if not products[place].lacks_lot:
            raise NotAllowed("The lot of this product is noted already.")
        noted = {"lot": label.lot, "lot_unknown": label.lot_unknown, "gtin": label.gtin, "serial": label.serial}
        expires = label.expires or products[place].expires
        products[place] = checked_product(products[place].model_copy(update={**noted, "expires": expires}))
        if products[place].lacks_lot:
            raise BadInput("Scan or type the lot, or say why it can't be told any more.")
        session = visit.session.model_copy(update={"products": tuple(products)})
        after = visit.model_copy(update={"session": session})
        return self._books.visits.save(after, self._actor, "visit.product_lot", product=products[place].name)

    def require_agreed(self, visit: Visit, areas: Sequence[str]) -> None:
        """Refuse areas that the rules did not judge and the client did not agree to."""
        answers = self.answers(visit)
        planned = answers.raw.get("area") if answers else None
        if isinstance(planned, list | tuple) and not set(areas) <= set(planned):
            raise NotAllowed(
                "The client agreed to fewer areas. Correct the answer about the areas first, and take the consent again."
            )

    # What comes after

    def aftercare(self, visit: Visit) -> tuple[AfterCare, ...]:
        """Return the after-care that concerns this client."""
        return afterwards.care_after(self._books, visit)

    def next_window(self, visit: Visit) -> tuple[date, date] | None:
        """Return the first and last day on which the next session is due; None where the clinic sets its own interval."""
        return afterwards.window_after(self._books, visit)

    def alternatives(self, visit: Visit) -> tuple[tuple[str, Verdict], ...]:
        """Return other treatments of this practitioner against which today's answers say nothing, with their verdicts.

        Only where this one cannot be given today. A verdict may be incomplete: its `unanswered` are still to be asked.
        """
        others = [treatment for treatment in self._books.protocols if self._gives(treatment)]
        return alternatives(self._books, visit, self.answers(visit), others)

    # Who signs, and what

    def _may_treat(self, visit: Visit) -> None:
        if not self._gives(visit.treatment):
            title = self._books.judge.rules_of(visit).title
            raise NotAllowed(f"{self.staff.name} does not give {title}. Ask the desk to reassign the visit.")

    def _may_sign(self, pin_checked: StaffMember | None, visit: Visit) -> None:
        """Refuse who may not treat this visit; and whoever else typed the PIN, if one was asked."""
        if pin_checked is None:
            self._may_treat(visit)
        else:
            self._signer(pin_checked, visit)

    def _signer(self, pin_checked: StaffMember, visit: Visit) -> None:
        if pin_checked.id != self.staff.id:
            raise NotAllowed(f"{self.staff.name} is signed in here, so only {self.staff.name} can sign.")
        self._may_treat(visit)

    def _seen(self, visit: Visit, seen_sha: str) -> None:
        if seen_sha != visit.content_sha:
            raise StaleWrite(
                "This visit changed after it was shown, so nothing was signed. Look at it again, then decide."
            )

    def _gives(self, treatment: str) -> bool:
        return self.staff.gives(treatment)


def _next_number(visit: Visit) -> int:
    return len(visit.settled) + len(visit.corrections) + 1
