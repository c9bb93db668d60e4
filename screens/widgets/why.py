"""Why we ask, and what the words mean, as far as there is room; the rest is one touch away under Help."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from kiosk.checkin.texts import part_texts
from kiosk.core.language import tr
from screens.widgets.wrapping import wrap

_PLENTY = 1000
"""Rows where it takes as many as it needs."""


class Why(Widget):
    """A quiet card beside the answers. Where both parts have no room, the second one is left to Help."""

    DEFAULT_CSS = """
    Why { height: auto; max-height: 100%; padding: 1 2; background: $panel; color: $quiet; }
    """
    ALLOW_SELECT = False

    def __init__(self, why: str, meaning: str | None) -> None:
        super().__init__()
        self._why = why
        self._meaning = meaning

    def fits(self, fresh: Why) -> bool:  # noqa: ARG002 - one is as another
        return True

    def take_over(self, fresh: Why) -> None:
        if (self._why, self._meaning) != (fresh._why, fresh._meaning):
            self._why, self._meaning = fresh._why, fresh._meaning
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return the lines of both parts, or of the first where that is all there is room for."""
        whole = self._lines(width, in_full=True)
        return len(whole) if len(whole) <= self._room(container) else len(self._lines(width, in_full=False))

    def render(self) -> Content:
        width, height = self.content_size
        whole = self._lines(width, in_full=True)
        lines = whole if len(whole) <= height else self._lines(width, in_full=False)
        return Content("\n").join(lines)

    def _lines(self, width: int, *, in_full: bool) -> list[Content]:
        """Return the lines in `width` cells: why, and what the words mean, or that it is under Help."""
        lines = [Content(tr(part_texts.WHY)).stylize("bold"), Content(), *map(Content, wrap(self._why, width))]
        if self._meaning and in_full:
            lines += [
                Content(),
                Content(tr(part_texts.WHAT)).stylize("bold"),
                Content(),
                *map(Content, wrap(self._meaning, width)),
            ]
        elif self._meaning:
            lines += [Content(), *map(Content, wrap(tr(part_texts.WHAT_UNDER_HELP), width))]
        return lines

    def _room(self, container: Size) -> int:
        """Return the rows there are for words beside what else is there."""
        parent = self.parent
        if isinstance(parent, Widget) and parent.styles.is_auto_height:
            return _PLENTY
        above = sum(other.styles.height.cells or 0 for other in self.siblings if other.display and other.styles.height)
        return container.height - self.styles.gutter.height - above
