"""What all screens have that speak the client's language: the key that changes it, and being made again in another one."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType

from kiosk.core.language import spoken
from screens.carrying_over import Left
from screens.kiosk_screen import KioskScreen


class SpokenScreen(KioskScreen[None]):
    """A client's screen. One that comes into view in another language than it was made in is made again, at the same place."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f2", "languages", show=False)]
    speaks_to_clients = True

    left: Left | None = None
    """What was typed, chosen and in focus on the screen that this one is made from."""

    def __init__(self) -> None:
        super().__init__()
        self._made_in = spoken()

    def again(self) -> SpokenScreen:
        """Return this screen as it is made in the language that is spoken now."""
        return type(self)()

    def made_again(self) -> SpokenScreen:
        """Return this screen as it is made in the language that is spoken now, with what somebody did on it."""
        fresh = self.again()
        fresh.left = Left.on(self)
        return fresh

    @property
    def is_of_now(self) -> bool:
        """Whether it speaks what is spoken now."""
        return self._made_in == spoken()

    def action_languages(self) -> None:
        """Open the languages that there are."""
        if self.is_current and self.speaks_to_clients:
            self.kiosk.open_languages()

    @on(events.ScreenResume)
    def _speak(self) -> None:
        self.kiosk.language.speak_to(client=self.speaks_to_clients)
        if not self.is_of_now:
            self.kiosk.say_again(self)

    @on(events.Mount)
    def _take_up(self) -> None:
        left, self.left = self.left, None
        if left is not None:
            left.go_on(self)
            self.begin()
