"""Under the age of consent: is a guardian here? Asked at once, before anything about health."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from screens.client.client_screen import ClientScreen
from screens.widgets.cards import Cards
from screens.widgets.choice import Choice


class GuardianScreen(ClientScreen):
    """Yes goes on; no leads to the desk."""

    ask = "Is your parent or guardian here with you?"

    def compose_answers(self) -> ComposeResult:
        """Yes and no."""
        yield Cards([Choice("Yes", value=True), Choice("No", value=False)])

    def compose_foot(self) -> ComposeResult:
        """Leave Continue out: a card goes on by itself."""
        yield self.foot(go=None)

    @on(Choice.Chosen)
    def _answer(self, event: Choice.Chosen) -> None:
        self.attempt(lambda: self.check_in.guardian(event.choice.value))
