"""A list of lines that staff choose from: by keys, or by a finger that may also pull it."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import OptionList

from screens.staff.pull_scroll import Pulling


class TouchList(OptionList, Pulling):
    """Arrows, Home, End, Page Up and Page Down choose, a touch chooses; Enter, or a second touch, opens."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "select", show=False)]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, compact=True, markup=False)

    def on_click(self, event: events.Click) -> None:
        """Choose the line that is touched; open it if it was chosen. What ends a pull does neither."""
        touched = event.style.meta.get("option")
        event.stop()
        event.prevent_default()
        if self.pulled or touched is None or self.options[touched].disabled:
            return
        if self.highlighted == touched:
            self.action_select()
        else:
            self.highlighted = touched
