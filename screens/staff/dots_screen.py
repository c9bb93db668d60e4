"""A pad on which digits are typed that nobody may read: a PIN, or a new one."""

from __future__ import annotations

from typing import Generic

from textual import on
from textual.screen import ScreenResultType

from screens.staff.staff_screen import PadScreen
from screens.staff.text_screens import type_into
from screens.widgets import Field, KeyTyped


class DotsScreen(PadScreen[ScreenResultType], Generic[ScreenResultType]):
    """Types into its one field, wherever the focus is."""

    @on(KeyTyped)
    def _typed(self, event: KeyTyped) -> None:
        event.stop()
        type_into(self.query_one(Field), event.text)

    def choose(self, digit: int) -> None:
        """Type a digit wherever the focus is."""
        self.query_one(Field).type(str(digit))

    def rub_out(self) -> None:
        """Take the last digit away."""
        self.query_one(Field).rub_out()
