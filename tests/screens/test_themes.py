"""Paper, ink and one accent: every pair that is used is readable and no two neighbours look alike, on any terminal."""

from __future__ import annotations

import sys
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from screens.environment import shut_doors
from screens.palettes import CREAM, GREYS, PLAIN, PORCELAIN, Palette, palette_for
from screens.themes import MAIN_RATIO, TEXT_RATIO, Rgb, contrast, legible, rgb, themed
from tests.end_to_end.terminal import Terminal
from tests.screens.conftest import Open
from tests.screens.leading import to_question
from tests.screens.xterm import SYSTEMS, shown

EACH = pytest.mark.parametrize("palette", list(SYSTEMS), ids=["all", "256", "greys", "16"])
FEW = pytest.mark.parametrize("palette", [CREAM, GREYS, PLAIN], ids=["256", "greys", "16"])
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
def test_what_a_client_reads_is_ten_to_one(palette: Palette) -> None:
    for ground in palette.grounds:
        for ink in (palette.ink, palette.quiet, palette.accent, palette.stop):
            assert ratio(palette, ink, ground) >= MAIN_RATIO
    assert ratio(palette, palette.ink, palette.edge) >= MAIN_RATIO, "the quiet keys"
    assert ratio(palette, palette.white, palette.accent) >= MAIN_RATIO, "the main action"


@EACH
def test_the_colours_of_outcomes_are_seven_to_one(palette: Palette) -> None:
    for colour in (palette.good, palette.care, palette.stop):
        assert ratio(palette, colour, palette.paper) >= TEXT_RATIO
        assert ratio(palette, colour, palette.white) >= TEXT_RATIO
        assert ratio(palette, palette.white, colour) >= TEXT_RATIO, "the band of a verdict"


@EACH
def test_no_two_neighbours_look_alike(palette: Palette) -> None:
    for one, other in combinations((*palette.grounds, palette.edge, palette.accent), 2):
        assert apart(palette, one, other) >= APART, f"{one} beside {other}"
    assert apart(palette, palette.line, palette.paper) >= APART


@EACH
@given(chosen=COLOURS)
def test_any_accent_a_clinic_chooses_is_made_readable(palette: Palette, chosen: str) -> None:
    accent = legible(chosen, palette)
    for ground in palette.grounds:
        assert ratio(palette, accent, ground) >= MAIN_RATIO
        assert apart(palette, accent, ground) >= APART


def test_a_readable_accent_is_left_as_it_is_where_all_colours_are_shown() -> None:
    assert themed(PORCELAIN, "#083c38").primary == "#083c38"
    assert themed(CREAM, "#083c38").primary == themed(CREAM).primary == CREAM.accent
    assert legible("#a01020", CREAM) == "#5f0000"


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)


# -- what the terminal says --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "palette"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, PORCELAIN),
        ({"TERM": "xterm", "COLORTERM": "24bit"}, PORCELAIN),
        ({"TERM": "xterm-256color"}, CREAM),
        ({"TERM": "tmux-256color", "COLORTERM": ""}, CREAM),
        ({"TERM": "screen-256color", "TEXTUAL_COLOR_SYSTEM": "truecolor"}, CREAM),
        ({"TERM": "xterm-256color", "FORCE_COLOR": "1", "NO_COLOR": "1"}, CREAM),
        ({"TERM": "xterm"}, PLAIN),
        ({"TERM": "linux"}, PLAIN),
        ({}, PLAIN),
        ({"TERM": "dumb"}, PLAIN),
    ],
)
def test_the_palette_is_by_what_the_terminal_says(said: dict[str, str], palette: Palette) -> None:
    shut_doors(said)
    assert set(said) <= {"TERM", "COLORTERM"}
    console = Console(force_terminal=True, _environ=said)
    assert palette_for(console.color_system) is palette


def test_who_wants_no_colour_gets_greys_where_there_are_enough() -> None:
    assert palette_for("truecolor", greys=True) is GREYS
    assert palette_for("256", greys=True) is GREYS
    assert palette_for("standard", greys=True) is PLAIN
    for colour in (*GREYS.grounds, GREYS.ink, GREYS.edge, GREYS.accent, GREYS.stop, *GREYS.tones):
        assert len(set(rgb(colour))) == 1


@pytest.mark.parametrize(
    ("said", "paper", "other"),
    [
        ({"COLORTERM": "", "TEXTUAL_COLOR_SYSTEM": "truecolor"}, b"48;5;230", b"48;2;"),
        ({"COLORTERM": "", "TERM": "xterm", "NO_COLOR": "1", "TEXTUAL_COLOR_SYSTEM": "256"}, b";47", b"48;"),
        ({"COLORTERM": "", "NO_COLOR": "1"}, b"48;5;255", b"48;5;230"),
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


@FEW
@pytest.mark.parametrize("size", [(40, 12), (80, 24)])
async def test_a_clients_way_can_be_read(open_stage: Open, palette: Palette, size: tuple[int, int]) -> None:
    async with open_stage(size=size, palette=palette) as stage:
        await stage.press("enter", "1", "enter")
        await stage.type("Luczak")
        await stage.press("enter", "3", "1", "enter", "escape", "escape", "f1", "escape", "escape")
        await to_question(stage, "area", {})
        await stage.press("1", "2")
        await stage.press("enter", "enter", "2")
        for card in stage.app.screen.query("Choice"):
            card.focus()
            await stage.settle()
            await stage.pilot.hover(card)
            await stage.settle()
