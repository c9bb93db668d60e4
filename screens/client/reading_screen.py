"""Screens with a text that is read page by page; the main action turns pages first."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from kiosk.checkin.texts import first_texts, part_texts
from kiosk.core.language import tr
from screens.client.client_screen import ClientScreen
from screens.widgets.action import Action
from screens.widgets.pages import Pages


class ReadingScreen(ClientScreen):
    """`paragraphs` gives the text (a heading begins with "# "); `done` goes on from its last page."""

    go_label = first_texts.CONTINUE

    def paragraphs(self) -> tuple[str, ...]:
        return ()

    def compose_answers(self) -> ComposeResult:
        yield Pages(self.paragraphs())

    def on_mount(self) -> None:
        """Leave the question out: it is in the text."""
        self.query_one("#ask").display = False

    @on(Pages.Turned)
    def _label(self) -> None:
        pages = self.query_one(Pages)
        number, total = pages.place
        go = self.query_one("#go", Action)
        go.label = tr(self.go_label) if pages.at_end else part_texts.more_text(number, total)

    def go(self) -> None:
        """Turn the page, or go on from the last one."""
        if not self.turn(1):
            self.done()

    def turn(self, by: int) -> bool:
        """Turn a page, if there is one; the other half of a double tap turns none that nobody has read."""
        turned = self.query_one(Pages).turn(by)
        if turned:
            self.appeared()
        return turned

    def done(self) -> None:
        """Go on: the text is read."""

    def back(self) -> None:
        """Turn a page back, or go a step back."""
        if not self.turn(-1):
            super().back()
