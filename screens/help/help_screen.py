"""Help: everything that helps, one touch each."""

from __future__ import annotations

from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from screens.client.question_screens import QuestionScreen
from screens.help.hidden_screen import HiddenScreen
from screens.help.reason_screen import ReasonScreen
from screens.help.stop_screen import StopScreen
from screens.overlay_screen import OverlayScreen
from screens.widgets.cards import Cards
from screens.widgets.choice import Choice


class HelpScreen(OverlayScreen):
    """What helps depends on where one is: a question has a reason, a way that has begun can be stopped."""

    def __init__(self, over: Screen[Any]) -> None:
        super().__init__()
        self._over = over

    def compose_body(self) -> ComposeResult:
        """One card for each kind of help."""
        yield Static("What would help you?", id="ask", markup=False)
        yield Cards([Choice(label, value=value) for label, value in self._offers()])

    def _offers(self) -> list[tuple[str, str]]:
        offers = [("Call staff", "call")]
        if isinstance(self._over, QuestionScreen):
            offers.insert(0, ("Why we ask", "why"))
        if self.kiosk.way is not None:
            offers += [("Go to the desk", "desk"), ("Hide my screen", "hide"), ("Stop and clear", "stop")]
        return [*offers, ("For staff", "staff")]

    @on(Choice.Chosen)
    def _help(self, event: Choice.Chosen) -> None:
        event.stop()
        if not self.is_current:
            return
        app, kiosk, over = self.app, self.kiosk, self._over
        self.dismiss(None)
        match event.choice.value:
            case "call":
                kiosk.call_staff()
            case "why" if isinstance(over, QuestionScreen):
                app.push_screen(ReasonScreen(over.asked.question))
            case "desk":
                app.push_screen(StopScreen(to_desk=True))
            case "hide":
                app.push_screen(HiddenScreen())
            case "stop":
                app.push_screen(StopScreen())
            case "staff":
                kiosk.sign_in()
