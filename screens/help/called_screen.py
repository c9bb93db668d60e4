"""The desk knows; and if nobody comes for a minute, where to go."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from kiosk.core.errors import KioskError
from screens.overlay_screen import OverlayScreen

PATIENCE_SECONDS = 60
_COME = "Please come to the desk."
_UNTOLD = "This kiosk can't reach the desk just now. Your answers stay safe."


class CalledScreen(OverlayScreen):
    """Says who knows, that somebody is on the way, or to come to the desk."""

    CSS_PATH = "called_screen.tcss"

    def compose_body(self) -> ComposeResult:
        """Two lines."""
        with Vertical(id="middle"):
            known = self._known
            yield Static("The desk knows." if known else _COME, id="said", markup=False)
            yield Static(
                "Somebody will come to you. You can go on meanwhile." if known else _UNTOLD, id="how", markup=False
            )

    def __init__(self, *, known: bool = True) -> None:
        super().__init__()
        self._known = known
        self._called = self.kiosk.clock.monotonic()

    def compose_foot(self) -> ComposeResult:
        """Back to where one was."""
        yield self.foot(back=None, help=None, go="Go on ›")

    def action_go(self) -> None:
        """Back to where one was."""
        self.action_back()

    def tick(self, idle: float) -> None:
        """See whether somebody answered, and whether a minute is over."""
        if self._is_answered():
            self._say("Somebody is on the way to you.", "You can go on meanwhile.")
        elif self.kiosk.clock.monotonic() - self._called >= PATIENCE_SECONDS:
            self._say(_COME, "Everybody is busy just now. Your answers stay safe." if self._known else _UNTOLD)
        super().tick(idle)

    def _is_answered(self) -> bool:
        try:
            return self._known and self.kiosk.clinic.terminals.me().help_answered_by is not None
        except KioskError:
            return False  # nobody can be asked just now

    def _say(self, said: str, how: str) -> None:
        self.query_one("#said", Static).update(said)
        self.query_one("#how", Static).update(how)
