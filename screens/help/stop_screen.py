"""Stop and clear, or go to the desk: asked once, because it ends the way."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from screens.overlay_screen import OverlayScreen
from screens.widgets.cards import Cards
from screens.widgets.choice import Choice


class StopScreen(OverlayScreen):
    """Yes clears the screen; what was answered stays sealed, for staff to bring back."""

    def __init__(self, *, to_desk: bool = False) -> None:
        super().__init__()
        self._to_desk = to_desk

    def compose_body(self) -> ComposeResult:
        """Yes and no."""
        ask = (
            "Please come to the desk: they will help you from there. Clear this screen?"
            if self._to_desk
            else "Stop and clear this screen? Your answers stay safe; our staff can bring them back."
        )
        yield Static(ask, id="ask", markup=False)
        yield Cards([Choice("Yes, clear it", value=True), Choice("No, go on", value=False)])

    @on(Choice.Chosen)
    def _answer(self, event: Choice.Chosen) -> None:
        event.stop()
        if event.choice.value:
            self.kiosk.leave_way("client")
        else:
            self.action_back()
