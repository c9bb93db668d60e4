"""The practitioner decides: ahead, with care, not today, not at all; signed by PIN, finished with after-care."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kiosk.visits.visit import VisitState
from screens.practitioner.decision_asking import DECISIONS
from screens.practitioner.finding_blocks import SUMMARY_KEYS
from screens.staff.pin_screen import PinScreen
from screens.widgets import NumberPad
from tests.kiosk.conftest import FACIAL, House
from tests.kiosk.room.test_kinds import KIND, listed
from tests.screens.practitioner.hands import NOTE, left, opened, words
from tests.screens.sizes import AT_FOUR_SIZES, AT_THREE_SIZES, AT_TWO_SIZES
from tests.screens.staff.terminal import BIG, PROMISED, SMALLEST, staff_stage


async def test_going_ahead_is_signed_by_pin_and_starts_the_visit(house: House) -> None:
    visit = house.confirmed(house.client())
    async with staff_stage(house, house.dr_roca, role="practitioner") as stage:
        await opened(stage)
        await stage.tap("Go ahead")
        await stage.wait(lambda: stage.screen == "PinScreen", "the PIN pad")
        lines = [line.strip() for line in stage.lines]
        assert any(line.startswith("Go ahead") for line in lines)
        assert any(line.startswith("Anna Ferrer · Parisian Peel") for line in lines)
        assert any(line.startswith("All questions are answered, and the") for line in lines)
        await stage.type("999998")
        await stage.press("enter")
        await stage.until_said("do not match")
        assert house.visit(visit).state is VisitState.confirmed
        await stage.sign()
        await stage.until("Signed: go ahead.")
        kept = house.visit(visit)
        assert kept.state is VisitState.in_progress
        assert kept.decision is not None
        assert kept.decision.by == "Dr Roca"


async def test_nobody_goes_ahead_before_the_note_was_shown(house: House) -> None:
    visit = house.confirmed(house.client(), note=NOTE)
    async with staff_stage(house, house.dr_roca, role="practitioner", size=SMALLEST) as stage:
        await opened(stage)
        assert NOTE not in stage.text
        await stage.press("g")
        await stage.until("I have read it")
        assert NOTE in words(stage)
        await stage.tap("#go")
        await stage.until("Go ahead")
        assert "the client agrees to it today" in words(stage)
        assert "Anna Ferrer · Parisian Peel" in words(stage)
        await stage.tap("PIN ›")
        await stage.sign()
        await stage.wait(lambda: house.visit(visit).state is VisitState.in_progress, "the start")


async def test_a_note_that_stood_on_the_screen_is_not_shown_again(house: House) -> None:
    house.confirmed(house.client(), note=NOTE)
    async with staff_stage(house, house.dr_roca, role="practitioner", size=BIG) as stage:
        await opened(stage)
        assert NOTE in stage.text
        await stage.press("g")
        await stage.wait(lambda: stage.screen == "PinScreen", "the PIN pad at once")


async def test_what_is_missing_is_said_before_anything_is_asked(house: House) -> None:
    house.screened(house.client(), herpes_active="yes", note=NOTE)
    async with staff_stage(house, house.dr_roca, role="practitioner") as stage:
        await opened(stage)
        await stage.press("g")
        await stage.until("The desk has not passed this visit on yet.")
        assert "There is no consent to this treatment yet." in words(stage)
        assert stage.screen == "SummaryScreen"


async def test_a_deferral_is_overridden_by_a_reason_from_the_list_and_a_line(house: House) -> None:
    visit = house.confirmed(house.client(), herpes_active="yes")
    house.room().paper_consent(visit, "yes", "Anna Ferrer")
    async with staff_stage(house, house.dr_roca, role="practitioner") as stage:
        await opened(stage)
        await stage.press("g")
        await stage.until("NOT TODAY: why go ahead?")
        assert "You override: Cold sore: yes." in words(stage)
        await stage.pick("I looked: it is no obstacle")
        await stage.wait(lambda: stage.screen == "TextScreen", "the line")
        await stage.press("enter")
        await stage.until_said("A line is needed")
        await stage.type("An old scar")
        await stage.press("enter")
        await stage.wait(lambda: stage.screen == "PinScreen", "the PIN pad")
        for shown in ("Anna Ferrer · Parisian Peel", "Cold sore: yes", "An old scar", "agrees to it today"):
            assert shown in left(stage), shown
        await stage.sign()
        await stage.until("Signed: go ahead.")
        assert "OVERRIDDEN   Go ahead, Dr Roca" in stage.text
        assert stage.app.screen.query_one("#band").has_class("-stop")
        decision = house.visit(visit).decision
        assert decision is not None
        assert decision.why == "I looked: it is no obstacle. An old scar"


async def test_a_contraindication_takes_the_leads_pin_too(house: House) -> None:
    visit = house.confirmed(house.client(), rosacea="yes")
    house.room().paper_consent(visit, "yes", "Anna Ferrer")
    async with staff_stage(house, house.dr_roca, role="practitioner") as stage:
        await opened(stage)
        for comes_back in (False, True):
            await stage.press("g")
            await stage.until("NOT THIS TREATMENT: why go ahead?")
            assert "Lena Lead (lead) signs besides you, with their own PIN" in words(stage)
            await stage.pick("Who prescribes it agrees")
            await stage.wait(lambda: stage.screen == "TextScreen", "the line")
            if comes_back:
                assert "Dr Pla wrote" in stage.text
            else:
                await stage.type("Dr Pla wrote")
            await stage.press("enter")
            await stage.sign()
            await stage.until("Dr Roca has signed. Lena Lead")
            assert "Dr Pla wrote" in left(stage)
            if comes_back:
                await stage.sign("lead")
                await stage.until("Signed: go ahead.")
            else:
                await stage.press("escape")
                await stage.until("the second PIN is missing. Your reason is kept.")
                assert house.visit(visit).decision is None
        second = house.visit(visit).signoffs[-1].second
        assert second is not None
        assert second.by == "Lena Lead"


@pytest.mark.thorough
async def test_without_a_consent_the_screen_says_so_and_takes_one_on_paper(house: House) -> None:
    visit = house.confirmed(house.client(), herpes_active="yes")
    async with staff_stage(house, house.dr_roca, role="practitioner", size=BIG) as stage:
        await opened(stage)
        assert "take it on paper" not in stage.text, "nobody consents to what is not done"
        await stage.press("g")
        await stage.until("There is no consent to this treatment yet.")
        await stage.tap("No consent yet: take it on paper")
        await stage.wait(lambda: stage.screen == "TextScreen", "the name")
        await stage.press("enter")
        await stage.until("The consent is saved.")
        record = house.visit(visit).checkin
        assert record is not None
        assert record.consent is not None
        assert record.consent.how == "paper"


async def test_a_kind_is_named_from_the_list_and_settles_the_answer(house: House) -> None:
    listed(house, f"{KIND}, keratosis pilaris")
    visit = house.confirmed(house.client(), keratosis="yes")
    async with staff_stage(house, house.dr_roca, role="practitioner", size=BIG) as stage:
        await opened(stage)
        await stage.tap("Name the kind ›")
        await stage.pick(KIND)
        await stage.until(f"Settled: Keratosis: {KIND}.")
        await stage.press("i")
        await stage.sign()
        await stage.until("Signed.")
        verdict = house.visit(visit).verdict
        assert verdict is not None
        assert str(verdict.outcome) == "eligible"


@pytest.mark.thorough
async def test_a_spot_is_closed_by_advice_and_brought_back_until_a_doctor_has_looked(house: House) -> None:
    visit = house.confirmed(house.client(), lesion="yes")
    async with staff_stage(house, house.dr_roca, role="practitioner", size=BIG) as stage:
        await opened(stage)
        await stage.tap("Advised to see a doctor, slip given ›")
        await stage.until("Please have a doctor look at one place on your skin,")
        assert "Looked at on" not in stage.text  # that is for a pen
        await stage.tap("#go")
        await stage.until("Noted: advised to see a doctor, slip given.")
        assert house.visit(visit).signoffs[-1].decision == "confirm"
        await stage.press("i")
        await stage.sign()
        await stage.until("Signed.")
        assert [each.decision for each in house.visit(visit).signoffs][-1] == "advised"
        await stage.until("slip given: Dr Roca")
        assert "slip given: Dr Roca, 30 July 2026." in words(stage)
        await stage.tap("A doctor has looked ›")
        await stage.wait(lambda: stage.screen == "TextScreen", "who looked")
        await stage.type("Dr Pla: harmless")
        await stage.press("enter")
        await stage.until("Noted: a doctor has looked.")
        await stage.press("i")
        await stage.sign()
        await stage.until("Signed.")
        assert house.visit(visit).signoffs[-1].reason == "Dr Pla: harmless"


async def test_one_pin_signs_what_was_settled_corrected_and_decided(house: House) -> None:
    visit = house.confirmed(house.client(), eczema="not_sure", rosacea="yes", lesion="yes")
    async with staff_stage(house, house.dr_roca, role="practitioner", size=BIG) as stage:
        await opened(stage)
        await stage.press("v", "enter")
        await stage.until("slip given. Not signed yet.")
        await stage.press("u")
        await stage.pick("No")
        await stage.until("Settled: Eczema: no. Not signed yet.")
        await stage.press("a")
        await stage.pick("Rosacea")
        await stage.pick("No")
        await stage.pick("I looked: it is different")
        await stage.until("NOT TODAY")
        house.desk().raise_(house.visit(visit), "Looks unwell")  # what others do is taken in, and nothing is lost
        await stage.until("Looks unwell")
        assert [each.decision for each in house.visit(visit).signoffs] == ["confirm"]
        await stage.press("o")
        await stage.pick("No day yet")
        await stage.wait(lambda: stage.screen == "PinScreen", "the PIN pad")
        for shown in ("Advised to see a doctor", "Eczema: no", "Rosacea: no, because: I looked: it is different"):
            assert shown in left(stage), shown
        await stage.sign()
        await stage.until("Signed: put off")
        kept = house.visit(visit)
        assert [each.decision for each in kept.signoffs][1:] == ["advised", "settle", "correct", "put_off"]
        assert {each.by for each in kept.signoffs[1:]} == {"Dr Roca"}
        assert [what for what in house.trail(kept.client_id) if what.startswith("visit.")][-4:] == [
            "visit.put_off", "visit.advised", "visit.settle", "visit.correct",
        ]  # fmt: skip


async def test_what_is_not_signed_is_asked_about_before_it_is_left(house: House) -> None:
    visit = house.confirmed(house.client(), eczema="not_sure")
    async with staff_stage(house, house.dr_roca, role="practitioner") as stage:
        await opened(stage)
        await stage.press("u")
        await stage.pick("Yes")
        await stage.until("Not signed yet.")
        await stage.press("b")
        await stage.until("Taken back.")
        await stage.press("u")
        await stage.pick("No")
        await stage.until("Not signed yet.")
        await stage.press("escape")
        await stage.until("Eczema: no")
        await stage.pick("Drop it")
        await stage.wait(lambda: stage.screen == "DayScreen", "the day")
        assert house.visit(visit).settled == ()


@AT_TWO_SIZES
async def test_what_is_signed_is_read_before_the_pin_where_it_has_no_room_beside_the_pad(
    house: House, size: tuple[int, int]
) -> None:
    found = [f"Answer {number}: no, because: I looked and it is different" for number in range(6)]
    async with staff_stage(house, house.dr_roca, role="practitioner", size=size) as stage:
        stage.app.push_screen(PinScreen("Dr Roca", title="Sign", lead="\n".join(found), go="Sign ›"))
        await stage.until("PIN ›")
        assert "Answer 0: no, because: I looked and it is different" in words(stage)
        assert not stage.app.screen.query_one(NumberPad).display
        await stage.press("enter")
        await stage.until("Sign ›")
        assert stage.app.screen.query_one(NumberPad).display


async def test_with_care_says_which(house: House) -> None:
    visit = house.confirmed(house.client(), strong_sun="yes")
    async with staff_stage(house, house.dr_roca, role="practitioner") as stage:
        await opened(stage)
        await stage.press("c")
        await stage.pick("Gentler setting")
        await stage.pick("Shorter session")
        await stage.tap("#go")
        await stage.sign()
        await stage.until("Signed: go ahead with care.")
        decision = house.visit(visit).decision
        assert decision is not None
        assert decision.care == ("Gentler setting", "Shorter session")


@pytest.mark.thorough
async def test_putting_off_proposes_the_first_possible_day(house: House) -> None:
    today = house.clinic.today()
    visit = house.confirmed(house.client(), retinoid="yes", retinoid_last=(today - timedelta(days=1)).isoformat())
    async with staff_stage(house, house.dr_roca, role="practitioner", size=BIG) as stage:
        await opened(stage)
        first = today + timedelta(days=2)
        await stage.tap(f"Put off to {first:%-d %B}")
        await stage.until("the first possible day")
        await stage.press("1")
        await stage.sign()
        await stage.until("Signed: put off to")
        kept = house.visit(visit)
        assert kept.state is VisitState.put_off
        assert kept.decision is not None
        assert kept.decision.until == first


@AT_THREE_SIZES
async def test_a_review_of_the_interval_alone_offers_to_wait_until_its_end(house: House, size: tuple[int, int]) -> None:
    last = house.clinic.today() - timedelta(days=8)
    visit = house.confirmed(house.client(), FACIAL, had_before="yes", session_last=last.isoformat(), goal="acne")
    async with staff_stage(house, house.dr_roca, role="practitioner", size=size) as stage:
        await opened(stage)
        if size == SMALLEST:
            await stage.tap("Decide ›")
            await stage.pick("Wait until 5 August")
        else:
            await stage.tap("Wait until 5 August" if size == BIG else "Wait")
        await stage.until("Wait until")
        await stage.pick("Wednesday 5 August 2026")
        await stage.sign()
        await stage.until("Signed: put off to")
    decision = house.visit(visit).decision
    assert decision is not None
    assert decision.until == last + timedelta(weeks=2)
    assert not decision.is_override


async def test_declining_needs_a_reason(house: House) -> None:
    visit = house.confirmed(house.client(), rosacea="yes")
    async with staff_stage(house, house.dr_roca, role="practitioner") as stage:
        await opened(stage)
        await stage.press("d")
        await stage.pick("Another treatment suits better")
        await stage.sign()
        await stage.until("Signed: declined.")
        assert house.visit(visit).state is VisitState.declined


async def test_a_visit_that_changed_under_the_pin_pad_is_not_signed(house: House) -> None:
    visit = house.confirmed(house.client())
    async with staff_stage(house, house.dr_roca, role="practitioner", size=BIG) as stage:
        await opened(stage)
        await stage.press("g")
        await stage.wait(lambda: stage.screen == "PinScreen", "the PIN pad")
        house.desk().raise_(house.visit(visit), "Looks unwell")
        await stage.sign()
        await stage.until("changed")
        assert house.visit(visit).state is VisitState.confirmed
        assert "Looks unwell" in words(stage)


@AT_FOUR_SIZES
async def test_every_decision_is_reached_by_touch_at_any_size(house: House, size: tuple[int, int]) -> None:
    house.confirmed(house.client(born=date(1990, 1, 2)), eczema="not_sure", note=NOTE)
    async with staff_stage(house, house.dr_roca, role="practitioner", size=size) as stage:
        await opened(stage)
        if size[0] < PROMISED[0]:
            await stage.tap("Decide ›")
            await stage.wait(lambda: stage.screen == "PickScreen", "the decisions")
            assert "Look first." in words(stage)
        await stage.tap("Decline")
        await stage.wait(lambda: stage.screen == "PickScreen", "the reasons")


def test_no_two_things_on_the_summary_have_one_key() -> None:
    tiles = list(SUMMARY_KEYS.values())
    assert len(tiles) >= 7
    decisions = {key for name, _, key, _ in DECISIONS if name != "papers"}
    assert len(tiles) == len(set(tiles))
    assert not decisions & set(tiles)
