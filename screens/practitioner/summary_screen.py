"""A visit on one screen, like a note from a good colleague: who, may we, why, what changed; then the decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

from rich.cells import cell_len
from textual._path import CSSPathType
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from kiosk.core.errors import NotAllowed, RecordsUnavailable
from kiosk.core.phrases import long_day
from kiosk.people.staff import StaffMember
from kiosk.room.finish_form import SessionDraft
from kiosk.room.next_decisions import advised_decision, next_decisions
from kiosk.room.open_visit import OpenVisit
from kiosk.room.override import Override
from kiosk.room.room import Choice, Room
from kiosk.room.summary import Summary
from kiosk.room.unsigned_visit import UnsignedVisit, take_back
from kiosk.room.visit_words import with_waiting
from kiosk.visits.consent import completing, guardian_words
from kiosk.visits.visit import Visit
from screens.practitioner import answer_finding as answers
from screens.practitioner import decision_asking as decisions
from screens.practitioner.finish_asking import fill_in
from screens.practitioner.finish_screen import LATER, SIGN
from screens.practitioner.product_asking import ask_lot
from screens.practitioner.summary_page import SummaryPage
from screens.staff.guardian_asking import ask_guardian
from screens.staff.page_screens import SureScreen
from screens.staff.paper_language_asking import ask_paper_language
from screens.staff.pick_screens import Pick, PickScreen
from screens.staff.pin_screen import PinScreen
from screens.staff.reaction_asking import ask_called, ask_reaction
from screens.staff.staff_screen import STAFF_CSS, StaffScreen, act
from screens.staff.text_screens import TextScreen
from screens.widgets import Action
from screens.widgets.wrapping import wrap

_FOUND = "You sign what you found, and decide later"
_STILL_HERE = "What you had not signed is still here."

_SCROLLS = {
    "pagedown": "page_down",
    "pageup": "page_up",
    "home": "home",
    "end": "end",
    "down": "down",
    "up": "up",
}
_PAGES = {"page_down": 1, "page_up": -1}
_BROAD = 100
"""Columns from which the screen is `-broad`."""
_MARGINS = 6
"""Columns of air left and right."""


class SummaryScreen(StaffScreen[None]):
    """The visit; it follows the records, so that what the desk does appears by itself."""

    CSS_PATH: ClassVar[CSSPathType | None] = [STAFF_CSS, "summary_screen.tcss"]
    live = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"scroll('{how}')", show=False) for key, how in _SCROLLS.items()
    ]

    def __init__(self, visit: Visit) -> None:
        """`visit` as `Room.open` returned it, so that the look is in the audit trail."""
        super().__init__()
        self._open = OpenVisit(visit)
        self._shown: Summary | None = None
        self._note_seen = ""
        self._draft = SessionDraft()
        self._override: Override | None = None
        self._goes_ahead = False
        """Whether this practitioner has tried to go ahead."""

    @property
    def room(self) -> Room:
        """What this practitioner may do."""
        return self.clinic.room(self.member)

    @property
    def visit(self) -> Visit:
        """The visit with what is not signed yet."""
        return self._open.visit

    @property
    def summary(self) -> Summary:
        if self._shown is None:
            raise RecordsUnavailable("This visit could not be read yet: try again in a moment; nothing was lost.")
        return self._shown

    # -- what it shows ---------------------------------------------------------------------------------------------

    def compose_bar(self) -> ComposeResult:
        """Show who, and since when."""
        with Vertical(id="head"):
            with Horizontal():
                yield Static("", id="heading", markup=False)
                yield Static("", id="section", classes="quiet", markup=False)
            with Horizontal():
                yield Static("", id="treatment", classes="quiet", markup=False)
                yield Static("", id="answered", classes="quiet", markup=False)

    def compose_body(self) -> ComposeResult:
        """Show the verdict as one band, the findings, and what is beside them."""
        yield SummaryPage()

    def compose_foot(self) -> ComposeResult:
        """Show the decisions; where they have no room beside each other, the way to them."""
        actions = tuple(act(name, label, key, f"{look} roomy") for name, label, key, look in decisions.DECISIONS)
        yield self.foot(back="‹ Day", go="Decide ›", help=None, left=actions)

    async def on_mount(self) -> None:
        """Show the visit at once, with what this practitioner had not signed when they left it."""
        kept = take_back(self.kiosk.unsigned, self.member.id, self.visit.id)
        if kept is not None:
            self._open, self._draft, self._override = kept.open, kept.draft, kept.override
        await self.look()
        if kept is not None and self._unsigned().holds_something:
            self.say(_STILL_HERE, good=True)

    def _unsigned(self) -> UnsignedVisit:
        return UnsignedVisit(self.member.id, self._open, self._draft, self._override)

    def keep_half_done(self) -> None:
        """Put aside what is not signed yet, for whoever found it and filled it in."""
        if (unsigned := self._unsigned()).holds_something:
            self.kiosk.unsigned.put(unsigned)

    async def draw_facts(self) -> None:
        """Show the visit as the records have it now."""
        room = self.room
        if dropped := self._open.follow(self.clinic, room, self.clinic.visits.get(self.visit.id)):
            self.say(dropped)
        summary = self._open.summary(room)
        self._show_actions(summary)
        if summary == self._shown:
            return
        self._shown = summary
        page = self.query_one(SummaryPage)
        has_room = self._show_head(summary, page)
        await page.show(summary, self.visit, names_who_answered=not has_room, goes_ahead=self._goes_ahead)
        self.call_after_refresh(self._notice_note)

    def _show_head(self, summary: Summary, page: SummaryPage) -> bool:
        """Show who it is and what for, on as many rows as that takes; tell whether who answered has room beside it."""
        session = " · ".join(filter(None, (summary.treatment, summary.areas, summary.session, summary.since_last)))
        aside = self._aside(summary)
        narrow = self.has_class("-narrow")
        width = self.size.width - (2 if narrow else _MARGINS)
        has_room = not narrow and cell_len(f"{session}   {summary.answered}") <= width
        self.query_one("#heading", Static).update(
            Content.assemble((summary.name, "bold"), (f"   {summary.age} · {summary.language}", "$quiet"))
        )
        texts = {"section": aside, "treatment": session, "answered": summary.answered if has_room else ""}
        for name, text in texts.items():
            self.query_one(f"#{name}", Static).update(text)
        beside = 0 if narrow else cell_len(aside) + 2
        name = f"{summary.name}   {summary.age} · {summary.language}"
        page.head_rows = len(wrap(name, width - beside)) + len(wrap(session, width)) - 2
        return has_room

    def _aside(self, summary: Summary) -> str:
        """Say when the appointment is, and how long the client has waited for it by now."""
        stands = with_waiting(self.clinic, summary.state, summary.waits, summary.start)
        return f"{summary.start}{' appointment' if self.size.width >= _BROAD else ''}   {stands}"

    def _show_actions(self, summary: Summary) -> None:
        possible, advised = next_decisions(self.visit), advised_decision(self.visit, summary)
        for name, *_ in decisions.DECISIONS:
            action = self.query_one(f"#do-{name}", Action)
            action.set_class(name not in possible, "-gone")
            action.set_class(name == advised, "-main")
        go = self.query_one("#go", Action)
        go.set_class(not possible, "-gone")
        labels = [label.rstrip(" ›") for name, label, *_ in decisions.DECISIONS if name in possible]
        go.label = f"{labels[0] if len(labels) == 1 else 'Decide'} ›"
        broad = self.size.width >= _BROAD
        put_off = decisions.put_off_label(summary, self.clinic.today(), whole=broad)
        self.query_one("#do-put_off", Action).label = put_off

    # -- the note --------------------------------------------------------------------------------------------------

    def _notice_note(self) -> None:
        """Note that the whole of the client's note was on the screen."""
        if self.app.screen is self and any(page.is_note_in_view for page in self.query(SummaryPage)):
            self._note_seen = self.summary.note

    def tick(self, idle: float) -> None:
        """Notice when the note has been scrolled into view; let the waiting time go on; lock after idling."""
        super().tick(idle)
        if self.app.screen is self and self._shown is not None:
            self._notice_note()
            for aside in self.query("#section").results(Static):
                aside.update(self._aside(self._shown))

    @property
    def _is_note_seen(self) -> bool:
        return self._note_seen == self.summary.note

    async def _note_read(self) -> bool:
        """Show the note if it was not seen; False if the practitioner left."""
        note = self.summary.note
        if note and not self._is_note_seen:
            if not await self.ask(
                SureScreen("Read first", [f"{self.summary.note_title}:", f"“{note}”"], go="I have read it ›")
            ):
                return False
            self._note_seen = note
        return True

    def action_scroll(self, how: str) -> None:
        """Scroll the page, whatever has the focus."""
        page = self.query_one(SummaryPage)
        if how in _PAGES:
            page.turn(_PAGES[how])
        else:
            getattr(page, f"scroll_{how}")(animate=False)

    def action_back(self) -> None:
        """Go back to my day; ask first what becomes of what is not signed yet."""
        if self._open.is_unsigned:
            self.do("leave")
        else:
            self._leave()

    def _leave(self) -> None:
        """Go back to my day; what was filled in of the session waits."""
        self.keep_half_done()
        self.dismiss(None)

    async def do_leave(self) -> None:
        """Sign, or drop, what is not signed yet."""
        picks = [Pick("sign", "Sign it", "and decide later"), Pick("drop", "Drop it", "nothing of it is kept")]
        picked = await self.ask(PickScreen("Not signed yet", picks, lead=". ".join(self.summary.unsigned)))
        if picked == "drop":
            self._open = OpenVisit(self._open.stored)
        elif picked != "sign" or not await self._sign(_FOUND, None, "Signed."):
            return
        self._leave()

    # -- signing ---------------------------------------------------------------------------------------------------

    async def _pin(self, who: str, what: str, *more: str) -> StaffMember | None:
        """Ask a PIN for what is to be signed, for whom, and which treatment it is; None if nobody signed."""
        told = self.summary
        signs_too = f"Signed with it: {'. '.join(told.unsigned)}." if told.unsigned else ""
        lead = "\n".join(filter(None, (what, f"{told.name} · {told.treatment}", *more, signs_too)))
        return await self.ask(PinScreen(who, title="Sign", lead=lead, go="Sign ›"))

    async def _sign(self, deed: str, write: Callable[[StaffMember], Visit] | None, said: str, *more: str) -> bool:
        """Ask the PIN, write, show; False if nobody signed. `more` is what the same PIN says besides."""
        member = await self._pin(self.member.name, deed, *more)
        if member is not None:
            await self._signed(member, write, said)
        return member is not None

    async def _signed(self, member: StaffMember, write: Callable[[StaffMember], Visit] | None, said: str) -> None:
        """Keep what was signed, and show it."""
        self._open.sign(self.room, member, write)
        await self._show_done(said)

    async def _found(self, sentence: str, *visits: Visit) -> None:
        """Show what was settled, corrected or noted; the PIN of the decision signs it."""
        self._open.find(visits)
        await self._show_done(f"{sentence} Not signed yet.")

    async def _done(self, visit: Visit, sentence: str) -> None:
        """Show what was kept without a PIN."""
        self._open.follow(self.clinic, self.room, visit)
        await self._show_done(sentence)

    async def _show_done(self, sentence: str) -> None:
        await self.refresh_facts()
        self.say(sentence, good=True)

    async def do_sign(self) -> None:
        """Sign what was found, and decide later."""
        await self._sign(_FOUND, None, "Signed.")

    async def do_take_back(self) -> None:
        """Take back what was found last."""
        self._open.take_back(self.room)
        await self._show_done("Taken back.")

    def _decide(self, decision: Choice, **more: Any) -> Callable[[StaffMember], Visit]:
        visit, seen = self.visit, self.visit.content_sha
        return lambda member: self.room.decide(visit, decision, pin_checked=member, seen_sha=seen, **more)

    # -- deciding --------------------------------------------------------------------------------------------------

    def action_go(self) -> None:
        """Choose a decision, where they are not beside each other in the foot."""
        if self.has_class("-narrow") and next_decisions(self.visit):
            self.do("decide")

    def _press(self, character: str) -> bool:
        """Keys decide also where the decisions have no room."""
        possible = next_decisions(self.visit)
        for name, _, key, _ in decisions.DECISIONS:
            if name in possible and key.casefold() == character.casefold():
                self.do(name)
                return True
        return super()._press(character)

    async def do_decide(self) -> None:
        """Show what can be decided, and do what is picked; what follows from the verdict is marked."""
        picked = await decisions.ask_decision(self, self.summary, self.visit)
        if picked:
            await getattr(self, f"do_{picked}")()

    async def do_start(self) -> None:
        """Call the client in; the decision follows."""
        await self._done(self.room.start(self._open.stored), "Started. Decide after you have looked.")

    async def do_go_ahead(self) -> None:
        await self._go("go_ahead")

    async def do_with_care(self) -> None:
        """Go ahead with care, and say which."""
        await self._go("with_care")

    async def _go(self, decision: Choice) -> None:
        """Say what is missing, then ask why where the rules say less, which care, and for the PINs."""
        room, visit, told = self.room, self.visit, self.summary
        try:
            room.require_possible(visit, decision, note_shown=True)
        except NotAllowed:
            await self._offer_consent()
            raise
        if not await self._note_read():
            return
        signers = room.second_signers(visit)
        override = await decisions.ask_override(self, told, signers, self._override) if told.overrides else None
        if told.overrides and override is None:
            return
        self._override = override
        cares = await decisions.ask_care(self) if decision == "with_care" else ()
        if cares is None:
            return
        what = f"With care: {', '.join(cares)}" if cares else "Go ahead"
        against = f"Overrides {told.overrides}\nWhy: {override.reason}. {override.line}" if override else ""
        check = f"Check the consent: {told.interpreted}" if told.interpreted else ""
        member = await self._pin(self.member.name, what, against, completing(visit), check)
        if member is None:
            return
        if override and signers:
            second = await decisions.ask_second(self, signers)
            besides = f"{member.name} has signed. {second.name} signs besides." if second else ""
            signed = await self._pin(second.name, what, against, besides) if second else None
            if signed is None:
                self.say("Nothing is signed: the second PIN is missing. Your reason is kept.")
                return
            override = replace(override, second=signed)
        write = self._decide(decision, override=override, care=cares, note_shown=self._is_note_seen)
        await self._signed(member, write, f"Signed: {'go ahead with care' if cares else 'go ahead'}.")
        self._override = None

    async def _offer_consent(self) -> None:
        """Offer to take a missing consent where the rules speak against it, now that somebody goes ahead all the same."""
        if not self._goes_ahead:
            self._goes_ahead, self._shown = True, None
            await self.refresh_facts()

    async def do_put_off(self) -> None:
        """Put off, until a day or without one."""
        self.room.require_possible(self.visit, "put_off", note_shown=True)
        answered = await decisions.ask_until(self, self.summary)
        if answered is not None:
            day, reason = answered
            write = self._decide("put_off", until=day, reason=reason)
            words = f"Put off to {long_day(day)}" if day else "Put off, no day yet"
            await self._sign(
                f"{words}: {reason}" if reason else words, write, f"Signed: {words[:1].lower()}{words[1:]}."
            )

    async def do_decline(self) -> None:
        """Decline this treatment, with a reason; an alternative of today is named."""
        self.room.require_possible(self.visit, "decline", note_shown=True)
        reason = await decisions.ask_why_decline(self, self.room, self.visit)
        if reason:
            await self._sign(f"Decline: {reason}", self._decide("decline", reason=reason), "Signed: declined.")

    async def do_finish(self) -> None:
        """Record the session as done, then show what to hand out. What was filled in stays until it is signed."""
        visit, room = self.visit, self.room
        form = room.finish_form(visit)
        draft = form.kept if self._draft == SessionDraft() else self._draft

        def keep(filled: SessionDraft) -> None:
            self._draft = SessionDraft() if filled == form.kept else filled

        filled, then = await fill_in(self, self.summary.name, form, draft, room.products, keep=keep)
        if then == LATER:
            later = room.finish_later(self._open.stored, filled)
            self._draft = SessionDraft()
            await self._done(later, "Kept. Sign it later today: it is to finish.")
        if then != SIGN:
            return
        draft, areas = filled, dict(form.areas)
        signed = await self._sign(
            f"Session done: {', '.join(areas[area].lower() for area in draft.areas if area in areas)}",
            lambda member: room.finish(
                visit, draft.areas, draft.steps or (), draft.note, pin_checked=member, details=draft.details
            ),
            "The session is recorded.",
        )
        if signed:
            self._draft = SessionDraft()
            await self.do_next()
            from screens.staff.take_away_asking import show_after_care  # noqa: PLC0415 - loaded when first needed

            await show_after_care(self, self.visit)

    async def do_next(self) -> None:
        """Propose the next session in its window; one key books it."""
        from screens.practitioner.next_asking import ask_next  # noqa: PLC0415 - loaded when first needed

        said = await ask_next(self, self.visit)
        if said:
            await self._show_done(said)

    async def do_papers(self) -> None:
        """Show, print or save what the client takes away."""
        from screens.staff.take_away_asking import ask_in_room  # noqa: PLC0415 - loaded when first needed

        await ask_in_room(self, self.visit)

    # -- after the session -----------------------------------------------------------------------------------------

    async def do_reaction(self) -> None:
        """Note what the client reports after the session."""
        found = await ask_reaction(self)
        if found is not None:
            await self._done(self.room.note_reaction(self.visit, *found), f"Noted. Call back by {long_day(found[1])}.")

    async def do_called_back(self) -> None:
        """Note what came of the call."""
        found = await ask_called(self)
        if found is not None:
            visit = self.room.note_call(self.visit, *found)
            await self._done(visit, "Noted: another call is due." if found[1] else "Noted: the call is closed.")

    async def do_lot(self) -> None:
        """Note the lot that the record lacks."""
        visit = self.visit
        products = visit.session.products if visit.session else ()
        place = next((place for place, each in enumerate(products) if each.lacks_lot), None)
        label = await ask_lot(self, self.room.products, products[place]) if place is not None else None
        if place is not None and label is not None:
            await self._done(self.room.complete_product(visit, place, label), "Noted.")

    # -- answers ---------------------------------------------------------------------------------------------------

    async def do_settle(self) -> None:
        """Settle an unsure answer by having looked or asked."""
        await self._take(await answers.find_unsure(self, self.room, self.visit, self.summary))

    async def do_kind(self) -> None:
        """Settle a yes by naming its kind, from the list that the lead signed."""
        await self._take(await answers.find_kind(self, self.room, self.visit, self.summary))

    async def do_answers(self) -> None:
        """Show all answers; a touch on one settles or corrects it."""
        await self._take(await answers.find_any(self, self.room, self.visit))

    async def _take(self, found: answers.Found | None) -> None:
        if found is not None:
            await self._found(*found)

    async def do_advise(self) -> None:
        """Note that the client was advised to see a doctor and was given the slip."""
        from screens.staff.take_away_asking import show_advice  # noqa: PLC0415 - loaded when first needed

        if await show_advice(self, self.summary.to_advise[0]):
            found = [self.room.advise(visit) for visit in self.summary.to_advise]
            await self._found("Noted: advised to see a doctor, slip given.", *found)

    async def do_doctor_saw(self) -> None:
        """Note that a doctor has looked, and what is said of it."""
        needed = "Write who looked and what they said."
        words = await self.ask(TextScreen("A doctor has looked", "Who looked, and what they said", needed=needed))
        if words:
            found = [self.room.doctor_saw(visit, words) for visit in self.summary.to_bring_back]
            await self._found("Noted: a doctor has looked.", *found)

    async def do_guardian(self) -> None:
        """Note who the guardian is that signed."""
        found = await ask_guardian(self, guardian_words(self.visit))
        if found:
            await self._done(self.room.saw_guardian(self._open.stored, *found), "Noted: the guardian was seen.")

    async def do_consent(self) -> None:
        """Keep a consent that was given on paper."""
        needed = "Whose name is on it?"
        name = await self.ask(TextScreen("Consent on paper", "Signed by", value=self.summary.name, needed=needed))
        language = await ask_paper_language(self, self.visit) if name else None
        if name and language:
            kept = self.room.paper_consent(self._open.stored, "yes", name, found=self.visit, language=language)
            await self._done(kept, "The consent is saved.")
