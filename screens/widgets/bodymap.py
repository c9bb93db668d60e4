"""Face, neck, upper chest and hands as a drawing to touch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from screens.themes import EDGE, INK, PAPER, WHITE

WIDTH, HEIGHT = 28, 12
_LABELS = {
    "face": ("Face", 14, 2),
    "neck": ("Neck", 14, 6),
    "decollete": ("Upper chest", 14, 9),
    "hands": ("Hands", 3, 3),
}
_MIDDLE = (WIDTH - 1) / 2
_HAND = 10.0
"""Columns from the middle of the drawing to the middle of a hand."""


def area_at(x: float, y: float) -> str | None:
    """Return the area drawn at column `x`, half-row `y` (two a row, so about square), or None for paper."""
    side = abs(x - _MIDDLE)
    if _in_face(side, y):
        return "face"
    if 11 <= y < 16 and side <= 3.6 + max(0.0, y - 14) * 0.9:  # noqa: PLR2004
        return "neck"
    if y >= 16 and side <= min(13.5, 5.2 + (y - 15.4) ** 0.5 * 4.4):  # noqa: PLR2004
        return "decollete"
    return "hands" if _in_hand(side - _HAND, y) else None


def _in_face(side: float, y: float) -> bool:
    """Tell whether this is the face: an egg, wider above the eyes than at the chin."""
    middle, above, below = 4.6, 5.2, 6.6
    tall = (y - middle) / (above if y < middle else below)
    wide = side / (5.4 if y < middle else 5.4 - 0.16 * (y - middle))
    return tall * tall + wide * wide <= 1


def _in_hand(across: float, y: float) -> bool:
    """Tell whether this is a hand held up, palm to the front: four fingers close together, the thumb towards the face."""
    if 3 <= y < 10:  # noqa: PLR2004 - the palm
        return abs(across - 0.4) <= (3.1 if y < 8 else 3.1 - (y - 7) * 0.7)  # noqa: PLR2004
    fingertip = 0 if -1 <= across <= 2 else 1  # noqa: PLR2004
    return fingertip <= y < 3 and -2.6 <= across <= 3.5  # noqa: PLR2004


class BodyMap(Widget):
    """Areas that can be chosen are drawn darker than the paper; chosen ones in the accent, with a tick and white words."""

    DEFAULT_CSS = f"""
    BodyMap {{ width: {WIDTH}; height: {HEIGHT}; background: $background; }}
    """
    ALLOW_SELECT = False

    chosen: reactive[frozenset[str]] = reactive(frozenset())

    @dataclass
    class Touched(Message):
        """An area of the drawing was touched."""

        area: str

    SLACK: ClassVar[int] = 1

    def __init__(self, areas: tuple[str, ...], *, chosen: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.areas = frozenset(areas)
        self.set_reactive(BodyMap.chosen, chosen)

    def render_line(self, y: int) -> Strip:
        """One row: two half-rows of colour a cell, the labels over them."""
        if y >= HEIGHT:
            return Strip.blank(self.size.width, Style(bgcolor=PAPER))
        cells = [self._cell(x, y) for x in range(min(WIDTH, self.size.width))]
        for area, (label, middle, row) in _LABELS.items():
            if row == y and area in self.areas:
                self._write(cells, area, label, middle)
        return Strip(cells, len(cells))

    def _cell(self, x: int, y: int) -> Segment:
        upper, lower = self._colour(area_at(x, 2 * y)), self._colour(area_at(x, 2 * y + 1))
        return Segment("▄", Style(color=lower, bgcolor=upper))

    def _colour(self, area: str | None) -> str:
        if area is None:
            return PAPER
        if area not in self.areas:
            return self._faint
        return self._accent if area in self.chosen else EDGE

    @property
    def _accent(self) -> str:
        return self.app.theme_variables["primary"]

    @property
    def _faint(self) -> str:
        return self.app.theme_variables["panel"]

    def _write(self, cells: list[Segment], area: str, label: str, middle: int) -> None:
        on = area in self.chosen
        words = f"✓ {label}" if on and area != "neck" else label
        style = Style(color=WHITE if on else INK, bgcolor=self._colour(area), bold=True)
        first = max(0, middle - len(words) // 2)
        for place, sign in enumerate(words):
            on_area = area_at(first + place, 2 * _LABELS[area][2]) == area
            cells[first + place] = Segment(sign, style if on_area else Style(color=INK, bgcolor=PAPER, bold=True))

    def on_click(self, event: events.Click) -> None:
        """Touch an area, or very near it."""
        event.stop()
        for dx, dy in ((0, 0), (-1, 0), (1, 0), (0, -1), (0, 2)):
            area = area_at(event.x + dx * self.SLACK, 2 * event.y + dy)
            if area in self.areas and area is not None:
                self.post_message(self.Touched(area))
                return
