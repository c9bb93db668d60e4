"""Why we ask, and what the words mean, as far as there is room; the rest is one touch away under Help."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.widgets import Static

from screens.widgets.wrapping import wrap

WHY, WHAT = "Why we ask", "What is this?"


class Why(Static):
    """A quiet card beside the answers."""

    DEFAULT_CSS = """
    Why { height: auto; max-height: 100%; padding: 1 2; background: $panel; color: $quiet; }
    """
    ALLOW_SELECT = False

    def __init__(self, why: str, what: str | None) -> None:
        super().__init__("", markup=False)
        self._why = why
        self._what = what

    def on_mount(self) -> None:
        """Show it all at first; `on_resize` knows better."""
        self._show(whole=True)

    def on_resize(self, event: events.Resize) -> None:
        """Leave the second part to Help where both have no room."""
        parent = self.parent
        room = getattr(parent, "size", event.size).height - 2
        above = sum(widget.outer_size.height for widget in self.siblings if widget.display)
        width = max(1, self.container_size.width - 4)
        needed = 2 + len(wrap(self._why, width)) + (3 + len(wrap(self._what, width)) if self._what else 0)
        self._show(whole=needed <= room - above)

    def _show(self, *, whole: bool) -> None:
        parts = [Content(WHY).stylize("bold"), Content(self._why)]
        if self._what and whole:
            parts += [Content(WHAT).stylize("bold"), Content(self._what)]
        elif self._what:
            parts.append(Content(f"{WHAT} Touch Help."))
        self.update(Content("\n\n").join(parts))
