"""What is touched, in millimetres: on a tablet of 10.1 inches, 16 to 10, that shows 80 x 24 cells over its whole screen."""

from __future__ import annotations

from math import ceil, hypot

import pytest
from textual.widget import Widget

from kiosk.checkin.screen_data import Step
from screens.client import review_layout
from screens.client.question_screens import QuestionScreen
from screens.client.review_answers import ReviewAnswers
from screens.client.review_layout import review_pages
from screens.client.signing_screens import SignatureScreen
from screens.screen_names import ScreenName
from screens.widgets import Choice, Key
from screens.widgets.foot import Foot
from tests.screens.conftest import Open
from tests.screens.leading import admit, answer, set_out, show, to_review
from tests.screens.stage import Stage, is_in_view

COLUMNS, ROWS = 80, 24
_INCH = 25.4
_DIAGONAL, _ACROSS, _DOWN = 10.1 * _INCH, 16, 10
CELL = (
    _DIAGONAL * _ACROSS / hypot(_ACROSS, _DOWN) / COLUMNS,
    _DIAGONAL * _DOWN / hypot(_ACROSS, _DOWN) / ROWS,
)
"""Millimetres across and down: 2.7 x 5.7."""

ANSWER, KEY = 20.0, 17.0
"""Millimetres: errors of people who stand level off at 20."""


def millimetres(widget: Widget) -> tuple[float, float]:
    """Return how wide and high a widget is."""
    return widget.region.width * CELL[0], widget.region.height * CELL[1]


def small(widgets: list[Widget], least: float) -> list[str]:
    """Name what is smaller than `least` in either direction."""
    return [
        f"{widget!r} {wide:.1f} x {high:.1f} mm"
        for widget in widgets
        for wide, high in [millimetres(widget)]
        if round(min(wide, high), 1) < least
    ]


def in_foot(stage: Stage) -> list[Widget]:
    """Return the actions of the foot."""
    return [each for each in stage.app.screen.query_one(Foot).query("Action") if is_in_view(each)]


def test_the_screen_is_the_one_that_is_stated() -> None:
    assert pytest.approx((2.72, 5.66), abs=0.01) == CELL


@pytest.mark.parametrize("code", ["LU101", "LU106"])
async def test_answers_and_the_foot_are_twenty_millimetres(open_stage: Open, code: str) -> None:
    async with open_stage(size=(COLUMNS, ROWS), looks=False) as stage:
        check_in = await set_out(stage)
        admit(check_in, code)
        seen = 0
        while check_in.step is Step.QUESTION:
            await show(stage)
            assert isinstance(stage.app.screen, QuestionScreen)
            cards = [each for each in stage.app.screen.query(Choice) if is_in_view(each)]
            seen += len(cards)
            assert small(cards, ANSWER) == [], check_in.asked.question.id
            assert small(in_foot(stage), ANSWER) == []
            answer(check_in, {})
        assert seen > 40


@pytest.mark.parametrize(
    "name", [ScreenName.FAMILY_NAME, ScreenName.BOOKING_CODE, ScreenName.BIRTH_DATE, ScreenName.CHECK_IN_METHOD]
)
async def test_keys_are_seventeen_millimetres_and_the_foot_below_them_twenty(
    open_stage: Open, name: ScreenName
) -> None:
    async with open_stage(size=(COLUMNS, ROWS), looks=False) as stage:
        await set_out(stage)
        way = stage.app.way
        assert way is not None
        way.open(name)
        await stage.settle()
        keys = [each for each in stage.app.screen.query(Key) if is_in_view(each)]
        assert len(keys) >= 10 or name is ScreenName.CHECK_IN_METHOD
        assert small(keys, KEY) == []
        assert small(in_foot(stage), ANSWER) == []
        assert small([each for each in stage.app.screen.query(Choice) if is_in_view(each)], ANSWER) == []


@pytest.mark.parametrize(
    ("screen", "words"),
    [
        (ScreenName.PROOF, ("Skip ›",)),
        (ScreenName.PRIVACY, ("Read it all", "Somebody helps me")),
        (SignatureScreen, ("Type my name", "Clear")),
        (ScreenName.DONE, ("What comes next?",)),
    ],
    ids=["proof", "privacy", "signature", "done"],
)
async def test_a_way_aside_is_twenty_millimetres_too(
    open_stage: Open, screen: ScreenName | type[SignatureScreen], words: tuple[str, ...]
) -> None:
    async with open_stage(size=(COLUMNS, ROWS)) as stage:
        await set_out(stage)
        way = stage.app.way
        assert way is not None
        way.open(screen)
        await stage.settle()
        assert small([stage.find(each) for each in words], ANSWER) == []
        assert small(in_foot(stage), ANSWER) == []


async def test_an_answer_in_the_review_is_as_large_as_a_key_since_larger_ones_would_not_be_on_one_screen(
    open_stage: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_stage(size=(COLUMNS, ROWS), looks=False) as stage:
        await to_review(stage)
        review = stage.app.screen.query_one(ReviewAnswers)
        assert [each for each in review.tiles if not is_in_view(each)] == []
        assert small([*review.tiles], KEY) == []
        assert small(in_foot(stage), ANSWER) == []
        monkeypatch.setattr(review_layout, "TILE", ceil(ANSWER / CELL[1]))
        assert len(review_pages([each.answer for each in review.tiles], *review.size)) == 2


async def test_the_two_ways_in_are_far_larger(open_stage: Open) -> None:
    async with open_stage(size=(COLUMNS, ROWS)) as stage:
        assert small([stage.find("With my name"), stage.find("With my booking code")], 28) == []
        assert small([stage.find("I have no appointment")], ANSWER) == []
        assert small([stage.find(name) for name in ("English", "Español", "Français")], ANSWER) == []
        assert small(in_foot(stage), ANSWER) == []
