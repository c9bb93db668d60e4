"""Consent to one treatment: what is done, felt and risked, each fact once. No is a way out, too."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult

from kiosk.checkin.texts import signing_texts
from kiosk.core.language import tr
from screens.client.reading_screen import ReadingScreen
from screens.client.signing_screens import begin_signing
from screens.client.teach_back_screens import TeachBackScreen
from screens.widgets.action import Action
from screens.widgets.aside_row import AsideRow
from screens.widgets.foot import Foot
from screens.widgets.pages import Pages, Passage


class ConsentScreen(ReadingScreen):
    """The text, page by page, and the way to say no."""

    CSS_PATH = "consent_screen.tcss"
    go_label = signing_texts.READ
    _by_touch = False

    def compose_answers(self) -> ComposeResult:
        """Give the text; below it no, where the foot has no room for it."""
        text = self.check_in.consent
        parts = (Passage(part.heading, part.text) if part.heading else part.text for part in text.parts)
        yield ConsentPages((f"# {text.title}", *parts))
        yield AsideRow(Action(tr(signing_texts.DECLINE), id="decline", classes="-card decline"), id="below")

    def compose_foot(self) -> ComposeResult:
        """Give no beside back, where there is room."""
        yield self.foot(left=(Action(tr(signing_texts.DECLINE), classes="-plain decline"),))

    @on(events.Resize)
    def _make_room(self, event: events.Resize) -> None:
        """Give no below the text, where the foot has no room for it."""
        self.set_class(self.query_one(Foot).needed > event.size.width, "-full-foot")

    @on(Pages.Turned)
    def _to_the_end(self) -> None:
        self.set_class(self.query_one(Pages).at_end, "-at-end")

    def done(self) -> None:
        """On to what is asked back, if anything, and to the signature: by hand after a touch, by name after a key."""
        by_touch = self._by_touch
        if self.check_in.asked_back is not None:
            self.way.open(lambda: TeachBackScreen(by_touch=by_touch))
        else:
            begin_signing(self.way, by_touch=by_touch)

    @on(Action.Pressed, "#go")
    def _touched(self) -> None:
        self._by_touch = True

    def action_go(self) -> None:
        super().action_go()
        self._by_touch = False

    @on(Action.Pressed, ".decline")
    def _decline(self, event: Action.Pressed) -> None:
        event.stop()
        self.attempt(self.check_in.decline)


class ConsentPages(Pages):
    """The text of a consent: on the smallest screen, the no is below its last page."""

    @property
    def free_below(self) -> int:
        """Three rows, to touch."""
        return 3 if self.screen.has_class("-narrow") and self.screen.has_class("-short") else 0
