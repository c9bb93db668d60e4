"""Consent to one treatment: what it does, what to know, what it is to; then a typed name. No is a way out, too."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from screens.client.reading_screen import ReadingScreen
from screens.client.typing_screen import TypingScreen
from screens.widgets.action import Action
from screens.widgets.pages import Pages

_SHORT = 64


class ConsentScreen(ReadingScreen):
    """The text, page by page, and the way to say no."""

    CSS_PATH = "consent_screens.tcss"
    go_label = "I have read this ›"

    def paragraphs(self) -> tuple[str, ...]:
        """Title, information about the treatment, and what is agreed to."""
        text = self.check_in.consent
        told = text.information
        parts = [f"# {text.title}"]
        for heading, lines in (
            ("What it is for", told.indications),
            ("What you may expect", told.results),
            ("Good to know", told.cons),
            ("What can go wrong", told.risks),
        ):
            if lines:
                parts += [f"# {heading}", _listed(lines)]
        return (*parts, "# Your consent", *text.paragraphs)

    def compose_answers(self) -> ComposeResult:
        """Give the text; below it no, where the foot has no room for it."""
        yield from super().compose_answers()
        with Horizontal(classes="aside", id="below"):
            yield Action("I do not want this", id="decline", classes="-card decline")

    def compose_foot(self) -> ComposeResult:
        """Give no beside back, where there is room."""
        yield self.foot(left=(Action("I do not want this", classes="-plain decline"),))

    def done(self) -> None:
        """On to the name."""
        self.way.open(ConsentNameScreen)

    @on(Action.Pressed, ".decline")
    def _decline(self, event: Action.Pressed) -> None:
        event.stop()
        self.attempt(self.check_in.decline)

    def back(self) -> None:
        """Turn a page back, or go to the answers."""
        if not self.query_one(Pages).turn(-1):
            self.attempt(self.check_in.back)


def _listed(lines: Sequence[str]) -> str:
    """Return short lines as one, longer ones as a list."""
    if all(len(line) <= _SHORT for line in lines):
        return " · ".join(line.rstrip(".") for line in lines)
    return "\n".join(f"· {line}" for line in lines)


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
