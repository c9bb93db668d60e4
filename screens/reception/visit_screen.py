"""One visit at the desk: who to check, the next step, what to say, what to do. Never a condition."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial
from types import MappingProxyType
from typing import ClassVar

from textual._path import CSSPathType
from textual.app import ComposeResult
from textual.containers import Grid, Horizontal
from textual.content import Content
from textual.widgets import Static

from kiosk.core.errors import KioskError
from kiosk.core.phrases import Tone, clock_time
from kiosk.desk.advice import said_to_client, say_no_time
from kiosk.desk.desk_actions import DeskAction
from kiosk.desk.open_at_desks import note_closed, note_open, open_elsewhere
from kiosk.desk.visit_changes import changes
from kiosk.desk.visit_page import VisitSection, visit_page
from kiosk.people.client_book import Client
from kiosk.visits import rejudge
from kiosk.visits.kept_language import own_language
from kiosk.visits.visit import STATE_WORDS, Visit
from screens.reception.appointment_picking import move_visit, pick_practitioner, pick_time
from screens.reception.client_forms import CLIENT_FORMS, ShownVisit
from screens.reception.desk_screen import CALLER_KEY, DeskScreen
from screens.staff.page_screens import SureScreen
from screens.staff.pull_scroll import PullScroll
from screens.staff.reason_asking import ask_reason
from screens.staff.staff_screen import STAFF_CSS, act
from screens.staff.take_away_asking import ask_at_desk
from screens.widgets import Action
from screens.widgets.braille import rows_of

_SIGNATURE = (32, 5)
"""Columns and rows of a signature on the page of a visit."""
_MOST_IN_TWO_COLUMNS = 8
RAISE_REASONS = (
    "Something seems different from the answers",
    "The client would like to talk first",
    "The client is unsure about an answer",
    "The client does not feel well",
)


_FORMS = {
    "raise": "Look first",
    "accept": "Take in",
    "move": "Another day",
    "reassign": "Reassign",
    "name": "Correct the name",
    "wishes": "Calling, needs",
    "paper": "Paper form",
    "consent": "Consent on paper",
    "guardian": "Guardian seen",
    "hand": "Hand back answers",
    "reaction": "Reaction",
    "called_back": "Called back",
}


class VisitScreen(DeskScreen):
    """A visit as reception sees it; it follows the records while it is open."""

    CSS_PATH: ClassVar[CSSPathType | None] = [STAFF_CSS, "visit_screen.tcss"]
    live = True
    forms: ClassVar[Mapping[str, str]] = MappingProxyType(_FORMS)

    def __init__(self, visit: Visit, client: Client) -> None:
        """`visit` as `Desk.open` returned it, so that the look is in the audit trail."""
        super().__init__()
        self.shown = ShownVisit(visit, client)
        self.changed: tuple[str, ...] = ()
        """What somebody else changed since this desk changed something itself."""
        self._shown_actions: tuple[DeskAction, ...] = ()
        self.opened_by = self.member

    # -- what it shows ---------------------------------------------------------------------------------------------

    def compose_body(self) -> ComposeResult:
        """Show the next step as a band; what to say and do; what can be done."""
        yield Static("", id="band", markup=False)
        with Horizontal(id="columns"):
            with PullScroll(id="words"):
                yield Static("", id="facts", markup=False)
            yield Grid(id="actions")

    def compose_foot(self) -> ComposeResult:
        """Back to the board, and the one thing to do next."""
        caller = act("caller", "Caller", CALLER_KEY, "-plain roomy")
        yield self.foot(back="‹ Board", go="Confirm ›", left=(self.go_on_action(), caller))

    async def on_mount(self) -> None:
        """Show the visit, tell who else has it open, and let other desks know that it is open here."""
        await self.look()
        others = open_elsewhere(self.clinic, self.shown.visit.id)
        note_open(self.clinic, self.shown.visit.id, self.opened_by)
        if others:
            self.say(f"{'. '.join(others)}.")

    def on_unmount(self) -> None:
        """Let other desks know that it is closed; where the records can't be reached, it counts as closed after a while."""
        with suppress(KioskError):
            note_closed(self.clinic, self.shown.visit.id, self.opened_by)

    async def draw_facts(self) -> None:
        """Show the visit as the records have it now."""
        before = self.shown.visit, self.shown.client
        self.shown.visit = rejudge.as_due(self.clinic, self.clinic.visits.get(self.shown.visit.id))
        self.shown.client = self.clinic.clients.get(self.shown.visit.client_id)
        self.changed += changes(self.clinic, before, (self.shown.visit, self.shown.client))
        page = visit_page(self.clinic, self.desk, self.shown.visit, self.shown.client)
        self.query_one("#heading", Static).update(page.heading)
        self.query_one("#section", Static).update(page.appointment)
        band = self.query_one("#band", Static)
        band.update(page.band)
        for each in Tone:
            band.set_class(each is page.tone, f"-{each}")
        facts = [_painted(each) for each in page.sections]
        if self.changed:
            facts.insert(0, _painted(VisitSection("Changed while it is open here", self.changed)))
        if self.has_class("-short"):  # there is no title line
            facts.insert(0, Content(page.appointment))
        facts += [_painted(VisitSection("Signature", tuple(rows_of(each, *_SIGNATURE)))) for each in page.signatures]
        self.query_one("#facts", Static).update(Content("\n\n").join(facts))
        await self._show_actions(page.actions)
        self.forms_changed()

    async def _show_actions(self, found: tuple[DeskAction, ...]) -> None:
        go = self.query_one("#go", Action)
        main = next((action for action in found if action.main), None)
        go.display = main is not None
        if main is not None:
            go.label = f"{main.label} ›"
        if found == self._shown_actions:
            return
        self._shown_actions = found
        grid = self.query_one("#actions", Grid)
        focused = self.focused.id if self.focused and self.focused.parent is grid else None
        await grid.remove_children()
        tiles = [act(action.name, action.label, action.key) for action in found if not action.main]
        columns = 3 if len(tiles) > _MOST_IN_TWO_COLUMNS else 2
        grid.set_class(columns == 3, "-three")  # noqa: PLR2004 - columns
        for place, tile in enumerate(tiles):
            tile.set_class(place // columns % 2 == 1, "-odd")
        await grid.mount_all([*tiles, act("caller", "Caller", CALLER_KEY, "-card crowded")])
        if focused and (again := grid.query(f"#{focused}")):
            again.first().focus(scroll_visible=False)

    # -- what it does ----------------------------------------------------------------------------------------------

    def form_of(self, name: str) -> tuple[str, str]:  # noqa: ARG002
        """Return this visit and its client."""
        return self.shown.visit.id, self.shown.client.full_name

    def doing(self, name: str) -> Callable[[], Awaitable[None]]:
        """Return the form of the client that is called so, or what this screen does itself."""
        return partial(self._fill_in, name) if name in CLIENT_FORMS else super().doing(name)

    async def _fill_in(self, name: str) -> None:
        filled = await CLIENT_FORMS[name](self, self.shown)
        if filled is not None:
            await self.done(*filled)

    async def done(self, visit: Visit, sentence: str) -> None:
        """Show the visit as it is after a change of this desk's own, and say what was done."""
        self.form_is_over()
        self.shown.visit, self.shown.client, self.changed = visit, self.clinic.clients.get(visit.client_id), ()
        await self.refresh_facts()
        self.say(sentence, good=True)

    def action_go(self) -> None:
        """Do the one thing to do next."""
        main = next((action for action in self._shown_actions if action.main), None)
        if main is not None:
            self.do(main.name)

    def choose(self, digit: int) -> None:
        """Digits do nothing here: letters name the actions."""

    def _press(self, character: str) -> bool:
        """Press the main action by its letter, too."""
        main = next((action for action in self._shown_actions if action.main), None)
        if main is not None and main.key.casefold() == character.casefold():
            self.do(main.name)
            return True
        return super()._press(character)

    def action_back(self) -> None:
        self.dismiss(None)

    # -- passing on ------------------------------------------------------------------------------------------------

    async def do_confirm(self) -> None:
        """Identity is checked: pass the visit to the practitioner."""
        visit = self.desk.confirm(self.shown.visit)
        whom = visit.practitioner or "the practitioner"
        await self.done(visit, f"Passed to {whom}. You can undo this until they start.")

    async def do_called_off(self) -> None:
        """End a visit that the schedule calls off."""
        visit = self.desk.as_scheduled(self.shown.visit)
        await self.done(visit, f"The visit is {STATE_WORDS[visit.state]}. You can undo this.")

    async def do_raise(self) -> None:
        """Ask the practitioner to look first."""
        lead = "The verdict stays as it is; the practitioner reads your reason. Do not name a condition."
        reason = await ask_reason(self, "Ask to look first", RAISE_REASONS, lead=lead, names_no_condition=True)
        if reason:
            visit = self.desk.raise_(self.shown.visit, reason)
            await self.done(visit, "The practitioner will look first.")

    async def do_unraise(self) -> None:
        """Take back your own raise."""
        await self.done(self.desk.undo_raise(self.shown.visit), "Taken back.")

    async def do_undo(self) -> None:
        """Take back the desk's last step."""
        await self.done(self.desk.undo(self.shown.visit), "Undone.")

    async def do_reopen(self) -> None:
        """Let the client answer again."""
        lines = [
            "The client answers the questions again at a kiosk.",
            "The answers given so far are kept beside the new ones.",
        ]
        if await self.ask(SureScreen("Answer again", lines, go="Yes, again ›")):
            await self.done(self.desk.reopen(self.shown.visit), "The client can answer again at any kiosk.")

    # -- here, late, gone ------------------------------------------------------------------------------------------

    async def do_arrive(self) -> None:
        """Note that the client is at the desk."""
        await self.done(self.desk.arrive(self.shown.visit), "Noted: the client is here, and can check in at any kiosk.")

    async def do_let_in(self) -> None:
        """Let the client check in outside the appointment's time."""
        await self.done(self.desk.let_in(self.shown.visit), "The client can check in at any kiosk now.")

    async def do_late(self) -> None:
        await self.done(self.desk.mark_late(self.shown.visit), "Marked as late.")

    async def do_no_show(self) -> None:
        """Note that the client did not come."""
        await self.done(self.desk.no_show(self.shown.visit), "Noted: did not come.")

    async def do_come_after_all(self) -> None:
        """Note that a client who was marked as not come is here."""
        visit = self.desk.come_after_all(self.shown.visit)
        await self.done(visit, "Noted: came after all, and can check in at any kiosk.")

    async def do_come_back(self) -> None:
        """Note that a client who had left is here again."""
        visit = self.desk.come_back(self.shown.visit)
        more = ", and can check in at any kiosk" if visit.stopped else ""
        await self.done(visit, f"Noted: came back{more}.")

    async def do_spoken_with(self) -> None:
        """Note that somebody has spoken with a client who said no, or asked for that in private."""
        await self.done(self.desk.spoken_with(self.shown.visit), "Noted: spoken with.")

    async def do_left(self) -> None:
        """Note that the client has left."""
        await self.done(self.desk.left(self.shown.visit), "Noted: has left.")

    async def do_cancel(self) -> None:
        if await self.ask(SureScreen("Cancel", ["This appointment is cancelled. You can undo it."], go="Cancel it ›")):
            await self.done(self.desk.cancel(self.shown.visit), "Cancelled.")

    # -- walk-ins, other days, other people ------------------------------------------------------------------------

    async def do_accept(self) -> None:
        """Take in somebody without an appointment."""
        practitioner = await pick_practitioner(self, self.shown.visit)
        start = await pick_time(self, self.shown.visit, practitioner) if practitioner else None
        if practitioner and start:
            visit = self.desk.accept_walk_in(self.shown.visit, start, practitioner)
            await self.done(
                visit, f"Taken in for {clock_time(start)} with {practitioner}. The client can check in at any kiosk."
            )

    async def do_refuse(self) -> None:
        """There is no time today."""
        language = own_language(self.shown.client, (self.shown.visit,))
        lines = ["Tell the client that there is no time today.", say_no_time(language)]
        if await self.ask(SureScreen("No time today", lines, go="Yes ›")):
            await self.done(self.desk.refuse_walk_in(self.shown.visit), "Noted.")

    async def do_move(self) -> None:
        """Move to another day, from the first possible one on."""
        old = await move_visit(self, self.shown.visit)
        if old is not None:
            self.shown.visit, self.changed = old, ()
            await self.refresh_facts()

    async def do_papers(self) -> None:
        """Show, print or save what the client takes away."""
        visit = self.shown.visit
        await ask_at_desk(self, visit, partial(said_to_client, self.clinic, visit))

    async def do_reassign(self) -> None:
        """Give the visit to another practitioner."""
        practitioner = await pick_practitioner(self, self.shown.visit)
        if practitioner:
            await self.done(self.desk.reassign(self.shown.visit, practitioner), f"Now with {practitioner}.")


def _painted(section: VisitSection) -> Content:
    return Content.assemble((section.title, "bold $primary"), "\n", Content("\n".join(section.lines)))
