"""The client's whole way, by each way of using the kiosk alone. Every moment of it is looked at by the stage."""

from __future__ import annotations

import pytest

from tests.screens.conftest import Open
from tests.screens.leading import each_screen, to_question, to_review
from tests.screens.stage import Stage


async def answer_everything_by_touch(stage: Stage) -> None:
    """Answer no to all, with a finger."""
    for _ in range(40):
        match stage.screen:
            case "ChoiceScreen":
                asked = stage.app.screen.asked.question
                await stage.tap("No" if asked.type == "yes_no" else asked.options[0].label)
                await stage.tap("#go")
            case "AreasScreen":
                await stage.tap("Face")
                await stage.tap("#go")
            case "SeveralAnswersScreen":
                await stage.tap("Dull skin")
                await stage.tap("#go")
            case "NoteScreen":
                await stage.tap("#go")
            case _:
                return
    raise AssertionError("the questions never ended")


async def read_and_agree_by_touch(stage: Stage, name: str) -> None:
    while stage.screen == "ConsentScreen":
        await stage.tap("#go")
    assert stage.screen == "TeachBackScreen"
    await stage.tap("Ask me in the room")
    await stage.tap("Type my name")
    await spell_by_touch(stage, name)
    await stage.tap("#go")


async def spell_by_touch(stage: Stage, text: str) -> None:
    """Type on the screen's own keyboard, whole or in two steps."""
    for sign in text:
        await press_screen_key(stage, sign)


async def press_screen_key(stage: Stage, sign: str) -> None:
    if sign == " ":
        await stage.tap("space")
        return
    if stage.app.size.width < 70:
        group = next(group for group in ("ABCDE", "FGHIJ", "KLMNO", "PQRST", "UVWXYZ") if sign.upper() in group)
        await stage.tap(group)
    keys = [key for key in stage.app.screen.query("Key") if key.value.upper() == sign.upper()]
    await stage.tap(keys[0])


async def check_in_by_touch(stage: Stage) -> None:
    await stage.tap("#by-name")
    await spell_by_touch(stage, "luczak")
    await stage.tap("#go")
    for digit in "03021979":
        await press_screen_key_digit(stage, digit)
    await stage.tap("#go")
    assert stage.screen == "ProofScreen"
    for digit in "0112":
        await press_screen_key_digit(stage, digit)
    await stage.tap("#go")
    await stage.tap("Yes, this is my visit")
    while stage.screen == "PrivacyScreen":
        await stage.tap("#go")
    await answer_everything_by_touch(stage)
    assert stage.screen == "ReviewScreen"
    while stage.screen == "ReviewScreen":
        await stage.tap("#go")
    assert stage.screen == "ConsentScreen"
    await read_and_agree_by_touch(stage, "tomasz luczak")


async def press_screen_key_digit(stage: Stage, digit: str) -> None:
    await stage.tap(next(key for key in stage.app.screen.query("NumberPad Key") if key.value == digit))


@pytest.mark.thorough
async def test_a_client_checks_in_with_a_finger_alone(open_stage: Open) -> None:
    async with open_stage(size=(40, 12)) as stage:
        await check_in_by_touch(stage)
        assert stage.screen == "DoneScreen"
        assert "Please take a seat." in stage.text
        visit = next(entry.visit for entry in stage.clinic.daybook().entries() if entry.client.given_name == "Tomasz")
        assert visit.state == "screened"
        assert visit.verdict.outcome == "eligible"
        assert visit.checkin.consent.name.casefold() == "tomasz luczak"
        assert not stage.app.keys_used
        await stage.tap("#go")
        assert stage.screen == "OpeningScreen"


@pytest.mark.thorough
async def test_a_client_checks_in_with_a_keyboard_alone(open_stage: Open) -> None:
    async with open_stage(size=(80, 24)) as stage:
        await stage.press("enter", "1")
        await stage.type("Luczak")
        await stage.press("enter")
        await stage.type("03021979")
        await stage.press("enter")
        await stage.type("0112")
        await stage.press("enter", "1")
        while stage.screen == "PrivacyScreen":
            await stage.press("enter")
        for _ in range(40):
            if stage.screen == "ReviewScreen":
                break
            if stage.screen == "ChoiceScreen":
                await stage.press("2" if stage.app.screen.asked.question.type == "yes_no" else "1")
            elif stage.screen != "NoteScreen":
                await stage.press("1")
            await stage.press("enter")
        assert stage.screen == "ReviewScreen"
        await stage.press("enter")
        while stage.screen == "ConsentScreen":
            await stage.press("enter")
        assert stage.screen == "TeachBackScreen"
        await stage.press("2")
        await stage.type("Tomasz Luczak")
        await stage.press("enter")
        assert stage.screen == "DoneScreen"
        assert stage.app.keys_used
        await stage.press("enter")
        assert stage.screen == "OpeningScreen"


@pytest.mark.parametrize(("size", "keys"), [((40, 12), True), ((50, 60), False)], ids=["keys", "touch"])
@pytest.mark.thorough
async def test_every_screen_of_the_way_is_in_order_at_other_sizes(
    open_stage: Open, size: tuple[int, int], keys: bool
) -> None:
    async with open_stage(size=size) as stage:
        stage.app.keys_used = keys
        seen = [stage.screen async for _ in each_screen(stage)]
        assert list(dict.fromkeys(seen)) == [
            *(
                "CheckInMethodScreen",
                "CodeScreen",
                "NameScreen",
                "BirthScreen",
                "ProofScreen",
                "YourVisitScreen",
                "PrivacyScreen",
            ),
            *("AreasScreen", "ChoiceScreen", "SeveralAnswersScreen", "NoteScreen", "ReviewScreen"),
            *("ConsentScreen", "TeachBackScreen", "ExplanationScreen", "ConsentNameScreen", "DoneScreen"),
        ]


async def test_back_never_loses_an_answer(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_question(stage, "area", {})
        await stage.tap("Neck")
        await stage.tap("#go")
        await stage.tap("No")
        await stage.tap("#go")
        await stage.tap("#back")
        assert [card.value for card in stage.app.screen.query("Choice") if card.chosen] == ["no"]
        await stage.press("escape")
        assert [card.value for card in stage.app.screen.query("Choice") if card.chosen] == ["neck"]
        await stage.press("escape")
        assert stage.screen == "PrivacyScreen"
        await stage.press("enter")
        assert stage.app.screen.asked.value is not None or stage.app.screen.asked.number > 1


async def test_nothing_is_chosen_beforehand_and_an_unanswered_question_is_said_in_words(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_question(stage, "area", {})
        assert not [card for card in stage.app.screen.query("Choice") if card.chosen]
        await stage.press("enter")
        assert stage.screen == "AreasScreen"
        assert "Please choose an answer first" in stage.text


@pytest.mark.parametrize("size", [(40, 12), (80, 24)])
async def test_an_answer_changed_in_the_review_leads_back_to_the_review(
    open_stage: Open, size: tuple[int, int]
) -> None:
    async with open_stage(size=size) as stage:
        await to_review(stage)
        await stage.tap("Red or sore spots")
        assert stage.app.screen.asked.question.id == "acne_inflamed"
        await stage.tap("Yes")
        await stage.tap("#go")
        assert stage.screen == "ReviewScreen"
        row = next(row for row in stage.app.way.check_in.rows if row.question_id == "acne_inflamed")
        assert row.answer_text == "Yes"
