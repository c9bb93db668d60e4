"""The client's language: chosen at a touch, spoken on the very screen where one is, and English again for the next client."""

from __future__ import annotations

import pytest

from kiosk.checkin.check_in import CheckIn
from kiosk.checkin.screen_data import Step
from kiosk.core.errors import NotFound
from kiosk.core.language import spoken
from kiosk.governance.library import Library
from screens.client.privacy_screens import WhoHelpsScreen
from screens.client.signing_screens import ConsentNameScreen, SignatureScreen
from screens.screen_names import ScreenName
from screens.widgets import Choice, DateFields, Field
from screens.widgets.cards import Cards
from screens.widgets.foot import Foot
from screens.widgets.pages import Pages
from screens.widgets.signature_pad import SignaturePad
from tests.screens.conftest import Open
from tests.screens.leading import as_list, harmless, to_birth, to_code, to_question, to_review
from tests.screens.looking import glued, in_view
from tests.screens.stage import Stage

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 12)])


async def to_name(stage: Stage) -> None:
    stage.app.begin_way().open(ScreenName.FAMILY_NAME)
    await stage.settle()


@SIZES
async def test_each_language_is_a_touch_away_on_the_opening_screen(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        for name in ("English", "Español", "Français"):
            button = stage.find(name)
            assert button.region.width >= 7
            assert button.region.height >= stage.app.screen.query_one(Foot).region.height >= 3
        await stage.tap("Español")
        assert "Con mi nombre" in stage.text
        assert "English" in stage.text
        await stage.tap("Con mi nombre")
        assert "apellido" in stage.text
        assert stage.app.way.check_in.language == "es"


async def test_who_asks_for_english_is_spoken_to_in_english_whatever_is_on_record(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_code(stage, "LU102", yes=True)
        assert stage.app.language.code == "fr"
        stage.app.leave_way("client")
        await stage.settle()
        await stage.tap("English")
        await to_code(stage, "LU102", yes=True)
        assert stage.app.language.code == "en"


async def test_more_languages_than_fit_are_behind_one_button(open_stage: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    from screens.client import language_actions
    from screens.help import language_screen

    for module in (language_actions, language_screen):
        monkeypatch.setattr(module, "languages", lambda: ("en", "es", "fr", "ca", "eu", "gl"))
    async with open_stage(size=(40, 12)) as stage:
        assert "Español" not in stage.text
        await stage.tap("#languages")
        assert stage.screen == "LanguageScreen"
        await stage.tap("Español")
        assert "Con mi nombre" in " ".join(stage.text.split())


async def test_f2_shows_the_languages_anywhere_and_closes_them_again(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_birth(stage)
        await stage.type("31")
        before = stage.text
        await stage.press("f2")
        assert [each.label for each in stage.app.screen.query_one(Cards).shown] == ["English", "Español", "Français"]
        await stage.press("f2")
        assert stage.text == before
        await stage.press("f1", "f2", "3")
        assert stage.screen == "HelpScreen"
        assert "Comment vous aider" in stage.text
        await stage.press("escape")
        assert stage.screen == "BirthScreen"
        assert "naissance" in stage.text


async def test_help_leads_to_the_languages(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_name(stage)
        await stage.tap("#help")
        await stage.tap("Language · Idioma · Langue")
        await stage.tap("Français")
        assert stage.screen == "NameScreen"
        assert "nom de famille" in stage.text


async def test_a_half_typed_name_stays_with_its_cursor_and_the_focus(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_name(stage)
        await stage.type("Munoz")
        await stage.press("left", "left", "f2", "2")
        field = stage.app.screen.query_one(Field)
        assert (field.value, field.cursor, field.has_focus) == ("Munoz", 3, True)
        await stage.type("x")
        assert field.value == "Munxoz"


async def test_a_half_typed_date_stays_in_its_fields(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_birth(stage)
        await stage.type("0302")
        await stage.press("f2", "2")
        assert stage.app.screen.query_one(DateFields).parts == {"d": "03", "m": "02", "y": ""}
        await stage.type("1979")
        await stage.press("enter")
        assert stage.screen == "ProofScreen"


async def test_a_date_in_a_question_stays_and_counts_only_when_gone_on_with(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_question(stage, "isotretinoin_last", {"isotretinoin": "stopped"})
        await stage.type("0206")
        await stage.press("f2", "3")
        assert stage.app.way.check_in.asked.value is None
        await stage.type("2026")
        await stage.press("enter")
        assert stage.screen != "LastTimeDayScreen"


async def test_answers_stay_chosen_and_the_next_question_speaks_too(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_question(stage, "isotretinoin", {})
        await stage.press("2", "f2", "2")
        chosen = [card.number for card in stage.app.screen.query(Choice) if card.chosen]
        assert chosen == [2]
        await stage.press("enter")
        assert stage.app.way.check_in.asked.number > 1
        assert "Continuar" in stage.text
        await stage.press("escape", "f2", "1")
        assert [card.number for card in stage.app.screen.query(Choice) if card.chosen] == [2]
        assert "Continue" in stage.text


async def test_the_page_of_a_long_text_stays(open_stage: Open) -> None:
    async with open_stage(size=(40, 12)) as stage:
        await to_code(stage, "LU101", yes=True)
        await stage.tap("#whole")
        await stage.press("enter", "f2", "2")
        assert stage.app.screen.query_one(Pages).place[0] == 2


async def test_the_page_of_the_review_stays(open_stage: Open) -> None:
    async with open_stage(size=(40, 12)) as stage:
        await to_review(stage)
        await stage.press("enter", "f2", "2")
        assert stage.app.screen.answers.place[0] == 2


async def test_a_signature_is_cleared_and_the_text_is_read_in_the_new_language(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_review(stage)
        stage.app.way.check_in.finish()
        assert stage.app.way.check_in.step is Step.CONSENT
        stage.app.way.open(SignatureScreen)
        await stage.settle()
        pad = stage.app.screen.query_one(SignaturePad)
        await stage.pilot.mouse_down(pad, offset=(4, 2))
        await stage.pilot.hover(pad, offset=(9, 3))
        await stage.pilot.mouse_up(pad, offset=(9, 3))
        assert pad.drawing is not None
        await stage.tap("Type my name")
        await stage.type("Tomasz")
        await stage.press("escape")
        await stage.tap("Type my name")
        assert stage.app.screen.query_one(Field).value == "Tomasz"
        await stage.press("f2", "2")
        assert stage.screen == "ConsentScreen"
        stage.app.way.open(SignatureScreen)
        await stage.settle()
        assert stage.app.screen.query_one(SignaturePad).drawing is None
        stage.app.way.open(ConsentNameScreen)
        await stage.settle()
        assert not stage.app.screen.query_one(Field).value


async def test_who_helps_is_asked_on_in_another_language(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_code(stage, "LU101", yes=True)
        stage.app.way.open(lambda: WhoHelpsScreen("interpreter"))
        await stage.settle()
        await stage.press("f2", "2")
        assert (stage.screen, stage.app.way.check_in.step) == ("WhoHelpsScreen", Step.PRIVACY)
        assert "Who interprets" not in stage.text
        await stage.press("1")
        assert stage.app.way.check_in.step is Step.QUESTION


@pytest.mark.thorough
async def test_a_refusal_of_the_records_ends_nothing(open_stage: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Step:
        raise NotFound("This client is not known.")

    async with open_stage() as stage:
        await to_question(stage, "isotretinoin", {})
        monkeypatch.setattr(CheckIn, "choose_language", refuse)
        await stage.press("f2", "2")
        assert (stage.screen, stage.app.way.check_in.language, spoken()) == ("ChoiceScreen", "en", "en")
        assert "not known" not in stage.text


async def test_a_language_that_is_not_in_force_takes_help_away_and_leaves_nothing_below(
    open_stage: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Library, "translations", lambda *_: {})
    async with open_stage() as stage:
        await to_question(stage, "isotretinoin", {})
        before = len(stage.app.screen_stack)
        await stage.press("f1", "f3", "f2", "2")
        assert (stage.screen, len(stage.app.screen_stack)) == ("LanguageNoticeScreen", before)
        await stage.press("escape")
        assert (stage.screen, len(stage.app.screen_stack)) == ("ChoiceScreen", before)


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_a_language_that_is_in_force_for_nothing_asks_before_it_calls(
    open_stage: Open, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setattr(Library, "translations", lambda *_: {})
    async with open_stage(size=size) as stage:
        await stage.tap("Español")
        assert stage.screen == "LanguageNoticeScreen"
        assert "personal" in stage.text
        assert glued(stage.app.screen._compositor.render_strips(), in_view(stage.app)) == []
        assert stage.clinic.terminals.me().help_since is None
        await stage.press("enter")
        assert stage.clinic.terminals.me().help_since is None
        await stage.tap("#call")
        assert stage.clinic.terminals.me().help_since is not None
        assert stage.screen == "LanguageNoticeScreen"
        await stage.tap("#in-english")
        assert "How would you like to check in?" in " ".join(stage.text.split())


async def test_the_next_client_is_spoken_to_in_english(open_stage: Open) -> None:
    async with open_stage() as stage:
        await stage.tap("Español")
        await stage.tap("Con mi nombre")
        stage.app.leave_way("client")
        await stage.settle()
        assert "With my name" in stage.text
        await stage.tap("Español")
        await stage.tick(57)
        assert "Con mi nombre" in stage.text
        await stage.tick(2)
        assert "With my name" in stage.text
        assert spoken() == "en"


async def test_who_stops_in_another_language_than_the_screen_below_was_made_in_leaves_a_kiosk_that_goes_on(
    open_stage: Open,
) -> None:
    async with open_stage() as stage:
        await to_question(stage, "isotretinoin", {})
        await stage.press("f1")
        await stage.tap("Stop and clear")
        await stage.press("f2", "2")
        assert stage.screen == "StopScreen"
        await stage.tap("Sí")
        assert stage.app._exception is None
        assert stage.screen == "OpeningScreen"
        assert "With my name" in stage.text


async def test_staff_read_english_and_the_client_their_own_language_again(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_name(stage)
        await stage.press("f2", "2")
        await stage.type("Mu")
        stage.app.sign_in()
        await stage.settle()
        assert stage.screen == "StaffNameScreen"
        assert "Back" in stage.text
        await stage.press("escape")
        assert stage.screen == "NameScreen"
        assert "apellido" in stage.text
        assert stage.app.screen.query_one(Field).value == "Mu"


@pytest.mark.thorough
async def test_a_whole_check_in_begins_in_spanish_and_ends_in_french(open_stage: Open) -> None:
    async with open_stage() as stage:
        await stage.tap("Español")
        await stage.tap("#by-code")
        await stage.type("LU101")
        await stage.press("enter", "1", "enter")
        check_in = stage.app.way.check_in
        while check_in.step is Step.QUESTION:
            for value in as_list(harmless(check_in.asked)):
                await stage.tap(next(card for card in stage.app.screen.query(Choice) if card.value == value))
            if check_in.asked.number == 6 and check_in.language == "es":
                await stage.press("f2", "3")
            await stage.press("enter")
        while check_in.step is Step.REVIEW or stage.screen == "ConsentScreen":
            await stage.press("enter")
        assert stage.screen == "TeachBackScreen"
        await stage.tap("En parler en salle")
        await stage.type("Tomasz Luczak")
        await stage.press("enter")
        assert stage.screen == "DoneScreen"
        assert "Merci" in stage.text
        visit = stage.clinic.visits.by_code("LU101")[0]
        assert visit.checkin.consent.language == "fr"
        await stage.press("enter")
        assert "With my name" in " ".join(stage.text.split())
