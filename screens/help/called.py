"""The desk knows; and if nobody comes for a minute, where to go."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from screens.help.overlay import OverlayScreen

PATIENCE_SECONDS = 60


class CalledScreen(OverlayScreen):
    """Says who knows, that somebody is on the way, or to come to the desk."""

    CSS_PATH = "called.tcss"

    def compose_body(self) -> ComposeResult:
        """Two lines."""
        with Vertical(id="middle"):
            yield Static("The desk knows.", id="said", markup=False)
            yield Static("Somebody will come to you. You can go on meanwhile.", id="how", markup=False)

    def __init__(self) -> None:
        super().__init__()
        self._called = self.kiosk.clock.monotonic()

    def compose_foot(self) -> ComposeResult:
        """Back to where one was."""
        yield self.foot(back=None, help=None, go="Go on ›")

    def action_go(self) -> None:
        """Back to where one was."""
        self.action_back()

    def tick(self, idle: float) -> None:
        """See whether somebody answered, and whether a minute is over."""
        if self.kiosk.clinic.terminals.me().help_answered_by is not None:
            self._say("Somebody is on the way to you.", "You can go on meanwhile.")
        elif self.kiosk.clock.monotonic() - self._called >= PATIENCE_SECONDS:
            self._say("Please come to the desk.", "Everybody is busy just now. Your answers stay safe.")
        super().tick(idle)

    def _say(self, said: str, how: str) -> None:
        self.query_one("#said", Static).update(said)
        self.query_one("#how", Static).update(how)
