"""What a person changes of the screen: at once, nothing lost, and gone for the next one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from screens.looks import Look
from screens.palettes import INK, NIGHT, PORCELAIN, Depth
from screens.themes import rgb
from tests.screens.conftest import Open
from tests.screens.leading import to_question
from tests.screens.looking import runs
from tests.screens.sizes import AT_TWO_SIZES
from tests.screens.stage import Stage


def ground(stage: Stage) -> tuple[int, int, int]:
    """Return what the top of the screen is painted on."""
    _, _, _, painted, _ = next(runs(stage.app.screen._compositor.render_strips()))
    assert painted is not None
    return painted


@AT_TWO_SIZES
async def test_a_look_is_chosen_by_f3_in_the_middle_of_a_question_and_nothing_is_lost(
    open_stage: Open, size: tuple[int, int]
) -> None:
    async with open_stage(size=size) as stage:
        await to_question(stage, "herpes_active", {})
        await stage.press("1")
        before, question = stage.text, stage.app.screen
        await stage.press("f3")
        await stage.tap("Dark")
        assert stage.screen == "LooksScreen", "what was chosen can be looked at, and changed again"
        assert "✓" in next(line for line in stage.lines if "Dark" in line)
        assert ground(stage) == rgb(NIGHT.paper)
        await stage.press("escape")
        assert stage.app.screen is question
        assert ground(stage) == rgb(NIGHT.paper)
        assert stage.text == before
        await stage.press("f3", "3", "f3")
        assert ground(stage) == rgb(INK.paper)
        assert stage.text == before


_PUT_BACK = {
    "en": ("Put it back,", "keep my answers"),
    "es": ("Como antes,", "con mis respuestas"),
    "fr": ("Comme avant,", "avec mes réponses"),
}


@pytest.mark.parametrize(
    "language", ["en", *(pytest.param(other, marks=pytest.mark.thorough) for other in ("es", "fr"))]
)
async def test_putting_it_back_says_that_the_answers_stay(open_stage: Open, language: str) -> None:
    async with open_stage(size=(40, 12)) as stage:
        stage.app.begin_way()
        stage.app.language.choose(language)
        for size in ((40, 12), (80, 24), (120, 40)):
            await stage.pilot.resize_terminal(*size)
            await stage.press("f3")
            foot = [line.strip() for line in stage.lines[-4:]]
            for words in _PUT_BACK[language]:
                assert any(line.endswith(words) or f"{words} " in line for line in foot), (size, foot)
            await stage.press("escape")
        stage.app.leave_way("client")
        await stage.wait(lambda: stage.screen == "OpeningScreen", "the opening screen")
        await stage.press("f3")
        assert "Put it back" in stage.text
        assert "keep my answers" not in stage.text, "there are none"


async def test_everything_is_put_back_and_the_answers_stay(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_question(stage, "herpes_active", {})
        await stage.press("1")
        before = stage.text
        await stage.press("f3", "2")
        await stage.tap("#reset")
        assert "✓" in next(line for line in stage.lines if "Light" in line)
        await stage.press("escape")
        assert (stage.text, ground(stage)) == (before, rgb(PORCELAIN.paper))


async def test_the_next_client_finds_the_usual_look(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_question(stage, "herpes_active", {})
        await stage.press("f3", "2", "escape")
        stage.app.leave_way("client")
        await stage.wait(lambda: stage.screen == "OpeningScreen", "the opening screen")
        assert ground(stage) == rgb(PORCELAIN.paper)


async def test_who_looks_and_goes_away_leaves_the_usual_look(open_stage: Open) -> None:
    async with open_stage() as stage:
        await stage.press("f3", "2")
        await stage.tick(stage.clinic.settings.idle_seconds - 2)
        assert (stage.screen, ground(stage)) == ("LooksScreen", rgb(NIGHT.paper))
        await stage.tick(3)
        assert (stage.screen, ground(stage)) == ("OpeningScreen", rgb(PORCELAIN.paper))


async def test_the_band_of_the_opening_screen_is_painted_in_the_new_look(open_stage: Open) -> None:
    async with open_stage() as stage:
        await stage.press("f3", "2", "escape")
        papers = {painted for *_, painted, _ in runs(stage.app.screen._compositor.render_strips())}
        assert rgb(PORCELAIN.paper) not in papers


async def test_f3_is_a_sign_of_life_where_the_seconds_are_counted(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_question(stage, "herpes_active", {})
        await stage.tick(76)
        assert stage.screen == "CountdownScreen"
        await stage.press("f3")
        assert stage.screen == "ChoiceScreen"


async def test_a_terminal_without_colours_has_one_look_and_says_so(open_stage: Open) -> None:
    async with open_stage(depth=Depth.NONE) as stage:
        await stage.press("f3")
        assert "This screen has only one look." in stage.text


async def test_without_colours_what_is_to_do_next_and_what_is_chosen_is_reversed(open_stage: Open) -> None:
    async with open_stage(depth=Depth.NONE) as stage:
        await to_question(stage, "herpes_active", {})
        await stage.press("1")
        styles = {
            text.strip(): style
            for strip in stage.app.screen._compositor.render_strips()
            for text, style, _ in strip
            if style is not None
        }
        assert all(style.color is None and style.bgcolor is None for style in styles.values())
        assert styles["Continue ›"].reverse
        assert not styles["‹ Back"].reverse
        chosen = next(style for text, style in styles.items() if "✓" in text)
        assert chosen.reverse


async def test_without_colours_the_areas_are_shaded_and_what_is_chosen_is_reversed(open_stage: Open) -> None:
    async with open_stage(depth=Depth.NONE) as stage:
        await to_question(stage, "area", {})
        whole = stage.text.count("░")
        assert whole > 60
        await stage.tap("Face")
        left = stage.text.count("░")
        assert 0 < left < whole
        strips = stage.app.screen._compositor.render_strips()
        face = [style for strip in strips for text, style, _ in strip if "Face" in text and style is not None]
        assert face[-1].reverse  # in the drawing, beside the list


# -- larger text -------------------------------------------------------------------------------------------------------


async def test_larger_text_is_hidden_where_letters_cannot_grow(open_stage: Open) -> None:
    async with open_stage() as stage:
        assert "Larger text" not in stage.text
        await stage.press("f3")
        assert "Larger text" not in stage.text


async def test_larger_text_asks_the_session_and_the_next_client_finds_the_usual_size(
    open_stage: Open, tmp_path: Path
) -> None:
    scale = tmp_path / "scale"
    scale.write_text("2, as a kiosk left it that was killed\n")
    async with open_stage(scale_file=str(scale)) as stage:
        assert scale.read_text() == "1\n"
        await to_question(stage, "herpes_active", {})
        await stage.press("f3")
        await stage.tap("Larger text")
        assert scale.read_text() == "2\n"
        await stage.pilot.resize_terminal(40, 12)
        await stage.settle()
        assert "✓" in next(line for line in stage.lines if "Larger text" in line)
        await stage.press("escape")
        assert "cold sore" in stage.text
        stage.app.leave_way("client")
        await stage.wait(lambda: stage.screen == "OpeningScreen", "the opening screen")
        assert scale.read_text() == "1\n"


async def test_larger_text_is_one_touch_on_the_opening_screen_and_one_back(open_stage: Open, tmp_path: Path) -> None:
    scale = tmp_path / "scale"
    scale.write_text("1\n")
    async with open_stage(scale_file=str(scale)) as stage:
        await stage.tap("Larger text")
        assert scale.read_text() == "2\n"
        await stage.pilot.resize_terminal(40, 12)
        await stage.settle()
        await stage.tap("Usual text")
        assert scale.read_text() == "1\n"
        await stage.pilot.resize_terminal(80, 24)
        await stage.settle()
        await stage.tap("Larger text")
        await stage.tick(stage.clinic.settings.idle_seconds)
        assert scale.read_text() == "1\n"
        assert "Larger text" in stage.text


async def test_a_double_tap_makes_the_text_larger_and_touches_nothing_else(open_stage: Open, tmp_path: Path) -> None:
    scale = tmp_path / "scale"
    scale.write_text("1\n")
    async with open_stage(scale_file=str(scale)) as stage:
        await stage.tap_twice("Larger text")
        assert (stage.screen, scale.read_text()) == ("OpeningScreen", "2\n")
        await stage.tap("Usual text")
        await stage.press("f3")
        await stage.tap_twice("Larger text")
        assert (stage.screen, scale.read_text()) == ("LooksScreen", "2\n")


async def test_larger_text_is_not_offered_where_it_would_leave_too_little_room(
    open_stage: Open, tmp_path: Path
) -> None:
    scale = tmp_path / "scale"
    scale.write_text("1\n")
    async with open_stage(size=(70, 24), scale_file=str(scale)) as stage:
        await stage.press("f3")
        assert "Larger text" not in stage.text


async def test_a_session_that_no_longer_listens_holds_nothing_up(open_stage: Open, tmp_path: Path) -> None:
    pipe = tmp_path / "scale"
    os.mkfifo(pipe)
    async with open_stage(scale_file=str(pipe)) as stage:
        await stage.press("f3")
        await stage.tap("Larger text")
        assert not stage.app.appearance.is_large
        assert stage.app.appearance.look is Look.USUAL
