"""The next question is shown on the screen of the one before: what is painted is what a new screen would paint."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import Any

import pytest
from textual.screen import Screen
from textual.strip import Strip

from kiosk.checkin.check_in import CheckIn
from kiosk.checkin.screen_data import Step
from screens.client.question_screens import QuestionScreen
from screens.lockdown import LockedApp
from tests.screens.conftest import Open
from tests.screens.leading import admit, answer, set_out, show, to_question
from tests.screens.stage import Stage
from tests.screens.unpainted import Painted

ANSWERS: dict[str, Any] = {
    "rash": "yes", "rash_where": ["face"], "retinoid": "yes", "retinoid_last": "2026-10-01", "had_before": "yes",
    "session_last": "2026-08", "isotretinoin": "never",
}  # fmt: skip
SOME = ("area", "rash", "rash_where", "lesion", "retinoid", "retinoid_last", "session_last", "isotretinoin")


def painted(stage: Stage) -> list[Strip]:
    return [strip.simplify() for strip in stage.app.screen._compositor.render_strips()]


async def as_new(stage: Stage) -> list[Strip]:
    """Return what a new screen paints for what the present one shows."""
    kind = type(stage.app.screen)
    stage.app.switch_screen(kind())
    await stage.settle()
    assert type(stage.app.screen) is kind
    return painted(stage)


async def same_as_new(stage: Stage) -> QuestionScreen:
    """Look at the present screen, and go on with it; fail if a new one paints anything else."""
    screen = stage.app.screen
    assert isinstance(screen, QuestionScreen)
    here, focused = painted(stage), screen.focused and type(screen.focused)
    assert await as_new(stage) == here
    fresh = stage.app.screen
    assert (fresh.focused and type(fresh.focused)) == focused
    stage.app.switch_screen(screen)
    await stage.settle()
    assert painted(stage) == here
    return screen


async def through(stage: Stage, check_in: CheckIn, looked_at: Collection[str]) -> dict[str, int]:
    """Be shown one question after the other, forth and back; return how often each kind of screen came, always the same one."""
    shown: dict[str, list[QuestionScreen]] = {}

    async def look() -> None:
        if not looked_at or check_in.asked.question.id in looked_at:
            await show(stage)
            screen = await same_as_new(stage)
            shown.setdefault(type(screen).__name__, []).append(screen)

    while check_in.step is Step.QUESTION:
        await look()
        answer(check_in, ANSWERS)
    check_in.back()
    while check_in.asked.number > 1:
        check_in.back()
        await look()
    assert all(len(set(screens)) == 1 for screens in shown.values()), shown
    return {kind: len(screens) for kind, screens in shown.items()}


@pytest.mark.thorough
async def test_a_question_looks_as_on_a_new_screen_forth_and_back(open_stage: Open) -> None:
    async with open_stage(size=(40, 12), looks=False) as stage:
        check_in = await set_out(stage)
        admit(check_in, "LU101")
        shown = await through(stage, check_in, SOME)
        assert shown["ChoiceScreen"] == 8
        assert shown["AreasScreen"] == 4


@pytest.mark.thorough
@pytest.mark.parametrize("size", [(50, 40), (80, 24), (120, 40)])
async def test_every_question_looks_as_on_a_new_screen(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size, looks=False) as stage:
        for code in ("LU101", "LU103"):
            check_in = await set_out(stage)
            admit(check_in, code)
            await through(stage, check_in, ())


async def test_last_answers_are_taken_over_too(open_stage: Open) -> None:
    async with open_stage(looks=False) as stage:
        check_in = await set_out(stage)
        admit(check_in, "LU113")
        seen = []
        for _ in range(3):
            await show(stage)
            seen.append(await same_as_new(stage))
            check_in.still_so()
            check_in.next()
        assert [type(screen).__name__ for screen in seen] == ["LastAnswerScreen"] * 3
        assert len(set(seen)) == 1


async def test_what_was_chosen_focused_and_said_is_not_on_the_next_question(open_stage: Open) -> None:
    async with open_stage(looks=False) as stage:
        await to_question(stage, "lesion", {})
        before = stage.app.screen
        await stage.press("enter")
        assert "Please choose" in stage.beside
        await stage.press("tab", "2")
        assert stage.app.screen.focused is not None
        await stage.press("enter")
        assert await same_as_new(stage) is before
        assert stage.app.screen.focused is None
        assert stage.beside == ""
        assert "✓" not in stage.text


async def test_a_screen_that_was_away_while_the_window_changed_fits_it_when_it_comes_back(open_stage: Open) -> None:
    async with open_stage(looks=False) as stage:
        check_in = await set_out(stage)
        admit(check_in, "LU101")
        await show(stage)
        answer(check_in, {})
        await show(stage)
        answered = stage.app.screen
        check_in.back()
        await show(stage)
        for size in ((40, 12), (120, 40)):
            await stage.pilot.resize_terminal(*size)
            await stage.settle()
            answer(check_in, {})
            await show(stage)
            assert await same_as_new(stage) is answered
            check_in.back()
            await show(stage)
            await same_as_new(stage)


@pytest.mark.parametrize("keys", [("enter", "enter"), ("enter", "1"), ("enter", "escape")])
async def test_what_is_pressed_twice_at_once_is_for_one_question(open_stage: Open, keys: tuple[str, str]) -> None:
    async with open_stage(looks=False) as stage:
        check_in = await set_out(stage)
        admit(check_in, "LU101")
        for _ in range(4):
            answer(check_in, {})
        for _ in range(3):
            check_in.back()
        await show(stage)
        number = check_in.asked.number
        await stage.burst(*keys)
        assert check_in.asked.number == number + 1
        assert check_in.asked.value == "no"
        await same_as_new(stage)


async def test_keys_go_on_after_some_that_were_pressed_for_the_question_before(open_stage: Open) -> None:
    async with open_stage(looks=False) as stage:
        check_in = await set_out(stage)
        admit(check_in, "LU101")
        for _ in range(4):
            answer(check_in, {})
        for _ in range(3):
            check_in.back()
        await show(stage)
        number = check_in.asked.number
        await asyncio.wait_for(stage.burst("enter", "f1", "f1", "f1", "1"), timeout=20)
        assert check_in.asked.number == number + 1
        await stage.press("enter")
        assert check_in.asked.number == number + 2


async def test_nothing_of_a_client_is_kept_for_the_next_one(open_stage: Open) -> None:
    async with open_stage(looks=False) as stage:
        await to_question(stage, "lesion", {})
        kept = stage.app.screen
        stage.app.leave_way("client")
        await stage.settle()
        assert stage.screen == "OpeningScreen"
        assert not kept.is_attached
        await to_question(stage, "lesion", {})
        assert stage.app.screen is not kept


@pytest.mark.thorough
async def test_a_screen_that_was_away_while_other_colours_were_chosen_has_them_when_it_comes_back(
    open_stage: Open,
) -> None:
    async with open_stage(looks=False) as stage:
        check_in = await set_out(stage)
        admit(check_in, "LU101")
        await show(stage)
        answer(check_in, {})
        await show(stage)
        check_in.back()
        await show(stage)
        stage.app.theme = next(
            name for name in stage.app.available_themes if name not in (stage.app.theme, "textual-dark")
        )
        await stage.settle()
        await same_as_new(stage)
        answer(check_in, {})
        await show(stage)
        await same_as_new(stage)


async def test_a_question_is_whole_at_once_and_nothing_is_painted_after_it(open_stage: Open) -> None:
    async with open_stage(looks=False) as stage:
        check_in = await set_out(stage)
        admit(check_in, "LU101")
        for _ in range(4):  # till the screens of other kinds are made
            await show(stage)
            answer(check_in, {})
        way = stage.app.way
        assert way is not None
        # On the screen that is there; on one of another kind; and back on one that was there before.
        for back in (1, 3, -1):
            for _ in range(abs(back)):
                check_in.back() if back > 0 else check_in.next()
            before = Painted.times
            way.show()
            at_once, shown = Painted.times, painted(stage)
            await stage.settle()
            assert at_once == before + 1
            assert Painted.times == at_once
            assert painted(stage) == shown


async def test_a_screen_that_was_made_ahead_is_whole_with_its_first_frame(
    open_stage: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames: list[Screen[Any]] = []
    display = LockedApp._display
    monkeypatch.setattr(
        LockedApp, "_display", lambda app, screen, update: (frames.append(screen), display(app, screen, update))
    )
    async with open_stage(looks=False) as stage:
        check_in = await set_out(stage)
        admit(check_in, "LU101")
        await show(stage)
        first = stage.app.screen
        answer(check_in, {})
        way = stage.app.way
        assert way is not None
        frames.clear()
        way.show()
        shown = painted(stage)
        await stage.settle()
        assert stage.app.screen is not first
        assert frames == [stage.app.screen]
        assert painted(stage) == shown
