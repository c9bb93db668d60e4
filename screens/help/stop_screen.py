"""Stop and clear, or go to the desk: asked once, because it ends the way."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.checkin.texts import help_texts
from kiosk.core.language import tr
from screens.overlay_screen import OverlayScreen
from screens.widgets.cards import Cards
from screens.widgets.choice import Choice


class StopScreen(OverlayScreen):
    """Yes clears the screen; what was answered stays sealed, for staff to bring back."""

    def __init__(self, *, to_desk: bool = False) -> None:
        super().__init__()
        self._to_desk = to_desk

    def again(self) -> StopScreen:
        return StopScreen(to_desk=self._to_desk)

    def compose_body(self) -> ComposeResult:
        yield Static(tr(help_texts.TO_THE_DESK if self._to_desk else help_texts.STOP), id="ask", markup=False)
        yield Cards([Choice(tr(help_texts.CLEAR), value=True), Choice(tr(help_texts.GO_ON), value=False)])

    @on(Choice.Chosen)
    def _answer(self, event: Choice.Chosen) -> None:
        event.stop()
        if event.choice.value:
            self.kiosk.leave_way("desk" if self._to_desk else "client")
        else:
            self.action_back()
