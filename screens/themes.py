"""Paper, ink and one accent: the colours of every screen, and the numbers they must meet."""

from __future__ import annotations

from textual.theme import Theme

PAPER = "#fbf8f3"
WHITE = "#ffffff"
PANEL = "#f1ebe2"
INK = "#17211f"
QUIET = "#2b3431"
LINE = "#b9ae9d"
EDGE = "#d9cfc0"
TEAL = "#083c38"
GOOD = "#0f4424"
CARE = "#5a3300"
STOP = "#6b1616"

MAIN_RATIO = 10.0
"""Least contrast of what a client reads and of main actions (WCAG ratio)."""
TEXT_RATIO = 7.0
"""Least contrast of any text on any screen (WCAG ratio)."""

TONES = ("#f7e0cf", "#efc9ab", "#e0ac83", "#c98f63", "#a86f45", "#7f4f2f", "#593520", "#3b2216")
"""The band of skin tones, lightest to deepest."""

Rgb = tuple[int, int, int]


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
    parts = (round(a + (b - a) * share) for a, b in zip(rgb(one), rgb(other), strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


def tone(share: float) -> str:
    """Return the skin tone at `share` (0-1) of the band."""
    place = max(0.0, min(0.9999, share)) * (len(TONES) - 1)
    return mix(TONES[int(place)], TONES[int(place) + 1], place - int(place))


def legible(accent: str) -> str:
    """Return a clinic's accent, darkened as far as its text on every ground of ours needs it."""
    for step in range(21):
        darker = mix(accent, "#000000", step / 20)
        if all(contrast(rgb(darker), rgb(ground)) >= MAIN_RATIO for ground in (PAPER, WHITE, PANEL)):
            return darker
    return TEAL


def porcelain(accent: str = TEAL) -> Theme:
    """Return the one theme: warm paper, green-black ink, the clinic's accent for the one thing to do next."""
    accent = legible(accent)
    return Theme(
        name="porcelain",
        dark=False,
        primary=accent,
        secondary=accent,
        accent=accent,
        foreground=INK,
        background=PAPER,
        surface=WHITE,
        panel=PANEL,
        success=GOOD,
        warning=CARE,
        error=STOP,
        variables=theme_variables(),
    )


def theme_variables() -> dict[str, str]:
    """Our own names for use in .tcss files, beside Textual's."""
    return {"quiet": QUIET, "line": LINE, "edge": EDGE, "paper": PAPER, "on-accent": WHITE}
