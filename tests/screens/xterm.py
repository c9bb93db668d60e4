"""What a terminal with few colours shows of a colour that Textual paints: Rich's choice, in xterm's own values."""

from __future__ import annotations

from functools import cache

from rich.color import Color, ColorSystem

from screens.palettes import Depth, Palette
from screens.themes import Rgb, luminance

_FIRST_SIXTEEN: tuple[Rgb, ...] = (
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
    (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255),
)  # fmt: skip
_LEVELS = (0, 95, 135, 175, 215, 255)
SYSTEMS: dict[Depth, ColorSystem] = {
    Depth.ALL: ColorSystem.TRUECOLOR,
    Depth.FEW: ColorSystem.EIGHT_BIT,
    Depth.SIXTEEN: ColorSystem.STANDARD,
}
"""The poorest terminal that each depth is for."""

_LIGHT_FROM = 0.3


def xterm(number: int) -> Rgb:
    """Return what xterm shows for one of its 256 colours."""
    if number < len(_FIRST_SIXTEEN):
        return _FIRST_SIXTEEN[number]
    if number >= 232:
        return (8 + 10 * (number - 232),) * 3
    red, rest = divmod(number - 16, 36)
    green, blue = divmod(rest, 6)
    return _LEVELS[red], _LEVELS[green], _LEVELS[blue]


@cache
def shown(palette: Palette, colour: Rgb, *, bold: bool = False) -> Rgb:
    """Return what stands on the screen for a colour that is painted; bold in one of the first eight is brighter."""
    if palette.depth is Depth.NONE:
        return (255, 255, 255) if luminance(colour) >= _LIGHT_FROM else (0, 0, 0)
    system = SYSTEMS[palette.depth]
    if system is ColorSystem.TRUECOLOR:
        return colour
    number = Color.from_rgb(*colour).downgrade(system).number
    assert number is not None
    return xterm(number + 8 if bold and system is ColorSystem.STANDARD and number < 8 else number)
