"""The practitioner's room: look, decide, treat, and sign each of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

import rules
from kiosk.checkin import client_texts
from kiosk.core.clean import clean, clean_note
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.people.staff import StaffMember
from kiosk.room.room_signing import RoomSigning
from kiosk.visits import bring_back, rejudge
from kiosk.visits import consent as consents
from kiosk.visits.judge import OPEN
from kiosk.visits.visit import Correction, Session, Settled, Visit, VisitState
from kiosk.visits.visit_parts import Decision, Json
from rules import Answers, Outcome, Verdict

Choice = Literal["go_ahead", "with_care", "put_off", "decline"]
_UNKNOWN = ("not_sure", "prefer_not")
_NO_MORE: Mapping[str, Json] = {}


class Room(RoomSigning):
    """One practitioner at work. `visit` is the visit as it was seen; each method returns it as it stands now."""

    # Deciding

    def start(self, visit: Visit) -> Visit:
        """Begin with a visit that the desk passed on."""
        self._may_treat(visit)
        self._revisit.require_current(visit)
        return self._save(visit.begin(self._clinic.clock.now()), "visit.start")

    def decide(
        self,
        visit: Visit,
        decision: Choice,
        *,
        pin_checked: StaffMember,
        seen_sha: str,
        reason: str = "",
        care: Sequence[str] = (),
        until: date | None = None,
        note_shown: bool = False,
    ) -> Visit:
        """Decide, signed by PIN. `seen_sha` is `visit.content_sha` of what stood on the screen.

        Going ahead needs a consent, which it completes, the free note shown, and a reason where the rules say less.
        """
        self._signer(pin_checked, visit)
        self._seen(visit, seen_sha)
        self._revisit.require_current(visit)
        self._lesion_closed(visit)
        words = clean_note(reason, 500)
        cares, completes = tuple(filter(None, (clean(each) for each in care))), None
        now = self._clinic.clock.now()
        if decision in ("go_ahead", "with_care"):
            self._may_go_ahead(visit, decision, words, cares, note_shown=note_shown)
            completes = visit.checkin.consent.text_sha if visit.checkin and visit.checkin.consent else None
            after = visit if visit.state is VisitState.in_progress else visit.begin(now)
        else:
            self._may_stop(visit, decision, words, until)
            after = visit.end(VisitState.put_off if decision == "put_off" else VisitState.declined, now)
        more = {"care": cares, "until": until, "completes": completes}
        signoff = self._revisit.signoff(decision, visit, words).model_copy(update=more)
        return self._save(after.signed(signoff), f"visit.{decision}")

    def _may_go_ahead(
        self, visit: Visit, decision: Choice, reason: str, care: tuple[str, ...], *, note_shown: bool
    ) -> None:
        self._clinic.judge.protocol(visit.treatment)
        verdict = _complete_verdict(visit)
        if visit.state not in (VisitState.confirmed, VisitState.in_progress):
            raise NotAllowed("The desk has not passed this visit on yet. Ask the desk to check who it is.")
        if self._note(visit) and not note_shown:
            raise NotAllowed("The client wrote a note. Read it before you go ahead.")
        answers = self.answers(visit)
        changed = " and ".join(self._short(visit, name).lower() for name in consents.lapsed(visit, answers))
        if changed:
            raise NotAllowed(
                f"The client signed for something else: {changed} changed since. Ask again, and take the consent on paper."
            )
        if consents.is_missing(visit, answers):
            raise NotAllowed("There is no consent to this treatment yet. Take it on paper, or reopen the check-in.")
        if verdict.outcome >= Outcome.DEFERRED and not reason:
            raise BadInput("The rules say not today. Write why you go ahead.")
        if decision == "with_care" and not care:
            raise BadInput("Say what care you will take.")

    def _may_stop(self, visit: Visit, decision: Choice, reason: str, until: date | None) -> None:
        if decision == "put_off" and until is not None and until <= self._clinic.today():
            raise BadInput("Choose a day after today, or none.")
        if decision == "put_off" and until is not None and visit.earliest and until < visit.earliest and not reason:
            raise BadInput(f"The rules say not before {visit.earliest:%d.%m.%Y}. Write why you choose an earlier day.")
        if decision == "decline" and not reason:
            raise BadInput("Write why this treatment is declined.")

    def _note(self, visit: Visit) -> str:
        return str(visit.checkin.answers["raw"].get("note", "")) if visit.checkin else ""

    # Answers

    def settle(
        self,
        visit: Visit,
        question: str,
        says: Json,
        *,
        pin_checked: StaffMember,
        also: Mapping[str, Json] = _NO_MORE,
    ) -> Visit:
        """Settle an unsure answer by having looked or asked; `also` answers the follow-ups that this opens."""
        self._signer(pin_checked, visit)
        answers = self._open_answers(visit)
        raw = answers.raw.get(question)
        if raw not in _UNKNOWN:
            raise NotAllowed("This answer is not unsure. Correct it instead, with a reason.")
        if says in _UNKNOWN:
            raise BadInput("Say what you found.")
        now = self._clinic.clock.now()
        self._check(visit, answers, {question: says, **also})
        settled = Settled(
            number=_next_number(visit),
            question=question,
            raw=raw,
            says=says,
            also=dict(also),
            by=self.staff.name,
            at=now,
            day=self._clinic.today(),
        )
        after = visit.model_copy(update={"settled": (*visit.settled, settled)})
        return self._rejudged(visit, after, "settle", question)

    def settle_kind(self, visit: Visit, question: str, kind: str, *, pin_checked: StaffMember) -> Visit:
        """Settle a yes by naming which kind it is: one of those that, as the lead signed, do not count."""
        self._signer(pin_checked, visit)
        answers = self._open_answers(visit)
        if kind not in self.kinds(visit).get(question, ()):
            raise NotAllowed(
                "This kind is not on a list that the lead has signed, so it settles nothing. Ask the lead."
            )
        settled = Settled(
            number=_next_number(visit),
            question=question,
            raw=answers.raw.get(question),
            says="no",
            kind=kind,
            by=self.staff.name,
            at=self._clinic.clock.now(),
            day=self._clinic.today(),
        )
        after = visit.model_copy(update={"settled": (*visit.settled, settled)})
        return self._rejudged(visit, after, "settle", question)

    def correct(
        self,
        visit: Visit,
        question: str,
        raw: Json,
        reason: str,
        *,
        pin_checked: StaffMember,
        also: Mapping[str, Json] = _NO_MORE,
    ) -> Visit:
        """Correct an answer, with a reason; the client's own answer stays on record."""
        self._signer(pin_checked, visit)
        return self._corrected(visit, question, raw, reason, also, decision="correct")

    def change_areas(self, visit: Visit, areas: Sequence[str], reason: str, *, pin_checked: StaffMember) -> Visit:
        """Change the areas to be treated; the verdict is drawn again."""
        self._signer(pin_checked, visit)
        return self._corrected(visit, "area", list(areas), reason, {}, decision="areas")

    def _corrected(
        self, visit: Visit, question: str, raw: Json, reason: str, also: Mapping[str, Json], *, decision: Decision
    ) -> Visit:
        words = clean_note(reason, 500)
        if not words:
            raise BadInput("Write why the answer is changed.")
        answers = self._open_answers(visit)
        if question == bring_back.LESION:
            self._lesion_closed(visit)
        now = self._clinic.clock.now()
        self._check(visit, answers, {question: raw, **also})
        correction = Correction(
            number=_next_number(visit),
            question=question,
            raw=raw,
            was=answers.raw.get(question),
            also=dict(also),
            reason=words,
            by=self.staff.name,
            at=now,
            day=self._clinic.today(),
        )
        after = visit.model_copy(update={"corrections": (*visit.corrections, correction)})
        return self._rejudged(visit, after, decision, question, reason=words)

    def _open_answers(self, visit: Visit) -> Answers:
        if visit.state not in OPEN:
            raise NotAllowed("Answers can be changed only between the check-in and the end of the visit.")
        self._clinic.require_clock()
        answers = self.answers(visit)
        if answers is None:
            raise NotAllowed("This visit has no completed check-in, so there is no answer to change.")
        return answers

    def _check(self, visit: Visit, answers: Answers, given: Mapping[str, Json]) -> None:
        """Refuse what can't be an answer to these questions, or of this client."""
        born = self._clinic.clients.get(visit.client_id).date_of_birth
        try:
            for question, raw in given.items():
                answers = answers.with_answer(question, raw, answered_on=self._clinic.today(), born=born)
        except rules.AnswerError as error:
            raise BadInput(client_texts.refused(error)) from error

    def _rejudged(
        self,
        before: Visit,
        after: Visit,
        decision: Decision,
        question: str,
        *,
        reason: str = "",
    ) -> Visit:
        signed = after.signed(self._revisit.signoff(decision, before, reason))
        with self._clinic.records.write(self._actor) as writer:
            kept = rejudge.write_judged(
                self._clinic,
                writer,
                [signed],
                f"visit.{decision}",
                on=rejudge.due(self._clinic, signed),
                question=question,
            )[0]
            verdict = kept.verdict
            if verdict is not None and not verdict.complete:
                missing = ", ".join(self._short(kept, name) for name in verdict.unanswered)
                raise NotAllowed(f"This opens another question, which needs its answer too: {missing}.")
            return kept

    def _short(self, visit: Visit, question: str) -> str:
        return self._clinic.judge.rules_of(visit).question(question).short

    def paper_consent(self, visit: Visit, given: Literal["yes", "no"], name: str = "") -> Visit:
        """Keep a consent that was given, or refused, on paper."""
        return self._revisit.paper_consent(visit, given, name)

    # Treating

    def finish(
        self, visit: Visit, areas: Sequence[str], steps: Sequence[str], notes: str = "", *, pin_checked: StaffMember
    ) -> Visit:
        """Record the session as done."""
        self._signer(pin_checked, visit)
        decided = visit.decision
        if decided is None or decided.decision not in ("go_ahead", "with_care"):
            raise NotAllowed("Decide first: go ahead, or go ahead with care. A changed answer needs a new decision.")
        if _complete_verdict(visit).outcome >= Outcome.DEFERRED and not decided.reason:
            raise NotAllowed("The rules say not today, which they did not when you decided. Decide again.")
        protocol = self._clinic.judge.rules_of(visit)
        known_areas = {option.id for option in protocol.question("area").options}
        known_steps = {step.id for step in protocol.steps}
        if not areas or not set(areas) <= known_areas:
            raise BadInput("Choose the areas that were treated.")
        if not set(steps) <= known_steps:
            raise BadInput("Choose the steps that were done from the list.")
        self.require_agreed(visit, areas)
        now = self._clinic.clock.now()
        session = Session(areas=tuple(areas), steps=tuple(steps), notes=clean_note(notes), done_at=now)
        return self._save(visit.finish(session).signed(self._revisit.signoff("finish", visit)), "visit.finish")

    def require_agreed(self, visit: Visit, areas: Sequence[str]) -> None:
        """Refuse areas that the rules did not judge and the client did not agree to."""
        answers = self.answers(visit)
        planned = answers.raw.get("area") if answers else None
        if isinstance(planned, list | tuple) and not set(areas) <= set(planned):
            raise NotAllowed(
                "The client agreed to fewer areas. Correct the answer about the areas first, and take the consent again."
            )


def _next_number(visit: Visit) -> int:
    return len(visit.settled) + len(visit.corrections) + 1


def _complete_verdict(visit: Visit) -> Verdict:
    verdict = visit.verdict
    if verdict is None or not verdict.complete:
        raise NotAllowed("The check-in is not complete, so there is nothing to decide yet.")
    return verdict
