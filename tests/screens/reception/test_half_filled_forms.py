"""Half-filled forms of the desk: put aside by one key, kept for half an hour, for nobody else."""

from __future__ import annotations

import pytest

from kiosk.visits.visit import VisitState
from tests.kiosk.conftest import PEEL, TODAY, House
from tests.screens.reception.test_desk_work import opened, paper_form_filled, typed
from tests.screens.sizes import AT_TWO_SIZES
from tests.screens.staff.terminal import BIG, StaffStage, staff_stage


async def half_a_walk_in(stage: StaffStage) -> None:
    """Fill in a walk-in as far as half a family name."""
    await stage.press("w")
    await typed(stage, "Given name", "Will")
    await stage.wait(lambda: stage.screen == "TextScreen" and "Family name" in stage.text, "the family name")
    await stage.type("Walk")


async def rest_of_the_walk_in(stage: StaffStage) -> None:
    """Fill in the rest, from the family name on."""
    await stage.type("er")
    await stage.press("enter")
    await stage.wait(lambda: stage.screen == "DateScreen", "the date of birth")
    await stage.type("03041990")
    await stage.press("enter")
    await typed(stage, "Telephone", "600100200")
    await stage.pick("Parisian Peel")
    await stage.pick("Dr Roca")
    await stage.until_choice("10:")
    await stage.press("1")
    await stage.wait(lambda: stage.screen == "VisitScreen", "the visit")


async def test_one_key_puts_a_form_aside_and_brings_it_back_as_it_stood(house: House) -> None:
    async with staff_stage(house, house.rita) as stage:
        await half_a_walk_in(stage)
        await stage.press("f6")
        await stage.until("Put aside for 30 minutes. F6 goes on with it.")
        assert stage.screen == "BoardScreen"
        assert house.clinic.daybook().entries() == (), "nothing is kept of it before its end"
        await stage.press("f6")
        await stage.wait(lambda: stage.screen == "TextScreen" and "Family name" in stage.text, "the family name")
        assert "Walk" in stage.text
        await rest_of_the_walk_in(stage)
        (entry,) = house.clinic.daybook().entries()
        assert entry.client.full_name == "Will Walker"
        assert entry.visit.state is VisitState.booked
        assert stage.app.half_filled.of(house.rita.id) == ()


@AT_TWO_SIZES
async def test_a_finger_puts_a_form_aside_and_brings_it_back(house: House, size: tuple[int, int]) -> None:
    async with staff_stage(house, house.rita, size=size) as stage:
        await half_a_walk_in(stage)
        await stage.tap("Later")
        await stage.until("Put aside: Walk-in")
        stage.look()
        await stage.tap("#do-go_on")
        await stage.wait(lambda: stage.screen == "TextScreen", "the family name")
        assert "Walk" in stage.text


@pytest.mark.thorough
async def test_a_locked_form_waits_for_its_owner_and_whoever_signs_in_next_does_not_see_it(house: House) -> None:
    async with staff_stage(house, house.rita) as stage:
        await half_a_walk_in(stage)
        await stage.tick(house.clinic.settings.staff_idle_seconds + 1)
        await stage.wait(lambda: stage.screen == "LockScreen", "the lock")
        await stage.press("o")
        await stage.wait(lambda: stage.screen == "SignInScreen", "the sign-in")
        await stage.pick("Bea Ortiz")
        await stage.sign("bea")
        await stage.wait(lambda: stage.screen == "BoardScreen", "the board")
        assert "Put aside" not in stage.text
        await stage.press("f6")
        await stage.until("Nothing is put aside.")
        await stage.press("m")
        await stage.pick("Sign out")
        await stage.pick("Rita Roy")
        await stage.sign("rita")
        await stage.until("Put aside: Walk-in")
        await stage.press("f6")
        await stage.wait(lambda: stage.screen == "TextScreen", "the family name")
        assert "Walk" in stage.text


async def test_a_form_is_gone_after_half_an_hour(house: House) -> None:
    async with staff_stage(house, house.rita) as stage:
        await half_a_walk_in(stage)
        await stage.press("f6")
        await stage.until("Put aside: Walk-in")
        house.clock.forward(minutes=29)
        stage.app.touch()
        stage.app.tick()
        assert stage.app.half_filled.of(house.rita.id)
        house.clock.forward(minutes=2)
        stage.app.touch()
        stage.app.tick()
        await stage.settle()
        assert "Put aside: Walk-in" not in stage.text
        assert stage.app.half_filled.of(house.rita.id) == ()


@pytest.mark.thorough
async def test_back_leads_to_the_question_before_with_what_was_given(house: House) -> None:
    async with staff_stage(house, house.rita) as stage:
        await half_a_walk_in(stage)
        await stage.press("escape")
        await stage.wait(lambda: stage.screen == "TextScreen" and "Given name" in stage.text, "the given name")
        assert "Will" in stage.text
        await stage.press("enter")
        await stage.wait(lambda: "Family name" in stage.text, "the family name")
        assert "Walk" in stage.text
        await stage.press("escape", "escape")
        await stage.wait(lambda: stage.screen == "BoardScreen", "the board")


