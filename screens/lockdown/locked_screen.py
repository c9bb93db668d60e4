"""A screen that can't be left, copied from or answered by accident."""

from __future__ import annotations

from typing import ClassVar, Generic, Protocol, cast

from textual import events, on
from textual.binding import Binding, BindingType
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget

from kiosk.core.clock import Clock

GUARD_SECONDS = 0.4
"""How long a screen ignores taps and keys after it appeared: the second half of a double tap is for nobody."""

_INPUT = (
    events.Key,
    events.Paste,
    events.MouseDown,
    events.MouseUp,
    events.MouseScrollDown,
    events.MouseScrollUp,
    events.Click,
)


class _HasClock(Protocol):
    clock: Clock

    def screen_appeared(self) -> None: ...


class LockedScreen(Screen[ScreenResultType], Generic[ScreenResultType], inherit_bindings=False):
    """A screen that can't be left, copied from or answered by accident."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,down,right", "app.focus_next", show=False),
        Binding("shift+tab,up,left", "app.focus_previous", show=False),
    ]
    ALLOW_SELECT = False
    ESCAPE_TO_MINIMIZE = False
    AUTO_FOCUS = ""

    takes_text: ClassVar[bool] = False
    """Whether what is typed, or scanned, is collected by the screen itself."""

    is_kept: ClassVar[bool] = False
    """Whether one screen of this kind shows what the next one would. All that it knows of what it shows is set in `__init__`
    or while it is composed: then nothing of what was on it before is left."""

    _appeared: float | None = None
    _is_new = True
    _switched: tuple[object, float] | None = None

    def made_ahead(self) -> None:
        """Look now at what is shown: a screen that is made ahead is composed later, when all may have changed."""

    def appeared(self) -> None:
        """Begins the time in which taps and keys are ignored; also called when a screen shows something new."""
        self._appeared = self._switched = None
        self.call_after_refresh(self._note_appearance)

    @property
    def is_whole(self) -> bool:
        """Whether all its parts are there and laid out: a screen is in view before they are, and a moment after them."""
        parts = self.walk_children(Widget)
        return self.is_mounted and bool(parts) and all(part.is_mounted for part in parts)

    @property
    def is_of_now(self) -> bool:
        """Whether a new screen of its kind would say what it says in the same language."""
        return True

    def begin(self) -> None:
        """Be called when another one of this kind is on this screen, as `on_mount` is on a new one."""

    def accepts_input(self) -> bool:
        """Tell whether the screen accepts taps and keys: once it has been in view for `GUARD_SECONDS`."""
        return self._appeared is not None and self._clock().monotonic() - self._appeared >= GUARD_SECONDS

    def is_second_tap(self, on: object) -> bool:
        """Tell whether this is the other half of a double tap: it would switch off again what the first one switched on."""
        now, before = self._clock().monotonic(), self._switched
        self._switched = on, now
        return before is not None and before[0] is on and now - before[1] < GUARD_SECONDS

    def _clock(self) -> Clock:
        return cast("_HasClock", self.app).clock

    def _note_appearance(self) -> None:
        self._appeared = self._clock().monotonic()
        cast("_HasClock", self.app).screen_appeared()

    @on(events.ScreenResume)
    def _come_into_view(self, event: events.ScreenResume) -> None:
        """Every way to come into view begins the guard: pushed, uncovered, switched to."""
        if self._is_new:
            # Its parts were styled when they were mounted; the screen itself is older than its style sheet.
            event.refresh_styles = self._is_new = False
            self.app.stylesheet.update_nodes([self])
        self.appeared()

    def _forward_event(self, event: events.Event) -> None:
        if isinstance(event, _INPUT) and not self.accepts_input():
            return
        if isinstance(event, events.MouseDown | events.Click):
            self.noticed()
        super()._forward_event(event)

    def noticed(self) -> None:
        """Be called at each tap that is let through."""
