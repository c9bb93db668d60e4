"""The three looks a person can choose, and how many colours the terminal has for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from screens.palettes import (
    CREAM,
    INK,
    INK_16,
    INK_ALONE,
    NIGHT,
    NIGHT_16,
    NIGHT_256,
    PLAIN,
    PORCELAIN,
    Depth,
    Palette,
)


class Look(StrEnum):
    """What a person chooses between; the value is also the name of Textual's theme."""

    USUAL = "usual"
    DARK = "dark"
    CONTRAST = "contrast"


_NO_COLOUR: Mapping[Look, Palette] = {Look.CONTRAST: INK}
_PALETTES: Mapping[Depth, Mapping[Look, Palette]] = {
    Depth.ALL: {Look.USUAL: PORCELAIN, Look.DARK: NIGHT, Look.CONTRAST: INK},
    Depth.FEW: {Look.USUAL: CREAM, Look.DARK: NIGHT_256, Look.CONTRAST: INK},
    Depth.SIXTEEN: {Look.USUAL: PLAIN, Look.DARK: NIGHT_16, Look.CONTRAST: INK_16},
    Depth.NONE: {Look.CONTRAST: INK_ALONE},
}


_MONOCHROME = re.compile(r"dumb|vt[1-4]?\d\d(-.*)?|.+-m(ono)?")
"""Terminals without colours, as the machine's list of them calls them."""


def looks_at(depth: Depth, *, greys: bool = False) -> Mapping[Look, Palette]:
    """Return the looks a terminal can show, the first of them for whoever chooses none.

    `greys` asks for no colour; sixteen colours have too few greys for that, and black on white does without.
    """
    if greys and depth is not Depth.NONE:
        return {Look.CONTRAST: INK_16} if depth is Depth.SIXTEEN else _NO_COLOUR
    return _PALETTES[depth]


def depth_of(colour_system: str | None, term: str) -> Depth:
    """Return how many colours there are: by what Rich found out, else by the name the terminal gives itself."""
    if colour_system in ("truecolor", "256"):
        return Depth.ALL if colour_system == "truecolor" else Depth.FEW
    return Depth.NONE if _MONOCHROME.fullmatch(term) else Depth.SIXTEEN
