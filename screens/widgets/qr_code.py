"""A code for a telephone's camera, two modules a cell; drawn whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence

import segno
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

_DARK, _LIGHT = "#000000", "#ffffff"
_BORDER = 2


class QrCode(Widget):
    """Black on white whatever the theme: cameras ask for it. Of several codes it shows the first that has room, or nothing."""

    DEFAULT_CSS = "QrCode { width: auto; height: auto; display: none; }"
    ALLOW_SELECT = False

    def __init__(self, codes: Sequence[bytes], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._codes = [_rows(code) for code in codes]
        self._shown: list[list[bool]] = []

    def fit(self, columns: int, rows: int) -> int | None:
        """Show the first code that has room in so many cells, and return which one it is; hide where none has."""
        for number, code in enumerate(self._codes):
            if len(code[0]) <= columns and len(code) // 2 <= rows:
                self._shown, self.display = code, True
                self.refresh(layout=True)
                return number
        self.display = False
        return None

    def get_content_width(self, container: object, viewport: object) -> int:  # noqa: ARG002
        return len(self._shown[0]) if self._shown else 0

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002
        return len(self._shown) // 2

    def render_line(self, y: int) -> Strip:
        """Draw two rows of modules."""
        if 2 * y >= len(self._shown):
            return Strip.blank(self.size.width)
        upper, lower = self._shown[2 * y], self._shown[2 * y + 1]
        cells = [
            Segment("▄", Style(color=_DARK if below else _LIGHT, bgcolor=_DARK if above else _LIGHT))
            for above, below in zip(upper, lower, strict=True)
        ]
        return Strip(cells, len(cells))


def _rows(data: bytes) -> list[list[bool]]:
    """Return the modules of a code, in an even number of rows."""
    code = segno.make(data, error="l", micro=False)
    rows = [[bool(module) for module in row] for row in code.matrix_iter(border=_BORDER)]
    return rows if len(rows) % 2 == 0 else [*rows, [False] * len(rows[0])]
