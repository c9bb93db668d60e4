"""Each kind of question, on the screens that ask it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from screens.app import KioskApp
from screens.kept_screens import KeptScreens
from screens.lockdown import LockedApp
from screens.looks import Look
from screens.screen_names import ScreenName
from screens.widgets import Choice, InlineMessage
from screens.widgets.foot import Foot
from tests.screens.conftest import Open
from tests.screens.leading import answer, show, to_question
from tests.screens.sizes import AT_THREE_SIZES, AT_TWO_SIZES, BIG, PROMISED, SMALLEST
from tests.screens.stage import Stage


def chosen(stage: Stage) -> list[str]:
    return [card.value for card in stage.app.screen.query("Choice") if card.chosen]


def asked(stage: Stage) -> str:
    question: str = stage.app.way.check_in.asked.question.id
    return question


def kept(stage: Stage) -> object:
    return stage.app.way.check_in.asked.value


@AT_TWO_SIZES
async def test_areas_can_be_added_and_taken_away(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        await to_question(stage, "area", {})
        await stage.tap("Face")
        await stage.tap("Neck")
        assert kept(stage) == ["face", "neck"]
        await stage.tap("Face")
        assert kept(stage) == ["neck"]
        await stage.tap("I'm not sure")
        assert chosen(stage) == ["not_sure"]
        assert kept(stage) == "not_sure"


async def test_who_answers_several_before_the_next_screen_is_made_ends_no_kiosk(
    open_stage: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[Callable[[], None]] = []
    make_ready = KeptScreens.make_ready
    monkeypatch.setattr(KeptScreens, "make_ready", lambda kept, makes: held.append(lambda: make_ready(kept, makes)))
    async with open_stage(size=(80, 24)) as stage:
        await to_question(stage, "area", {})
        await stage.tap("Face")
        for ready in held:  # a busy machine comes to it only now
            ready()
        await stage.settle()
        await stage.tap("#go")
        assert stage.screen == "ChoiceScreen"
        assert chosen(stage) == []


@pytest.mark.parametrize("is_gone", [False, True])
async def test_a_screen_that_is_made_ahead_asks_nobody_who_has_left_the_questions(
    open_stage: Open, monkeypatch: pytest.MonkeyPatch, *, is_gone: bool
) -> None:
    held: list[Callable[[], None]] = []
    ahead = LockedApp.mount_unseen
    monkeypatch.setattr(LockedApp, "mount_unseen", lambda app, screen: held.append(lambda: ahead(app, screen)))
    async with open_stage(size=(80, 24)) as stage:
        await to_question(stage, "area", {})
        assert held
        assert stage.app.way is not None
        stage.app.way.check_in.leave("client")
        if is_gone:
            stage.app.way = None
        for compose in held:  # a busy machine comes to it only now
            compose()
        await stage.settle()
        assert stage.app.is_running


async def test_a_double_tap_chooses_and_does_not_take_back(open_stage: Open) -> None:
    async with open_stage(size=(80, 24)) as stage:
        await to_question(stage, "area", {})
        await stage.tap_twice("Face")
        assert kept(stage) == ["face"]
        await stage.tap_twice(stage.app.screen.query_one("BodyMap"), (13, 6))
        assert kept(stage) == ["face", "neck"]
        await stage.burst("4", "4")
        assert kept(stage) == ["face", "neck", "hands"]
        await stage.tap_twice("Hands")
        assert kept(stage) == ["face", "neck"]


async def test_a_double_tap_on_more_turns_one_page(open_stage: Open) -> None:
    async with open_stage(size=(40, 12)) as stage:
        await to_question(stage, "concerns", {})
        first = stage.app.screen.query_one("Cards").shown[0].label
        await stage.tap_twice("#more")
        assert stage.app.screen.query_one("Cards").shown[0].label != first
        await stage.tap("#more")
        assert stage.app.screen.query_one("Cards").shown[0].label == first
        assert kept(stage) is None


async def test_who_goes_back_finds_the_page_with_their_answer(open_stage: Open) -> None:
    async with open_stage(size=SMALLEST) as stage:
        await to_question(stage, "concerns", {})
        await stage.tap("#more")
        further = stage.app.screen.query_one("Cards").shown[0]
        await stage.tap(further.label)
        assert further.chosen
        label = further.label
        await stage.press("enter", "escape")
        assert asked(stage) == "concerns"
        assert [card.label for card in stage.app.screen.query_one("Cards").shown if card.chosen] == [label]


async def test_how_long_a_question_is_in_view_is_counted(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_question(stage, "herpes_active", {})
        stage.clock.move(4)
        await stage.tap("No")
        seconds = stage.app.way.check_in._draft.seconds
        assert list(seconds) == ["parisian-peel/herpes_active"]
        assert seconds["parisian-peel/herpes_active"] >= 4


@AT_TWO_SIZES
async def test_every_area_can_be_reached_without_scrolling(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        await to_question(stage, "area", {})
        wanted = {"Face", "Neck", "Upper chest", "Hands", "Somewhere else"}
        for _ in range(4):
            wanted -= {card.label for card in stage.app.screen.query("Choice") if card.has_class("-shown")}
            if not wanted:
                break
            await stage.tap("#more")
        assert not wanted
        assert not stage.app.screen.query("#more.-shown")


async def test_an_area_can_be_touched_on_the_drawing(open_stage: Open) -> None:
    async with open_stage(size=(80, 24)) as stage:
        await to_question(stage, "area", {})
        drawing = stage.app.screen.query_one("BodyMap")
        touched: list[str] = []
        for area, place in (
            *(("face", (13, 2)), ("neck", (13, 6)), ("decollete", (13, 9))),
            *(("hands", (3, 3)), ("hands", (24, 3))),
        ):
            if area in touched:
                await stage.tap(area.capitalize())
                touched.remove(area)
            assert await stage.pilot.click(drawing, offset=place)
            await stage.settle()
            touched.append(area)
            assert kept(stage) == touched, place
            assert drawing.chosen == set(touched), place


async def test_the_drawing_follows_the_list(open_stage: Open) -> None:
    async with open_stage(size=(80, 24)) as stage:
        await to_question(stage, "area", {})
        await stage.tap("Upper chest")
        assert stage.app.screen.query_one("BodyMap").chosen == {"decollete"}
        drawing = stage.app.screen.query_one("BodyMap")
        ticks = [row for row in range(12) if "✓" in "".join(part.text for part in drawing.render_line(row))]
        assert ticks == [9]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("size", [SMALLEST, PROMISED, BIG], ids=str)
async def test_what_is_missing_is_said_below_the_answers_and_covers_no_word(
    open_stage: Open, size: tuple[int, int], language: str
) -> None:
    async with open_stage(size=size, language=language) as stage:
        await to_question(stage, "area", {})
        screen, before = stage.app.screen, stage.text.split()
        await stage.press("enter")
        words = screen.query_one(InlineMessage).region
        assert stage.beside
        assert Counter(before) <= Counter(stage.text.split())
        if size != SMALLEST:
            lowest = max(card.region.bottom for card in screen.query(Choice) if card.region)
            assert lowest < words.y
            assert words.bottom <= screen.query_one(Foot).region.y


@AT_TWO_SIZES
async def test_none_of_these_stands_alone(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        await to_question(stage, "concerns", {})
        await stage.tap("Oily skin")
        await stage.tap("Dull skin")
        assert kept(stage) == ["oily", "dull"]
        for _ in range(4):
            if any(
                card.label == "None of these" and card.has_class("-shown") for card in stage.app.screen.query("Choice")
            ):
                break
            await stage.tap("#more")
        await stage.tap("None of these")
        assert kept(stage) == ["none"]


@AT_TWO_SIZES
async def test_the_exact_day_is_asked_first_then_the_month_then_roughly(
    open_stage: Open, size: tuple[int, int]
) -> None:
    async with open_stage(size=size) as stage:
        await to_question(stage, "isotretinoin_last", {"isotretinoin": "stopped"})
        if size[1] < 20:
            await stage.tap("Only roughly")
        else:
            assert stage.screen == "LastTimeDayScreen"
            await stage.tap("I only know the month")
            assert stage.screen == "LastTimeMonthScreen"
            await stage.tap("I only know it roughly")
        assert stage.screen == "LastTimeRoughlyScreen"
        await stage.tap("More than 6 months ago")
        await stage.tap("#go")
        assert (
            stage.app.way.check_in._draft.questionnaire.answers["parisian-peel"].raw["isotretinoin_last"]
            == "longer_ago"
        )


@AT_TWO_SIZES
async def test_a_day_is_typed_on_the_pad_and_kept(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        await to_question(stage, "isotretinoin_last", {"isotretinoin": "stopped"})
        if size[1] < 20:
            await stage.tap("I know the day")
        for digit in "31082026":
            await stage.tap(next(key for key in stage.app.screen.query("NumberPad Key") if key.value == digit))
        await stage.tap("#go")
        assert (
            stage.app.way.check_in._draft.questionnaire.answers["parisian-peel"].raw["isotretinoin_last"]
            == "2026-08-31"
        )
        await stage.tap("#back")
        assert stage.app.screen.query_one("DateFields").parts == {"d": "31", "m": "08", "y": "2026"}
        if size[1] < 20:
            await stage.tap("#back")
            assert chosen(stage) == [ScreenName.LAST_TIME_DAY]


@AT_TWO_SIZES
async def test_a_day_that_can_not_be_is_refused_in_words(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        await to_question(stage, "isotretinoin_last", {"isotretinoin": "stopped"})
        if size[1] < 20:
            await stage.tap("I know the day")
        for typed, words in (
            ("31022026", "There is no 31 February. Please check the day."),
            ("29022026", "There is no 29 February in 2026. Please check the day."),
            ("01132026", "There is no month 13. Please check the month."),
            ("01010026", "Please write the year with four digits, such as 2024."),
            ("24112026", "24 November 2026 is in the future. Please check the day."),
        ):
            stage.app.screen.query_one("DateFields").clear()
            await stage.tap("#part-d")
            await stage.type(typed)
            await stage.press("enter")
            assert stage.screen == "LastTimeDayScreen", typed
            assert stage.beside == words


@AT_TWO_SIZES
async def test_rather_not_say_is_as_easy_as_a_date(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        await to_question(stage, "isotretinoin_last", {"isotretinoin": "stopped"})
        await stage.tap("Rather not say")
        await stage.tap("#go")
        assert (
            stage.app.way.check_in._draft.questionnaire.answers["parisian-peel"].raw["isotretinoin_last"]
            == "prefer_not"
        )


@pytest.mark.thorough
@AT_TWO_SIZES
async def test_after_five_unsure_answers_help_is_offered_once(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        await to_question(stage, "area", {})
        for _ in range(5):
            await stage.tap("I'm not sure")
            await stage.tap("#go")
        assert stage.screen == "UnsureScreen"
        await stage.tap("Yes, please call somebody")
        assert "The desk knows." in stage.text
        await stage.tap("#go")
        assert hasattr(stage.app.screen, "asked")


@AT_TWO_SIZES
async def test_a_note_may_be_long_or_empty(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        await to_question(stage, "note", {})
        await stage.type("I am getting married in May and would like to look rested by then, if that can be done")
        await stage.press("enter")
        assert stage.screen == "ReviewScreen"
        await stage.press("escape")
        assert stage.screen == "NoteScreen"
        assert stage.app.screen.text.startswith("I am getting married")
        stage.find("#field").clear()
        await stage.press("enter")
        assert stage.screen == "ReviewScreen"


async def test_one_answer_stays_in_view_for_a_moment_and_goes_on_by_itself(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_question(stage, "herpes_active", {})
        await stage.tap("No")
        await stage.rest(0.6)
        assert asked(stage) == "herpes_active"
        assert chosen(stage) == ["no"]
        await stage.rest(0.1)
        assert asked(stage) == "rash"
        assert "Cold sore: No, change" in stage.lines[1]
        await stage.tap("#before")
        assert asked(stage) == "herpes_active"
        assert chosen(stage) == ["no"]


async def test_another_answer_begins_the_moment_again_and_continue_ends_it(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_question(stage, "herpes_active", {})
        await stage.tap("No")
        await stage.rest(0.5)
        await stage.tap("Yes")
        await stage.rest(0.5)
        assert asked(stage) == "herpes_active"
        await stage.tap("#go")
        assert asked(stage) == "rash"
        await stage.rest(5)
        assert asked(stage) == "rash"
        assert kept(stage) is None


async def test_what_covers_the_question_keeps_it_from_going_on(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_question(stage, "herpes_active", {})
        await stage.tap("No")
        await stage.press("f1")
        await stage.rest(1)
        await stage.press("escape")
        assert asked(stage) == "herpes_active"
        assert chosen(stage) == ["no"]


@pytest.mark.parametrize("why", ["setting", "large print", "strong contrast"])
async def test_who_needs_time_touches_continue(open_stage: Open, why: str) -> None:
    size, look = ((40, 12) if why == "large print" else (80, 24)), (Look.CONTRAST if why == "strong contrast" else None)
    async with open_stage(size=size, look=look) as stage:
        if why == "setting":
            stage.clinic.__dict__["settings"] = stage.clinic.settings.model_copy(update={"continue_at_once": False})
        await to_question(stage, "herpes_active", {})
        await stage.tap("No")
        await stage.rest(1)
        assert asked(stage) == "herpes_active"
        await stage.tap("#go")
        assert asked(stage) == "rash"
        assert "change" not in stage.text


@AT_TWO_SIZES
@pytest.mark.parametrize(
    ("question", "before"),
    [
        ("area", {}),
        ("herpes_active", {}),
        ("isotretinoin", {}),
        ("isotretinoin_last", {"isotretinoin": "stopped"}),
        ("concerns", {}),
    ],
)
async def test_the_two_quiet_answers_have_the_same_keys_everywhere(
    open_stage: Open, size: tuple[int, int], question: str, before: dict[str, str]
) -> None:
    async with open_stage(size=size, looks=False) as stage:
        await to_question(stage, question, before)
        for key, value in (("n", "not_sure"), ("R", "prefer_not")):
            await stage.press(key)
            assert asked(stage) == question
            assert chosen(stage) == [value]
            assert kept(stage) == value
        digits = [card.number for card in stage.app.screen.query("Choice") if card.has_class("-shown") and card.number]
        assert digits == list(range(1, len(digits) + 1))


async def test_the_quiet_answers_keep_their_keys_beside_a_last_answer(open_stage: Open) -> None:
    async with open_stage(looks=False) as stage:
        await to_question(stage, "area", {}, code="LU113")
        assert stage.screen == "LastAnswerScreen"
        await stage.press("n")
        assert kept(stage) == "not_sure"


async def test_a_wish_may_be_left_and_an_area_may_not(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_question(stage, "concerns", {})
        await stage.tap("Oily skin")
        await stage.tap("Oily skin")
        assert kept(stage) is None
        await stage.tap("#go")
        assert stage.screen == "NoteScreen"
        await to_question(stage, "area", {}, code="LU102")
        await stage.tap("#go")
        assert stage.screen == "AreasScreen"


async def test_a_terminal_waits_by_a_timer(open_stage: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(KioskApp, "set_timer", lambda _, seconds, __: waits.append(seconds))
    async with open_stage() as stage:
        KioskApp(stage.clinic).after(0.7, lambda: None)
        assert waits == [0.7]


@AT_THREE_SIZES
async def test_two_treatments_are_told_apart_where_a_question_is_about_one(
    open_stage: Open, size: tuple[int, int]
) -> None:
    async with open_stage(size=size) as stage:
        await to_question(stage, "area", {}, code="LU107")
        first = stage.app.screen.asked.treatment_titles
        await stage.tap("Face")
        await stage.tap("#go")
        check_in = stage.app.way.check_in
        while check_in.asked.question.id != "area":
            answer(check_in, {})
        await show(stage)
        assert stage.app.screen.asked.treatment_titles != first
        if size[1] >= 24:
            assert stage.lines[1].startswith(f"   {stage.app.screen.asked.treatment_titles[0]}")


async def test_the_top_says_whose_kiosk_this_is_on_every_screen(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_question(stage, "herpes_active", {})
        assert stage.lines[1].startswith("   Lumen Skin Clinic")


@AT_TWO_SIZES
async def test_answers_are_readable_in_every_state(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        await to_question(stage, "herpes_active", {})
        cards = [card for card in stage.app.screen.query("Action") if card.region.area]
        assert len(cards) > 3
        for card in cards:
            card.focus()
            await stage.settle()
        stage.app.screen.set_focus(None)
        for card in cards:
            await stage.pilot.hover(card)
            await stage.settle()
        await stage.pilot.hover()
        for card in cards:
            if card.id not in ("back", "help", "go"):
                card.press()
            await stage.settle()


async def test_focus_is_seen_without_colour(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_question(stage, "herpes_active", {})
        before = stage.text
        await stage.press("tab")
        assert "▸" in stage.text
        assert "▸" not in before
