"""Hide my screen: covered at once, and one touch brings it back."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from kiosk.checkin.texts import help_texts
from kiosk.core.language import tr
from screens.overlay_screen import OverlayScreen
from screens.widgets.tone_band import ToneBand


class HiddenScreen(OverlayScreen):
    """Nothing of the client's is on it."""

    CSS_PATH = "hidden_screen.tcss"

    def compose(self) -> ComposeResult:
        said, how = map(tr, help_texts.HIDDEN)
        with Vertical(id="middle"):
            yield Static(said, id="said", markup=False)
            yield Static(how, id="how", markup=False)
        yield ToneBand()
        yield from self.compose_below()
        yield self.foot(go=tr(help_texts.GO_ON_AGAIN), back=None, help=None)

    def action_go(self) -> None:
        self.action_back()

    def on_click(self, event: events.Click) -> None:
        """Any touch brings it back."""
        event.stop()
        self.action_back()
