"""A quiet panel with a title and some words."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


class Card(Static):
    """Title in bold, text below; both as they are, never as markup. Class `-white` for paper on paper."""

    DEFAULT_CSS = """
    Card { height: auto; padding: 1 2; background: $panel; color: $quiet; }
    Card.-white { background: $surface; color: $foreground; }
    """
    ALLOW_SELECT = False

    def __init__(self, title: str, text: str, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(card_text(title, text), id=id, classes=classes, markup=False)

    def show(self, title: str, text: str) -> None:
        """Other words."""
        self.update(card_text(title, text))


def card_text(title: str, text: str) -> Content:
    """Title, blank line, text."""
    parts = [Content(title).stylize("bold")] if title else []
    if text:
        parts.append(Content(text))
    return Content("\n\n").join(parts)
