"""A free note: anything else the practitioner should know. It may stay empty."""

from __future__ import annotations

from textual.app import ComposeResult

from kiosk.checkin.texts import answering_texts
from kiosk.core.language import tr
from screens.client.question_screens import QuestionScreen
from screens.client.typing_screen import TypingScreen
from screens.widgets.field import Field


class NoteScreen(TypingScreen, QuestionScreen):
    """Some lines, and a keyboard."""

    def compose_answers(self) -> ComposeResult:
        """Give the note, over as many lines as there is room for."""
        value = self.asked.value
        yield Field(
            tr(answering_texts.NOTE),
            value=value if isinstance(value, str) else "",
            limit=500,
            many_lines=True,
            id="field",
        )

    def compose_aside(self) -> ComposeResult:
        """Leave it out: the keyboard needs the room."""
        yield from ()

    def go(self) -> None:
        self.attempt(self._keep)

    def back(self) -> None:
        self.attempt(self._keep_and_go_back)

    def _keep(self) -> None:
        self._answer()
        self.check_in.next()

    def _keep_and_go_back(self) -> None:
        self._answer()
        self.check_in.back()

    def _answer(self) -> None:
        if self.text or self.asked.value:
            self.check_in.answer(self.text)
