"""The review: every answer once more, what asks for a look first, each one touch from being changed."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from textual.geometry import Region

import rules
from kiosk.checkin.check_in import CheckIn
from kiosk.checkin.screen_data import Step
from kiosk.checkin.texts import client_texts
from kiosk.core.answer_words import answer_for_client
from kiosk.core.language import tr
from rules import Question
from rules.reading.overlays import combined, load_overlay, shipped_overlay, shipped_overlays
from screens.client.review_answers import ReviewAnswers, ReviewTile
from screens.client.review_layout import TILE, Answer, review_pages, words
from screens.client.review_screen import ReviewScreen
from tests.kiosk.conftest import TODAY
from tests.screens.conftest import Open
from tests.screens.leading import admit, answer, set_out, show
from tests.screens.sizes import AT_TWO_SIZES
from tests.screens.stage import Stage, is_in_view

ASKING: dict[str, str] = {
    "herpes_active": "yes",
    "eczema": "not_sure",
    "isotretinoin": "stopped",
    "isotretinoin_last": "2026-06",
}
"""Answers that ask for a look."""
LUKE = "LU101"
ROOM = (74, 18)
"""What there is at 80 x 24."""
NARROWER = 72
"""Columns of a window in which the sentence above one page, with a word on the arrows, takes two lines."""
PROTOCOLS = Path(rules.__file__).parent / "protocols"


async def to_review(stage: Stage, answers: dict[str, str], code: str = LUKE) -> CheckIn:
    check_in = await set_out(stage)
    admit(check_in, code)
    while check_in.step is Step.QUESTION:
        answer(check_in, answers)
    await show(stage)
    assert isinstance(stage.app.screen, ReviewScreen)
    return check_in


def in_view(stage: Stage) -> list[ReviewTile]:
    return [tile for tile in stage.app.screen.query(ReviewTile) if is_in_view(tile)]


def foot(stage: Stage) -> str:
    return str(stage.find("#go").label)  # type: ignore[attr-defined]


@pytest.mark.parametrize("code", [LUKE, "LU106"], ids=["peel", "facial"])
@pytest.mark.parametrize("answers", [{}, ASKING], ids=["harmless", "asking"])
async def test_all_answers_stand_on_one_screen(open_stage: Open, code: str, answers: dict[str, str]) -> None:
    async with open_stage(size=(80, 24)) as stage:
        check_in = await to_review(stage, answers, code)
        assert [tile.row for tile in in_view(stage)] == list(check_in.rows)
        assert tuple(stage.app.screen.answers.size) == ROOM  # type: ignore[attr-defined]
        assert foot(stage) == tr("All right ›")
        assert client_texts.review_heading(1, 1, by_keys=True)[:30] in stage.text  # one of them speaks Spanish


async def test_a_longer_sentence_above_one_page_turns_no_pages_for_ever(open_stage: Open) -> None:
    """One page fits below the sentence of two pages, and not below its own, which takes a line more here."""
    async with open_stage(size=(NARROWER, 24)) as stage:
        stage.app.keys_used = True
        await to_review(stage, {})
        answers = stage.app.screen.query_one(ReviewAnswers)
        said = [tile.answer for tile in answers.tiles]
        least = next(rows for rows in range(60) if len(review_pages(said, answers.size.width, rows)) == 1)
        await stage.pilot.resize_terminal(NARROWER, least + 24 - ROOM[1])
        await stage.settle()
        assert answers.size.height == least
        assert "Is this right? Page 1 of 2. Arrows choose one." in stage.text
        await stage.pilot.resize_terminal(NARROWER, least + 25 - ROOM[1])
        await stage.settle()
        assert (answers.size.height, answers.place) == (least, (1, 1))


async def test_what_asks_for_a_look_comes_first_and_whole(open_stage: Open) -> None:
    async with open_stage(size=(80, 24)) as stage:
        check_in = await to_review(stage, ASKING)
        said = [(row.short, row.answer_text, row.harmless) for row in check_in.rows]
        assert said[:4] == [
            ("Cold sore", "Yes", False),
            ("Eczema", "I'm not sure", False),
            ("Accutane (isotretinoin)", "Yes, but I stopped", False),
            ("Last Accutane", "June 2026", False),
        ]
        assert all(harmless for _, _, harmless in said[4:])
        for tile in in_view(stage):
            painted = tile.render().plain
            assert "…" not in painted
            assert set(tile.row.answer_text.split()) <= set(painted.split())


@AT_TWO_SIZES
async def test_each_answer_is_one_touch_from_its_question(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size, looks=False) as stage:
        check_in = await to_review(stage, ASKING)
        met = 0
        for row in check_in.rows[:4] + check_in.rows[-1:]:
            while stage.app.screen.answers.turn(-1):  # type: ignore[attr-defined]
                pass
            await stage.settle()
            while not (tile := next((each for each in in_view(stage) if each.row == row), None)):
                assert foot(stage) == "More ›"
                await stage.tap("#go")
            await stage.tap(tile)
            assert check_in.asked.question.id == row.question_id
            check_in.back()
            await show(stage)
            assert stage.screen == "ReviewScreen"
            met += 1
        assert met == 5


async def test_all_right_comes_only_after_every_page(open_stage: Open) -> None:
    async with open_stage(size=(40, 12)) as stage:
        check_in = await to_review(stage, ASKING)
        seen = {tile.row for tile in in_view(stage)}
        number = 1
        while seen != set(check_in.rows):
            assert f"Page {number} of " in stage.lines[0]
            assert foot(stage) == "More ›"
            await stage.press("enter")
            number += 1
            assert stage.screen == "ReviewScreen"
            seen |= {tile.row for tile in in_view(stage)}
        assert foot(stage) == "All right ›"
        await stage.press("enter")
        assert check_in.step in (Step.CONSENT, Step.DONE)


async def test_a_changed_answer_is_looked_at_again(open_stage: Open) -> None:
    async with open_stage(size=(40, 12)) as stage:
        check_in = await to_review(stage, {})
        while foot(stage) != "All right ›":
            await stage.tap("#go")
        for question, raw in (("concerns", ["dull"]), ("autoimmune", "yes")):
            check_in.change(question, "parisian-peel")
            check_in.answer(raw)
            check_in.next()
            await show(stage)
            assert question in [tile.row.question_id for tile in in_view(stage)]
            assert foot(stage) == "More ›"


async def test_the_page_before_is_one_step_back_and_the_last_question_before_the_first(open_stage: Open) -> None:
    async with open_stage(size=(40, 12)) as stage:
        await to_review(stage, {})
        first = [tile.row for tile in in_view(stage)]
        await stage.press("enter")
        assert [tile.row for tile in in_view(stage)] != first
        await stage.press("escape")
        assert [tile.row for tile in in_view(stage)] == first
        await stage.press("escape")
        assert stage.screen == "NoteScreen"


async def test_arrows_go_from_one_answer_to_another(open_stage: Open) -> None:
    async with open_stage(size=(80, 24)) as stage:
        check_in = await to_review(stage, {})
        assert "Arrows choose one." in stage.text
        for keys, short in (
            (["down"], "Areas"),
            (["right", "right"], "Open spots"),
            (["down", "left"], "Strong sun today"),
        ):
            await stage.press(*keys)
            assert stage.app.screen.focused.row.short == short  # type: ignore[union-attr]
        await stage.press("enter")
        assert check_in.asked.question.id == "strong_sun"


def every_answer(treatment: str, *, asking: bool) -> list[Answer]:
    """Return all that could ever stand in the review of a treatment with all that a clinic may ask."""
    file = Path(treatment.replace("-", "_"), "protocol.yaml")
    overlays = [load_overlay(shipped_overlay(each)) for each in shipped_overlays()]
    everything = combined((PROTOCOLS / file).read_text("utf-8"), file, *overlays)
    return [
        Answer(each.short, answer_for_client(each, _longest(each), TODAY), first=asking)
        for each in everything.questions
    ]


def _longest(question: Question) -> Any:
    ids = [option.id for option in question.options]
    return {"last_time": "2026-06-30", "note": "x", "areas": ids[:3], "any_of": ids[:3]}.get(
        question.type, max(ids, key=lambda each: len(question.label(each)), default="")
    )


@pytest.mark.parametrize("treatment", ["parisian-peel", "medical-facial"])
@pytest.mark.parametrize("asking", [False, True])
@pytest.mark.parametrize("size", [(38, 8), (58, 11), (74, 18), (114, 31), (194, 50), (48, 50)])
def test_every_answer_stands_whole_on_some_page_and_none_on_another(
    treatment: str, asking: bool, size: tuple[int, int]
) -> None:
    width, height = size
    answers = every_answer(treatment, asking=asking)
    found = review_pages(answers, width, height)
    assert [number for page in found for number, _ in page.tiles] == list(range(len(answers)))
    for page in found:
        areas = [Region(area.x, area.y, area.width, area.height) for _, area in page.tiles]
        assert all(area.right <= width and area.bottom <= height for area in areas)
        assert all(area.width >= 7 and area.height >= TILE for area in areas)
        assert not any(one.overlaps(other) for one, other in combinations(areas, 2))
        for number, area in page.tiles:
            assert len(words(answers[number], area.width - 2)) <= area.height


@pytest.mark.parametrize("length", [150, 260, 500])
@pytest.mark.parametrize("size", [(38, 8), (38, 7), (58, 11), (74, 18)])
def test_the_longest_note_stands_whole_over_as_many_pages_as_it_takes(length: int, size: tuple[int, int]) -> None:
    width, height = size
    answers = [Answer("Cold sore", "Yes", first=True), Answer("Note", " ".join(["peeling"] * 63)[:length], first=True)]
    answers += [Answer("Rash or wound", "No", first=False)] * 3
    read: dict[int, list[str]] = {number: [] for number in range(len(answers))}
    for page in review_pages(answers, width, height):
        for n, (number, area) in enumerate(page.tiles):
            assert area.y + area.height <= height
            goes_on = 0 if n else page.goes_on
            assert goes_on == len(read[number])
            about, *said = words(answers[number], area.width - 2, goes_on)[: area.height]
            assert about == answers[number].about
            read[number] += said
    assert [" ".join(lines) for lines in read.values()] == [each.said.strip() for each in answers]


@pytest.mark.parametrize("size", [(40, 12), (40, 13)])
async def test_a_long_note_is_read_to_its_end_before_all_is_right(open_stage: Open, size: tuple[int, int]) -> None:
    note = " ".join(f"word{n}" for n in range(70))
    async with open_stage(size=size) as stage:
        await to_review(stage, {"note": note})
        read = ""
        while "All right" not in stage.text:
            read += stage.text
            await stage.press("enter")
            assert stage.screen == "ReviewScreen"
        read += stage.text
        assert not set(note.split()) - set(read.replace("“", " ").replace("”", " ").split())


def test_with_all_that_a_clinic_may_ask_it_takes_two_pages_and_one_on_a_larger_screen() -> None:
    answers = every_answer("parisian-peel", asking=False)
    assert len(review_pages(answers, *ROOM)) == 2
    # Nor would the whole screen hold them, without a heading and a foot.
    assert len(review_pages(answers, 80, 24)) == 2
    assert len(review_pages(answers, 114, 34)) == 1
