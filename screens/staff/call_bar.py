"""A kiosk that asks for help, over whatever a terminal of staff shows: it moves nothing, and one key or touch takes it."""

from __future__ import annotations

from datetime import datetime

from textual.widget import Widget
from textual.widgets import Static

from kiosk.desk.help_calls import HelpCall, Loudness
from screens.widgets import Action

TAKE_KEY = "F8"


class CallBar(Action):
    """The call that waits longest."""

    DEFAULT_CSS = """
    CallBar { overlay: screen; width: 100%; height: 3; background: $primary; color: $on-accent; text-style: bold; padding: 0 2; }
    """

    def __init__(self, call: HelpCall, now: datetime) -> None:
        super().__init__("")
        self.show(call, now)

    def show(self, call: HelpCall, now: datetime) -> None:
        """Say who asks and for how long."""
        self.label = f"{call.line(now)}  ›  I am going ({TAKE_KEY})"


class SilentCall(Static):
    """A call in one line, that asks nothing of whoever is treating somebody."""

    DEFAULT_CSS = """
    SilentCall { overlay: screen; width: 100%; height: 1; background: $panel; color: $foreground; text-align: center; }
    """

    def __init__(self, call: HelpCall, now: datetime) -> None:
        super().__init__(call.line(now), markup=False)

    def show(self, call: HelpCall, now: datetime) -> None:
        """Say who asks and for how long."""
        self.update(call.line(now))


def show_call(screen: Widget, call: HelpCall | None, now: datetime) -> None:
    """Lay a call over a screen, or take it away."""
    wanted = None if call is None else SilentCall if call.loudness is Loudness.SILENT else CallBar
    for there in (*screen.query_children(CallBar), *screen.query_children(SilentCall)):
        if type(there) is wanted and call is not None:
            there.show(call, now)
            return
        there.remove()
    if wanted is not None and call is not None:
        screen.mount(wanted(call, now), before=0)
