"""A new PIN for somebody, typed twice."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from screens.staff.dots_screen import DotsScreen
from screens.staff.pin_screen import LEAST, PinField
from screens.widgets import Field, InlineMessage, NumberPad


class NewPinScreen(DotsScreen[str]):
    """Dots for digits, twice. What was typed first is forgotten where the second is another."""

    heading = "A new PIN"

    def __init__(self, name: str) -> None:
        super().__init__()
        self._who = name
        self._first = ""
        self._asks = f"At least {LEAST} digits."

    def compose_body(self) -> ComposeResult:
        """Say whose PIN it is and how often it was typed, beside the pad."""
        with Horizontal(classes="asked"):
            with Vertical(classes="who"):
                yield Static(self._who, classes="strong", id="name", markup=False)
                yield Static(self._asks, classes="lead", id="asks", markup=False)
                yield PinField(f"{self._who}: {self._asks}", "")
                yield InlineMessage(below=1)
            yield NumberPad()

    def on_mount(self) -> None:
        self.query_one(Field).focus()

    def action_go(self) -> None:
        """Ask for the same once more, then answer it."""
        field = self.query_one(Field)
        typed = field.value
        field.clear()
        if len(typed) < LEAST:
            self.say(f"A PIN has at least {LEAST} digits.")
        elif not self._first:
            self._first = typed
            self._ask("The same once more.")
        elif typed != self._first:
            self._first = ""
            self._ask(f"At least {LEAST} digits.")
            self.say("The two were not the same. Type the new PIN again.")
        else:
            self.dismiss(typed)

    def _ask(self, asks: str) -> None:
        self.query_one("#asks", Static).update(asks)
        self.query_one(PinField).ask(f"{self._who}: {asks}")

    def action_back(self) -> None:
        self.dismiss(None)