@pytest.mark.thorough
async def test_finding_and_booking_for_a_caller_leaves_the_open_visit_as_it_is(house: House) -> None:
    house.book(house.client("Cora", "Calls"), day=TODAY.replace(day=1))
    house.screened(house.client())
    async with staff_stage(house, house.rita, size=BIG) as stage:
        await opened(stage)
        await stage.press("r")
        await stage.pick("Something else")
        await stage.wait(lambda: stage.screen == "TextScreen", "the reason")
        await stage.type("Looks pa")
        await stage.press("f6")
        await stage.until("Put aside for 30 minutes")
        await stage.press("f7")
        await stage.pick("Book a visit")
        await typed(stage, "Name or telephone", "calls")
        await stage.pick("Cora Calls")
        await stage.pick("Parisian Peel")
        await stage.pick("Dr Roca")
        await stage.until_choice("Friday 31 July")
        await stage.press("1")
        await stage.until("Booked:")
        (entry,) = house.clinic.daybook(TODAY.replace(day=31)).entries()
        booked = entry.visit
        assert entry.client.given_name == "Cora"
        assert (booked.source, booked.practitioner) == ("desk", "Dr Roca")
        await stage.press("escape")
        await stage.wait(lambda: stage.screen == "VisitScreen", "the visit that was open")
        assert "Anna Ferrer" in stage.text
        await stage.press("f6")
        await stage.wait(lambda: stage.screen == "TextScreen", "the reason")
        assert "Looks pa" in stage.text


@pytest.mark.thorough
async def test_the_second_of_two_desks_is_told_sees_what_changed_and_loses_nothing(house: House) -> None:
    visit = house.screened(house.client())
    async with staff_stage(house, house.rita, size=BIG) as stage:
        await opened(stage)
        await stage.press("r")
        await stage.pick("Something else")
        await stage.wait(lambda: stage.screen == "TextScreen", "the reason")
        await stage.type("Looks pale")
        passed = house.desk(house.bea).confirm(visit)
        house.desk(house.bea).reassign(passed, "Dr Sol")
        await stage.press("enter")
        await stage.until("Bea Ortiz changed this visit")
        said = " ".join(stage.text.split())
        assert "What you filled in is kept: F6 goes on with it." in said
        assert "Bea Ortiz: passed to the practitioner" in said
        assert "With: Dr Sol, was Dr Roca" in said
        assert house.visit(visit).raised is None
        await stage.press("f6")
        await stage.wait(lambda: stage.screen == "TextScreen", "the reason")
        assert "Looks pale" in stage.text
        await stage.press("enter")
        await stage.until("The practitioner will look first.")
        raised = house.visit(visit).raised
        assert raised is not None
        assert raised.reason == "Looks pale"
        assert "Changed while it is open here" not in stage.text


@pytest.mark.thorough
async def test_a_paper_form_is_checked_once_more_and_any_answer_can_be_changed(house: House) -> None:
    visit = house.book(house.client())
    protocol = house.clinic.protocols[PEEL]
    async with staff_stage(house, house.rita, size=BIG) as stage:
        await paper_form_filled(stage, protocol)
        assert house.visit(visit).checkin is None, "nothing counts before it was seen once more"
        question = protocol.question("rash")
        await stage.tap(question.short)
        await stage.pick(question.label("yes"))
        where = protocol.question("rash_where")
        await stage.pick("Choose from the list")
        await stage.pick(where.options[-1].label)
        await stage.tap("#go")
        await stage.until("Compare with the paper.")
        await stage.press("escape")
        await stage.until_choice(where.options[-1].label)
        await stage.tap("#go")
        await stage.until("Compare with the paper.")
        while stage.screen == "PaperCheckScreen":
            await stage.tap("#go")
        await stage.until("The paper form is entered.")
        kept = house.visit(visit).checkin
        assert kept is not None
        answers = house.clinic.judge.given(kept)
        assert answers.raw["rash"] == "yes"
        assert answers.raw["rash_where"] == [where.options[-1].id]
        assert kept.consent is not None


@pytest.mark.thorough
async def test_a_form_of_the_board_is_gone_on_with_from_a_visit_and_back_leads_from_its_last_page(house: House) -> None:
    house.book(house.client())
    async with staff_stage(house, house.rita, size=BIG) as stage:
        stage.app.screen.do("away")  # type: ignore[attr-defined]
        await stage.pick("Today")
        await stage.until_choice("Dr Roca")
        await stage.press("f6")
        await stage.until("Put aside: Somebody is away")
        await opened(stage)
        await stage.press("f6")
        await stage.pick("Dr Roca")
        await stage.pick("Give them to somebody else")
        await stage.until("Nobody else on the staff list gives these treatments. Move the visits to other days. What")
        await stage.press("f6")
        await stage.until("Give them to somebody else")
        await stage.pick("Move them to other days")
        await stage.wait(lambda: stage.screen == "DateScreen", "from which day")
        await stage.type("01082026")
        await stage.press("enter")
        await stage.wait(lambda: stage.screen == "SureScreen", "the plan")
        await stage.press("escape")
        await stage.wait(lambda: stage.screen == "DateScreen", "from which day, again")
        assert "2026" in stage.text


@pytest.mark.thorough
async def test_another_day_begun_on_the_board_is_gone_on_with_for_the_same_visit(house: House) -> None:
    first, other = house.book(house.client()), house.book(house.client("Zoe", "Zaun"))
    async with staff_stage(house, house.rita, size=BIG) as stage:
        await stage.press("n")
        await stage.pick("Another day or time")
        await stage.wait(lambda: stage.screen == "DateScreen", "the day")
        await stage.type("1008")
        await stage.press("f6")
        await stage.until("Put aside: Another day")
        await stage.press("end")
        await stage.press("f6")
        await stage.wait(lambda: stage.screen == "DateScreen", "the day, again")
        assert "10" in stage.text
        await stage.type("2026")
        await stage.press("enter")
        await typed(stage, "Time", "11:00")
        await stage.wait(lambda: house.visit(first).state is VisitState.put_off, "the visit moved")
        assert house.visit(other).state is VisitState.booked
