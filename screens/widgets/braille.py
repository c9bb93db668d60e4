"""Lines drawn in braille signs: 2 x 4 dots a cell, for a signature."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kiosk.visits.drawing import Drawing, Point

UNITS_ACROSS, UNITS_DOWN = 8, 16
"""Units of a drawing in a cell, which is twice as high as wide; a dot is as wide as high."""
_DOT = 4
_BLANK = 0x2800
_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bit of each dot of a sign, by its row and its column."""

Cell = tuple[int, int]


def inked(line: Sequence[Point]) -> Iterator[tuple[Cell, int]]:
    """Yield each cell that a line goes through, with the bit of its dot; a single point is one dot."""
    for (left, top), (right, bottom) in zip(line, line[1:] or line, strict=False):
        steps = max(abs(right - left), abs(bottom - top)) // _DOT + 1
        for step in range(steps + 1):
            x, y = left + (right - left) * step // steps, top + (bottom - top) * step // steps
            cell = (x // UNITS_ACROSS, y // UNITS_DOWN)
            yield cell, _BITS[y % UNITS_DOWN // _DOT][x % UNITS_ACROSS // _DOT]


def sign_of(bits: int) -> str:
    """Return the braille sign with these dots."""
    return chr(_BLANK + bits)


def rows_of(drawing: Drawing, columns: int, rows: int) -> list[str]:
    """Return a drawing as rows of signs, as large as fits into so many columns and rows."""
    across, down = columns * UNITS_ACROSS - 1, rows * UNITS_DOWN - 1
    scale = min(1.0, across / drawing.width, down / drawing.height)
    cells: dict[Cell, int] = {}
    for stroke in drawing.strokes:
        for cell, bit in inked([(int(x * scale), int(y * scale)) for x, y in stroke]):
            cells[cell] = cells.get(cell, 0) | bit
    used = max((row for _, row in cells), default=-1) + 1
    lines = (
        "".join(sign_of(bits) if (bits := cells.get((x, y), 0)) else " " for x in range(columns)) for y in range(used)
    )
    return [line.rstrip() for line in lines]
