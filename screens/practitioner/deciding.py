"""How a practitioner decides: what is asked first, the PIN that signs it, then the record."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from kiosk.phrases import long_day, short_day
from kiosk.room import Choice, Room
from kiosk.staff import StaffMember
from kiosk.summary import Summary, answer_words
from kiosk.visit import Visit
from rules import INCOMPLETE, Outcome
from screens.practitioner.handout import AfterCareScreen
from screens.staff.answering import ask_answer, ask_follow_ups
from screens.staff.base import StaffScreen
from screens.staff.dialogs import OTHER, DateScreen, ManyScreen, Pick, PickScreen, SureScreen, TextScreen, ask_reason
from screens.staff.pin import PinScreen

NO_DAY = "\0none"
GO_AHEAD_REASONS = (
    "I looked: it does not stand in the way",
    "I asked: the answer meant something else",
    "The area that is treated is not concerned",
)
DECLINE_REASONS = (
    "This treatment does not suit this skin",
    "Another treatment suits better",
    "The client does not wish it",
)
CARES = (
    "Gentler setting",
    "Shorter session",
    "Leave an area out",
    "Test a small place first",
    "Soothe and cool afterwards",
)
EARLIER_REASONS = ("The exact day is known now", "I looked: it has healed")
CORRECT_REASONS = ("I asked: it was answered by mistake", "I looked: it is otherwise", "The records say otherwise")
AREA_REASONS = ("The client wishes it", "Only this area is treated today", "I looked: this area is left out")
_WEEKS = (1, 2, 4)


class Deciding(StaffScreen[None]):
    """The decisions; the screen that shows the visit is built on it."""

    @property
    @abstractmethod
    def room(self) -> Room:
        """What this practitioner may do."""

    @property
    @abstractmethod
    def visit(self) -> Visit:
        """The visit as it is shown."""

    @property
    @abstractmethod
    def told(self) -> Summary:
        """The summary as it is shown."""

    @property
    @abstractmethod
    def note_seen(self) -> bool:
        """Whether the note as it is now has been shown."""

    @abstractmethod
    def saw_note(self) -> None:
        """Note that the client's note was shown."""

    @abstractmethod
    async def show_visit(self, visit: Visit) -> None:
        """Show what was just written."""

    async def _signed(self, what: str, write: Callable[[StaffMember], Visit], said: str) -> bool:
        """Ask the PIN, write, show; False if nobody signed."""
        member = await self.ask(PinScreen(self.member.name, title="Sign", lead=what, go="Sign ›"))
        if member is None:
            return False
        visit = write(member)
        await self.show_visit(visit)
        self.say(said, good=True)
        return True

    def _decide(self, decision: Choice, **more: Any) -> Callable[[StaffMember], Visit]:
        visit, seen = self.visit, self.visit.content_sha
        return lambda member: self.room.decide(visit, decision, pin_checked=member, seen_sha=seen, **more)

    # -- going ahead -----------------------------------------------------------------------------------------------

    async def do_start(self) -> None:
        """Call the client in; the decision follows."""
        visit = self.room.start(self.visit)
        await self.show_visit(visit)
        self.say("Started. Decide after you have looked.", good=True)

    async def do_go_ahead(self) -> None:
        """Go ahead."""
        reason = await self._may_lower()
        if reason is not None:
            write = self._decide("go_ahead", reason=reason, note_shown=self.note_seen)
            await self._signed("Go ahead", write, "Signed: go ahead.")

    async def do_with_care(self) -> None:
        """Go ahead with care, and say which."""
        reason = await self._may_lower()
        if reason is None:
            return
        picks = [*(Pick(each, each) for each in CARES), Pick(OTHER, "Something else…")]
        lead = "Which care will you take?"
        cares = await self.ask(ManyScreen("With care", picks, lead=lead, least=1))
        if not cares:
            return
        if OTHER in cares:
            typed = await self.ask(TextScreen("With care", "Which care?", needed="Type a few words."))
            if not typed:
                return
            cares = (*(each for each in cares if each != OTHER), typed)
        write = self._decide("with_care", reason=reason, care=cares, note_shown=self.note_seen)
        await self._signed(f"With care: {', '.join(cares)}", write, "Signed: go ahead with care.")

    async def _may_lower(self) -> str | None:
        """Show the note if it was not seen; ask why, where the rules say less. None if it was left."""
        if self.told.note and not self.note_seen:
            lines = ["The client wrote:", f"“{self.told.note}”"]
            if not await self.ask(SureScreen("Read first", lines, go="I have read it ›")):
                return None
            self.saw_note()
        verdict = self.told.verdict
        if verdict is None or verdict.outcome == INCOMPLETE or verdict.outcome < Outcome.DEFERRED:
            return ""
        return await ask_reason(
            self, "Why go ahead?", GO_AHEAD_REASONS, lead=f"The rules say: {self.told.band.word.lower()}."
        )

    # -- not today -------------------------------------------------------------------------------------------------

    async def do_put_off(self) -> None:
        """Put off, until a day or without one."""
        until = await self._until()
        if until is None:
            return
        day = None if until == NO_DAY else date.fromisoformat(until)
        reason = ""
        if day and self.told.earliest and day < self.told.earliest:
            asked = await ask_reason(
                self, "Why sooner?", EARLIER_REASONS, lead=f"The rules say: {self.told.band.detail}."
            )
            if not asked:
                return
            reason = asked
        words = f"Put off to {long_day(day)}" if day else "Put off, the day is open"
        await self._signed(
            words, self._decide("put_off", until=day, reason=reason), f"Signed: {words[:1].lower()}{words[1:]}."
        )

    async def _until(self) -> str | None:
        today = self.clinic.today()
        days = [self.told.earliest] if self.told.earliest else []
        days += [today + timedelta(weeks=weeks) for weeks in _WEEKS]
        picks = [
            Pick(day.isoformat(), long_day(day), "the first possible day" if day == self.told.earliest else "")
            for day in dict.fromkeys(days)
        ]
        picks += [Pick(OTHER, "Another day…"), Pick(NO_DAY, "No day yet", "look again at the next visit")]
        picked = await self.ask(PickScreen("Put off until", picks))
        if picked != OTHER:
            return picked
        day = await self.ask(DateScreen("Put off until", least=today + timedelta(days=1)))
        return day.isoformat() if day else None

    async def do_decline(self) -> None:
        """Decline this treatment, with a reason; an alternative of today is named."""
        lead = "".join(
            f"Possible today instead: {self.clinic.titles()[other]}. "
            for other, _ in self.room.alternatives(self.visit)
        )
        reason = await ask_reason(self, "Decline", DECLINE_REASONS, lead=lead)
        if reason:
            await self._signed(f"Decline: {reason}", self._decide("decline", reason=reason), "Signed: declined.")

    # -- answers ---------------------------------------------------------------------------------------------------

    async def do_settle(self) -> None:
        """Settle an unsure answer by having looked or asked."""
        open_ones = [each for each in self.told.unsure if each.question]
        picks = [Pick(each.question, each.short, each.answer) for each in open_ones]
        picked: str | None = picks[0].value
        if len(picks) > 1:
            picked = await self.ask(PickScreen("Settle", picks, lead="Which one did you look at?"))
        if picked:
            await self._settle(picked)

    async def _settle(self, question_id: str) -> None:
        answered = await self._answer(question_id, title="I looked or asked")
        if answered is None:
            return
        raw, also = answered
        visit, words = self.visit, self._words(question_id, raw)
        await self._signed(
            f"I looked: {words}",
            lambda member: self.room.settle(visit, question_id, raw, pin_checked=member, also=also),
            f"Settled: {words}. The verdict is drawn again.",
        )

    async def do_answers(self) -> None:
        """Show all answers; a touch on one settles or corrects it."""
        answers = self.room.answers(self.visit)
        if answers is None:
            return
        today = self.clinic.today()
        picks = [
            Pick(question.id, question.short, answer_words(question, answers.raw.get(question.id), today=today))
            for question in answers.protocol.in_order
            if question.id in answers.raw and answers.raw[question.id] != ""
        ]
        picked = await self.ask(PickScreen("All answers", picks, lead="Touch an answer to correct it, with a reason."))
        if picked is None:
            return
        if answers.is_unknown(picked):
            await self._settle(picked)
        else:
            await self._correct(picked, answers.raw[picked])

    async def _correct(self, question_id: str, now: Any) -> None:
        is_area = question_id == "area"
        answered = await self._answer(question_id, title="Other areas" if is_area else "Correct an answer", now=now)
        if answered is None:
            return
        raw, also = answered
        reason = await ask_reason(self, "Why is it changed?", AREA_REASONS if is_area else CORRECT_REASONS)
        if not reason:
            return
        visit, words = self.visit, self._words(question_id, raw)

        def write(member: StaffMember) -> Visit:
            if is_area:
                return self.room.change_areas(visit, raw, reason, pin_checked=member)
            return self.room.correct(visit, question_id, raw, reason, pin_checked=member, also=also)

        await self._signed(f"Change: {words}", write, f"Changed: {words}. The verdict is drawn again.")

    async def _answer(self, question_id: str, *, title: str, now: Any = None) -> tuple[Any, dict[str, Any]] | None:
        answers = self.room.answers(self.visit)
        if answers is None:
            return None
        question = answers.protocol.question(question_id)
        raw = await ask_answer(self, question, title=title, unknown=False, now=now)
        if raw is None:
            return None
        also = await ask_follow_ups(self, answers, question, raw, today=self.clinic.today(), title=title, unknown=False)
        return None if also is None else (raw, also)

    def _words(self, question_id: str, raw: Any) -> str:
        question = self.clinic.protocols[self.visit.treatment].question(question_id)
        return f"{question.short}: {answer_words(question, raw, today=self.clinic.today())}"

    async def do_consent(self) -> None:
        """Keep a consent that was given on paper."""
        name = await self.ask(
            TextScreen("Consent on paper", "Signed by", value=self.told.name, needed="Whose name stands there?")
        )
        if name:
            await self.show_visit(self.room.paper_consent(self.visit, "yes", name))
            self.say("The consent is kept.", good=True)

    # -- after -----------------------------------------------------------------------------------------------------

    async def do_finish(self) -> None:
        """Record the session as done, then show what to hand out."""
        areas = await self._done_areas()
        steps = await self._done_steps() if areas else None
        if areas is None or steps is None:
            return
        notes = await self.ask(
            TextScreen("Finish", "Notes", lead="What the next session should know. May stay empty.", limit=500)
        )
        if notes is None:
            return
        visit = self.visit
        words = f"Session done: {', '.join(self._area_words(areas))}"
        done = await self._signed(
            words,
            lambda member: self.room.finish(visit, areas, steps, notes, pin_checked=member),
            "The session is recorded.",
        )
        if done:
            await self.do_aftercare()

    async def _done_areas(self) -> tuple[str, ...] | None:
        protocol = self.clinic.protocols[self.visit.treatment]
        answers = self.room.answers(self.visit)
        answered = answers.raw.get("area") if answers else None
        chosen = tuple(answered) if isinstance(answered, (list, tuple)) else ()
        picks = [Pick(option.id, option.label) for option in protocol.question("area").options]
        return await self.ask(ManyScreen("Finish", picks, lead="Which areas were treated?", chosen=chosen, least=1))

    async def _done_steps(self) -> tuple[str, ...] | None:
        planned = self.room.steps(self.visit)
        picks = [Pick(each.step.id, each.step.title, " ".join(each.notes)) for each in planned]
        chosen = tuple(each.step.id for each in planned if each.included)
        return await self.ask(ManyScreen("Finish", picks, lead="Which steps were done?", chosen=chosen))

    def _area_words(self, areas: Sequence[str]) -> list[str]:
        question = self.clinic.protocols[self.visit.treatment].question("area")
        return [answer_words(question, area) for area in areas]

    async def do_aftercare(self) -> None:
        """Show what the client does now, to hand out, and when to come again."""
        window = self.room.next_window(self.visit)
        today = self.clinic.today()
        again = f"Next session: {short_day(window[0], today)} to {short_day(window[1], today)}." if window else ""
        await self.ask(AfterCareScreen(self.told.treatment, self.room.aftercare(self.visit), again))
