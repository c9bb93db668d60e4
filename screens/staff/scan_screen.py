"""A product's label, scanned or typed: the one place where a scanner's separator counts."""

from __future__ import annotations

from textual import events

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
    """Scan a label; the scanner's Enter goes on."""

    def __init__(self, title: str) -> None:
        super().__init__(title, "Label", lead="Scan the label of the product.", needed="Scan the label, or go back.")
        self._field = ScanField("Label", limit=200, many_lines=True, classes="text")
