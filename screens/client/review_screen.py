"""All answers once more; each can be changed, and leads back here."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from screens.client.client_screen import ClientScreen
from screens.widgets.cards import Cards
from screens.widgets.choice import Choice


class ReviewScreen(ClientScreen):
    """A card an answer: what was asked, and below it what was said."""

    ask = "Is everything right? Touch an answer to change it."
    CSS_PATH = "review_screen.tcss"

    def compose_answers(self) -> ComposeResult:
        """Give the answers, as many on a page as fit."""
        cards = []
        for row in self.check_in.rows:
            value = (row.question_id, row.treatment) if row.changeable else None
            cards.append(
                Choice(
                    row.short, detail=row.answer_text, dense=True, value=value, classes="" if row.answered else "-open"
                )
            )
        yield Cards(cards, dense=True)

    def compose_foot(self) -> ComposeResult:
        """Let the main action answer the question."""
        yield self.foot(go="All right ›")

    def go(self) -> None:
        """All is right."""
        self.attempt(self.check_in.finish)

    @on(Choice.Chosen)
    def _change(self, event: Choice.Chosen) -> None:
        value = event.choice.value
        if isinstance(value, tuple):
            self.attempt(lambda: self.check_in.change(*value))
        else:
            self.say("This is what your booking says. Our staff can change it for you.")
