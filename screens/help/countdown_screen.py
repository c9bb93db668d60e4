"""Still there? Counts down in words; any touch goes on, and without one everything is wiped."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from kiosk.checkin.texts import help_texts
from kiosk.core.language import tr
from screens.kiosk_screen import KioskScreen
from screens.widgets.action import Action
from screens.widgets.wrapping import wrap

_LINES_WITH_AIR = 3
"""Lines that leave room for air around them on the shortest screen."""


class CountdownScreen(KioskScreen[None]):
    """Covers what was on the screen, as nobody may be in front of it."""

    speaks_to_clients = True
    CSS_PATH = "countdown_screen.tcss"
    counts_down = True
    touch_rows = 4

    def compose(self) -> ComposeResult:
        with Vertical(id="middle"):
            yield Static(tr(help_texts.STILL_THERE), id="said", markup=False)
            yield Static("", id="how", markup=False)
            with Horizontal(id="stay-row"):
                yield Action(tr(help_texts.STAY), id="stay", classes="-main", key="Enter")
        yield self.foot(back=None, go=None, help=None)

    def on_mount(self) -> None:
        self.tick(self.kiosk.idle_seconds())

    def tick(self, idle: float) -> None:
        """One second less; at the end the application wipes everything."""
        left = max(0, round(self.kiosk.patience() + self.kiosk.clinic.settings.countdown_seconds - idle))
        words = help_texts.cleared_in(left)
        self.set_class(len(wrap(words, self.app.size.width - 2)) > _LINES_WITH_AIR, "-crowded")
        self.query_one("#how", Static).update(words)

    def action_go(self) -> None:
        if self.is_current:
            self.kiosk.touch()
            self.dismiss(None)

    def action_back(self) -> None:
        """Any key is a sign of life."""
        self.action_go()

    def action_help(self) -> None:
        self.action_go()

    def action_looks(self) -> None:
        self.action_go()

    def choose(self, digit: int) -> None:  # noqa: ARG002
        self.action_go()

    def on_action_pressed(self, event: Action.Pressed) -> None:
        event.stop()
        self.action_go()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.action_go()

    def on_key(self, event: events.Key) -> None:
        event.stop()
        self.action_go()
