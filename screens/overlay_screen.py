"""What covers a client's screen for a moment: it keeps the same clock, and leads back."""

from __future__ import annotations

from textual.app import ComposeResult

from screens.keys_to_come import KeysToCome
from screens.kiosk_screen import KioskScreen
from screens.staff.call_shown import CallShown
from screens.widgets.cards import Cards
from screens.widgets.inline_message import InlineMessage


class OverlayScreen(CallShown[None], KeysToCome):
    """Leads back to where the client was."""

    names_clinic = True
    touch_rows = 4

    def __init__(self) -> None:
        below = self.app.screen
        self.speaks_to_clients = self.speaks_to_clients and isinstance(below, KioskScreen) and below.speaks_to_clients
        super().__init__()

    def compose_below(self) -> ComposeResult:
        """Leave a place for what the keys to come say."""
        yield InlineMessage(classes="-foot")

    def compose_foot(self) -> ComposeResult:
        yield self.foot(go=None, help=None)

    def action_back(self) -> None:
        """Back to where the client was."""
        if self.is_current:
            self.dismiss(None)

    def action_help(self) -> None:
        """Do nothing: help does not cover help."""

    def choose(self, digit: int) -> None:
        """Press the card with this number."""
        for cards in self.query(Cards):
            cards.choose(digit)

    def tick(self, idle: float) -> None:
        """Ask whether somebody is still there if a client is under way; go back to the opening screen if nobody is."""
        self.take_away_told(idle)
        if idle < self.kiosk.patience():
            return
        if self.kiosk.way is not None:
            self.kiosk.count_down()
        elif self.kiosk.staff is None:
            self.kiosk.go_home()
