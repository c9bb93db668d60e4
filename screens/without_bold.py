"""Bold for terminals that show it by a lighter colour: black would come out grey, and on white no longer be read."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

_NOT_BOLD = Style(bold=False)


class WithoutBold(LineFilter):
    """Paints everything in the weight, and so in the colour, of plain text."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual gives it
        """Take bold away."""
        return [
            Segment(text, style + _NOT_BOLD if style is not None and style.bold else style, control)
            for text, style, control in segments
        ]


WITHOUT_BOLD = WithoutBold()
"""One is enough: it keeps no state."""
