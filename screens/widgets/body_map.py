"""Face, neck, upper chest and hands as a drawing to touch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from kiosk.checkin.texts.part_texts import AREAS
from kiosk.core.language import tr
from screens.palettes import Depth

if TYPE_CHECKING:
    from screens.host import Host

WIDTH, HEIGHT = 28, 12
_MIDDLE = WIDTH / 2
_HAND = 10.4
"""Columns from the middle of the drawing to the middle of a palm."""
_FINGERS = ((-2.75, 1.3), (-1.25, 0.3), (0.25, 0.0), (1.75, 0.6))
"""Where each finger begins across the hand, and where its tip is."""
_SHADE = "░"
"""An area that can be chosen, where there is no colour to draw it in."""
_QUADRANTS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
"""Block signs by the quarters they fill: 1 upper left, 2 upper right, 4 lower left, 8 lower right."""


@dataclass(frozen=True)
class _Label:
    """The name of an area on the drawing: middle column and row; `tick` is written where the area is chosen."""

    middle: int
    row: int
    tick: tuple[int, int]


_LABELS = {
    "face": _Label(14, 2, (14, 3)),
    "neck": _Label(14, 6, (14, 7)),
    "decollete": _Label(14, 10, (14, 9)),
    "hands": _Label(4, 3, (24, 3)),
}


def area_at(x: float, y: float) -> str | None:
    """Return the area drawn at column `x`, half-row `y` (two a row, so the drawing is about square), or None for paper."""
    side = abs(x - _MIDDLE)
    if _in_face(side, y):
        return "face"
    if 10 <= y < 16 and side <= 3.3 + max(0.0, y - 14) * 0.8:  # noqa: PLR2004
        return "neck"
    if y >= 16 and side <= min(13.4, 5.0 + (y - 15.5) ** 0.5 * 4.8):  # noqa: PLR2004
        return "decollete"
    return "hands" if _in_hand(_HAND - side, y) or _thumb(_HAND - side, y) else None


def _in_face(side: float, y: float) -> bool:
    """Tell whether this is the face: an egg, wider at the eyes than at the chin, with ears."""
    middle, above, below = 4.8, 4.9, 6.4
    tall = (y - middle) / (above if y < middle else below)
    wide = side / (5.0 if y < middle else 5.0 - 0.2 * (y - middle))
    return tall * tall + wide * wide <= 1 or (4.2 <= y < 6.6 and side <= 5.4)  # noqa: PLR2004


def _in_hand(across: float, y: float) -> bool:
    """Tell whether this is a hand held up; `across` grows towards the face, where the thumb is."""
    if 4 <= y < 10:  # noqa: PLR2004 - the palm, narrower at the wrist
        return -2.75 <= across <= 3.0 - max(0.0, y - 8) * 0.5 and across >= -2.75 + max(0.0, y - 8) * 0.5  # noqa: PLR2004
    if 10 <= y < 11.5:  # noqa: PLR2004 - the wrist
        return abs(across) <= 1.75  # noqa: PLR2004
    return y < 4 and any(start <= across < start + 1.25 and y >= tip for start, tip in _FINGERS)  # noqa: PLR2004


def _thumb(across: float, y: float) -> bool:
    return 4.5 <= y < 8 and 3.0 <= across <= 4.4 - max(0.0, y - 5.5) * 0.5  # noqa: PLR2004


class BodyMap(Widget):
    """Areas that can be chosen are drawn darker than the paper; chosen ones in the accent, with a tick and white words."""

    DEFAULT_CSS = f"""
    BodyMap {{ width: {WIDTH}; height: {HEIGHT}; background: $background; }}
    """
    ALLOW_SELECT = False

    chosen: reactive[frozenset[str]] = reactive(frozenset())

    @dataclass
    class AreaTouched(Message):
        """An area of the drawing was touched."""

        area: str

    def __init__(self, areas: tuple[str, ...], *, chosen: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.areas = frozenset(areas)
        self.set_reactive(BodyMap.chosen, chosen)

    def fits(self, fresh: BodyMap) -> bool:  # noqa: ARG002 - one is as another
        return True

    def take_over(self, fresh: BodyMap) -> None:
        if self.areas != fresh.areas:
            self.areas = fresh.areas
            self.refresh()
        self.chosen = fresh.chosen

    def render_line(self, y: int) -> Strip:
        """Draw one row, four quarters a cell, the words over it."""
        if y >= HEIGHT:
            return Strip.blank(self.size.width, Style(bgcolor=self._paint["paper"]))
        cells = [self._cell(x, y) for x in range(min(WIDTH, self.size.width))]
        for area, label in _LABELS.items():
            if area not in self.areas:
                continue
            if label.row == y:
                self._write(cells, area, tr(AREAS[area]), label.middle)
            if label.tick[1] == y and area in self.chosen:
                self._write(cells, area, "✓", label.tick[0])
        return Strip(cells, len(cells))

    def _cell(self, x: int, y: int) -> Segment:
        quarters = [self._colour(area_at(x + across, 2 * y + down)) for down in (0.25, 1.25) for across in (0.25, 0.75)]
        if self._is_without_colour and quarters.count(self._paint["edge"]) > 1:
            return Segment(_SHADE, Style(color=self._paint["foreground"], bgcolor=self._paint["paper"]))
        ground = max(set(quarters), key=lambda colour: (quarters.count(colour), colour))
        inks = [colour for colour in quarters if colour != ground]
        if not inks:
            return Segment(" ", Style(bgcolor=ground))
        filled = sum(1 << place for place, colour in enumerate(quarters) if colour != ground)
        return Segment(_QUADRANTS[filled], Style(color=inks[0], bgcolor=ground))

    def _colour(self, area: str | None) -> str:
        if area is None:
            return self._paint["paper"]
        if area not in self.areas:
            return self._paint["panel"]
        return self._paint["primary" if area in self.chosen else "edge"]

    @property
    def _is_without_colour(self) -> bool:
        return cast("Host", self.app).appearance.palette.depth is Depth.NONE

    @property
    def _paint(self) -> dict[str, str]:
        return self.app.theme_variables

    def _write(self, cells: list[Segment], area: str, words: str, middle: int) -> None:
        style = Style(
            color=self._paint["on-accent" if area in self.chosen else "foreground"],
            bgcolor=self._colour(area),
            bold=True,
        )
        first = middle - len(words) // 2
        for place, sign in enumerate(words, start=first):
            cells[place] = Segment(sign, style)

    def on_click(self, event: events.Click) -> None:
        """Touch an area, or very near it."""
        event.stop()
        for dx, dy in ((0, 0), (-1, 0), (1, 0), (0, -1), (0, 1)):
            area = area_at(event.x + 0.5 + dx, 2 * event.y + 1 + dy)
            if area in self.areas and area is not None:
                self.post_message(self.AreaTouched(area))
                return
