"""Progress as a thin line that fills the width it is given."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget


class Bar(Widget):
    """`done` of `total`, drawn; the words beside it say the same."""

    DEFAULT_CSS = """
    Bar { height: 1; width: 1fr; color: $primary; background: $background; }
    Bar > .bar--rest { color: $line; background: $background; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--rest"}

    done: reactive[int] = reactive(0)
    total: reactive[int] = reactive(1)

    def __init__(self, done: int = 0, total: int = 1, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.set_reactive(Bar.done, done)
        self.set_reactive(Bar.total, total)

    def fits(self, fresh: Bar) -> bool:  # noqa: ARG002 - one is as another
        return True

    def take_over(self, fresh: Bar) -> None:
        self.total, self.done = fresh.total, fresh.done

    def render_line(self, y: int) -> Strip:
        """One line: heavy as far as we are, light for the rest."""
        width = self.size.width
        if y:
            return Strip.blank(width, self.rich_style)
        filled = max(0, min(width, round(width * self.done / max(1, self.total))))
        rest = self.get_component_rich_style("bar--rest")
        return Strip([Segment("━" * filled, self.rich_style), Segment("─" * (width - filled), rest)], width)
