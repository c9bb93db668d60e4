"""The practitioner's day and the one-screen summary: live, in words, with what can be settled and corrected."""

from __future__ import annotations

import re
from datetime import time, timedelta
from itertools import pairwise

import pytest

from kiosk.visits.visit import Visit
from screens.practitioner.finding_line import FindingLine
from tests.kiosk.conftest import FACIAL, PEEL, SYSTEM, House
from tests.screens.practitioner.hands import NOTE, opened, words
from tests.screens.staff.terminal import BIG, PINS, staff_stage


def verdict_of(house: House, visit: Visit) -> str:
    """Return the outcome as it stands."""
    verdict = house.visit(visit).verdict
    assert verdict is not None
    return str(verdict.outcome)


async def test_the_summary_appears_by_itself_once_the_desk_confirms_elsewhere(house: House) -> None:
    visit = house.screened(house.client())
    async with staff_stage(house, house.dr_roca, role="practitioner") as stage:
        assert "nobody is ready yet" in stage.text
        house.desk().confirm(visit)
        await stage.wait(lambda: "1 is ready" in stage.text, "the client ready")
        assert "Ready for you" in stage.text


@pytest.mark.thorough
async def test_an_open_summary_follows_the_desk(house: House) -> None:
    visit = house.screened(house.client())
    async with staff_stage(house, house.dr_roca, role="practitioner", size=BIG) as stage:
        await opened(stage)
        assert "10:30 appointment   at the desk" in stage.text
        assert "Call in" not in stage.text
        house.clock.forward(minutes=42)
        stage.app.touch()
        stage.app.tick()
        await stage.until("10:30 appointment   at the desk, waiting 12 min")
        house.desk().raise_(visit, "Looks unwell")
        await stage.until("LOOK FIRST   Rita Roy asks, 10:42: Looks unwell")
        assert stage.text.count("Looks unwell") == 1
        house.desk().confirm(house.visit(visit))
        await stage.until("ready, waiting 12 min")
        assert "Call in" in stage.text


async def test_the_care_to_take_is_read_without_a_touch_where_there_is_room(house: House) -> None:
    house.confirmed(house.client(), strong_sun="yes", rash="yes", rash_where=["hands"])
    async with staff_stage(house, house.dr_roca, role="practitioner", size=(100, 30)) as stage:
        await opened(stage)
        assert "YES, WITH CARE" in stage.text
        cares = house.room().summary(house.room().my_day()[0].visit).findings
        assert len(cares) > 1

        def findings() -> str:
            return " ".join(" ".join(line[:62] for line in stage.lines).replace("▌", " ").split())

        beside = findings()
        assert [each.reason for each in cares if " ".join(each.reason.split()) not in beside] == []
        assert "Parisian Peel Medical Microdermabrasion" in beside
        assert "contraindications" not in beside
        await stage.press("tab", "enter", "enter")
        assert "Parisian Peel Medical Microdermabrasion: " in findings()


async def test_two_unsure_answers_are_settled_them(house: House) -> None:
    house.confirmed(house.client(), rosacea="not_sure", keratosis="prefer_not")
    async with staff_stage(house, house.dr_roca, role="practitioner", size=BIG) as stage:
        await opened(stage)
        assert "I looked: settle them ›" in stage.text


async def test_findings_stand_worst_first_each_with_answer_reason_and_source(house: House) -> None:
    today = house.clinic.today()
    house.confirmed(
        house.client(),
        strong_sun="yes",
        eczema="yes",
        retinoid="yes",
        retinoid_last=(today - timedelta(days=1)).isoformat(),
        note=NOTE,
    )
    async with staff_stage(house, house.dr_roca, role="practitioner", size=BIG) as stage:
        await opened(stage)
        assert f"NOT TODAY   possible from {today + timedelta(days=2):%A %-d %B %Y}" in stage.text
        places = [
            stage.text.index(words) for words in ("Last use of retinoid cream", "Eczema: yes", "Strong sun today")
        ]
        assert places == sorted(places)
        for opens in (
            lambda: stage.press("tab", "enter"),
            lambda: stage.tap(stage.app.screen.query(FindingLine).first()),
        ):
            await opens()
            assert "Possible from 1 August 2026." in stage.text
            assert "discontinue 2" in stage.text
            await stage.press("enter")
            assert "Possible from 1 August 2026." not in stage.text
        assert f"“{NOTE}”" in stage.text
        assert "Parisian Peel · face · session 1 of 4–6" in stage.text
        assert "42 · English" in stage.text
        assert "answered by the client" in stage.text


async def test_what_was_answered_faster_than_it_can_be_read_is_asked_again(house: House) -> None:
    visit = house.confirmed(house.client())
    record = visit.checkin
    assert record is not None
    hurried = record.model_copy(update={"seconds": {"herpes_active": 0.5, "rosacea": 9.0}})
    house.clinic.visits.save(visit.model_copy(update={"checkins": (hurried,)}), SYSTEM, "visit.test")
    async with staff_stage(house, house.dr_roca, role="practitioner", size=BIG) as stage:
        await opened(stage)
        assert "Answered fast: ask again" in stage.text
        assert "Cold sore" in stage.text
        assert "Rosacea" not in stage.text


