"""What is read on a screen, as every other look shows it: each colour of the usual look stands for its part in all of them."""

from __future__ import annotations

from functools import lru_cache

from screens.looks import Look, looks_at
from screens.palettes import PORCELAIN, Depth, Palette
from screens.themes import MAIN_RATIO, TEXT_RATIO, Rgb, contrast, rgb
from tests.screens.xterm import shown

LEAST: dict[Palette, float] = {
    palette: MAIN_RATIO if look is Look.USUAL else TEXT_RATIO
    for depth in Depth
    for look, palette in looks_at(depth).items()
}
"""Every look at every depth, and the least contrast of what is read there."""

_PARTS = ("ink", "quiet", "paper", "white", "panel", "line", "edge", "accent", "good", "care", "stop")
_FILLED = ("accent", "good", "care", "stop")
"""Grounds on which `on_accent` is written, which has the colour of `white` in the usual look."""


@lru_cache(maxsize=4096)
def faint_pairs(ink: Rgb, ground: Rgb) -> tuple[str, ...]:
    """Return in which other looks an ink and a ground of the usual look are not apart enough to be read."""
    ink_part, ground_part = _part(ink), _part(ground)
    if ink_part is None or ground_part is None:
        return (f"{ink} on {ground} is of no palette",)
    if ink_part == "white" and ground_part in _FILLED:
        ink_part = "on_accent"
    found = []
    is_outcome = {ink_part, ground_part} & set(_FILLED[1:])
    for palette, least in LEAST.items():
        colours = (
            shown(palette, rgb(getattr(palette, ink_part))),
            shown(palette, rgb(getattr(palette, ground_part))),
        )
        if contrast(*colours) < (TEXT_RATIO if is_outcome else least):
            reached = f"{contrast(*colours):.1f}"
            found.append(f"{ink_part} on {ground_part} is {reached} where paper is {palette.paper} ({palette.depth})")
    return tuple(found)


def _part(painted: Rgb) -> str | None:
    """Return what has this colour in the usual look; Textual rounds on its way from the palette to the screen."""
    for part in _PARTS:
        if all(abs(one - other) <= 1 for one, other in zip(rgb(getattr(PORCELAIN, part)), painted, strict=True)):
            return part
    return None
