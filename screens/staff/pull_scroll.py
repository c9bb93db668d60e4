"""A list that a finger can pull: dragging anywhere on it scrolls, and the tap that ends a drag presses nothing."""

from __future__ import annotations

from textual import events
from textual.containers import VerticalScroll
from textual.errors import NoWidget
from textual.widget import Widget

_A_TAP = 1


class Pulling(Widget):
    """Follows a finger that pulls the content up and down."""

    _pulled_from: int | None = None
    pulled = False
    """Whether the press that is just ending pulled the list."""

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._pulled_from = int(event.screen_y)
        self.pulled = False

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Follow the finger."""
        if self._pulled_from is None or not event.button:
            return
        by = self._pulled_from - int(event.screen_y)
        if abs(by) >= _A_TAP and self.max_scroll_y:
            self.pulled = True
            self._pulled_from = int(event.screen_y)
            self.scroll_relative(y=by, animate=False)

    def on_mouse_up(self) -> None:
        self._pulled_from = None


class PullScroll(VerticalScroll, Pulling, can_focus=False):
    """Scrolls by wheel, keys, scroll bar, or by pulling its content up and down."""

    DEFAULT_CSS = """
    PullScroll { scrollbar-size-vertical: 1; }
    """


def is_wholly_in_view(widget: Widget) -> bool:
    """Tell whether a widget is in view as a whole, with no part scrolled away."""
    try:
        drawn = widget.screen.find_widget(widget)
    except NoWidget:
        return False
    return bool(drawn.region.area) and drawn.region.intersection(drawn.clip) == drawn.region
