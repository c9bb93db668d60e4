"""A date is typed, pasted or scanned; what cannot be is said beside it; what is taken back counts no more."""

from __future__ import annotations

import pytest

from screens.widgets import Field, Key
from screens.widgets.date_fields import read_whole
from tests.screens.client.test_questions import kept
from tests.screens.conftest import Open
from tests.screens.leading import to_birth, to_question
from tests.screens.looking import glued, in_view
from tests.screens.sizes import AT_THREE_SIZES, AT_TWO_SIZES, BIG, PROMISED
from tests.screens.stage import Stage

WHOLE = {"d": "31", "m": "07", "y": "1985"}
STOPPED = {"isotretinoin": "stopped"}


def parts(stage: Stage) -> dict[str, str]:
    return dict(stage.app.screen.query_one("DateFields").parts)


def focused(stage: Stage) -> str | None:
    return stage.app.screen.focused.id if stage.app.screen.focused else None


async def empty(stage: Stage) -> None:
    """Be in the first field, and have nothing in any."""
    stage.app.screen.query_one("DateFields").clear()
    await stage.tap("#part-d")
    assert set(parts(stage).values()) == {""}


async def to_last_time(stage: Stage, way: str = "I know the day") -> None:
    """Go on to the day somebody last took something; on a short screen by saying that it is known."""
    await to_question(stage, "isotretinoin_last", STOPPED)
    if stage.screen == "LastTimeScreen":
        await stage.tap(way)


@pytest.mark.parametrize(
    ("order", "text", "found"),
    [
        ("dmy", "31071985", WHOLE),
        ("dmy", "31.07.1985", WHOLE),
        ("dmy", " 31/07/1985\n", WHOLE),
        ("dmy", "3 - 7 - 1985", {"d": "3", "m": "7", "y": "1985"}),
        ("mdy", "07311985", WHOLE),
        ("ymd", "1985-07-31", WHOLE),
        ("my", "07.1985", {"m": "07", "y": "1985"}),
        ("dmy", "31.07.85", None),
        ("dmy", "1985-07-31", None),
        ("dmy", "3107198", None),
        ("dmy", "31 July 1985", None),
        ("dmy", "3107.1985", None),
    ],
)
def test_a_whole_date_is_read_in_the_clinics_order_with_four_digits_for_the_year(
    order: str, text: str, found: dict[str, str] | None
) -> None:
    assert read_whole(text, order) == found


