"""A product's label, scanned or typed: the one place where a scanner's separator counts."""

from __future__ import annotations

from collections.abc import Callable

from textual import events

from kiosk.core.errors import BadInput
from kiosk.core.gs1 import SEPARATOR
from screens.staff.text_screens import TextScreen
from screens.widgets import Field

_SENT_FOR_GS = "ctrl+right_square_bracket"
"""The key that the control character GS is, as a scanner types it."""


class ScanField(Field):
    """A field that shows the separator between the parts of a label, and takes it."""

    def take_key(self, event: events.Key) -> bool:
        """Take the separator, too."""
        if event.key == _SENT_FOR_GS:
            self.type(SEPARATOR)
            return True
        return super().take_key(event)


class ScanScreen(TextScreen):
    """Scan a label; the scanner's Enter goes on, and what can't be read is scanned again."""

    def __init__(self, title: str, check: Callable[[str], object], *, lead: str = "") -> None:
        """`check` raises `BadInput` for what is no label."""
        super().__init__(
            title, "Label", lead=lead or "Scan the label of the product.", needed="Scan the label, or go back."
        )
        self._field = ScanField("Label", limit=200, many_lines=True, classes="text")
        self._check = check

    def action_go(self) -> None:
        """Go on with a label that can be read; make room for the next try."""
        try:
            if self._field.value.strip():
                self._check(self._field.value)
        except BadInput as refused:
            self._field.clear()
            self.say(refused.sentence)
        else:
            super().action_go()
