"""Staff type who they are at a client's kiosk: no name is shown before a PIN."""

from __future__ import annotations

from textual.app import ComposeResult

from kiosk.core.errors import KioskError
from screens.staff.staff_screen import doubt_now, leave_if_idle
from screens.staff.text_screens import TextScreen
from screens.widgets import Field


class StaffNameScreen(TextScreen):
    """A part of the name will do; whether it is anybody's is told by the PIN alone."""

    locks = False

    def __init__(self) -> None:
        super().__init__("For staff", "Your name, or a part of it", needed="Type your name.", limit=80)

    def compose_foot(self) -> ComposeResult:
        yield self.foot(help=None)

    def on_mount(self) -> None:
        """Look for a doubt about the date before a sign-in is written down; whoever has signed in is told."""
        super().on_mount()
        doubt_now(self.clinic)

    def tick(self, idle: float) -> None:
        """Clear what was left half-typed, and give the kiosk back to the clients."""
        if idle >= self.clinic.settings.typed_name_seconds:
            self.query_one(Field).clear()
        leave_if_idle(self, idle)

    def action_go(self) -> None:
        """On to the PIN, if names can be looked up at all."""
        try:
            self.clinic.staff.all()
        except KioskError as error:
            self.say(error.sentence)
        else:
            super().action_go()
