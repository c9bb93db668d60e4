"""The locked screen: what names nobody stays visible; the rest waits for the PIN."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.core.phrases import clock_time
from kiosk.desk.board import practitioners_board, todays_board
from screens.staff.pin_screen import PinScreen
from screens.staff.pull_scroll import PullScroll
from screens.staff.staff_screen import StaffScreen, act


class LockScreen(StaffScreen[None]):
    """Covers what is open. Counts and calls for help stay, without names."""

    heading = "Locked"
    live = True
    locks = False

    def compose_body(self) -> ComposeResult:
        """Show counts, and whose screen it is."""
        yield Static("", id="counts", classes="strong lead", markup=False)
        with PullScroll():
            yield Static(f"{self.member.name} is signed in here.", classes="lead", markup=False)

    def compose_foot(self) -> ComposeResult:
        """Unlock, or make room for somebody else."""
        yield self.foot(back=None, help=None, go="Unlock ›", left=(act("out", "Sign out", "O", "-plain"),))

    async def on_mount(self) -> None:
        """Show the counts at once."""
        await self._refresh_safely()

    async def draw_facts(self) -> None:
        """Show the counts as they stand, a practitioner's own day; calls are laid over every screen."""
        clinic, member = self.clinic, self.member
        is_own = member.role == "practitioner"
        facts = practitioners_board(clinic, clinic.room(member).my_day()) if is_own else todays_board(clinic)
        self.query_one("#counts", Static).update(facts.counts)
        self.query_one("#section", Static).update(clock_time(self.clinic.now()))

    def tick(self, idle: float) -> None:  # noqa: ARG002
        """Let waiting times go on."""
        self.call_later(self._refresh_safely)

    def action_go(self) -> None:
        self.do("unlock")

    async def do_unlock(self) -> None:
        """Ask the same person's PIN."""
        member = await self.ask(PinScreen(self.member.name, title="Unlock", go="Unlock ›"))
        if member is not None:
            self.kiosk.touch()
            self.dismiss(None)

    async def do_out(self) -> None:
        """Leave everything, so that somebody else can sign in."""
        self.kiosk.go_home()
