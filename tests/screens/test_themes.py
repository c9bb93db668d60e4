"""Paper, ink and one accent: every pair that is used is readable and no two neighbours look alike, on any terminal."""

from __future__ import annotations

import sys
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from kiosk.operations.machine_looks import colours_of
from screens.environment import shut_doors
from screens.looks import Look, depth_of, looks_at
from screens.palettes import CREAM, NIGHT, PLAIN, PORCELAIN, Depth, Palette
from screens.themes import MAIN_RATIO, TEXT_RATIO, Rgb, contrast, legible, rgb, theme_variables, themed
from tests.end_to_end.terminal import Terminal
from tests.screens.conftest import Open
from tests.screens.every_look import LEAST
from tests.screens.leading import to_question
from tests.screens.xterm import shown

EVERY = [*LEAST]
EACH = pytest.mark.parametrize("palette", EVERY, ids=[f"{each.depth}-{each.paper}" for each in EVERY])
IN_COLOUR = pytest.mark.parametrize("palette", [each for each in EVERY if each.depth is not Depth.NONE])
"""Where nothing has a colour, words, marks and reversed lines tell things apart."""
USUAL = pytest.mark.parametrize("palette", [PORCELAIN, CREAM, PLAIN], ids=["all", "256", "16"])
APART = 14.0
"""Least distance of two neighbours, as steps of 0-255 in red, green and blue; white cards on warm white paper have 14.8."""
COLOURS = st.tuples(*[st.integers(0, 255)] * 3).map(lambda parts: "#" + "".join(f"{part:02x}" for part in parts))


def seen(palette: Palette, colour: str) -> Rgb:
    return shown(palette, rgb(colour))


def ratio(palette: Palette, ink: str, ground: str) -> float:
    return contrast(seen(palette, ink), seen(palette, ground))


def apart(palette: Palette, one: str, other: str) -> float:
    return float(sum((a - b) ** 2 for a, b in zip(seen(palette, one), seen(palette, other), strict=True)) ** 0.5)


@EACH
def test_what_a_client_reads_is_ten_to_one_in_the_usual_look_and_seven_to_one_in_all(palette: Palette) -> None:
    least = LEAST[palette]
    for ground in palette.grounds:
        for ink in (palette.ink, palette.quiet, palette.accent, palette.stop):
            assert ratio(palette, ink, ground) >= least
    assert ratio(palette, palette.ink, palette.edge) >= least, "the quiet keys"
    assert ratio(palette, palette.on_accent, palette.accent) >= MAIN_RATIO, "the main action"


def test_the_usual_look_is_held_to_ten_to_one_at_every_depth() -> None:
    assert [LEAST[palette] for palette in (PORCELAIN, CREAM, PLAIN)] == [MAIN_RATIO] * 3
    assert len(LEAST) == len({id(palette) for palette in EVERY}) == 9


@EACH
def test_strong_contrast_is_stronger_than_any_other_look(palette: Palette) -> None:
    strong = looks_at(palette.depth)[Look.CONTRAST]
    read = [ratio(palette, palette.ink, ground) for ground in palette.grounds]
    stronger = [ratio(strong, strong.ink, ground) for ground in strong.grounds]
    assert stronger[0] >= read[0]
    assert stronger[0] == pytest.approx(21)


@EACH
def test_the_colours_of_outcomes_are_seven_to_one(palette: Palette) -> None:
    for colour in (palette.good, palette.care, palette.stop):
        assert ratio(palette, colour, palette.paper) >= TEXT_RATIO
        assert ratio(palette, colour, palette.white) >= TEXT_RATIO
        assert ratio(palette, palette.on_accent, colour) >= TEXT_RATIO, "the band of a verdict"


@IN_COLOUR
def test_no_two_neighbours_look_alike(palette: Palette) -> None:
    names = theme_variables(palette)
    for one, other in combinations(dict.fromkeys((*palette.grounds, palette.edge, palette.accent)), 2):
        assert apart(palette, one, other) >= APART, f"{one} beside {other}"
    for card, bar in ((palette.white, names["bar"]), (palette.panel, names["soft-bar"])):
        assert apart(palette, card, palette.paper) >= APART or apart(palette, bar, card) >= APART, "a card on paper"
    assert apart(palette, palette.white, palette.panel) >= APART, "rows of cards without air between them"
    assert apart(palette, palette.line, palette.paper) >= APART


@EACH
def test_what_is_painted_is_what_the_palette_says(palette: Palette) -> None:
    """A colour that Rich takes for another would be one that nobody has measured."""
    if palette.depth is Depth.FEW:
        grounds = (*palette.grounds, palette.edge)
        assert len({seen(palette, each) for each in grounds}) == len(set(grounds))


