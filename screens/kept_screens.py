"""Screens that stay while one client answers: the next question is shown on the one before, instead of on a new screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.screen import Screen

from screens.lockdown import LockedApp, LockedScreen, paint_now, take_over
from screens.screen_names import ScreenMaker


class KeptScreens:
    """Shows screens, and keeps one of each kind that `is_kept` until the client is gone."""

    def __init__(self, app: LockedApp[Any]) -> None:
        self._app = app
        self._kept: dict[ScreenMaker, tuple[LockedScreen[Any], str]] = {}

    def show(self, make: ScreenMaker) -> None:
        fresh = make()
        if not (isinstance(fresh, LockedScreen) and fresh.is_kept):
            self._app.switch_screen(fresh)
            return
        kept, theme = self._kept.get(make, (None, ""))
        # What is away is not painted in other colours when they are chosen.
        in_colour = kept is self._app.screen or theme == self._app.theme
        if kept is not None and in_colour and kept.is_of_now and take_over(kept, fresh):
            self._kept[make] = kept, self._app.theme
            self._show_again(kept)
            return
        self._keep(make, fresh)
        self._app.switch_screen(fresh)
        if kept is not None:
            self._let_go(kept)

    def show_instead(self, fresh: LockedScreen[Any]) -> None:
        """Show a fresh screen in place of the one in view; none that was kept is shown again: it says the same in other words."""
        before = self._kept
        self._kept = {}
        if fresh.is_kept:
            self._keep(type(fresh), fresh)
        self._app.switch_screen(fresh)
        for make, (screen, theme) in before.items():
            if screen in self._app.screen_stack:
                self._kept.setdefault(make, (screen, theme))
            else:
                self._let_go(screen)

    def make_ready(self, makes: Sequence[ScreenMaker]) -> None:
        """Make a screen of the first of these kinds of which there is none, for when one of that kind comes."""
        for make in makes:
            fresh = None if make in self._kept else make()
            if isinstance(fresh, LockedScreen):
                fresh.made_ahead()
                self._keep(make, fresh)
                self._app.mount_unseen(fresh)
                return

    def _keep(self, make: ScreenMaker, fresh: LockedScreen[Any]) -> None:
        self._kept[make] = fresh, self._app.theme
        self._app.install_screen(fresh, f"{type(fresh).__name__} {id(fresh)}")

    def _show_again(self, screen: LockedScreen[Any]) -> None:
        screen.appeared()
        comes = screen is not self._app.screen
        if comes:
            self._app.put_in_view(screen)
        screen.begin()
        paint_now(screen, came=comes)

    def forget(self) -> None:
        """Remove all that is kept: none of it may be there for the next client."""
        kept, self._kept = list(self._kept.values()), {}
        for screen, _ in kept:
            self._let_go(screen)

    def _let_go(self, screen: Screen[Any]) -> None:
        self._app.uninstall_screen(screen)
        screen.remove()
