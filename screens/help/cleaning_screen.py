"""The screen is being cleaned: dead to every touch and key for a while, then as before."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from kiosk.checkin.texts import help_texts
from kiosk.core.language import tr
from screens.kiosk_screen import KioskScreen

CLEANING_SECONDS = 30


class CleaningScreen(KioskScreen[None]):
    """A cloth presses everything at once, so nothing that is pressed counts."""

    speaks_to_clients = True
    CSS_PATH = "cleaning_screen.tcss"

    def __init__(self) -> None:
        super().__init__()
        self._until = self.kiosk.clock.monotonic() + CLEANING_SECONDS

    @property
    def seconds_left(self) -> int:
        """How long it lasts still."""
        return max(0, round(self._until - self.kiosk.clock.monotonic()))

    def compose(self) -> ComposeResult:
        with Vertical(id="middle"):
            yield Static(tr(help_texts.CLEANING), id="said", markup=False)
            yield Static(help_texts.works_again_in(self.seconds_left), id="how", markup=False)
        yield self.foot(back=None, go=None, help=None)

    def accepts_input(self) -> bool:
        return False

    def tick(self, idle: float) -> None:  # noqa: ARG002 - nobody touches it
        """One second less; at the end the screen is as before."""
        if self.seconds_left:
            self.query_one("#how", Static).update(help_texts.works_again_in(self.seconds_left))
        elif self.is_current:
            self.kiosk.touch()
            self.dismiss(None)
