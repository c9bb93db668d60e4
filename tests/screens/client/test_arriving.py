"""Who are you, is this your visit: every way in, and a plain screen for everything that stands in the way."""

from __future__ import annotations

import pytest

from kiosk.checkin import estimate
from kiosk.checkin.screen_data import Step
from tests.screens.conftest import Open
from tests.screens.leading import admit, answer, set_out, show, to_birth, to_code
from tests.screens.sizes import AT_THREE_SIZES, AT_TWO_SIZES
from tests.screens.stage import Stage


async def say_who(stage: Stage, name: str, born: str) -> None:
    """Say the family name, and type the date of birth (day, month, year)."""
    await to_birth(stage, name)
    await stage.type(born)
    await stage.press("enter")


@AT_TWO_SIZES
async def test_the_opening_screen_says_how_long_past_check_ins_took(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        measured = estimate.measured(stage.clinic).first
        assert measured != stage.clinic.settings.minutes_estimate_default
        assert f"Check in here: about {measured} minutes" in stage.text


async def test_it_says_it_apart_for_who_was_here_before(open_stage: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(estimate, "measured", lambda _books: estimate.Estimate(5, 2))
    async with open_stage(size=(80, 24)) as stage:
        assert "Check in here: about 5 minutes, then take a seat." in stage.text
        assert "Been here before? About 2 minutes." in stage.text


@pytest.mark.parametrize(
    ("button", "leads_to"),
    [("#by-name", "NameScreen"), ("#by-code", "CodeScreen"), ("#no-appointment", "WalkInScreen")],
)
async def test_each_way_in_is_one_touch_from_the_opening_screen(open_stage: Open, button: str, leads_to: str) -> None:
    async with open_stage() as stage:
        await stage.tap(button)
        assert stage.screen == leads_to


async def test_a_touch_beside_the_buttons_asks_how_to_check_in(open_stage: Open) -> None:
    async with open_stage() as stage:
        foot = stage.app.screen.query_one("Foot").region
        assert await stage.pilot.click(offset=(foot.width // 2, foot.y))
        await stage.settle()
        assert stage.screen == "OpeningScreen"
        await stage.tap("#welcome")
        assert stage.screen == "CheckInMethodScreen"


@AT_TWO_SIZES
async def test_a_day_that_does_not_exist_is_refused_in_words(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        await say_who(stage, "Luczak", "31021979")
        assert stage.screen == "BirthScreen"
        assert "There is no 31 February" in stage.text
        await stage.press("backspace")
        assert "There is no 31 February" not in stage.text


async def test_rubbing_out_goes_on_in_the_field_before(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_birth(stage)
        await stage.type("030219")
        await stage.press("backspace", "backspace", "backspace", "backspace", "backspace")
        assert stage.app.screen.query_one("DateFields").parts == {"d": "0", "m": "", "y": ""}


@AT_TWO_SIZES
async def test_a_wrong_entry_reveals_nothing_and_can_be_tried_again(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        await say_who(stage, "Luczak", "04021979")
        assert stage.screen == "NoticeScreen"
        assert "could not find your visit" in stage.text
        assert "Luczak" not in stage.text
        await stage.press("enter")
        assert stage.screen == "CheckInMethodScreen"


@pytest.mark.thorough
async def test_several_wrong_entries_lead_to_the_desk_and_a_code_still_works(open_stage: Open) -> None:
    async with open_stage() as stage:
        await stage.press("enter")
        for _ in range(3):
            await stage.press("1")
            stage.app.screen.query_one("Field").clear()
            await stage.type("Nobody")
            await stage.press("enter")
            stage.app.screen.query_one("DateFields").clear()
            await stage.tap("#part-d")
            await stage.type("01011980")
            await stage.press("enter")
            assert stage.screen == "NoticeScreen"
            if "come to the desk" in stage.text and "Try again" not in stage.text:
                break
            await stage.press("enter")
        assert stage.clinic.terminals.me().notice is not None
        if stage.screen == "NoticeScreen":
            await stage.press("enter")
        if stage.screen == "DoneScreen":
            await stage.press("enter", "enter")
        await stage.press("2")
        await stage.type("LU101")
        await stage.press("enter")
        assert stage.screen == "YourVisitScreen"


async def test_a_scanned_code_opens_the_visit_from_the_opening_screen(open_stage: Open) -> None:
    async with open_stage() as stage:
        await stage.pilot.press(*"LU101", "enter")
        await stage.settle()
        assert stage.screen == "YourVisitScreen"
        assert "T. Ł." in stage.text


async def test_what_somebody_typed_in_passing_does_not_spoil_a_scan(open_stage: Open) -> None:
    async with open_stage() as stage:
        await stage.pilot.press(*"x7")
        stage.clock.move(3)
        await stage.pilot.press(*"LU101", "enter")
        await stage.settle()
        assert stage.screen == "YourVisitScreen"


async def test_a_code_scanned_into_the_name_is_taken_as_a_code(open_stage: Open) -> None:
    async with open_stage() as stage:
        await stage.press("enter", "1")
        await stage.type("LU101")
        await stage.press("enter")
        assert stage.screen == "YourVisitScreen"


@AT_TWO_SIZES
async def test_without_a_second_proof_treatment_and_practitioner_stay_hidden(
    open_stage: Open, size: tuple[int, int]
) -> None:
    async with open_stage(size=size) as stage:
        await say_who(stage, "Luczak", "03021979")
        assert stage.screen == "ProofScreen"
        await stage.tap("#skip")
        assert stage.screen == "YourVisitScreen"
        assert "T. Ł." in stage.text
        assert "Peel" not in stage.text
        assert "Moss" not in stage.text


async def test_with_the_last_four_digits_the_treatment_is_shown(open_stage: Open) -> None:
    async with open_stage() as stage:
        await say_who(stage, "Luczak", "03021979")
        await stage.type("0112")
        await stage.press("enter")
        assert "Parisian Peel" in stage.text


async def test_no_this_is_not_me_forgets_who_was_found(open_stage: Open) -> None:
    async with open_stage() as stage:
        await say_who(stage, "Luczak", "03021979")
        await stage.tap("#skip")
        await stage.tap("No, this is not me")
        assert stage.screen == "CheckInMethodScreen"
        assert "T. Ł." not in stage.text


@AT_TWO_SIZES
async def test_a_digit_in_a_walk_ins_name_is_asked_about_once(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        await stage.tap("#no-appointment")
        await stage.type("Jo4n")
        await stage.press("enter")
        assert stage.screen == "WalkInScreen"
        assert "There is a digit in this name" in stage.beside
        await stage.press("enter")
        assert stage.screen == "WalkInFamilyScreen"
        await stage.type("Sunday")
        await stage.press("enter")
        assert stage.screen == "WalkInBirthScreen"


async def test_a_digit_in_a_walk_ins_name_is_not_taken_by_a_double_tap(open_stage: Open) -> None:
    async with open_stage() as stage:
        await stage.tap("#no-appointment")
        await stage.type("Jo4n")
        await stage.tap_twice("#go")
        assert stage.screen == "WalkInScreen"
        assert "There is a digit in this name" in stage.beside
        await stage.tap("#go")
        assert stage.screen == "WalkInFamilyScreen"


@AT_TWO_SIZES
async def test_who_has_a_digit_in_the_name_is_asked_about_it_once_and_found(
    open_stage: Open, size: tuple[int, int]
) -> None:
    async with open_stage(size=size) as stage:
        (visit,) = stage.clinic.visits.by_code("LU101")
        tomasz = stage.clinic.clients.get(visit.client_id)
        stage.clinic.clients.correct_name(tomasz, "Tomasz", "Łuczak 2nd", stage.clinic.actor_system())
        await stage.press("enter", "1")
        await stage.type("Luczak 2nd")
        await stage.tap_twice("#go")
        assert stage.screen == "NameScreen"
        assert "If it is right, touch Continue once more." in " ".join(stage.beside.split())
        await stage.tap("#go")
        assert stage.screen == "BirthScreen"
        await stage.type("03021979")
        await stage.press("enter")
        assert stage.screen == "ProofScreen"


@AT_TWO_SIZES
async def test_two_people_of_one_name_and_birthday_are_told_apart(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        await say_who(stage, "Kowalska", "16061996")
        assert stage.screen == "FirstNameScreen"
        await stage.type("Ewa")
        await stage.press("enter")
        assert stage.screen in ("ProofScreen", "YourVisitScreen")


@AT_TWO_SIZES
async def test_each_obstacle_has_its_own_plain_screen_with_a_next_step(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        for code, words in (("LU117", "You are early"), ("LU116", "Good that you are here")):
            await stage.press("enter", "2")
            await stage.type(code)
            await stage.press("enter")
            assert stage.screen == "NoticeScreen", code
            assert words in stage.text
            assert "Please" in stage.text, code
            await stage.press("enter")
            assert stage.screen == "DoneScreen", code
            await stage.press("enter")
            assert stage.screen == "OpeningScreen", code


@AT_TWO_SIZES
async def test_under_the_age_of_consent_a_guardian_is_asked_for_before_any_question(
    open_stage: Open, size: tuple[int, int]
) -> None:
    async with open_stage(size=size) as stage:
        await to_code(stage, "LU109")
        await stage.press("1")
        assert stage.screen == "GuardianScreen"
        await stage.tap("No")
        assert stage.screen == "NoticeScreen"
        assert "guardian" in stage.text


async def test_a_guardian_gives_the_consent_and_never_sees_the_answers(open_stage: Open) -> None:
    async with open_stage() as stage:
        check_in = await to_code(stage, "LU109", yes=True)
        assert stage.screen == "GuardianScreen"
        await stage.press("1", "enter")
        while check_in.step is Step.QUESTION:
            answer(check_in, {})
        await show(stage)
        assert stage.screen == "ReviewScreen"
        await stage.press("enter")
        assert stage.screen == "ConsentScreen"
        await stage.tap("#back")
        while stage.screen == "ConsentScreen" and "answers are closed" not in stage.text:
            await stage.tap("#back")
        assert stage.screen == "ConsentScreen"


@AT_TWO_SIZES
async def test_somebody_without_an_appointment_asks_reception(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        await stage.press("enter", "3")
        await stage.type("Jo")
        await stage.press("enter")
        await stage.type("Sunday")
        await stage.press("enter")
        await stage.type("01021990")
        await stage.press("enter")
        await stage.type("447700900123")
        await stage.press("enter")
        await stage.tap("Medical facial")
        assert stage.screen == "NoticeScreen"
        assert "The desk has your details" in stage.text
        states = [entry.visit.state for entry in stage.clinic.daybook().entries() if entry.client.given_name == "Jo"]
        assert states == ["requested"]


async def test_a_returning_client_is_asked_whether_it_is_still_so(open_stage: Open) -> None:
    async with open_stage() as stage:
        check_in = await to_code(stage, "LU113", yes=True)
        await stage.press("enter")
        while stage.screen != "LastAnswerScreen":
            answer(check_in, {})
            await show(stage)
        assert "Last time:" in stage.text
        first = stage.app.screen.asked.question.id
        await stage.tap("No, it has changed")
        await stage.tap("#go")
        assert stage.screen != "LastAnswerScreen"
        assert stage.app.screen.asked.question.id == first


async def test_a_name_with_signs_in_it_is_shown_as_it_is_and_does_nothing(open_stage: Open) -> None:
    async with open_stage() as stage:
        await stage.press("enter", "1")
        for text in ("[@click=app.quit]Jo[/] [/x]", "A\x1b]52;c;aGk=\x1b\\B", "Jo\u202eRED\u2066x"):
            field = stage.app.screen.query_one("Field")
            field.clear()
            field.type(text)
            await stage.settle()
        field.clear()
        field.type("[/x]")
        await stage.press("enter")
        await stage.type("02101982")
        await stage.press("enter")
        assert stage.screen == "ProofScreen"
        await stage.type("0219")
        await stage.press("enter")
        assert stage.screen == "YourVisitScreen"


@pytest.mark.thorough
@AT_THREE_SIZES
async def test_somebody_else_who_answers_is_kept(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        await to_code(stage, "LU101", yes=True)
        await stage.tap("#whole")
        assert stage.screen == "WholePrivacyScreen"
        while stage.screen == "WholePrivacyScreen":
            await stage.tap("#go")
        await stage.tap("#helper")
        await stage.tap("An interpreter, for me")
        assert stage.screen == "WhoHelpsScreen"
        await stage.tap("#back")
        await stage.tap("Somebody who helps me")
        assert "Who helps you?" in stage.text
        await stage.press("escape")
        await stage.press("3")
        await stage.tap("Family or a friend")
        assert stage.screen == "AreasScreen"
        assert stage.app.way.check_in._draft.answered_by == "interpreter"
        assert stage.app.way.check_in._draft.helped_by == "family"


async def test_the_key_of_speech_says_that_there_is_none(open_stage: Open) -> None:
    async with open_stage(size=(40, 12)) as stage:
        await stage.press("f4")
        assert stage.beside.startswith("This screen can't read aloud yet.")
        await stage.tick(7)
        assert stage.beside == ""
        await to_birth(stage)
        await stage.press("f4")
        assert stage.beside.startswith("This screen can't read aloud yet.")
        assert stage.screen == "BirthScreen"
        check_in = await set_out(stage)
        admit(check_in, "LU101")
        await show(stage)
        await stage.press("f4")
        assert "read aloud" in stage.beside
        assert check_in.asked.number == 1
