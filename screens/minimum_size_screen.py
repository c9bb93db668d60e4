"""A window too small for any screen: one sentence asks to enlarge it, and nothing of what is behind it changes."""

from __future__ import annotations

from typing import Generic

from textual import events, on
from textual.screen import ScreenResultType
from textual.widget import Widget
from textual.widgets import Static

from kiosk.checkin.texts import first_texts
from kiosk.core.language import tr
from screens.lockdown import LockedScreen

LEAST_COLUMNS, LEAST_ROWS = 40, 12
SHORT_BELOW = 24
"""Rows below which a screen gives up its title line and its air."""


class MinimumSizeScreen(LockedScreen[ScreenResultType], Generic[ScreenResultType]):
    """A screen that waits, as it is, while its window is too small; taps and keys do nothing then."""

    _left: Widget | None = None
    """What had the focus when the window became too small."""

    @property
    def is_too_small(self) -> bool:
        """Whether there is less room than any screen needs."""
        width, height = self.app.size
        return width < LEAST_COLUMNS or height < LEAST_ROWS

    def accepts_input(self) -> bool:
        """Accept nothing for a screen that can't be seen."""
        return not self.is_too_small and super().accepts_input()

    @on(events.Resize)
    @on(events.ScreenResume)
    async def _mind_the_size(self) -> None:
        small = self.is_too_small
        if small == self.has_class("-too-small"):
            return
        if small:
            self._left = self.focused
            await self.mount(Static(enlarge(), id="enlarge", markup=False))
            self.add_class("-too-small")
        else:
            self.remove_class("-too-small")
            await self.query("#enlarge").remove()
            self.call_after_refresh(self._go_on)
            self.appeared()

    def _go_on(self) -> None:
        if self._left is not None and self._left.is_attached:
            self.set_focus(self._left, scroll_visible=False, from_app_focus=True)
        self._left = None


def enlarge() -> str:
    """Say how large a window has to be."""
    return tr(first_texts.ENLARGE).format(columns=LEAST_COLUMNS, rows=LEAST_ROWS)
