"""Leaving, hiding, calling: what a client may do at any time, and what happens when nobody is there any more."""

from __future__ import annotations

import asyncio
import gc
import re

import pytest
from textual.widgets import Static

from kiosk.desk.board import todays_board
from screens.navigator import Navigator
from screens.screen_names import ScreenName
from tests.screens.conftest import Open
from tests.screens.leading import pick, to_birth, to_question, to_review
from tests.screens.sizes import AT_TWO_SIZES
from tests.screens.stage import Stage


async def answer_some(stage: Stage) -> None:
    """Answer two questions."""
    await to_question(stage, "pimples_open", {})


@AT_TWO_SIZES
async def test_a_question_that_nobody_touches_asks_whether_somebody_is_there_and_is_covered(
    open_stage: Open, size: tuple[int, int]
) -> None:
    async with open_stage(size=size) as stage:
        await answer_some(stage)
        stage.app.touch()
        await stage.tick(74)
        assert stage.screen != "CountdownScreen"
        await stage.tick(1)
        assert stage.screen == "CountdownScreen"
        assert "Are you still there?" in stage.text
        assert "Peel" not in stage.text


@AT_TWO_SIZES
async def test_what_is_read_may_take_twice_as_long(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        await to_review(stage)
        stage.app.touch()
        await stage.tick(149)
        assert stage.screen == "ReviewScreen"
        await stage.press("f1")
        assert stage.screen == "HelpScreen"
        await stage.tick(149)
        assert stage.screen == "CountdownScreen", "help waits as long as what it stands over"
        assert re.search(r"cleared in \d\d seconds", " ".join(stage.text.split()))


async def test_a_screen_whose_parts_are_not_there_yet_counts_nothing_down(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_review(stage)
        stage.app.touch()
        await stage.tick(160)
        assert stage.screen == "CountdownScreen"
        await stage.app.screen.remove_children()
        stage.app.tick()
        assert stage.screen == "CountdownScreen"


@AT_TWO_SIZES
async def test_a_half_typed_name_goes_after_half_a_minute_and_the_client_reads_why(
    open_stage: Open, size: tuple[int, int]
) -> None:
    async with open_stage(size=size) as stage:
        way = stage.app.begin_way()
        way.open(ScreenName.FAMILY_NAME)
        await stage.settle()
        await stage.tick(40)
        assert stage.beside == "", "nothing is typed yet"
        await stage.type("Lucz")
        await stage.tick(30)
        assert "Lucz" not in stage.text
        assert "cleared what was typed" in stage.beside
        await stage.type("Luczak")
        assert stage.beside == ""
        await stage.press("enter")
        assert stage.screen == "BirthScreen"
        await stage.tick(30)
        assert stage.screen == "NameScreen"
        assert "cleared what was typed" in stage.beside
        assert not any(way.typed.values())
        await stage.tick(90)
        assert stage.screen == "CountdownScreen"


async def leave_alone(stage: Stage, cover: str) -> None:
    """Open something over the screen in view and leave it for 20 s."""
    await stage.tap("#help")
    if cover:
        await pick(stage, cover)
    await stage.tick(20)


@pytest.mark.parametrize(
    "cover",
    [
        "",
        *(
            pytest.param(cover, marks=pytest.mark.thorough)
            for cover in ("Call staff", "Hide my screen", "For staff", "Text and contrast")
        ),
    ],
)
async def test_a_half_typed_name_goes_as_soon_under_what_lies_over_it(open_stage: Open, cover: str) -> None:
    async with open_stage() as stage:
        way = stage.app.begin_way()
        way.open(ScreenName.FAMILY_NAME)
        await stage.settle()
        await stage.type("Luczak")
        await leave_alone(stage, cover)
        covered = stage.screen
        await stage.press("escape")
        assert "Luczak" in stage.text, "Back loses nothing"
        await stage.press("enter")
        assert stage.screen == "BirthScreen"
        await leave_alone(stage, cover)
        await stage.tick(10)
        assert (stage.screen, any(way.typed.values())) == (covered, False), "what lies over it is still read"
        await stage.press("escape")
        assert stage.screen == "NameScreen"
        assert "Luczak" not in stage.text
        assert "cleared what was typed" in stage.beside
        await stage.type("Luczak")
        await leave_alone(stage, cover)
        await stage.tick(10)
        await stage.press("escape")
        assert "Luczak" not in stage.text
        assert "cleared what was typed" in stage.beside


async def test_what_is_typed_goes_where_another_language_is_chosen_over_it(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_birth(stage, "Luczak")
        await stage.type("0302")
        await stage.press("f2")
        await stage.tick(30)
        await pick(stage, "English")
        assert stage.screen == "NameScreen"
        assert "Luczak" not in stage.text
        assert "cleared what was typed" in stage.beside


async def test_a_name_that_somebody_went_back_from_is_gone_as_soon(open_stage: Open) -> None:
    async with open_stage() as stage:
        await stage.tap("With my name")
        await stage.type("Luczak")
        await stage.tap("#back")
        await stage.tick(20)
        await stage.press("1")
        assert "Luczak" in stage.text, "Back loses nothing"
        await stage.tap("#back")
        await stage.tick(30)
        assert stage.screen == "CheckInMethodScreen"
        await stage.press("1")
        assert "Luczak" not in stage.text


async def test_a_name_that_was_not_found_is_there_to_be_put_right_and_gone_as_soon(open_stage: Open) -> None:
    async with open_stage() as stage:
        for waits in (20, 30):
            stage.app.leave_way("client")
            await stage.wait(lambda: stage.screen == "OpeningScreen", "the opening screen")
            await to_birth(stage, "Luczal")
            await stage.type("03021979")
            await stage.press("enter")
            assert stage.screen == "NoticeScreen"
            await stage.tick(waits)
            await stage.tap("#go")
            await stage.press("1")
            assert ("Luczal" in stage.text) == (waits < 30)


async def test_a_walk_in_who_walks_away_leaves_no_name_and_begins_anew(open_stage: Open) -> None:
    async with open_stage() as stage:
        way = stage.app.begin_way()
        way.attempt(way.check_in.no_appointment)
        await stage.settle()
        await stage.type("Jo")
        await stage.press("enter")
        await stage.type("Sunday")
        await stage.press("enter")
        assert stage.screen == "WalkInBirthScreen"
        await stage.tick(30)
        assert stage.screen == "WalkInScreen"
        assert not any(way.typed.values())  # a second that passes there notes that nothing is typed


async def test_a_first_name_that_stood_too_long_takes_the_family_name_along(open_stage: Open) -> None:
    async with open_stage() as stage:
        way = stage.app.begin_way()
        way.typed["family_name"] = "Kowalska"
        way.attempt(lambda: way.check_in.identify("Kowalska", 16, 6, 1996))
        await stage.settle()
        assert stage.screen == "FirstNameScreen"
        await stage.tick(30)
        assert (stage.screen, stage.app.way.check_in.step) == ("NameScreen", "who")


async def test_a_second_that_passes_while_the_kiosk_closes_is_no_error(
    open_stage: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_stage() as stage:
        await stage.press("enter")
        await stage.press("1")
        assert stage.screen == "NameScreen"
        close = stage.app._close_all

        async def close_while_a_second_passes() -> None:
            stage.clock.move(30)
            await stage.app.screen.query_one("#field").remove()
            stage.app.tick()
            await close()

        monkeypatch.setattr(stage.app, "_close_all", close_while_a_second_passes)


async def test_any_touch_goes_on_and_any_number_of_times(open_stage: Open) -> None:
    async with open_stage() as stage:
        await answer_some(stage)
        before = stage.screen, stage.app.screen.asked.question.id
        for sign_of_life in ("tap", "key", "click") * 3:
            await stage.tick(76)
            assert stage.screen == "CountdownScreen", sign_of_life
            match sign_of_life:
                case "tap":
                    await stage.tap("#stay")
                case "key":
                    await stage.press("x")
                case _:
                    assert await stage.pilot.click(offset=(3, 3))
                    await stage.settle()
            assert (stage.screen, stage.app.screen.asked.question.id) == before, sign_of_life


async def test_without_a_touch_everything_is_wiped_and_the_board_shows_stopped_half_way(open_stage: Open) -> None:
    async with open_stage() as stage:
        await answer_some(stage)
        await stage.tick(76)
        assert re.search(r"cleared in (2\d|30) seconds", stage.text)
        await stage.tick(31)
        assert stage.screen == "OpeningScreen"
        assert stage.app.way is None
        visit = next(entry.visit for entry in stage.clinic.daybook().entries() if entry.client.given_name == "Tomasz")
        assert visit.stopped
        assert visit.state == "arrived"


@pytest.mark.thorough
async def test_a_wipe_leaves_nothing_of_the_client_in_the_terminal(open_stage: Open) -> None:
    async with open_stage() as stage:
        await answer_some(stage)
        await stage.tick(76)
        await stage.tick(31)
        gc.collect()
        assert not [thing for thing in gc.get_objects() if isinstance(thing, Navigator)]
        for screen in stage.app.screen_stack:
            assert "Łuczak" not in repr([str(widget.render()) for widget in screen.walk_children()])
        assert "Łuczak" not in stage.app.title + stage.app.sub_title
        assert stage.app.clipboard == ""


@AT_TWO_SIZES
async def test_hide_my_screen_covers_it_at_once_and_one_touch_brings_it_back(
    open_stage: Open, size: tuple[int, int]
) -> None:
    async with open_stage(size=size) as stage:
        await answer_some(stage)
        asked = stage.app.screen.asked
        await stage.press("f1")
        assert stage.screen == "HelpScreen"
        await pick(stage, "Hide my screen")
        assert stage.screen == "HiddenScreen"
        assert asked.question.ask.split()[-1] not in stage.text
        assert await stage.pilot.click(offset=(5, 2))
        await stage.settle()
        assert stage.app.screen.asked.question.id == asked.question.id


@AT_TWO_SIZES
async def test_calling_staff_says_that_the_desk_knows_and_after_a_minute_where_to_go(
    open_stage: Open, size: tuple[int, int]
) -> None:
    async with open_stage(size=size) as stage:
        await answer_some(stage)
        await stage.tap("#help")
        await pick(stage, "Call staff")
        assert "The desk knows." in stage.text
        assert stage.clinic.terminals.me().help_since is not None
        await stage.tick(30)
        assert "The desk knows." in stage.text
        await stage.tick(31)
        assert "Please come to the desk." in stage.text
        assert "Or wait here: we keep calling." in " ".join(stage.text.split())
        assert stage.clinic.terminals.me().help_answered_by is None, "so the call stands on the board still"
        await stage.tap("#go")
        assert hasattr(stage.app.screen, "asked")


async def test_a_call_goes_on_where_the_screen_was_cleared_while_the_client_waited(open_stage: Open) -> None:
    async with open_stage() as stage:
        await answer_some(stage)
        await stage.tap("#help")
        await pick(stage, "Talk to somebody in private")
        await stage.tick(76)
        await stage.tick(31)
        assert stage.screen == "OpeningScreen"
        calls = [call.words for call in todays_board(stage.clinic).calls if call.terminal == "Kiosk 1"]
        assert calls == ["asks to talk in private: come, say no name"], "the client was told: we keep calling"
        stage.clinic.terminals.answer_help("Kiosk 1", stage.clinic.staff.by_name("Nadia Petrov").actor("Desk"))
        assert not [call for call in todays_board(stage.clinic).calls if call.terminal == "Kiosk 1"]


async def test_who_stops_or_goes_to_the_desk_calls_nobody_any_more(open_stage: Open) -> None:
    async with open_stage() as stage:
        for way_out, still in (("Stop and clear", []), ("Go to the desk", ["somebody comes to you"])):
            await answer_some(stage)
            await stage.tap("#help")
            await pick(stage, "Call staff")
            await stage.tap("#go")
            await stage.tap("#help")
            await pick(stage, way_out)
            await stage.tap("Yes, clear it")
            assert [call.words for call in todays_board(stage.clinic).calls if call.terminal == "Kiosk 1"] == still


@AT_TWO_SIZES
async def test_asking_to_talk_in_private_covers_the_question_and_the_desk_reads_private(
    open_stage: Open, size: tuple[int, int]
) -> None:
    async with open_stage(size=size) as stage:
        await answer_some(stage)
        asked = stage.app.screen.asked.question
        await stage.tap("#help")
        await pick(stage, "Talk to somebody in private")
        assert "will not say your name" in " ".join(stage.text.split())
        assert asked.ask.split()[-1] not in stage.text
        (call,) = (each for each in todays_board(stage.clinic).calls if each.terminal == "Kiosk 1")
        assert call.words == "asks to talk in private: come, say no name"
        await stage.tick(61)
        assert "we keep calling" in stage.text
        await stage.tap("#go")
        assert stage.app.screen.asked.question.id == asked.id


async def test_help_that_is_left_open_on_the_opening_screen_goes_away(open_stage: Open) -> None:
    async with open_stage() as stage:
        await stage.tap("#help")
        await stage.tick(stage.clinic.settings.idle_seconds)
        assert stage.screen == "OpeningScreen"


async def test_an_answered_call_says_that_somebody_is_on_the_way(open_stage: Open) -> None:
    async with open_stage() as stage:
        await stage.tap("#help")
        await pick(stage, "Call staff")
        stage.clinic.terminals.answer_help("Kiosk 1", stage.clinic.staff.by_name("Nadia Petrov").actor("Desk"))
        await stage.tick(2)
        assert "Somebody is on the way to you." in stage.text


@AT_TWO_SIZES
async def test_who_opened_for_staff_by_mistake_is_asked_too_before_anything_is_wiped(
    open_stage: Open, size: tuple[int, int]
) -> None:
    async with open_stage(size=size) as stage:
        await answer_some(stage)
        asked = stage.app.screen.asked.question.id
        await stage.tap("#help")
        await pick(stage, "For staff")
        assert stage.screen == "StaffNameScreen"
        await stage.tick(76)
        await stage.tick(1)
        assert stage.screen == "CountdownScreen"
        await stage.tap("#stay")
        assert stage.app.screen.asked.question.id == asked


@AT_TWO_SIZES
async def test_stop_and_clear_is_asked_once_and_then_done(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        await answer_some(stage)
        await stage.press("f1")
        await pick(stage, "Stop and clear")
        await stage.tap("No, go on")
        assert hasattr(stage.app.screen, "asked")
        await stage.press("f1")
        await pick(stage, "Stop and clear")
        await stage.tap("Yes, clear it")
        assert stage.screen == "OpeningScreen"
        visit = next(entry.visit for entry in stage.clinic.daybook().entries() if entry.client.given_name == "Tomasz")
        assert visit.stopped


async def test_going_to_the_desk_clears_the_screen_and_the_desk_knows_that_somebody_comes(open_stage: Open) -> None:
    async with open_stage() as stage:
        way = stage.app.begin_way()
        way.open(ScreenName.FAMILY_NAME)
        await stage.settle()
        for begun in (False, True):
            if begun:
                await answer_some(stage)
            stage.clinic.terminals.clear("Kiosk 1", stage.clinic.actor_system())
            await stage.tap("#help")
            await pick(stage, "Go to the desk")
            assert "Please come to the desk" in stage.text
            await stage.tap("Yes, clear it")
            assert (stage.screen, stage.app.way) == ("OpeningScreen", None)
            calls = [call.words for call in todays_board(stage.clinic).calls if call.terminal == "Kiosk 1"]
            assert calls == ["somebody comes to you"]
        visit = next(entry.visit for entry in stage.clinic.daybook().entries() if entry.client.given_name == "Tomasz")
        assert visit.stopped


class LatePart(Static):
    """A part that takes its time to come."""

    def __init__(self, until: asyncio.Event) -> None:
        super().__init__("late")
        self._until = until

    async def on_mount(self) -> None:
        await self._until.wait()


async def test_no_second_counts_on_a_screen_whose_parts_are_not_all_there(open_stage: Open) -> None:
    async with open_stage() as stage:
        screen = stage.app.screen
        seconds: list[float] = []
        screen.tick = seconds.append  # type: ignore[attr-defined]
        there = asyncio.Event()
        late = screen.mount(LatePart(there))
        stage.app.tick()
        assert seconds == []
        there.set()
        await late
        await stage.pilot.pause()
        stage.app.tick()
        assert len(seconds) == 1


async def test_why_we_ask_and_what_the_words_mean_are_one_touch_away_under_help(open_stage: Open) -> None:
    async with open_stage(size=(40, 12)) as stage:
        await to_question(stage, "isotretinoin", {})
        question = stage.app.screen.asked.question
        await stage.tap("#help")
        await pick(stage, "What is this? Why do you ask?")
        read = stage.text
        while "Read on" in stage.text:
            await stage.tap("#go")
            read += "\n" + stage.text
        assert question.help.split()[-1] in read
        assert question.why.split()[-1] in read
        await stage.press("escape")
        assert hasattr(stage.app.screen, "asked")


async def test_where_a_question_needs_no_words_explained_help_says_why_we_ask(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_question(stage, "deep_acne", {})
        assert stage.app.screen.asked.question.help is None
        await stage.tap("#help")
        await pick(stage, "Why we ask")
        assert stage.screen == "ReasonScreen"


async def test_answers_that_staff_bring_back_go_on_where_they_stood(open_stage: Open) -> None:
    async with open_stage() as stage:
        await answer_some(stage)
        asked = stage.app.screen.asked.question.id
        visit_id = stage.app.way.check_in.appointments[0].visit_id
        await stage.tick(76)
        await stage.tick(31)
        desk = stage.clinic.desk(stage.clinic.staff.by_name("Nadia Petrov"))
        desk.hand_back_draft(visit_id, "Kiosk 1")
        await stage.tick(2)
        assert stage.app.screen.asked.question.id == asked


async def test_the_last_screen_clears_itself(open_stage: Open) -> None:
    async with open_stage() as stage:
        await stage.press("enter", "2")
        await stage.type("LU117")
        await stage.press("enter", "enter")
        assert stage.screen == "DoneScreen"
        await stage.tick(25)
        assert stage.screen == "OpeningScreen"


async def test_the_second_half_of_a_double_tap_answers_nothing(open_stage: Open) -> None:
    async with open_stage() as stage:
        await answer_some(stage)
        asked = stage.app.screen.asked.question.id
        await stage.press("2")
        go = stage.find("#go")
        assert await stage.pilot.click(go)
        assert stage.app.screen.asked.question.id != asked
        now = stage.app.screen.asked.question.id
        await stage.pilot.click("Choice")
        await stage.pilot.press("1", "enter")
        assert stage.app.screen.asked.question.id == now
        assert not [card for card in stage.app.screen.query("Choice") if card.chosen]
        stage.clock.move(0.41)
        await stage.pilot.press("1")
        assert [card.value for card in stage.app.screen.query("Choice") if card.chosen] == ["yes"]
