"""After several unsure answers: help is offered, once."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from kiosk.checkin.texts import help_texts
from kiosk.core.language import tr
from screens.client.client_screen import ClientScreen
from screens.widgets.cards import Cards
from screens.widgets.choice import Choice


class UnsureScreen(ClientScreen):
    """Yes calls staff; either way the questions go on where they stand."""

    ask = help_texts.MORE_HELP

    def compose_answers(self) -> ComposeResult:
        yield Cards([Choice(tr(words), value=wanted) for wanted, words in help_texts.MORE_HELP_ANSWERS.items()])

    def compose_foot(self) -> ComposeResult:
        """Leave Continue out: a card goes on by itself."""
        yield self.foot(go=None)

    @on(Choice.Chosen)
    def _answer(self, event: Choice.Chosen) -> None:
        wanted = bool(event.choice.value)
        self.attempt(lambda: self.check_in.help_wanted(wanted))
        if wanted and self.kiosk.way is not None:
            self.kiosk.show_called()
