"""The desk knows; and if nobody comes for a minute, where to go."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from kiosk.checkin.texts import help_texts
from kiosk.core.errors import KioskError
from kiosk.core.language import tr
from screens.overlay_screen import OverlayScreen

PATIENCE_SECONDS = 60


class CalledScreen(OverlayScreen):
    """Says who knows, that somebody is on the way, or to come to the desk; it covers what was on the screen."""

    CSS_PATH = "called_screen.tcss"

    def compose_body(self) -> ComposeResult:
        with Vertical(id="middle"):
            said, how = self._first()
            yield Static(said, id="said", markup=False)
            yield Static(how, id="how", markup=False)

    def __init__(self, *, known: bool = True, private: bool = False) -> None:
        super().__init__()
        self._known = known
        self._private = private
        self._called = self.kiosk.clock.monotonic()

    def again(self) -> CalledScreen:
        fresh = CalledScreen(known=self._known, private=self._private)
        fresh._called = self._called
        return fresh

    def compose_foot(self) -> ComposeResult:
        yield self.foot(back=None, help=None, go=tr(help_texts.GO_ON_AGAIN))

    def action_go(self) -> None:
        self.action_back()

    def tick(self, idle: float) -> None:
        """See whether somebody answered, and whether a minute is over."""
        if self._is_answered():
            self._say(*map(tr, help_texts.ON_THE_WAY_IN_PRIVATE if self._private else help_texts.ON_THE_WAY))
        elif self.kiosk.clock.monotonic() - self._called >= PATIENCE_SECONDS:
            self._say(*map(tr, help_texts.COME_OR_WAIT if self._known else help_texts.NOT_REACHED))
        super().tick(idle)

    def _first(self) -> tuple[str, ...]:
        if not self._known:
            return tuple(map(tr, help_texts.NOT_REACHED))
        return tuple(map(tr, help_texts.THE_DESK_KNOWS_IN_PRIVATE if self._private else help_texts.THE_DESK_KNOWS))

    def _is_answered(self) -> bool:
        try:
            return self._known and self.kiosk.clinic.terminals.me().help_answered_by is not None
        except KioskError:
            return False  # nobody can be asked just now

    def _say(self, said: str, how: str) -> None:
        self.query_one("#said", Static).update(said)
        self.query_one("#how", Static).update(how)
