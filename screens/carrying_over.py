"""From one screen to another that says the same in other words: what is typed, what is chosen, the page, and where the focus is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Protocol, Self, cast, runtime_checkable

from textual.screen import Screen
from textual.widget import Widget

from screens.widgets import Choice, Key

Place = tuple[type[Widget], object, int]
"""A kind of part, what it means or is called, and how many of those are before it."""


@runtime_checkable
class GoesOn(Protocol):
    """A part of a screen on which something is typed, chosen or turned."""

    def go_on_from(self, before: Self) -> None:
        """Be as far as the same part was on the screen before."""


@dataclass(frozen=True)
class Left:
    """What somebody did on a screen."""

    parts: dict[Place, Widget]
    focus: Place | None

    @classmethod
    def on(cls, screen: Screen[Any]) -> Self:
        """Note what was done on a screen that will be gone."""
        parts = _places(screen)
        return cls(parts, next((place for place, part in parts.items() if part is screen.focused), None))

    def go_on(self, screen: Screen[Any]) -> None:
        """Go on with it on a screen whose parts are there."""
        parts = _places(screen)
        for place, part in parts.items():
            if isinstance(part, GoesOn) and place in self.parts:
                part.go_on_from(cast("Any", self.parts[place]))
        held = parts.get(self.focus) if self.focus else None
        if held is None:
            return
        if held.focusable:
            _focus(screen, held)
        else:  # it is shown once there is a layout
            screen.call_after_refresh(_focus, screen, held)


def _focus(screen: Screen[Any], part: Widget) -> None:
    screen.set_focus(part, scroll_visible=False, from_app_focus=True)


def _places(screen: Screen[Any]) -> dict[Place, Widget]:
    before: Counter[tuple[type[Widget], object]] = Counter()
    places: dict[Place, Widget] = {}
    for part in screen.walk_children(Widget):
        kind = type(part), part.value if isinstance(part, Choice | Key) else part.id
        places[*kind, before[kind]] = part
        before[kind] += 1
    return places
