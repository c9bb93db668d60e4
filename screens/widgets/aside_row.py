"""A row of quiet ways aside, below what is read: each as wide as its words, or all alike where that is too much."""

from __future__ import annotations

from textual import events
from textual.containers import Horizontal

from screens.widgets.action import Action


class AsideRow(Horizontal):
    """Actions in a row; what they look like is for the class `aside` to say."""

    def __init__(self, *actions: Action, id: str | None = None) -> None:  # noqa: A002
        super().__init__(*actions, id=id, classes="aside")

    def on_resize(self, event: events.Resize) -> None:
        """Share the row where the words are too long for it."""
        actions = list(self.query(Action))
        widths = (each.get_content_width(self.size, self.size) + each.styles.gutter.width for each in actions)
        between = sum(each.styles.margin.width for each in actions[:-1])
        self.set_class(sum(widths) + between > event.size.width, "-shared")
