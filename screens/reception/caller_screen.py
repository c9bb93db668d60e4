"""Somebody calls or comes by while something else is open: that stays as it is below."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from screens.reception.desk_screen import DeskScreen
from screens.staff.pick_screens import Pick, pick_cards
from screens.widgets import Choice
from screens.widgets.cards import Cards


class CallerScreen(DeskScreen):
    """Find or book for somebody, then go back to what was open."""

    heading = "Somebody calls"

    def compose_body(self) -> ComposeResult:
        """Show what can be done for them."""
        yield Static("What is open stays as it is. Back leads to it.", classes="lead", markup=False)
        yield pick_cards(
            (
                Pick("clients", "Find a client"),
                Pick("book", "Book a visit"),
                Pick("walk_in", "Walk-in"),
            )
        )

    def compose_foot(self) -> ComposeResult:
        yield self.foot(go=None, left=(self.go_on_action(),))

    def on_mount(self) -> None:
        """Show whether something is put aside."""
        self.forms_changed()

    def choose(self, digit: int) -> None:
        self.query_one(Cards).choose(digit)

    @on(Choice.Chosen)
    def _chosen(self, event: Choice.Chosen) -> None:
        event.stop()
        self.do(event.choice.value)

    def action_caller(self) -> None:
        """Stay: it is open already."""

    def action_back(self) -> None:
        self.dismiss(None)