@AT_THREE_SIZES
async def test_a_tab_after_a_field_that_moved_on_by_itself_stays(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        await to_birth(stage)
        await stage.press("3", "1", "tab", "7", "tab", *"1985")
        assert parts(stage) == {"d": "31", "m": "7", "y": "1985"}
        assert focused(stage) == "part-y"
        await stage.press("shift+tab", "shift+tab", "2", "tab", "0", "8", "tab", *"1986")
        assert parts(stage) == {"d": "2", "m": "08", "y": "1986"}, "whoever comes back types it anew"


@AT_TWO_SIZES
async def test_a_date_typed_in_one_burst_keeps_every_digit(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        await to_birth(stage)
        for typed in ("31071985", "31.07.1985", "31/07/1985", "31 07 1985"):
            await stage.burst(*typed)
            assert parts(stage) == WHOLE, typed
            assert focused(stage) == "part-y", typed
            await stage.press("backspace", "4")
            assert parts(stage) == {**WHOLE, "y": "1984"}, typed
            await empty(stage)


async def test_digits_and_letters_touched_in_one_burst_stay_in_their_order(open_stage: Open) -> None:
    async with open_stage(size=(80, 24)) as stage:
        await to_birth(stage)
        keys = {key.value: key for key in stage.app.screen.query("NumberPad Key").results(Key)}
        await stage.drum(*(keys[digit] for digit in "05051968"))
        assert parts(stage) == {"d": "05", "m": "05", "y": "1968"}
        await stage.press("escape")
        await stage.drum(*[stage.find("⌫")] * 6)
        keys = {key.value.upper(): key for key in stage.app.screen.query("Keyboard Key").results(Key)}
        await stage.drum(*(keys[letter] for letter in "LINDQVIST"))
        assert stage.app.screen.query_one(Field).value.casefold() == "lindqvist"


async def test_tabs_in_one_burst_go_from_field_to_field(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_birth(stage)
        await stage.burst("3", "1", "tab", "7", "tab", "1", "9", "8", "5")
        assert parts(stage) == {"d": "31", "m": "7", "y": "1985"}


async def test_a_date_is_pasted_whole_over_what_was_typed_or_not_at_all(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_birth(stage)
        await stage.press("1", "2", "0")
        await stage.paste("31.07.1985")
        assert parts(stage) == WHOLE
        for text in ("1985-07-31", "31 July 85", "hello"):
            await stage.paste(text)
            assert parts(stage) == WHOLE
            assert stage.beside == "Please write the date like this: 31.07.1985."
        await stage.press("shift+tab")
        await stage.paste("12")
        assert parts(stage) == {**WHOLE, "m": "12"}


async def test_a_clinic_that_writes_the_month_first_pastes_the_month_first(open_stage: Open) -> None:
    async with open_stage() as stage:
        stage.clinic.__dict__["settings"] = stage.clinic.settings.model_copy(update={"date_order": "mdy"})
        await to_birth(stage)
        await stage.burst(*"07311985")
        assert parts(stage) == WHOLE
        await stage.paste("02/03/1979")
        assert parts(stage) == {"m": "02", "d": "03", "y": "1979"}


@AT_TWO_SIZES
async def test_after_an_error_the_focus_is_in_the_field_it_names_and_nothing_is_hidden(
    open_stage: Open, size: tuple[int, int]
) -> None:
    async with open_stage(size=size) as stage:
        await to_birth(stage)
        for typed, part, words in (
            ("31021979", "part-d", "There is no 31 February."),
            ("01131979", "part-m", "There is no month 13."),
            ("0102202", "part-y", "four digits, such as 1984."),
            ("01022027", "part-y", "is in the future."),
            ("01", "part-m", "Please type the month"),
        ):
            await stage.type(typed)
            before = parts(stage)
            shown = [key.label for key in stage.app.screen.query("Key") if key.region.area]
            await stage.press("enter")
            assert words in stage.beside, typed
            assert focused(stage) == part, typed
            assert parts(stage) == before, typed
            assert all(f" {key} " in stage.text for key in shown), "every key of the pad stays in view"
            assert [label in stage.text for label in ("ay", "Month", "Year", "Continue")] == [True] * 4, typed
            beside = stage.app.screen.query_one("InlineMessage")
            field = stage.app.screen.query_one(f"#{part}")
            assert field.region.y < beside.region.y <= field.region.bottom, typed
            await stage.press("0", "3")
            assert parts(stage)[part[-1]] == "03", f"what is typed takes the place of what was wrong in {typed}"
            assert not beside.display, typed
            await empty(stage)


async def test_a_whole_date_can_be_put_right_and_gone_on_with_at_once(open_stage: Open) -> None:
    async with open_stage(size=(40, 12)) as stage:
        await to_birth(stage)
        await stage.type("31021979")
        await stage.press("enter", "0", "3", "enter")
        assert stage.screen == "ProofScreen"


@pytest.mark.parametrize("size", [PROMISED, BIG], ids=str)
async def test_what_is_wrong_stands_apart_from_the_card_beside_the_field(
    open_stage: Open, size: tuple[int, int]
) -> None:
    async with open_stage(size=size) as stage:
        await to_birth(stage)
        await stage.type("03021979")
        await stage.press("enter", *"0113", "enter")
        assert "do not match" in stage.beside
        assert glued(stage.app.screen._compositor.render_strips(), in_view(stage.app)) == []


async def test_a_touch_on_the_words_goes_to_what_lies_below_them(open_stage: Open) -> None:
    async with open_stage(size=(40, 12)) as stage:
        await to_birth(stage)
        await stage.type("31021979")
        await stage.press("enter")
        key = next(key for key in stage.app.screen.query("Key") if key.value == "2")
        beside = stage.app.screen.query_one("InlineMessage").region
        assert beside.overlaps(key.region)
        assert await stage.pilot.click(offset=(key.region.x + 3, key.region.y))
        await stage.settle()
        assert parts(stage)["d"] == "2"
        assert not stage.app.screen.query_one("InlineMessage").display


async def test_an_error_that_a_burst_outran_stays(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_birth(stage)
        await stage.burst(*"31021979", "enter")
        assert "There is no 31 February." in stage.beside


@AT_TWO_SIZES
async def test_what_stands_in_the_way_is_said_where_cards_and_letters_stay(
    open_stage: Open, size: tuple[int, int]
) -> None:
    async with open_stage(size=size) as stage:
        await stage.press("enter", "1", "enter")
        assert "Please type your family name." in stage.beside
        keys = [key for key in stage.app.screen.query("Key") if key.region.area]
        assert all(key.label in stage.text for key in keys)
        await stage.type("Lu")
        assert not stage.beside
        await stage.press("escape", "escape")
        await to_question(stage, "herpes_active", {})
        cards = [card.label for card in stage.app.screen.query("Choice") if card.has_class("-shown")]
        asked = stage.app.screen.asked.question.ask
        await stage.press("enter")
        assert stage.beside == "Please choose an answer first. “I'm not sure” is an answer too."
        assert all(label in stage.text for label in (asked, *cards))
        await stage.press("2", "enter")
        assert stage.app.screen.asked.question.ask != asked, "one Continue is enough"


# -- taking an answer back ---------------------------------------------------------------------------------------------


async def answered(stage: Stage) -> None:
    """Answer a day and come back to it."""
    await to_last_time(stage)
    await stage.type("01062024")
    await stage.press("enter")
    await stage.press("escape")
    assert stage.screen == "LastTimeDayScreen"
    assert kept(stage) == "2024-06-01"
    assert parts(stage) == {"d": "01", "m": "06", "y": "2024"}


@AT_TWO_SIZES
async def test_a_date_whose_fields_are_emptied_is_no_answer_any_more(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        await answered(stage)
        await stage.press("tab", "tab", "backspace", "backspace", "backspace", "backspace", "backspace")
        assert parts(stage) == {"d": "", "m": "", "y": ""}
        assert kept(stage) is None
        await stage.press("enter")
        assert stage.screen == "LastTimeDayScreen"
        assert "Please type the day" in stage.beside
        await stage.press("escape")
        while stage.app.way.check_in.asked.question.id == "isotretinoin_last":
            await stage.press("escape")
        await stage.press("enter")
        assert stage.app.way.check_in.asked.question.id == "isotretinoin_last", "it is asked again"


@AT_TWO_SIZES
async def test_to_know_only_the_month_takes_the_day_back_even_if_the_month_stays_empty(
    open_stage: Open, size: tuple[int, int]
) -> None:
    async with open_stage(size=size) as stage:
        await answered(stage)
        if size[1] < 20:
            await stage.press("escape")
            await stage.tap("I know the month")
        else:
            await stage.tap("I only know the month")
        assert kept(stage) is None
        await stage.press("enter")
        assert stage.screen == "LastTimeMonthScreen"
        assert "Please type the month" in stage.beside
        assert kept(stage) is None
        await stage.press("escape")
        if size[1] < 20:
            await stage.tap("I know the day")
        assert parts(stage) == {"d": "01", "m": "06", "y": "2024"}, "what was typed is still there"
        await stage.press("enter")
        assert stage.app.screen.asked.question.id != "isotretinoin_last"


async def test_a_date_that_was_changed_counts_only_once_it_is_gone_on_with(open_stage: Open) -> None:
    async with open_stage() as stage:
        await answered(stage)
        await stage.press("2", "5", "escape")
        await stage.press("enter")
        assert stage.screen == "LastTimeDayScreen"
        assert kept(stage) is None
        assert parts(stage)["d"] == "25"
        await stage.press("enter", "escape")
        assert kept(stage) == "2024-06-25"


async def test_not_sure_wins_over_a_date_typed_before_it(open_stage: Open) -> None:
    async with open_stage() as stage:
        await answered(stage)
        await stage.tap("I'm not sure")
        assert set(parts(stage).values()) == {""}
        await stage.press("enter", "escape")
        assert kept(stage) == "not_sure"
        await stage.type("01052024")
        await stage.press("enter", "escape")
        assert kept(stage) == "2024-05-01"


@AT_TWO_SIZES
async def test_a_month_comes_back_as_a_month_and_says_in_plain_words_what_it_cannot_be(
    open_stage: Open, size: tuple[int, int]
) -> None:
    async with open_stage(size=size) as stage:
        await to_last_time(stage, "I know the month")
        if stage.screen == "LastTimeDayScreen":
            await stage.tap("I only know the month")
        for typed, words in (
            ("11202", "Please write the year with four digits, such as 2024."),
            ("132024", "There is no month 13. Please check the month."),
            ("002024", "There is no month 0. Please check the month."),
            ("112027", "November 2027 is in the future. Please check the year."),
            ("122026", "December 2026 is in the future. Please check the month."),
        ):
            await stage.tap("#part-m")
            await stage.type(typed)
            await stage.press("enter")
            assert stage.screen == "LastTimeMonthScreen"
            assert stage.beside == words
            assert kept(stage) is None
        await stage.tap("#part-m")
        await stage.type("112024")
        await stage.press("enter", "escape")
        assert stage.screen == "LastTimeMonthScreen"
        assert kept(stage) == "2024-11"
        assert parts(stage) == {"m": "11", "y": "2024"}


@AT_TWO_SIZES
async def test_back_keeps_what_was_typed(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        await stage.press("enter", "2")
        await stage.type("LU9")
        await stage.press("escape", "2")
        assert stage.app.screen.text == "LU9"
        await stage.press("escape", "1")
        await stage.type("Luczak")
        await stage.press("escape", "1", "enter")
        await stage.type("0302")
        await stage.press("escape", "enter")
        assert parts(stage) == {"d": "03", "m": "02", "y": ""}
        await stage.press("tab", "tab")
        await stage.type("1979")
        await stage.press("enter")
        assert stage.screen == "ProofScreen"
        await stage.type("01")
        await stage.press("escape")
        assert stage.screen == "CheckInMethodScreen"
        await stage.press("3")
        await stage.type("Jo")
        await stage.press("escape", "3")
        assert stage.app.screen.text == "Jo"


@AT_TWO_SIZES
async def test_the_number_pad_has_no_hole(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        await to_birth(stage)
        pad = stage.app.screen.query_one("NumberPad")
        keys = [key.region for key in pad.query("Key") if key.display]
        assert sum(region.area for region in keys) == pad.region.area


@AT_TWO_SIZES
async def test_a_walk_in_hears_of_a_wrong_date_or_number_where_it_is_typed(
    open_stage: Open, size: tuple[int, int]
) -> None:
    async with open_stage(size=size) as stage:
        await stage.press("enter", "3")
        await stage.type("Jo")
        await stage.press("enter")
        await stage.type("Sunday")
        await stage.press("enter")
        await stage.type("3002")
        await stage.type("1990")
        await stage.press("enter")
        assert stage.screen == "WalkInBirthScreen"
        assert "There is no 30 February." in stage.beside
        await stage.type("01")
        await stage.press("enter", "1", "2", "enter")
        assert stage.screen == "WalkInPhoneScreen"
        assert "Please type your telephone number" in stage.beside


async def test_a_name_without_a_letter_is_refused_where_it_is_typed(open_stage: Open) -> None:
    async with open_stage(size=(40, 12)) as stage:
        await stage.press("enter", "1")
        await stage.type(" - ")
        await stage.press("enter")
        assert (stage.screen, stage.beside) == ("NameScreen", "Please type your family name.")
        await stage.press("escape", "3")
        await stage.type("--")
        await stage.press("enter")
        assert (stage.screen, stage.beside) == ("WalkInScreen", "Please type your first name.")


async def test_digits_are_typed_wherever_the_focus_is(open_stage: Open) -> None:
    async with open_stage() as stage:
        for begin in (to_birth, to_last_time):
            await begin(stage)
            stage.find("#go").focus()
            await stage.settle()
            await stage.press("3", "1")
            assert parts(stage)["d"] == "31"


async def test_by_keys_alone_one_says_that_less_is_known(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_last_time(stage)
        await stage.press("1")
        assert (stage.screen, parts(stage)["d"]) == ("LastTimeDayScreen", "1")
        await stage.press("m")
        assert stage.screen == "LastTimeMonthScreen"
        await stage.press("o")
        assert stage.screen == "LastTimeRoughlyScreen"