async def test_digits_typed_on_the_summary_decide_nothing(house: House) -> None:
    visit = house.confirmed(house.client())
    async with staff_stage(house, house.dr_roca, role="practitioner", size=BIG) as stage:
        await opened(stage)
        await stage.type(PINS["roca"])
        assert stage.screen == "SummaryScreen"
        assert house.visit(visit).decision is None


async def test_unsure_answers_are_one_group_and_can_be_settled(house: House) -> None:
    visit = house.confirmed(house.client(), lesion="not_sure", keratosis="prefer_not")
    async with staff_stage(house, house.dr_roca, role="practitioner", size=BIG) as stage:
        await opened(stage)
        assert (
            stage.text.index("Look or ask")
            < stage.text.index("New or changing spot: not sure")
            < stage.text.index("rather not say")
        )
        await stage.tap("I looked")
        await stage.press("1")
        await stage.pick("No")
        await stage.until("Not signed yet.")
        assert "New or changing spot: not sure" not in stage.text
        assert house.visit(visit).settled == ()  # no record has it before the PIN
        await stage.tap("Sign this, decide later ›")
        await stage.sign()
        await stage.until("Signed.")
        assert [each.question for each in house.visit(visit).settled] == ["lesion"]
        assert "Dr Roca looked" in stage.text
        assert verdict_of(house, visit) == "review"  # the other one is still open


async def test_an_answer_is_corrected_with_a_reason_and_judged_again(house: House) -> None:
    visit = house.confirmed(house.client(), rosacea="yes")
    async with staff_stage(house, house.dr_roca, role="practitioner", size=BIG) as stage:
        await opened(stage)
        assert "NOT THIS TREATMENT   talk with the client, book nothing yet" in stage.text
        await stage.press("a")
        await stage.pick("Rosacea")
        await stage.pick("No")
        await stage.pick("I asked: it was answered by mistake")
        await stage.until("YES   nothing speaks against it today")
        await stage.press("i")
        await stage.sign()
        await stage.until("Signed.")
        kept = house.visit(visit)
        assert kept.corrections[0].reason == "I asked: it was answered by mistake"
        assert kept.checkin is not None
        assert kept.checkin.answers["raw"]["rosacea"] == "yes"
        assert "yes → no, Dr Roca" in stage.text


@pytest.mark.thorough
async def test_changing_the_areas_judges_again(house: House) -> None:
    visit = house.confirmed(house.client(), rash="yes", rash_where=["hands"])
    assert verdict_of(house, visit) == "caution"
    async with staff_stage(house, house.dr_roca, role="practitioner") as stage:
        await opened(stage)
        await stage.press("a")
        await stage.pick("Areas")
        await stage.wait(lambda: stage.screen == "PickManyScreen", "the areas")
        await stage.pick("Hands")
        await stage.tap("#go")
        await stage.pick("The client asked for it")
        await stage.until("NOT TODAY")
        assert verdict_of(house, visit) == "caution"
        await stage.press("i")
        await stage.sign()
        await stage.until("Signed.")
        assert verdict_of(house, visit) == "deferred"


async def test_what_changed_since_the_last_visit_is_told(house: House) -> None:
    client = house.client(phone="600 123 456")
    first = house.confirmed(client)
    room = house.room()
    going = room.decide(first, "go_ahead", pin_checked=house.dr_roca, seen_sha=first.content_sha)
    room.finish(going, ["face"], [], pin_checked=house.dr_roca)
    house.clock.forward(days=28)
    house.clinic.confirm_date(house.rita.actor("desk"))
    house.book(client)
    house.check_in(client, prove=True, had_before="yes", session_last="2026-07-30", eczema="yes")
    async with staff_stage(house, house.dr_roca, role="practitioner", size=BIG) as stage:
        await opened(stage)
        assert "session 2 of 4–6 · 28 days since the last" in stage.text
        assert "Changed since 30 July" in stage.text
        assert "no → yes" in stage.text
        assert "new" in next(line for line in stage.lines if "Eczema: yes" in line)
        line, days = next(pair for pair in pairwise(stage.lines) if re.search("●─+◐╌+○", pair[0]))
        assert days[line.index("●") :].startswith("30 Jul")
        assert days[line.index("◐") :].startswith("today")
        assert "Last time, 30 July, Dr Roca" in words(stage)


async def test_hostile_text_is_shown_as_it_is(house: House) -> None:
    house.confirmed(house.client("[bold]Jo[/]", "[/x] O'Neil"), note="[@click=app.quit]x[/] [/]")
    async with staff_stage(house, house.dr_roca, role="practitioner", size=BIG) as stage:
        await opened(stage)
        assert "[bold]Jo[/] [/x] O'Neil" in stage.text
        assert "[@click=app.quit]x[/] [/]" in stage.text


async def test_two_treatments_on_one_area_are_told(house: House) -> None:
    client = house.client()
    peel = house.book(client, PEEL, start=time(10, 30))
    house.book(client, FACIAL, start=time(11))
    house.check_in(client)
    house.desk().confirm(house.visit(peel))
    async with staff_stage(house, house.dr_roca, role="practitioner", size=BIG) as stage:
        await opened(stage)
        assert "Medical facial is planned on the same area today (face)." in words(stage)
        assert "Also today" in stage.text
        assert "11:00 Medical facial" in stage.text
