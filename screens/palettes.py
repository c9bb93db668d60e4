"""The colours of each kind of terminal: as many as it shows, 256, sixteen, or greys where no colour is wanted.

Where a terminal has few colours, every colour here is one that Rich turns into exactly one of them; what a terminal then
shows may be another (Rich's seventh colour is #aaaaaa, xterm's #e5e5e5), and the contrast counts as it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass

_TONES = ("#f7e0cf", "#efc9ab", "#e0ac83", "#c98f63", "#a86f45", "#7f4f2f", "#593520", "#3b2216")
_GREY_TONES = ("#e4e4e4", "#d0d0d0", "#bcbcbc", "#a8a8a8", "#808080", "#626262", "#444444", "#262626")
_PALETTE_16 = {0: "#000000", 4: "#0000aa", 6: "#00aaaa", 7: "#aaaaaa", 8: "#555555", 14: "#55ffff", 15: "#ffffff"}
"""Of the sixteen colours, what Rich takes for each."""


@dataclass(frozen=True)
class Palette:
    """What each thing is painted in. `accents` are those a clinic's own is taken from; empty where any can be shown."""

    paper: str
    white: str
    panel: str
    ink: str
    quiet: str
    line: str
    edge: str
    accent: str
    good: str
    care: str
    stop: str
    accents: tuple[str, ...] = ()
    tones: tuple[str, ...] = _TONES
    """The band of skin tones, lightest to deepest."""

    bold_is_bold: bool = True
    """False where a terminal shows bold by taking a lighter colour."""

    @property
    def is_stepped(self) -> bool:
        """Whether there is nothing between two of its colours."""
        return bool(self.accents)

    @property
    def grounds(self) -> tuple[str, str, str]:
        """What is written on."""
        return self.paper, self.white, self.panel


PORCELAIN = Palette(
    paper="#fbf8f3",
    white="#ffffff",
    panel="#f1ebe2",
    ink="#17211f",
    quiet="#2b3431",
    line="#b9ae9d",
    edge="#d9cfc0",
    accent="#083c38",
    good="#0f4424",
    care="#5a3300",
    stop="#6b1616",
)
"""Warm paper, green-black ink, deep teal."""

CREAM = Palette(
    paper="#ffffd7",
    white="#ffffff",
    panel="#f2f2f2",
    ink="#121212",
    quiet="#303030",
    line="#afaf87",
    edge="#d7d7af",
    accent="#00005f",
    good="#005f00",
    care="#5f005f",
    stop="#5f0000",
    accents=("#00005f", "#000087", "#0000af", "#5f0000", "#5f005f"),
    tones=("#ffd7af", "#d7af87", "#d7875f", "#af875f", "#af5f00", "#875f00", "#5f0000", "#303030"),
)
"""For 256 colours: no teal or amber among them is dark enough, so navy and violet stand in."""

PLAIN = Palette(
    paper=_PALETTE_16[7],
    white=_PALETTE_16[15],
    panel=_PALETTE_16[14],
    ink=_PALETTE_16[0],
    quiet=_PALETTE_16[0],
    line=_PALETTE_16[8],
    edge=_PALETTE_16[6],
    accent=_PALETTE_16[0],
    good=_PALETTE_16[0],
    care=_PALETTE_16[4],
    stop=_PALETTE_16[0],
    accents=(_PALETTE_16[0],),
    tones=(_PALETTE_16[15], _PALETTE_16[7], _PALETTE_16[8], _PALETTE_16[0]),
    bold_is_bold=False,
)
"""For sixteen colours: black is the only one that can be read on all light ones, so shapes and words tell outcomes apart."""

GREYS = Palette(
    paper="#f2f2f2",
    white="#ffffff",
    panel="#dadada",
    ink="#000000",
    quiet="#121212",
    line="#9e9e9e",
    edge="#c6c6c6",
    accent="#000000",
    good="#121212",
    care="#121212",
    stop="#121212",
    accents=("#000000",),
    tones=_GREY_TONES,
)
"""For anybody who wants no colour; 256 colours show as many greys as all colours do."""


def palette_for(colours: str | None, *, greys: bool = False) -> Palette:
    """Return the palette for what Rich found out about the terminal: "truecolor", "256", "standard".

    `greys` asks for no colour; sixteen colours have too few greys for that.
    """
    if colours in ("truecolor", "256") and greys:
        return GREYS
    return {"truecolor": PORCELAIN, "256": CREAM}.get(colours or "", PLAIN)
