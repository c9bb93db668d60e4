"""The last screen. Every ending looks alike in a public room; a date is behind "What comes next?"."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Center, Vertical
from textual.widgets import Static

from kiosk.checkin.texts import client_texts
from kiosk.core.language import tr
from screens.client.booked_screen import BookedScreen
from screens.client.client_screen import ClientScreen
from screens.widgets.action import Action
from screens.widgets.inline_message import InlineMessage
from screens.widgets.tone_band import ToneBand

_STAYS_SECONDS = 20


class DoneScreen(ClientScreen):
    """Thank you. It clears itself after a short while, or at a touch."""

    CSS_PATH = "done_screen.tcss"

    def __init__(self) -> None:
        super().__init__()
        self._shows = False

    def again(self) -> DoneScreen:
        """Show a date that is in view in other words."""
        fresh = DoneScreen()
        fresh._shows = self._shows
        return fresh

    def compose_body(self) -> ComposeResult:
        ending = self.check_in.ending
        thanks = ending.thanks if ending else (tr(client_texts.THANKS[0]),)
        with Vertical(id="middle"):
            yield Static(thanks[0], id="thanks", markup=False)
            yield Static("\n".join(thanks[1:]), id="then", markup=False)
            if ending and ending.delay_minutes:
                yield Static(
                    client_texts.we_run_late(ending.delay_minutes),
                    id="delay",
                    markup=False,
                )
            yield Static("", id="shown", markup=False)
            if not (ending and ending.after_notice):
                with Center(id="show-row"):  # always: who sees that somebody has a date to show learns something
                    yield Action(tr(client_texts.WHAT_NEXT), id="show", classes="-card")

    def compose_below(self) -> ComposeResult:
        yield ToneBand()
        yield InlineMessage(classes="-foot")

    def compose_foot(self) -> ComposeResult:
        yield self.foot(back=None, help=None, go=tr(client_texts.FINISH))

    def on_mount(self) -> None:
        """Show nothing yet."""
        self.query_one("#shown").display = False
        if self._shows:
            self._show_date()

    def go(self) -> None:
        """Clear everything for the next client."""
        self.kiosk.leave_way("client")

    def back(self) -> None:
        """There is nothing to go back to."""
        self.go()

    def tick(self, idle: float) -> None:
        """Clear itself, and before that what a key said."""
        self.take_away_told(idle)
        if idle >= _STAYS_SECONDS:
            self.go()

    @on(Action.Pressed, "#show")
    def _show(self, event: Action.Pressed) -> None:
        event.stop()
        ending = self.check_in.ending
        if ending and ending.booked:
            self.query_one("#show-row").display = False
            self.app.push_screen(BookedScreen(ending.booked, ending.show))
        else:
            self._show_date()

    def _show_date(self) -> None:
        self._shows = True
        self.query_one("#show-row").display = False
        ending = self.check_in.ending
        shown = self.query_one("#shown", Static)
        shown.update((ending and ending.show) or tr(client_texts.NO_DATE))
        shown.display = True
        self.add_class("-shows")