@EACH
@given(chosen=COLOURS)
def test_any_accent_a_clinic_chooses_is_made_readable(palette: Palette, chosen: str) -> None:
    accent = legible(chosen, palette)
    for ground in palette.grounds:
        assert ratio(palette, accent, ground) >= LEAST[palette]
        assert palette.depth is Depth.NONE or apart(palette, accent, ground) >= APART
    assert ratio(palette, palette.on_accent, accent) >= LEAST[palette]


def test_a_readable_accent_is_left_as_it_is_where_all_colours_are_shown() -> None:
    assert themed(PORCELAIN, "#083c38").primary == "#083c38"
    assert themed(CREAM, "#083c38").primary == themed(CREAM).primary == CREAM.accent
    assert legible("#a01020", CREAM) == "#5f0000"
    assert legible("#8fe0d0", NIGHT) == "#8fe0d0"


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)


# -- what the terminal says --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "depth"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, Depth.ALL),
        ({"TERM": "xterm", "COLORTERM": "24bit"}, Depth.ALL),
        ({"TERM": "xterm-256color"}, Depth.FEW),
        ({"TERM": "tmux-256color", "COLORTERM": ""}, Depth.FEW),
        ({"TERM": "screen-256color", "TEXTUAL_COLOR_SYSTEM": "truecolor"}, Depth.FEW),
        ({"TERM": "xterm-256color", "FORCE_COLOR": "1", "NO_COLOR": "1"}, Depth.FEW),
        ({"TERM": "xterm"}, Depth.SIXTEEN),
        ({"TERM": "linux"}, Depth.SIXTEEN),
        ({}, Depth.SIXTEEN),
        ({"TERM": "dumb"}, Depth.NONE),
        ({"TERM": "vt220"}, Depth.NONE),
        ({"TERM": "xterm-mono"}, Depth.NONE),
        ({"TERM": "linux-m"}, Depth.NONE),
        ({"TERM": "vt100", "COLORTERM": "truecolor"}, Depth.ALL),
    ],
)
def test_the_depth_is_by_what_the_terminal_says(said: dict[str, str], depth: Depth) -> None:
    shut_doors(said)
    assert set(said) <= {"TERM", "COLORTERM"}
    console = Console(force_terminal=True, _environ=said)
    assert depth_of(console.color_system, said.get("TERM", "")) is depth
    doctors = {Depth.ALL: "all", Depth.FEW: "256", Depth.SIXTEEN: "16", Depth.NONE: "none"}[depth]
    assert colours_of(said.get("TERM", ""), said.get("COLORTERM", "")) == doctors


@pytest.mark.parametrize("depth", Depth)
def test_who_wants_no_colour_gets_black_white_and_greys(depth: Depth) -> None:
    (palette,) = looks_at(depth, greys=True).values()
    names = theme_variables(palette).values()
    for colour in (*palette.grounds, palette.ink, palette.accent, palette.stop, *palette.tones, *names):
        assert len(set(rgb(colour))) == 1


@pytest.mark.parametrize(
    ("said", "paper", "other"),
    [
        ({"COLORTERM": "", "TEXTUAL_COLOR_SYSTEM": "truecolor"}, b"48;5;230", b"48;2;"),
        pytest.param(
            {"COLORTERM": "", "TERM": "xterm", "NO_COLOR": "1", "TEXTUAL_COLOR_SYSTEM": "256"},
            b";107",
            b"48;",
            marks=pytest.mark.thorough,
        ),
        pytest.param({"COLORTERM": "", "NO_COLOR": "1"}, b"48;5;231", b"48;5;230", marks=pytest.mark.thorough),
    ],
)
def test_a_real_terminal_is_sent_only_colours_that_it_has(
    demo_folder: Path, said: dict[str, str], paper: bytes, other: bytes
) -> None:
    command = [sys.executable, "-m", "screens", "--data", str(demo_folder), "--role", "client"]
    running = Terminal(command, environment=said)
    try:
        running.see("Check in here")
        assert paper in running.raw
        assert other not in running.raw
    finally:
        running.close()


# -- whole screens, as such a terminal shows them ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("depth", "look", "size"),
    [
        pytest.param(Depth.FEW, Look.USUAL, (80, 24), marks=pytest.mark.thorough),
        (Depth.SIXTEEN, Look.DARK, (80, 24)),
        pytest.param(Depth.FEW, Look.CONTRAST, (40, 12), marks=pytest.mark.thorough),
    ],
)
async def test_a_clients_way_can_be_read(open_stage: Open, depth: Depth, look: Look, size: tuple[int, int]) -> None:
    async with open_stage(size=size, depth=depth, look=look) as stage:
        await stage.tap("With my name")
        await stage.press("enter", "escape", "f1", "escape", "escape")
        await to_question(stage, "area", {})
        await stage.press("1", "2")
        await stage.press("enter", "enter", "2")
        for card in stage.app.screen.query("Choice"):
            card.focus()
            await stage.settle()
            await stage.pilot.hover(card)
            await stage.settle()
