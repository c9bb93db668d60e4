"""The keys of languages and of reading aloud: they come later, and until then say so."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from kiosk.checkin.texts import first_texts
from kiosk.core.language import tr
from screens.kiosk_screen import KioskScreen
from screens.widgets.inline_message import InlineMessage

_SAID_FOR = 6.0
"""Seconds without a touch after which what a key said is taken away."""


class KeysToCome(KioskScreen[None]):
    """F2 and F4 change nothing, but never in silence: what they say is beside what is typed, or above the foot."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "tell_languages", show=False),
        Binding("f4", "tell_speech", show=False),
    ]

    def action_tell_languages(self) -> None:
        """Say that English is all there is so far, and who helps."""
        self._tell(tr(first_texts.ONE_LANGUAGE))

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
