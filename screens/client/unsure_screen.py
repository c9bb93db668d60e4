"""After several unsure answers: help is offered, once."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from screens.client.client_screen import ClientScreen
from screens.widgets.cards import Cards
from screens.widgets.choice import Choice


class UnsureScreen(ClientScreen):
    """Yes calls staff; either way the questions go on where they stand."""

    ask = "Would you like some help with the questions? Being unsure is fine: we will look at it together."

    def compose_answers(self) -> ComposeResult:
        """Yes and no."""
        yield Cards([Choice("Yes, please call somebody", value=True), Choice("No, I'll go on by myself", value=False)])

    def compose_foot(self) -> ComposeResult:
        """Leave Continue out: a card goes on by itself."""
        yield self.foot(go=None)

    @on(Choice.Chosen)
    def _answer(self, event: Choice.Chosen) -> None:
        wanted = bool(event.choice.value)
        self.attempt(lambda: self.check_in.help_wanted(wanted))
        if wanted and self.kiosk.way is not None:
            self.kiosk.show_called()
