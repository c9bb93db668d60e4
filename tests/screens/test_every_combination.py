"""Every screen of a client in every state, at each size, in each look, at each depth, in each language: any two of these meet."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from kiosk.core.language import ENGLISH, languages
from screens.looks import Look
from screens.palettes import Depth
from screens.widgets import Action, Choice
from screens.widgets.field import Field
from tests.screens.conftest import Open
from tests.screens.leading import each_screen, to_question
from tests.screens.looking import glued, in_view
from tests.screens.stage import Stage, is_in_view

SIZES = ((40, 12), (80, 24), (120, 40))
DEPTHS = (Depth.ALL, Depth.FEW, Depth.SIXTEEN)
LANGUAGES = ("en", "es", "fr")
COMBINATIONS = [
    (size, look, DEPTHS[(row + column) % len(DEPTHS)], LANGUAGES[(row + 2 * column) % len(LANGUAGES)])
    for (row, size), (column, look) in product(enumerate(SIZES), enumerate(Look))
]
"""Nine, so that each value of one of the four meets each of every other."""


def test_any_two_of_size_look_depth_and_language_meet() -> None:
    for (one, ones), (other, others) in combinations(enumerate((SIZES, tuple(Look), DEPTHS, LANGUAGES)), 2):
        assert {(each[one], each[other]) for each in COMBINATIONS} == set(product(ones, others))
    assert sorted(LANGUAGES) == sorted(languages())


async def in_each_state(stage: Stage) -> None:
    """Look at the screen at rest, and with each of its parts in focus and under the pointer."""
    apart(stage)
    for part in [each for each in stage.app.screen.query("*") if isinstance(each, Action | Field) and is_in_view(each)]:
        if not part.is_attached:
            continue
        if part.can_focus:
            part.focus(scroll_visible=False)
            await stage.settle()
        await stage.pilot.hover(part)
        await stage.settle()
    apart(stage)


def apart(stage: Stage) -> None:
    """Fail if two things to touch cannot be told from one another."""
    if stage.app.appearance.palette.depth is not Depth.NONE:
        drawn = stage.app.screen._compositor.render_strips()
        assert glued(drawn, in_view(stage.app)) == [], f"{stage.screen}\n{stage.text}"


async def asides(stage: Stage) -> None:
    """Be wrong, and be on each screen that is laid over a question."""
    await to_question(stage, "isotretinoin", {})
    await stage.press("enter")
    assert stage.beside
    await in_each_state(stage)
    await stage.press("f1")
    for number in range(1, len([card for card in stage.app.screen.query(Choice) if is_in_view(card)]) + 1):
        if stage.screen != "HelpScreen":
            await stage.press("f1")
        await in_each_state(stage)
        offer = next(
            (card for card in stage.app.screen.query(Choice) if card.number == number and is_in_view(card)), None
        )
        if offer is None or offer.id == "more":
            continue
        offer.press()
        await stage.settle()
        await in_each_state(stage)
        await stage.press("escape")
        if stage.screen == "HiddenScreen":
            await stage.press("enter")


@pytest.mark.thorough
@pytest.mark.parametrize(("size", "look", "depth", "language"), COMBINATIONS, ids=str)
async def test_nothing_is_clipped_glued_or_faint(
    open_stage: Open, size: tuple[int, int], look: Look, depth: Depth, language: str
) -> None:
    async with open_stage(size=size, look=look, depth=depth, language=language) as stage:
        await in_each_state(stage)
        await asides(stage)
        stage.app.leave_way("client")
        await stage.wait(lambda: stage.screen == "OpeningScreen", "the opening screen")
        stage.app.appearance.choose(look)
        if language != ENGLISH:
            stage.app.choose_language(language)
            await stage.settle()
        async for _ in each_screen(stage):
            await in_each_state(stage)


@pytest.mark.parametrize(("size", "look", "depth", "language"), COMBINATIONS[::4], ids=str)
async def test_a_question_is_whole_in_each_look(
    open_stage: Open, size: tuple[int, int], look: Look, depth: Depth, language: str
) -> None:
    async with open_stage(size=size, look=look, depth=depth, language=language) as stage:
        await to_question(stage, "isotretinoin", {})
        await stage.press("1")
        await in_each_state(stage)
