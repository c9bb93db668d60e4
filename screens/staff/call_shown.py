"""What tells of a call for help over whatever it shows: every screen of staff, and what covers one for a moment."""

from __future__ import annotations

from typing import ClassVar, Generic

from textual import on
from textual.binding import Binding, BindingType
from textual.screen import ScreenResultType

from kiosk.core.errors import KioskError
from kiosk.desk.help_calls import HelpCall, take_call
from screens.kiosk_screen import KioskScreen
from screens.staff.call_bar import TAKE_KEY, show_call
from screens.widgets import Action


class CallShown(KioskScreen[ScreenResultType], Generic[ScreenResultType]):
    """A screen over which a call for help is laid on terminals of staff, and taken by one key or touch."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding(TAKE_KEY.casefold(), "take_call", show=False)]
    lists_calls = False
    """Whether calls for help are part of this screen: then none is laid over it."""

    def __init__(self) -> None:
        super().__init__()
        self._call: HelpCall | None = None

    def show_call(self, call: HelpCall | None) -> None:
        """Lay the call over this screen, without moving anything; None takes it away."""
        self._call = call
        show_call(self, None if self.lists_calls else call, self.kiosk.clinic.clock.now())

    def action_take_call(self) -> None:
        """Say that you are on your way, without a PIN."""
        if self._call is None:
            return
        clinic, member = self.kiosk.clinic, self.kiosk.staff
        try:
            take_call(clinic, self._call.terminal, member.actor(clinic.terminal) if member else None)
        except KioskError as error:
            self.say(error.sentence)
        else:
            self.show_call(None)

    def say(self, sentence: str, *, good: bool = False) -> None:  # noqa: ARG002
        """Say what went wrong, at the top."""
        self.tell_unreachable(sentence)

    @on(Action.Pressed, "CallBar")
    def _bar_pressed(self, event: Action.Pressed) -> None:
        event.stop()
        self.action_take_call()
