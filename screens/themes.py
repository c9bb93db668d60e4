"""Paper, ink and one accent: what the colours of a palette are for, and the numbers they must meet."""

from __future__ import annotations

from functools import lru_cache

from textual.theme import Theme

from screens.palettes import NIGHT, PORCELAIN, Palette

MAIN_RATIO = 10.0
"""Least contrast of what a client reads and of main actions (WCAG ratio)."""
TEXT_RATIO = 7.0
"""Least contrast of any text on any screen (WCAG ratio)."""

Rgb = tuple[int, int, int]


@lru_cache(maxsize=256)
def rgb(colour: str) -> Rgb:
    """Return the parts 0-255 of `#rrggbb`."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: Rgb) -> float:
    """Relative luminance 0-1, as WCAG 2 defines it."""

    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004

    red, green, blue = (linear(part) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """Return the WCAG contrast ratio of two colours, 1-21, in either order."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """Return the colour that stands `share` (0-1) of the way from one to the other."""
    if not share:
        return one
    (red, green, blue), (to_red, to_green, to_blue) = rgb(one), rgb(other)
    return (
        f"#{round(red + (to_red - red) * share):02x}"
        f"{round(green + (to_green - green) * share):02x}"
        f"{round(blue + (to_blue - blue) * share):02x}"
    )


def tone(palette: Palette, share: float, fade: float) -> str:
    """Return the tone at `share` (0-1) of the band, as far as `fade` (0-1) faded into the paper."""
    share, tones = max(0.0, min(0.9999, share)), palette.tones
    if palette.is_stepped:
        return palette.paper if fade >= 0.5 else tones[int(share * len(tones))]  # noqa: PLR2004 - whichever is nearer
    place = share * (len(tones) - 1)
    return mix(mix(tones[int(place)], tones[int(place) + 1], place - int(place)), palette.paper, fade)


def legible(accent: str, palette: Palette = PORCELAIN) -> str:
    """Return a clinic's accent, darkened or lightened as far as it needs on every ground; the nearest one there is in `palette`."""
    full = NIGHT if palette.is_dark else PORCELAIN
    end, least = ("#ffffff", TEXT_RATIO) if palette.is_dark else ("#000000", MAIN_RATIO)
    steps = (mix(accent, end, step / 20) for step in range(21))
    read = (each for each in steps if all(contrast(rgb(each), rgb(ground)) >= least for ground in full.grounds))
    found = next(read, full.accent)
    if not palette.accents:
        return found
    if found == full.accent:
        return palette.accent
    return min(palette.accents, key=lambda each: sum((a - b) ** 2 for a, b in zip(rgb(each), rgb(found), strict=True)))


def themed(palette: Palette = PORCELAIN, accent: str | None = None, *, name: str = "usual") -> Theme:
    """Return the theme in the colours of `palette`, with the clinic's accent for the one thing to do next."""
    accent = legible(accent, palette) if accent else palette.accent
    return Theme(
        name=name,
        dark=palette.is_dark,
        primary=accent,
        secondary=accent,
        accent=accent,
        foreground=palette.ink,
        background=palette.paper,
        surface=palette.white,
        panel=palette.panel,
        success=palette.good,
        warning=palette.care,
        error=palette.stop,
        variables=theme_variables(palette),
    )


def theme_variables(palette: Palette = PORCELAIN) -> dict[str, str]:
    """Our own names for use in .tcss files, beside Textual's."""
    return {
        "quiet": palette.quiet,
        "line": palette.line,
        "edge": palette.edge,
        "bar": palette.bar or palette.edge,
        "soft-bar": palette.soft_bar or palette.panel,
        "near-soft": palette.edge if palette.edge != palette.white else palette.panel,
        "near-soft-bar": palette.panel if palette.edge != palette.white else palette.soft_bar,
        "paper": palette.paper,
        "on-accent": palette.on_accent,
    }
