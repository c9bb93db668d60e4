"""What a member of staff can do with this terminal: lock it, sign out, close the kiosk, confirm the date."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.visits.private_record import note_openings, unnoted_openings
from rules import day_in_words
from screens.staff.page_screens import SureScreen
from screens.staff.pick_screens import Pick, PickScreen, pick_cards
from screens.staff.private_openings_screen import PrivateOpeningsScreen
from screens.staff.sign_in_screen import ROLE_WORDS
from screens.staff.staff_screen import StaffScreen, doubt_now
from screens.widgets import Choice
from screens.widgets.cards import Cards


class StaffMenuScreen(StaffScreen[str]):
    """The terminal's own matters, one card each."""

    heading = "This terminal"

    def __init__(self, further: Sequence[tuple[str, str]] = ()) -> None:
        """`further`: names and words of what the screen below has no room for; the name that is chosen is answered."""
        super().__init__()
        self._further = tuple(further)

    def compose_body(self) -> ComposeResult:
        doubt = doubt_now(self.clinic)
        yield Static(f"{self.member.name} is signed in on {self.clinic.terminal}.", classes="lead", markup=False)
        picks = [Pick(name, label) for name, label in self._further if name != "lock"]
        picks.append(Pick("lock", "Lock this screen", "Counts and calls stay visible, without names."))
        if doubt:
            picks.append(Pick("date", "Confirm the date", "The clock may be wrong."))
        if self.clinic.settings.printing.printer:
            picks.append(Pick("print", "Print", "The morning list, or blank forms."))
        if self.member.role == "lead":
            picks += [
                Pick("staff", "Staff", "Add, new PIN, unlock, disable."),
                Pick("unlock", "Unlock somebody", "After too many wrong PINs."),
                Pick("private", "Private records", "Who opened one, and why."),
                Pick("rules", "Rules in force", "Read, sign, adopt or refuse."),
                Pick("figures", "Figures", "Of a day or a month."),
                Pick("audit", "Audit trail", "Who did what."),
                Pick("inspect", "For an inspector", "Visits, each as PDF."),
            ]
        picks += [
            Pick("out", "Sign out", "Somebody else can sign in."),
            Pick("close", "Close the kiosk", "This terminal stops; the audit trail names you."),
        ]
        yield pick_cards(picks, spares_details=True)

    def compose_foot(self) -> ComposeResult:
        yield self.foot(go=None, help=None)

    def choose(self, digit: int) -> None:
        self.query_one(Cards).choose(digit)

    def on_choice_chosen(self, event: Choice.Chosen) -> None:
        event.stop()
        if event.choice.value in dict(self._further) and event.choice.value != "lock":
            self.dismiss(event.choice.value)
        else:
            self.do(event.choice.value)

    async def do_lock(self) -> None:
        """Close this page and lock."""
        self.dismiss(None)
        self.lock_now()

    async def do_out(self) -> None:
        """Leave everything, so that somebody else can sign in."""
        self.kiosk.go_home()

    async def do_date(self) -> None:
        """Confirm that the clock is right."""
        today = day_in_words(self.clinic.today())
        asked = [*filter(None, [doubt_now(self.clinic)]), f"Is today {today}?"]
        if await self.ask(SureScreen("Confirm the date", asked, go="Yes, it is ›")):
            self.clinic.confirm_date(self.member.actor(self.clinic.terminal))
            self.dismiss(None)

    async def do_print(self) -> None:
        """Print what is good to have on paper; a printer that is slow keeps nothing waiting."""
        from kiosk.desk.opening_papers import LABELS, print_opening_paper  # noqa: PLC0415 - loaded when first needed

        picked = await self.ask(PickScreen("Print", [Pick(what, words) for what, words in LABELS.items()]))
        if picked is not None:
            self.say("Printing…", good=True)
            actor = self.member.actor(self.clinic.terminal)
            self.say(await asyncio.to_thread(print_opening_paper, self.clinic, actor, picked), good=True)

    async def do_staff(self) -> None:
        """Show who works here; add, reset, unlock, disable."""
        from screens.staff.lead.managing_staff import manage_staff  # noqa: PLC0415 - loaded when first needed

        await manage_staff(self)

    async def do_unlock(self) -> None:
        """Let somebody try again who typed too many wrong PINs, here or at any terminal."""
        locked = self.clinic.staff.locked()
        if not locked:
            self.say("Nobody is locked.", good=True)
            return
        picks = [Pick(member.name, member.name, ROLE_WORDS[member.role]) for member in locked]
        name = await self.ask(PickScreen("Unlock somebody", picks, lead="Too many wrong PINs were typed for them."))
        if name is not None:
            self.clinic.staff.unlock(name, self.member.actor(self.clinic.terminal))
            self.say(f"{name} may try again.", good=True)

    async def do_private(self) -> None:
        """Show who opened private records, until that is noted."""
        openings = unnoted_openings(self.clinic)
        if await self.ask(PrivateOpeningsScreen(openings)):
            note_openings(self.clinic, openings, self.member)
            self.say("Noted.", good=True)

    async def do_rules(self) -> None:
        """Show each treatment's protocol and who signed it; sign, adopt or refuse."""
        from screens.staff.lead.signing_rules import look_at_rules  # noqa: PLC0415 - loaded when first needed

        await look_at_rules(self)

    async def do_figures(self) -> None:
        """Show the figures of a day or a month."""
        from screens.staff.lead.showing_figures import show_figures  # noqa: PLC0415 - loaded when first needed

        await show_figures(self)

    async def do_audit(self) -> None:
        """Search the audit trail."""
        from screens.staff.lead.searching_audit import search_audit  # noqa: PLC0415 - loaded when first needed

        await search_audit(self)

    async def do_inspect(self) -> None:
        """List visits for an inspector, and save each as PDF."""
        from screens.staff.lead.inspecting import inspect_visits  # noqa: PLC0415 - loaded when first needed

        await inspect_visits(self)

    async def do_close(self) -> None:
        lines = ["This terminal stops and goes back to the system.", "Nothing is lost; other terminals go on."]
        if await self.ask(SureScreen("Close the kiosk", lines, go="Close ›")):
            self.kiosk.close_kiosk(self.member)

    def action_back(self) -> None:
        self.dismiss(None)
