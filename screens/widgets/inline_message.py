"""Words about what was just done, beside what they are about: over rows that hold nothing, so that nothing moves or goes."""

from __future__ import annotations

import re

from textual import events
from textual.widget import Widget
from textual.widgets import Static

from screens.widgets.action import Action
from screens.widgets.choice import Choice
from screens.widgets.field import Field
from screens.widgets.wrapping import wrap

ROWS = 2
"""Rows that are free beside anything: the line of a field or the last row of a card, and the top of what is below."""


class InlineMessage(Static):
    """Is below what comes before it, one row up where it covers what follows.

    Class `-foot` is a row below the answers where that is free, or ends on the first row of the foot.
    """

    DEFAULT_CSS = """
    InlineMessage { display: none; overlay: screen; width: 100%; height: auto; padding: 0 1 0 0; background: $surface; color: $error;
             text-style: bold; border-left: outer $error; }
    InlineMessage.-shown { display: block; }
    InlineMessage.-good { color: $success; border-left: outer $success; }
    """
    ALLOW_SELECT = False

    def __init__(
        self,
        *,
        rows: int = ROWS,
        below: int = 0,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        """`rows` are free where the screen is short; with `below` they are above as many rows that stay in view."""
        super().__init__("", id=id, classes=classes, markup=False)
        self._rows = rows
        self._below = below
        self._said_of: list[str] = []

    def show(self, sentence: str, *, good: bool = False) -> None:
        """Say it; an empty sentence takes away what was said."""
        if not sentence and not self.has_class("-shown"):
            return
        parent, is_short = self.parent, self.screen.has_class("-short")
        air = 0 if is_short else 1  # before the words, where there is room for it
        width = parent.content_size.width - 2 - air if isinstance(parent, Widget) else 0
        said = fitting(sentence, width, self._room) if is_short else sentence
        self.styles.padding = (0, 1, 0, air)
        self.styles.offset = (0, self._up(len(wrap(said, max(1, width)))))
        self.update(said)
        self._said_of = self._typed()
        self.set_class(good, "-good")
        self.set_class(bool(sentence), "-shown")

    def fits(self, fresh: InlineMessage) -> bool:
        return self._rows == fresh._rows and not fresh.content

    def take_over(self, fresh: InlineMessage) -> None:  # noqa: ARG002 - nothing is said there yet
        """Say nothing."""
        if self.has_class("-shown"):
            self.show("")
        self._said_of = []

    def hush_if_changed(self) -> None:
        """Take the words away once something else is typed; news of before, which a burst of keys outran, takes nothing."""
        if self._typed() != self._said_of:
            self.show("")

    def _typed(self) -> list[str]:
        return [field.value for field in self.screen.query(Field)]

    def _up(self, lines: int) -> int:
        if self.styles.overlay != "screen":
            return 0  # there is room for it below what it is about
        if self._below and self.screen.has_class("-short"):
            return -lines - self._below
        if not self.has_class("-foot"):
            return 0 if self._rows < ROWS and self.screen.has_class("-short") else -1
        free = 0 if self.screen.has_class("-short") else self._free_above
        return 1 - free if free > lines else 1 - lines

    @property
    def _room(self) -> int:
        """Rows that hold nothing where the screen is short: of a card that says something in its last row, none."""
        cards = [card for card in self.screen.query(Choice) if card.region] if self.has_class("-foot") else []
        lowest = max((card.region.bottom for card in cards), default=0)
        return 1 if any(card.is_full for card in cards if card.region.bottom == lowest) else self._rows

    @property
    def _free_above(self) -> int:
        """Rows that hold nothing between the lowest answer and the end of what this is part of; 0 where nothing is answered there."""
        parent = self.parent
        if not isinstance(parent, Widget):
            return 0
        end = max((each.region.bottom for each in parent.children if each is not self), default=0)
        answers = [each.region.bottom for each in parent.query(Action) if each.region]
        return end - max(answers) if answers else 0

    def on_click(self, event: events.Click) -> None:
        """Leave a touch to what is below: the words take nothing away."""
        event.stop()
        for widget, _ in self.screen.get_widgets_at(event.screen_x, event.screen_y):
            if isinstance(widget, Field):
                widget.focus(scroll_visible=False)
                return
            if isinstance(widget, Action):
                widget.press()
                return


def fitting(sentence: str, width: int, rows: int = ROWS) -> str:
    """Return as much as fits into `rows` of `width` cells: whole sentences, or their clauses; at least the first."""
    ends = [found.end() for found in re.finditer(r"[.!?:;](?=\s|$)", sentence)] or [len(sentence)]
    fits = [end for end in ends if len(wrap(sentence[:end], width)) <= rows]
    kept = sentence[: fits[-1] if fits else ends[0]]
    return f"{kept[:-1].rstrip()}." if kept.endswith((":", ";")) else kept
