"""Did we explain this well? Asked on a screen between the text and the signature."""

from __future__ import annotations

from screens.widgets import Choice
from tests.screens.client.test_consent import consent_of, read_through, to_consent
from tests.screens.conftest import Open
from tests.screens.sizes import AT_TWO_SIZES


@AT_TWO_SIZES
async def test_to_ask_in_the_room_is_as_large_as_the_answers_and_goes_on(
    open_stage: Open, size: tuple[int, int]
) -> None:
    async with open_stage(size=size) as stage:
        await to_consent(stage, "LU101", asked=True)
        await read_through(stage)
        await stage.tap("#go")
        assert stage.screen == "TeachBackScreen"
        assert "Did we explain this well?" in stage.text
        cards = [card for card in stage.app.screen.query(Choice) if card.has_class("-shown")]
        assert len(cards) == 4
        assert cards[-1].label == "Ask me in the room"
        assert cards[-1].region.area >= min(card.region.area for card in cards[:-1])
        await stage.tap("Ask me in the room")
        assert stage.screen == "SignatureScreen"


@AT_TWO_SIZES
async def test_a_wrong_answer_explains_and_goes_on_and_back_never_asks_twice(
    open_stage: Open, size: tuple[int, int]
) -> None:
    async with open_stage(size=size) as stage:
        await to_consent(stage, "LU101", asked=True)
        await read_through(stage)
        await stage.press("enter")
        await stage.press("1")
        assert stage.screen == "ExplanationScreen"
        assert "It is the sun." in stage.text
        await stage.press("escape")
        assert stage.screen == "ConsentScreen"
        await read_through(stage)
        await stage.press("enter")
        assert stage.screen == "ConsentNameScreen"
        await stage.type("Tomasz Luczak")
        await stage.press("enter")
        assert stage.screen == "DoneScreen"
        asked = consent_of(stage, "LU101").asked_back
        assert asked is not None
        assert not asked.right
