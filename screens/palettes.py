"""The colours of each look, for each kind of terminal: one that shows all, 256 or sixteen colours, or none.

Where a terminal has few colours, every colour here is one that Rich turns into exactly one of them; what a terminal then
shows may be another (Rich's seventh colour is #aaaaaa, xterm's #e5e5e5), and the contrast counts as it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum, auto

_TONES = ("#f7e0cf", "#efc9ab", "#e0ac83", "#c98f63", "#a86f45", "#7f4f2f", "#593520", "#3b2216")
_TONES_256 = ("#ffd7af", "#d7af87", "#d7875f", "#af875f", "#af5f00", "#875f00", "#5f0000", "#303030")
_GREY_TONES = ("#e4e4e4", "#d0d0d0", "#bcbcbc", "#a8a8a8", "#808080", "#626262", "#444444", "#262626")
_BLACK, _BLUE, _CYAN, _SILVER, _GREY, _YELLOW, _BRIGHT_CYAN, _WHITE = (
    "#000000", "#0000aa", "#00aaaa", "#aaaaaa", "#555555", "#ffff55", "#55ffff", "#ffffff",
)  # fmt: skip
"""Of the sixteen colours, what Rich takes for each."""


class Depth(StrEnum):
    """How many colours a terminal shows."""

    ALL = auto()
    FEW = auto()
    """256."""
    SIXTEEN = auto()
    NONE = auto()
    """Plain, bold, underlined and reversed."""


@dataclass(frozen=True)
class Palette:
    """What each thing is painted in. `accents` are those a clinic's own is taken from; empty where any can be shown."""

    depth: Depth
    paper: str
    white: str
    """What can be touched or typed in: white in the usual look, lighter than the paper in the dark one."""
    panel: str
    ink: str
    quiet: str
    line: str
    edge: str
    """The ground of quiet keys."""
    accent: str
    on_accent: str
    """What is written on the accent, and on the colours of outcomes."""
    good: str
    care: str
    stop: str
    bar: str = ""
    """The bar at the left of a card; the colour of `edge` unless it is given."""
    soft_bar: str = ""
    """The same of a quiet card; none to be seen unless it is given."""
    accents: tuple[str, ...] = ()
    tones: tuple[str, ...] = _TONES
    """The band of skin tones, lightest to deepest."""
    is_dark: bool = False

    @property
    def is_stepped(self) -> bool:
        """Whether there is nothing between two of its colours."""
        return bool(self.accents)

    @property
    def grounds(self) -> tuple[str, str, str]:
        return self.paper, self.white, self.panel


PORCELAIN = Palette(
    depth=Depth.ALL,
    paper="#fbf8f3",
    white="#ffffff",
    panel="#f1ebe2",
    ink="#17211f",
    quiet="#2b3431",
    line="#b9ae9d",
    edge="#d9cfc0",
    accent="#083c38",
    on_accent="#ffffff",
    good="#0f4424",
    care="#5a3300",
    stop="#6b1616",
)
"""Warm paper, green-black ink, deep teal."""

CREAM = Palette(
    depth=Depth.FEW,
    paper="#ffffd7",
    white="#ffffff",
    panel="#f2f2f2",
    ink="#121212",
    quiet="#303030",
    line="#afaf87",
    edge="#d7d7af",
    accent="#00005f",
    on_accent="#ffffff",
    good="#005f00",
    care="#5f005f",
    stop="#5f0000",
    accents=("#00005f", "#000087", "#0000af", "#5f0000", "#5f005f"),
    tones=_TONES_256,
)
"""For 256 colours: no teal or amber among them is dark enough, so navy and violet take their place."""

PLAIN = Palette(
    depth=Depth.SIXTEEN,
    paper=_SILVER,
    white=_WHITE,
    panel=_BRIGHT_CYAN,
    ink=_BLACK,
    quiet=_BLACK,
    line=_GREY,
    edge=_CYAN,
    accent=_BLACK,
    on_accent=_WHITE,
    good=_BLACK,
    care=_BLACK,
    stop=_BLACK,
    accents=(_BLACK,),
    tones=(_WHITE, _SILVER, _GREY, _BLACK),
)
"""For sixteen colours: black is the only one that can be read on all light ones, so shapes and words tell outcomes apart."""

NIGHT = Palette(
    depth=Depth.ALL,
    paper="#141b1c",
    white="#2b393a",
    panel="#1e2829",
    ink="#f5f1e8",
    quiet="#ddd8cc",
    line="#75837f",
    edge="#3a4a4a",
    accent="#8fe0d0",
    on_accent="#06201d",
    good="#a4e6b4",
    care="#f4cd80",
    stop="#ffb9ae",
    is_dark=True,
)
"""The usual look by night: green-black paper, warm white ink, light teal."""

NIGHT_256 = Palette(
    depth=Depth.FEW,
    paper="#121212",
    white="#303030",
    panel="#1c1c1c",
    ink="#f2f2f2",
    quiet="#dadada",
    line="#808080",
    edge="#3a3a3a",
    accent="#87ffd7",
    on_accent="#000000",
    good="#afffaf",
    care="#ffd787",
    stop="#ffd7d7",
    accents=("#87ffd7", "#87d7ff", "#d7d7ff", "#ffd787", "#ffafff", "#ffd7d7"),
    tones=_TONES_256,
    is_dark=True,
)

NIGHT_16 = Palette(
    depth=Depth.SIXTEEN,
    paper=_BLACK,
    white=_BLUE,
    panel=_BLACK,
    ink=_WHITE,
    quiet=_WHITE,
    line=_SILVER,
    edge=_BLUE,
    accent=_YELLOW,
    on_accent=_BLACK,
    good=_WHITE,
    care=_YELLOW,
    stop=_WHITE,
    bar=_SILVER,
    soft_bar=_SILVER,
    accents=(_YELLOW,),
    tones=(_WHITE, _SILVER, _GREY, _BLACK),
    is_dark=True,
)
"""White can be read on black and on blue alone: what is quiet is on the paper, between bars."""

INK = Palette(
    depth=Depth.FEW,
    paper="#ffffff",
    white="#e8e8e8",
    panel="#d0d0d0",
    ink="#000000",
    quiet="#000000",
    line="#626262",
    edge="#bcbcbc",
    accent="#000000",
    on_accent="#ffffff",
    good="#000000",
    care="#000000",
    stop="#000000",
    bar="#000000",
    soft_bar="#626262",
    accents=("#000000",),
    tones=_GREY_TONES,
)
"""High contrast, and for anybody who wants no colour: black on white and greys, of which 256 colours show as many as all do."""

INK_16 = Palette(
    depth=Depth.SIXTEEN,
    paper=_WHITE,
    white=_SILVER,
    panel=_WHITE,
    ink=_BLACK,
    quiet=_BLACK,
    line=_GREY,
    edge=_SILVER,
    accent=_BLACK,
    on_accent=_WHITE,
    good=_BLACK,
    care=_BLACK,
    stop=_BLACK,
    bar=_BLACK,
    soft_bar=_GREY,
    accents=(_BLACK,),
    tones=(_WHITE, _SILVER, _GREY, _BLACK),
)

INK_ALONE = replace(INK_16, depth=Depth.NONE)
"""For a terminal without colours: what is dark here is reversed there."""
