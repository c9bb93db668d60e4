"""A pad to sign on with a finger or a mouse: ink in braille dots, strokes kept as points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from kiosk.visits.drawing import LARGEST, MOST_POINTS, MOST_STROKES, Drawing, Point
from screens.widgets.braille import UNITS_ACROSS, UNITS_DOWN, Cell, inked, sign_of


class SignaturePad(Widget):
    """What is drawn stays where it was drawn; a smaller pad shows it smaller, until it is as large again.

    Ink ends where a drawing would be too large to keep.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"signature-pad--quiet"}
    DEFAULT_CSS = """
    SignaturePad { width: 1fr; height: 1fr; min-height: 3; max-width: 100; max-height: 14; background: $surface; color: $foreground; }
    SignaturePad > .signature-pad--quiet { color: $quiet; background: $surface; }
    """
    ALLOW_SELECT = False

    @dataclass
    class Drawn(Message):
        """A stroke was begun or ended, or everything cleared."""

        pad: SignaturePad

    def __init__(self, hint: str, drawing: Drawing | None = None, *, id: str | None = None) -> None:  # noqa: A002
        """`hint` is shown as long as nothing is drawn; `drawing` is what was drawn before."""
        super().__init__(id=id)
        self._hint = hint
        self._as_drawn = drawing
        """What is shown in another size than it was drawn in; None for what was drawn on the pad as it is."""
        self._strokes: list[list[Point]] = []
        self._cells: dict[Cell, int] = {}
        self._box = (0, 0)
        self._is_down = False

    @property
    def drawing(self) -> Drawing | None:
        """What is drawn, in the units of the pad; None where nothing is."""
        if not self._strokes:
            return None
        width, height = self._box
        return Drawing(width=width, height=height, strokes=tuple(map(tuple, self._strokes)))

    @property
    def is_full(self) -> bool:
        """Whether there is no room for more ink."""
        return len(self._strokes) >= MOST_STROKES or sum(map(len, self._strokes)) >= MOST_POINTS

    def clear(self) -> None:
        self._lift()
        self._as_drawn = None
        self._strokes.clear()
        self._cells.clear()
        self.refresh()
        self.post_message(self.Drawn(self))

    # -- the pen ---------------------------------------------------------------------------------------------------

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the pen down."""
        event.stop()
        if self.is_full:
            return
        self.capture_mouse()
        self._is_down, self._as_drawn = True, None
        if not self._strokes:
            self.refresh()
        self._strokes.append([])
        self._draw_to(self._point(event))
        self.post_message(self.Drawn(self))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Draw, while the pen is down; where its end was missed, it is up once nothing is pressed any more."""
        event.stop()
        if self._is_down and not event.button:
            self._lift()
        elif self._is_down and not self.is_full:
            self._draw_to(self._point(event))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Lift the pen."""
        event.stop()
        self._lift()

    def _lift(self) -> None:
        if self._is_down:
            self._is_down = False
            self.release_mouse()
            self.post_message(self.Drawn(self))

    def _point(self, event: events.MouseEvent) -> Point:
        """Return where the pen is, within the pad; a terminal that tells cells only means their middle."""
        x, y = (at + 0.5 if at == int(at) else at for at in (event.pointer_x, event.pointer_y))
        width, height = self._box
        return min(max(0, int(x * UNITS_ACROSS)), width - 1), min(max(0, int(y * UNITS_DOWN)), height - 1)

    def _draw_to(self, point: Point) -> None:
        stroke = self._strokes[-1]
        if stroke[-1:] != [point]:
            stroke.append(point)
            self._ink(stroke[-2:])

    def _ink(self, line: list[Point]) -> None:
        for cell, bit in inked(line):
            self._cells[cell] = self._cells.get(cell, 0) | bit
            self.refresh(Region(*cell, 1, 1))

    # -- what is seen ----------------------------------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        """Keep what is drawn in view: the pen is lifted, and on a smaller pad everything becomes smaller."""
        self._lift()
        drawn = self._as_drawn = self._as_drawn or self.drawing
        self._box = (
            min(event.size.width * UNITS_ACROSS, LARGEST),
            min(event.size.height * UNITS_DOWN, LARGEST),
        )
        if drawn is not None:
            scale = min(1.0, self._box[0] / drawn.width, self._box[1] / drawn.height)
            self._strokes = [[(int(x * scale), int(y * scale)) for x, y in stroke] for stroke in drawn.strokes]
        self._cells.clear()
        for stroke in self._strokes:
            self._ink(stroke)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Give a row: ink, the line to sign on, and what to do as long as there is no ink."""
        width, height = self.size
        quiet, ink = self.get_component_rich_style("signature-pad--quiet"), self.rich_style
        if not self._strokes and y == (height - 2) // 2:
            return Strip([Segment(self._hint[:width].center(width), quiet)], width)
        ground = "─" if y == height - 1 else " "
        row = [self._cells.get((x, y), 0) for x in range(width)]
        return Strip([Segment(sign_of(bits) if bits else ground, ink if bits else quiet) for bits in row], width)
