"""Consent to one treatment: what is done, felt and risked, each fact once; then a typed name. No is a way out, too."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from screens.client.reading_screen import ReadingScreen
from screens.client.typing_screen import TypingScreen
from screens.widgets.action import Action
from screens.widgets.pages import Pages, Passage

_NO = "I do not want this"


class ConsentScreen(ReadingScreen):
    """The text, page by page, and the way to say no."""

    CSS_PATH = "consent_screens.tcss"
    go_label = "I have read this ›"

    def compose_answers(self) -> ComposeResult:
        """Give the text; below it no, where the foot has no room for it."""
        text = self.check_in.consent
        parts = (Passage(part.heading, part.text) if part.heading else part.text for part in text.parts)
        yield ConsentPages((f"# {text.title}", *parts))
        with Horizontal(classes="aside", id="below"):
            yield Action(_NO, id="decline", classes="-card decline")

    def compose_foot(self) -> ComposeResult:
        """Give no beside back, where there is room."""
        yield self.foot(left=(Action(_NO, classes="-plain decline"),))

    @on(Pages.Turned)
    def _to_the_end(self) -> None:
        self.set_class(self.query_one(Pages).at_end, "-at-end")

    def done(self) -> None:
        """On to the name."""
        self.way.open(ConsentNameScreen)

    @on(Action.Pressed, ".decline")
    def _decline(self, event: Action.Pressed) -> None:
        event.stop()
        self.attempt(self.check_in.decline)


class ConsentPages(Pages):
    """The text of a consent: on the smallest screen, no stands below its last page."""

    @property
    def free_below(self) -> int:
        """Three rows, to touch."""
        return 3 if self.screen.has_class("-narrow") and self.screen.has_class("-short") else 0


class ConsentNameScreen(TypingScreen):
    """The name, typed, says that the text was read; the practitioner completes the consent in the room."""

    def __init__(self) -> None:
        super().__init__()
        self.ask = ""

    def compose_body(self) -> ComposeResult:
        """Say who signs."""
        consent = self.check_in.consent
        guardian = consent.by == "guardian"
        self.key = f"consent/{consent.visit_id}"
        self.label = "Guardian's full name" if guardian else "Your full name"
        self.ask = (
            "The parent or guardian types their full name. It says that they have read this."
            if guardian
            else "Please type your full name. It says that you have read this."
        )
        yield from super().compose_body()

    def compose_foot(self) -> ComposeResult:
        """Let the main action say what it does."""
        yield self.foot(go="Sign ›")

    def go(self) -> None:
        """Agree."""
        by = self.check_in.consent.by
        self.attempt(lambda: self.check_in.give(self.text, by))

    def back(self) -> None:
        """To the text."""
        self.way.show()
