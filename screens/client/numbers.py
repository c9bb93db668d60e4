"""Screens on which numbers are typed, with a number pad beside them."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from screens.client.client_screen import ClientScreen
from screens.widgets.action import Action
from screens.widgets.dates import DateFields
from screens.widgets.field import Field
from screens.widgets.numberpad import RUB_OUT, Key, NumberPad


class NumberScreen(ClientScreen):
    """What is asked and the fields on the left, the pad on the right; the pad below where the screen is narrow."""

    AUTO_FOCUS = "Field"
    kind = "-numbers"

    def compose_body(self) -> ComposeResult:
        """Fields and pad."""
        with Horizontal(id="numbers"):
            with Vertical(id="entry"):
                yield Static(self.ask, id="ask", markup=False)
                yield Static("", id="error", classes="wrong", markup=False)
                yield from self.compose_fields()
            yield NumberPad(classes="yields")

    def compose_fields(self) -> ComposeResult:
        """Give the fields, and what else may be answered."""
        yield from ()

    @property
    def active(self) -> Field:
        """The field that takes the digits."""
        focused = self.focused
        return focused if isinstance(focused, Field) else self.query(Field).first()

    @on(NumberPad.Typed)
    def _digit(self, event: NumberPad.Typed) -> None:
        self.type_digit(event.text)

    @on(Action.Pressed)
    def _rub(self, event: Action.Pressed) -> None:
        if isinstance(event.action, Key):
            self.type_digit(RUB_OUT)

    def type_digit(self, text: str) -> None:
        """Take a digit or RUB_OUT from the pad; rubbing out goes on in the field before."""
        if text != RUB_OUT:
            self.active.type(text)
        elif dates := list(self.query(DateFields)):
            dates[0].rub_out()
        else:
            self.active.rub_out()
