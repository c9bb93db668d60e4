"""How a practitioner decides: what is asked first, the PIN that signs it, then the record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from kiosk.core.answer_words import answer_words
from kiosk.core.phrases import long_day, short_day
from kiosk.people.staff import StaffMember
from kiosk.room.room import Choice
from kiosk.visits.consent import completing
from kiosk.visits.visit import Visit
from rules import INCOMPLETE, Outcome
from screens.practitioner.after_care_screen import AfterCareScreen
from screens.practitioner.correcting import Correcting
from screens.staff.page_screens import SureScreen
from screens.staff.pick_screens import OTHER, Pick, PickManyScreen, PickScreen
from screens.staff.reason_asking import ask_reason
from screens.staff.text_screens import DateScreen, TextScreen

NO_DAY = "\0none"
GO_AHEAD_REASONS = (
    "I looked: it is no obstacle",
    "I asked: the answer meant something else",
    "It is not in the area to be treated",
)
DECLINE_REASONS = (
    "This treatment does not suit this skin",
    "Another treatment suits better",
    "The client does not want it",
)
CARES = (
    "Gentler setting",
    "Shorter session",
    "Leave an area out",
    "Test a small place first",
    "Soothe and cool afterwards",
)
EARLIER_REASONS = ("The exact day is known now", "I looked: it has healed")
_WEEKS = (1, 2, 4)


class Deciding(Correcting):
    """The decisions; the screen that shows the visit is built on it."""

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
            await self.signed("Go ahead", write, "Signed: go ahead.", confirms=completing(self.visit))

    async def do_with_care(self) -> None:
        """Go ahead with care, and say which."""
        reason = await self._may_lower()
        if reason is None:
            return
        picks = [*(Pick(each, each) for each in CARES), Pick(OTHER, "Something else…")]
        lead = "What care will you take?"
        cares = await self.ask(PickManyScreen("With care", picks, lead=lead, least=1))
        if not cares:
            return
        if OTHER in cares:
            typed = await self.ask(TextScreen("With care", "What care?", needed="Type a few words."))
            if not typed:
                return
            cares = (*(each for each in cares if each != OTHER), typed)
        write = self._decide("with_care", reason=reason, care=cares, note_shown=self.note_seen)
        what, said = f"With care: {', '.join(cares)}", "Signed: go ahead with care."
        await self.signed(what, write, said, confirms=completing(self.visit))

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
        words = f"Put off to {long_day(day)}" if day else "Put off, no day yet"
        await self.signed(
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
        day = await self.ask(DateScreen("Put off until", short="Until", least=today + timedelta(days=1)))
        return day.isoformat() if day else None

    async def do_decline(self) -> None:
        """Decline this treatment, with a reason; an alternative of today is named."""
        lead = "".join(
            f"Possible today instead: {self.clinic.titles()[other]}. "
            for other, _ in self.room.alternatives(self.visit)
        )
        reason = await ask_reason(self, "Decline", DECLINE_REASONS, lead=lead)
        if reason:
            await self.signed(f"Decline: {reason}", self._decide("decline", reason=reason), "Signed: declined.")

    # -- after -----------------------------------------------------------------------------------------------------

    async def do_finish(self) -> None:
        """Record the session as done, then show what to hand out."""
        areas = await self._done_areas()
        if not areas:
            return
        self.room.require_agreed(self.visit, areas)
        steps = await self._done_steps()
        if steps is None:
            return
        notes = await self.ask(
            TextScreen("Finish", "Notes", lead="A note for the next session. You may leave it empty.", limit=500)
        )
        if notes is None:
            return
        visit = self.visit
        words = f"Session done: {', '.join(self._area_words(areas))}"
        done = await self.signed(
            words,
            lambda member: self.room.finish(visit, areas, steps, notes, pin_checked=member),
            "The session is recorded.",
        )
        if done:
            await self.do_aftercare()

    async def _done_areas(self) -> tuple[str, ...] | None:
        protocol = self.clinic.judge.rules_of(self.visit)
        answers = self.room.answers(self.visit)
        answered = answers.raw.get("area") if answers else None
        chosen = tuple(answered) if isinstance(answered, (list, tuple)) else ()
        picks = [Pick(option.id, option.label) for option in protocol.question("area").options]
        return await self.ask(PickManyScreen("Finish", picks, lead="Which areas were treated?", chosen=chosen, least=1))

    async def _done_steps(self) -> tuple[str, ...] | None:
        planned = self.room.steps(self.visit)
        picks = [Pick(each.step.id, each.step.title, " ".join(each.notes)) for each in planned]
        chosen = tuple(each.step.id for each in planned if each.included)
        return await self.ask(PickManyScreen("Finish", picks, lead="Which steps were done?", chosen=chosen))

    def _area_words(self, areas: Sequence[str]) -> list[str]:
        question = self.clinic.judge.rules_of(self.visit).question("area")
        return [answer_words(question, area) for area in areas]

    async def do_aftercare(self) -> None:
        """Show what the client does now, to hand out, and when to come again."""
        window = self.room.next_window(self.visit)
        today = self.clinic.today()
        again = f"Next session: {short_day(window[0], today)} to {short_day(window[1], today)}." if window else ""
        await self.ask(AfterCareScreen(self.told.treatment, self.room.aftercare(self.visit), again))
