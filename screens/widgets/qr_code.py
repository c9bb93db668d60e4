"""A code for a telephone's camera, two modules a cell; drawn whole or not at all."""

from __future__ import annotations

import segno
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

_DARK, _LIGHT = "#000000", "#ffffff"
_BORDER = 2


class QrCode(Widget):
    """Black on white whatever the theme: cameras ask for it. `needs` says how much room it takes."""

    DEFAULT_CSS = "QrCode { width: auto; height: auto; }"
    ALLOW_SELECT = False

    def __init__(self, data: bytes, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        code = segno.make(data, error="l", micro=False)
        self._rows = [[bool(module) for module in row] for row in code.matrix_iter(border=_BORDER)]
        if len(self._rows) % 2:
            self._rows.append([False] * len(self._rows[0]))

    @property
    def needs(self) -> tuple[int, int]:
        """Columns and rows of cells."""
        return len(self._rows[0]), len(self._rows) // 2

    def get_content_width(self, container: object, viewport: object) -> int:  # noqa: ARG002
        """Return the columns the code takes."""
        return self.needs[0]

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002
        """Return the rows the code takes."""
        return self.needs[1]

    def render_line(self, y: int) -> Strip:
        """Draw two rows of modules."""
        if 2 * y >= len(self._rows):
            return Strip.blank(self.size.width)
        upper, lower = self._rows[2 * y], self._rows[2 * y + 1]
        cells = [
            Segment("▄", Style(color=_DARK if below else _LIGHT, bgcolor=_DARK if above else _LIGHT))
            for above, below in zip(upper, lower, strict=True)
        ]
        return Strip(cells, len(cells))
