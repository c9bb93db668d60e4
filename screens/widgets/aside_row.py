"""A row of quiet ways aside, below what is read: each as wide as its words, or all alike where that is too much."""

from __future__ import annotations

from textual import events
from textual.containers import Horizontal

from screens.widgets.action import Action

_AIR = 4
"""Columns of an action besides its words, with what parts it from the next one."""


class AsideRow(Horizontal):
    """Actions in a row; what they look like is for the class `aside` to say."""

    def __init__(self, *actions: Action, id: str | None = None) -> None:  # noqa: A002
        super().__init__(*actions, id=id, classes="aside")

    def on_resize(self, event: events.Resize) -> None:
        """Share the row where the words are too long for it."""
        actions = self.query(Action)
        needed = sum(each.get_content_width(self.size, self.size) + _AIR for each in actions)
        self.set_class(needed - _AIR > event.size.width, "-shared")
