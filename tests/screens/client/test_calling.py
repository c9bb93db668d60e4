"""How shall we call you, and what do you need: a few touches once, on the board at once, and changed under Help."""

from __future__ import annotations

from kiosk.desk.board import todays_board
from kiosk.people.client_book import Client
from tests.screens.conftest import Open
from tests.screens.leading import pick, to_code, to_question
from tests.screens.sizes import AT_TWO_SIZES
from tests.screens.stage import Stage

ANNA = "LU110"
"""The code of somebody in the demo who was never asked."""


def record_of(stage: Stage, code: str) -> Client:
    """Return the client of a booking code."""
    (visit,) = stage.clinic.visits.by_code(code)
    return stage.clinic.clients.get(visit.client_id)


@AT_TWO_SIZES
async def test_a_client_asks_for_a_number_and_an_interpreter_once(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        await to_code(stage, ANNA, yes=True)
        assert stage.screen == "CallingScreen"
        assert "How shall we call you?" in stage.text
        await pick(stage, "By a number")
        assert stage.screen == "NeedsScreen"
        await pick(stage, "An interpreter")
        await stage.tap("#go")
        assert stage.screen == "PrivacyScreen"
        row = next(row for row in todays_board(stage.clinic).rows if row.name == "Anna Kowalska")
        number = stage.clinic.visits.by_code(ANNA)[0].call_number
        assert number is not None
        assert (row.called, row.needs) == (f"no. {number}", "interpreter")
        stage.app.way.check_in.leave("client")
        await to_code(stage, ANNA, yes=True)
        assert stage.screen == "PrivacyScreen", "asked once"


async def test_a_double_tap_says_a_need_and_does_not_take_it_back(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_code(stage, ANNA, yes=True)
        await pick(stage, "By a number")
        await stage.tap_twice("An interpreter")
        await stage.tap("#go")
        wishes = record_of(stage, ANNA).wishes
        assert wishes is not None
        assert wishes.needs == ("interpreter",)


@AT_TWO_SIZES
async def test_the_name_i_use_may_be_another_and_back_loses_nothing(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        await to_code(stage, ANNA, yes=True)
        await pick(stage, "By the name I use")
        assert stage.screen == "CallingNameScreen"
        assert "Kowalska" not in stage.text
        await stage.type("Ania")
        await stage.press("enter")
        await pick(stage, "No stairs, please")
        await stage.press("escape")
        assert "Ania" in stage.text
        await stage.press("escape")
        assert [card.value for card in stage.app.screen.query("Choice") if card.chosen] == ["name"]  # type: ignore[attr-defined]
        await pick(stage, "By the name I use")
        await stage.press("enter", "enter")
        wishes = record_of(stage, ANNA).wishes
        assert wishes is not None
        assert (wishes.call_by, wishes.name, wishes.needs) == ("name", "Ania", ())


@AT_TWO_SIZES
async def test_a_half_typed_name_to_be_called_by_goes_after_half_a_minute(
    open_stage: Open, size: tuple[int, int]
) -> None:
    async with open_stage(size=size) as stage:
        await to_code(stage, ANNA, yes=True)
        await pick(stage, "By the name I use")
        await stage.type("Ani")
        await stage.tick(30)
        assert stage.screen == "CallingNameScreen"
        assert "Ani" not in stage.text
        assert "cleared what was typed" in stage.beside
        await stage.tick(40)
        assert stage.screen == "CallingNameScreen"
        await stage.press("enter")
        assert stage.screen == "NeedsScreen"


@AT_TWO_SIZES
async def test_not_now_goes_on_and_back_leads_to_the_appointment(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        await to_code(stage, ANNA, yes=True)
        await stage.press("escape")
        assert stage.screen == "YourVisitScreen"
        await stage.press("1")
        assert stage.screen == "CallingScreen"
        await stage.tap("#go")
        assert stage.screen == "PrivacyScreen"
        assert record_of(stage, ANNA).wishes is None


@AT_TWO_SIZES
async def test_help_changes_it_at_a_question_and_leads_back_there(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        await to_question(stage, "herpes_active", {})
        for way in ("back", "on"):
            await stage.tap("#help")
            await pick(stage, "How you call me")
            assert stage.screen == "CallingScreen"
            assert "Not now" not in stage.text
            if way == "back":
                await stage.tap("#back")
            else:
                await pick(stage, "Please come and fetch me")
                await stage.tap("#go")
            assert stage.app.screen.asked.question.id == "herpes_active"  # type: ignore[attr-defined]
        wishes = record_of(stage, "LU101").wishes
        assert wishes is not None
        assert wishes.call_by == "fetch"


async def test_help_offers_it_only_to_who_has_proven_who_they_are(open_stage: Open) -> None:
    async with open_stage() as stage:
        way = stage.app.begin_way()
        way.check_in.identify("Luczak", 3, 2, 1979)
        way.check_in.skip_proof()
        way.check_in.yes()
        way.show()
        await stage.settle()
        await stage.tap("#help")
        assert "Hide my screen" in stage.text
        assert "How you call me" not in stage.text
