"""How a terminal looks: chosen by whoever uses it, and back to normal for the next one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from screens.glyph_scale import LARGE, USUAL, GlyphScale
from screens.looks import Look
from screens.minimum_size_screen import LEAST_COLUMNS, LEAST_ROWS
from screens.palettes import Palette


class Appearance:
    """The look and the size of letters at one terminal. `show` paints in a look."""

    def __init__(self, looks: Mapping[Look, Palette], glyphs: GlyphScale, show: Callable[[Look], None]) -> None:
        self.looks = looks
        self._glyphs = glyphs
        self._show = show
        self.look = self._usual

    @property
    def _usual(self) -> Look:
        return next(iter(self.looks))

    @property
    def palette(self) -> Palette:
        """The colours in which this terminal is painted now."""
        return self.looks[self.look]

    @property
    def is_large(self) -> bool:
        """Whether letters are larger than usual."""
        return self._glyphs.scale == LARGE

    def can_enlarge(self, columns: int, rows: int) -> bool:
        """Tell whether letters can be made larger on a screen of this size, or are."""
        room = columns >= LEAST_COLUMNS * LARGE and rows >= LEAST_ROWS * LARGE
        return self._glyphs.is_offered and (self.is_large or room)

    def choose(self, look: Look) -> None:
        """Paint in a look that this terminal has."""
        if look != self.look:
            self.look = look
            self._show(look)

    def enlarge(self, *, large: bool) -> None:
        """Show larger letters, or the usual ones."""
        self._glyphs.ask(LARGE if large else USUAL)

    def reset(self) -> None:
        """Be as it was at first."""
        self.choose(self._usual)
        self.enlarge(large=False)
