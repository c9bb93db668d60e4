"""For a terminal without colours: what is dark is painted in reverse, and nothing else is left of colour."""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len
from rich.color import Color as Painted
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from screens.themes import luminance

_DARK_BELOW = 0.3
"""Silver is light, grey is dark."""


class WithoutColour(LineFilter):
    """Paints bold, underlined and reversed, for black on white."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual gives it
        """Take colour away."""
        return [
            Segment(*_uncoloured(text, style), control) if style is not None else Segment(text, style, control)
            for text, style, control in segments
        ]


@lru_cache(maxsize=4096)
def _uncoloured(text: str, style: Style) -> tuple[str, Style]:
    ink, ground = _is_dark(style.color, otherwise=True), _is_dark(style.bgcolor, otherwise=False)
    if style.reverse:
        ink, ground = ground, ink
    if ink == ground and all("▀" <= sign <= "▟" for sign in text):
        text = " " * cell_len(text)  # a block in the colour of what is behind it
    return text, Style(bold=style.bold, underline=style.underline, reverse=ground)


def _is_dark(colour: Painted | None, *, otherwise: bool) -> bool:
    if colour is None or colour.is_default:
        return otherwise
    triplet = colour.get_truecolor()
    return luminance((triplet.red, triplet.green, triplet.blue)) < _DARK_BELOW


WITHOUT_COLOUR = WithoutColour()
"""One is enough: it keeps no state."""
