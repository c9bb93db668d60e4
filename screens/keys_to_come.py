"""The key of reading aloud: it comes later, and until then says so."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from kiosk.checkin.texts import first_texts
from kiosk.core.language import tr
from screens.spoken_screen import SpokenScreen
from screens.widgets.inline_message import InlineMessage

_SAID_FOR = 6.0
"""Seconds without a touch after which what a key said is taken away."""


class KeysToCome(SpokenScreen):
    """F4 changes nothing, but never in silence: what it says is beside what is typed, or above the foot."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f4", "tell_speech", show=False)]

    def action_tell_speech(self) -> None:
        """Say that nothing is read aloud."""
        self._tell(tr(first_texts.NO_SPEECH))

    def _tell(self, sentence: str) -> None:
        for beside in self.query(InlineMessage):
            beside.show(sentence, good=True)

    def take_away_told(self, idle: float) -> None:
        """Take away what a key said, where nobody has touched anything since for long enough to read it."""
        if idle >= _SAID_FOR:
            for beside in self.query(InlineMessage):
                beside.show("")
