"""Did we explain this well? Asked on a screen between the text and the signature."""

from __future__ import annotations

import pytest

import rules
from kiosk.checkin.texts.signing_texts import ASK_IN_THE_ROOM, EXPLAINED_WELL
from kiosk.core.language import speaking, tr
from rules.reading.in_language import in_language
from rules.reading.loader import shipped_file
from rules.reading.translations import translations_of
from screens.widgets import Choice
from screens.widgets.card_layout import plan
from screens.widgets.wrapping import wrap
from tests.kiosk.conftest import GOOD
from tests.screens.client.test_consent import consent_of, read_through, to_consent
from tests.screens.conftest import Open
from tests.screens.sizes import AT_TWO_SIZES


@pytest.mark.parametrize("treatment", sorted(GOOD))
def test_every_answer_is_in_view_on_the_smallest_screen_in_every_language(treatment: str) -> None:
    english = rules.protocol(treatment)
    for language, words in {"en": {}, **translations_of(english, shipped_file(treatment))}.items():
        asked = in_language(english, words).consent.teach_back
        assert asked is not None
        with speaking(language):
            above = [*wrap(tr(EXPLAINED_WELL), 38), *wrap(asked.ask, 38)]
            labels = [*(each.label for each in asked.options), tr(ASK_IN_THE_ROOM)]
        assert plan(38, 9 - len(above), labels, (), most_columns=2).pages == 1, language


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
