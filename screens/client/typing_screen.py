"""Screens on which one thing is typed, with a keyboard to touch below it."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.core.language import tr
from screens.client.client_screen import ClientScreen
from screens.widgets.field import Field
from screens.widgets.inline_message import InlineMessage
from screens.widgets.keyboard import Keyboard
from screens.widgets.number_pad import RUB_OUT, KeyTyped
from screens.widgets.wrapping import wrap

_BESIDE = 6
"""Columns of air beside what is asked."""
_MOST_LINES = 2


class TypingScreen(ClientScreen):
    """One field and a keyboard. Where the screen is short, the field's label is all that says what is asked."""

    AUTO_FOCUS = "Field"
    kind = "-typing"
    label: str = ""
    """What is typed, in words for the catalogues."""
    limit: ClassVar[int] = 80
    always_capitals: ClassVar[bool] = False
    key: str = ""
    """Under which name what is typed is kept for coming back."""

    def compose_answers(self) -> ComposeResult:
        """Give the field, with what was typed before."""
        yield Field(tr(self.label), value=self.typed_before(), limit=self.limit, id="field")

    def compose_body(self) -> ComposeResult:
        """Give what is asked and the field, and what is wrong beside the field."""
        self._make_room()  # now: a screen that was made ahead has no other size when it comes to ask this
        yield Static(self.asking, id="ask", markup=False)
        yield from self.compose_answers()
        yield InlineMessage()

    def compose_below(self) -> ComposeResult:
        yield Keyboard()

    def typed_before(self) -> str:
        """Return what is in the field at first."""
        return self.way.typed.get(self.key, "")

    def remember(self) -> None:
        if self.key:
            self.way.typed[self.key] = self.text

    @property
    def text(self) -> str:
        """What is typed, without spaces around it."""
        return self.query_one("#field", Field).value.strip()

    def on_mount(self) -> None:
        """Begin with capitals where nothing is typed yet; say what the client should know first."""
        self._set_case()
        if self.way.notice:
            self.say(self.way.notice)
            self.way.notice = ""

    def begin(self) -> None:
        """Begin as a new one does."""
        self._set_case()

    @on(events.Resize)
    def _make_room(self) -> None:
        """Give up the air, and then the clinic's name, where what is asked takes more than a line above a keyboard."""
        lines = len(wrap(self.asking, self.app.size.width - _BESIDE))
        self.set_class(lines > 1, "-asks-in-lines")
        self.set_class(lines > _MOST_LINES, "-asks-at-length")

    @on(KeyTyped)
    def _key(self, event: KeyTyped) -> None:
        field = self.query_one("#field", Field)
        if event.text == RUB_OUT:
            field.rub_out()
        else:
            field.type(event.text)

    @on(Field.Changed)
    def _set_case(self) -> None:
        before = self.query_one("#field", Field).value[-1:]
        self.query_one(Keyboard).capitals = self.always_capitals or before in ("", " ", "-", "'")
