"""All skin tones as one quiet horizon: "for every skin", said without a word."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import cast

from rich.segment import Segment
from rich.style import Style
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from screens.host import Host
from screens.palettes import Palette
from screens.themes import tone


class ToneBand(Widget):
    """The band; half blocks give two rows of colour a line. `drift` moves it slowly, 0 keeps it still."""

    DEFAULT_CSS = "ToneBand { height: 6; width: 1fr; }"

    drift: reactive[float] = reactive(0.0)

    def render_line(self, y: int) -> Strip:
        """Two rows of tones, the upper ones fading into the paper."""
        return _line(
            cast("Host", self.app).appearance.palette, self.size.width, max(1, self.size.height), y, self.drift
        )


@lru_cache(maxsize=64)
def _line(palette: Palette, width: int, height: int, y: int, drift: float) -> Strip:
    """Return a line of the band, which is painted again and again while it stands still."""

    def colour(x: int, row: float) -> str:
        wave = 0.055 * math.sin(x / width * 5.2 + row / height * 2.4 + drift) + 0.02 * math.sin(x / 3.1 + row)
        fade: float = max(0.0, 1 - row / (height * 0.55)) ** 1.6
        return tone(palette, x / width + wave, fade)

    return Strip([Segment("▄", Style(color=colour(x, y + 0.5), bgcolor=colour(x, y))) for x in range(width)], width)
