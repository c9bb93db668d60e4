"""Screens on which numbers are typed, with a number pad beside them."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from screens.client.client_screen import ClientScreen
from screens.widgets.action import Action
from screens.widgets.date_fields import DateFields
from screens.widgets.field import Field
from screens.widgets.inline_message import InlineMessage
from screens.widgets.number_pad import RUB_OUT, Key, KeyTyped, NumberPad


class NumberScreen(ClientScreen):
    """What is asked and the fields on the left, the pad on the right; the pad below where the screen is narrow."""

    AUTO_FOCUS = "Field"
    kind = "-numbers"

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="numbers"):
            with Vertical(id="entry"):
                yield Static(self.asking, id="ask", markup=False)
                yield from self.compose_fields()
                yield InlineMessage()
                yield from self.compose_else()
            yield NumberPad()

    def compose_fields(self) -> ComposeResult:
        yield from ()

    def compose_else(self) -> ComposeResult:
        """Give what else may be answered, or is to be known."""
        yield from ()

    def say(self, sentence: str, part: str = "") -> None:
        """Say what is wrong beside the fields, and lead to the one it is about."""
        super().say(sentence, part)
        for dates in self.query(DateFields):
            dates.point_out(part)

    @on(DateFields.Unreadable)
    def _unreadable(self, event: DateFields.Unreadable) -> None:
        self.say(event.sentence)

    def choose(self, digit: int) -> None:
        """Type the digit, wherever the focus is: no card beside fields has a number."""
        self.type_digit(str(digit))

    @property
    def active(self) -> Field:
        """The field that takes the digits."""
        focused = self.focused
        return focused if isinstance(focused, Field) else self.query(Field).first()

    @on(KeyTyped)
    def _digit(self, event: KeyTyped) -> None:
        self.type_digit(event.text)

    @on(Action.Pressed)
    def _rub(self, event: Action.Pressed) -> None:
        if isinstance(event.action, Key):
            self.type_digit(RUB_OUT)

    def type_digit(self, text: str) -> None:
        """Take a digit or RUB_OUT from the pad; rubbing out goes on in the field before."""
        for target in (*self.query(DateFields), self.active):
            if text == RUB_OUT:
                target.rub_out()
            else:
                target.type(text)
            return
