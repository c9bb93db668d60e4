"""Answers in the room: settling an unsure one after looking, correcting one with a reason, other areas, a paper consent."""

from __future__ import annotations

from typing import Any

from kiosk.core.answer_words import answer_words
from kiosk.people.staff import StaffMember
from kiosk.visits.visit import Visit
from screens.practitioner.signing import SigningScreen
from screens.staff.answer_asking import ask_answer, ask_follow_ups
from screens.staff.page_screens import SureScreen
from screens.staff.pick_screens import Pick, PickScreen
from screens.staff.reason_asking import ask_reason
from screens.staff.text_screens import TextScreen

ADVICE = "Please have a doctor look at one place on your skin, just to be safe. Let us know when they have."
CORRECT_REASONS = ("I asked: it was answered by mistake", "I looked: it is different", "The records say otherwise")
AREA_REASONS = ("The client asked for it", "Only this area is treated today", "I looked: this area is left out")


class Correcting(SigningScreen):
    """What a practitioner does with answers; each change is signed and judged again."""

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
        await self.signed(
            f"I looked: {words}",
            lambda member: self.room.settle(visit, question_id, raw, pin_checked=member, also=also),
            f"Settled: {words}. The verdict is worked out again.",
        )

    async def do_kind(self) -> None:
        """Settle a yes by naming its kind, from the list that the lead signed."""
        protocol, kinds = self.clinic.judge.rules_of(self.visit), self.told.kinds
        picks = [
            Pick(f"{question_id}\n{kind}", kind, protocol.question(question_id).short)
            for question_id, listed in kinds.items()
            for kind in listed
        ]
        picked = await self.ask(
            PickScreen("Name the kind", picks, lead="Which kind is it? Only these are on the list.")
        )
        if not picked:
            return
        question_id, _, kind = picked.partition("\n")
        visit, words = self.visit, f"{protocol.question(question_id).short}: {kind}"
        await self.signed(
            words,
            lambda member: self.room.settle_kind(visit, question_id, kind, pin_checked=member),
            f"Settled: {words}. The verdict is worked out again.",
        )

    async def do_advise(self) -> None:
        """Note that the client was advised to see a doctor and was given the slip."""
        lines = ["Say to the client:", f"“{ADVICE}”", "Give it to the client in writing, too."]
        if not await self.ask(SureScreen("See a doctor", lines, go="Said, slip given ›")):
            return
        visits = self.told.to_advise

        def write(member: StaffMember) -> Visit:
            noted = [self.room.advise(each, pin_checked=member) for each in visits]
            return next((each for each in noted if each.id == self.visit.id), self.visit)

        await self.signed("Advised to see a doctor, slip given", write, "Noted: advised to see a doctor, slip given.")

    async def do_doctor_saw(self) -> None:
        """Note that a doctor has looked, and what is said of it."""
        needed = "Write who looked and what they said."
        words = await self.ask(TextScreen("A doctor has looked", "Who looked, and what they said", needed=needed))
        if not words:
            return
        visits = self.told.to_bring_back

        def write(member: StaffMember) -> Visit:
            noted = [self.room.doctor_saw(each, words, pin_checked=member) for each in visits]
            return next((each for each in noted if each.id == self.visit.id), self.visit)

        await self.signed(f"A doctor has looked: {words}", write, "Noted: a doctor has looked.")

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
        reason = await ask_reason(self, "Why are you changing it?", AREA_REASONS if is_area else CORRECT_REASONS)
        if not reason:
            return
        visit, words = self.visit, self._words(question_id, raw)

        def write(member: StaffMember) -> Visit:
            if is_area:
                return self.room.change_areas(visit, raw, reason, pin_checked=member)
            return self.room.correct(visit, question_id, raw, reason, pin_checked=member, also=also)

        await self.signed(f"Change: {words}", write, f"Changed: {words}. The verdict is worked out again.")

    async def _answer(self, question_id: str, *, title: str, now: Any = None) -> tuple[Any, dict[str, Any]] | None:
        answers = self.room.answers(self.visit)
        if answers is None:
            return None
        question = answers.protocol.question(question_id)
        born = self.clinic.clients.get(self.visit.client_id).date_of_birth
        raw = await ask_answer(self, answers, question, born=born, title=title, unknown=False, now=now)
        if raw is None:
            return None
        today = self.clinic.today()
        also = await ask_follow_ups(self, answers, question, raw, born=born, today=today, title=title, unknown=False)
        return None if also is None else (raw, also)

    def _words(self, question_id: str, raw: Any) -> str:
        question = self.clinic.judge.rules_of(self.visit).question(question_id)
        return f"{question.short}: {answer_words(question, raw, today=self.clinic.today())}"

    async def do_consent(self) -> None:
        """Keep a consent that was given on paper."""
        name = await self.ask(
            TextScreen("Consent on paper", "Signed by", value=self.told.name, needed="Whose name is on it?")
        )
        if name:
            await self.show_visit(self.room.paper_consent(self.visit, "yes", name))
            self.say("The consent is saved.", good=True)
