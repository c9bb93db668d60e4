"""Why we ask, and what the words mean, on a screen of its own."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from kiosk.checkin.texts import help_texts
from kiosk.checkin.texts.part_texts import WHAT, WHY
from kiosk.core.language import tr
from screens.overlay_screen import OverlayScreen
from screens.widgets.action import Action
from screens.widgets.pages import Pages


class ReasonScreen(OverlayScreen):
    """Read it, and back to the question."""

    def compose_body(self) -> ComposeResult:
        if self.kiosk.way is None:
            return
        question = self.kiosk.way.check_in.asked.question
        what = (f"# {tr(WHAT)}", question.help) if question.help else ()
        yield Pages((f"# {question.ask}", *what, f"# {tr(WHY)}", question.why))

    def compose_foot(self) -> ComposeResult:
        """Back; and on, where there is a further page."""
        yield self.foot(help=None, go=tr(help_texts.READ_ON))

    @on(Pages.Turned)
    def _label(self) -> None:
        pages = self.query_one(Pages)
        self.query_one("#go", Action).label = tr(help_texts.GO_ON_AGAIN if pages.at_end else help_texts.READ_ON)

    def action_go(self) -> None:
        """Turn the page; from the last one back to the question."""
        if not self.query_one(Pages).turn():
            self.action_back()
