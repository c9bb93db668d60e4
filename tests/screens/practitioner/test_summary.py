"""The practitioner's day and the one-screen summary: live, in words, decided and signed."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from kiosk.visit import Visit, VisitState
from tests.kiosk.conftest import FACIAL, PEEL, House
from tests.screens.staff.terminal import BIG, PROMISED, SMALLEST, StaffStage, staff_stage

NOTE = "Getting married in May."


async def opened(stage: StaffStage, name: str = "") -> None:
    """Open the first line of the day, or the one with this name."""
    if name:
        row = next(each for each in stage.app.screen.query("BoardRow") if each.row.name == name)  # type: ignore[attr-defined]
        await stage.tap(row)
    else:
        await stage.press("enter")
    await stage.wait(lambda: stage.screen == "SummaryScreen", "the summary")
    await stage.settle()


def words(stage: StaffStage) -> str:
    """Return the screen's words without their line breaks."""
    return " ".join(stage.text.split())


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


async def test_an_open_summary_follows_the_desk(house: House) -> None:
    visit = house.screened(house.client())
    async with staff_stage(house, house.dr_roca, role="practitioner", size=BIG) as stage:
        await opened(stage)
        assert "at the desk since" in stage.text
        assert "Call in" not in stage.text
        house.desk().raise_(visit, "Looks unwell")
        await stage.until("Rita Roy asks you to look first: Looks unwell")
        house.desk().confirm(house.visit(visit))
        await stage.until("ready since")
        assert "Call in" in stage.text


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
        places = [stage.text.index(rule) for rule in ("PP-RETINOID-3D", "PP-ECZEMA", "PP-SUN")]
        assert places == sorted(places)
        assert "discontinue 2" in stage.text
        assert f"“{NOTE}”" in stage.text
        assert "Parisian Peel · face · session 1 of 4–6" in stage.text
        assert "42 · English" in stage.text
        assert "Protocol 1, signed: Lena Lead" in words(stage)
        assert "answered by the client" in stage.text


async def test_unsure_answers_are_one_group_and_can_be_settled(house: House) -> None:
    visit = house.confirmed(house.client(), lesion="not_sure", keratosis="prefer_not")
    async with staff_stage(house, house.dr_roca, role="practitioner", size=BIG) as stage:
        await opened(stage)
        assert (
            stage.text.index("Look or ask")
            < stage.text.index("not sure   PP-LESION")
            < stage.text.index("rather not say")
        )
        await stage.tap("I looked")
        await stage.press("1")
        await stage.pick("No")
        await stage.sign()
        await stage.until("Settled: ")
        assert "PP-LESION" not in stage.text
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
        await stage.sign()
        await stage.until("YES   nothing speaks against it today")
        kept = house.visit(visit)
        assert kept.corrections[0].reason == "I asked: it was answered by mistake"
        assert kept.checkin is not None
        assert kept.checkin.answers["raw"]["rosacea"] == "yes"
        assert "yes → no, Dr Roca" in stage.text


async def test_changing_the_areas_judges_again(house: House) -> None:
    visit = house.confirmed(house.client(), rash="yes", rash_where=["hands"])
    assert verdict_of(house, visit) == "caution"
    async with staff_stage(house, house.dr_roca, role="practitioner") as stage:
        await opened(stage)
        await stage.press("a")
        await stage.pick("Areas")
        await stage.wait(lambda: stage.screen == "ManyScreen", "the areas")
        await stage.pick("Hands")
        await stage.tap("#go")
        await stage.pick("The client wishes it")
        await stage.sign()
        await stage.until("NOT TODAY")
        assert verdict_of(house, visit) == "deferred"


async def test_going_ahead_is_signed_by_pin_and_starts_the_visit(house: House) -> None:
    visit = house.confirmed(house.client())
    async with staff_stage(house, house.dr_roca, role="practitioner") as stage:
        await opened(stage)
        await stage.tap("Go ahead")
        await stage.wait(lambda: stage.screen == "PinScreen", "the PIN pad")
        await stage.type("999998")
        await stage.press("enter")
        await stage.until("do not belong together")
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
        await stage.press("1")
        await stage.until("I have read it")
        assert NOTE in words(stage)
        await stage.tap("#go")
        await stage.sign()
        await stage.wait(lambda: house.visit(visit).state is VisitState.in_progress, "the start")


async def test_a_note_that_stood_on_the_screen_is_not_shown_again(house: House) -> None:
    house.confirmed(house.client(), note=NOTE)
    async with staff_stage(house, house.dr_roca, role="practitioner", size=BIG) as stage:
        await opened(stage)
        assert NOTE in stage.text
        await stage.press("1")
        await stage.wait(lambda: stage.screen == "PinScreen", "the PIN pad at once")


async def test_going_ahead_below_the_rules_needs_a_reason(house: House) -> None:
    visit = house.confirmed(house.client(), herpes_active="yes")
    house.room().paper_consent(visit, "yes", "Anna Ferrer")
    async with staff_stage(house, house.dr_roca, role="practitioner") as stage:
        await opened(stage)
        await stage.press("1")
        await stage.until("Why go ahead?")
        await stage.pick("I looked: it does not stand in the way")
        await stage.sign()
        await stage.until("Signed: go ahead.")
        decision = house.visit(visit).decision
        assert decision is not None
        assert decision.reason == "I looked: it does not stand in the way"


async def test_without_a_consent_the_screen_says_so_and_takes_one_on_paper(house: House) -> None:
    visit = house.confirmed(house.client(), herpes_active="yes")
    async with staff_stage(house, house.dr_roca, role="practitioner", size=BIG) as stage:
        await opened(stage)
        await stage.tap("No consent yet: take it on paper")
        await stage.wait(lambda: stage.screen == "TextScreen", "the name")
        await stage.press("enter")
        await stage.until("The consent is kept.")
        record = house.visit(visit).checkin
        assert record is not None
        assert record.consent is not None
        assert record.consent.how == "paper"


async def test_with_care_says_which(house: House) -> None:
    visit = house.confirmed(house.client(), strong_sun="yes")
    async with staff_stage(house, house.dr_roca, role="practitioner") as stage:
        await opened(stage)
        await stage.press("2")
        await stage.pick("Gentler setting")
        await stage.pick("Shorter session")
        await stage.tap("#go")
        await stage.sign()
        await stage.until("Signed: go ahead with care.")
        decision = house.visit(visit).decision
        assert decision is not None
        assert decision.care == ("Gentler setting", "Shorter session")


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


async def test_declining_needs_a_reason(house: House) -> None:
    visit = house.confirmed(house.client(), rosacea="yes")
    async with staff_stage(house, house.dr_roca, role="practitioner") as stage:
        await opened(stage)
        await stage.press("4")
        await stage.pick("Another treatment suits better")
        await stage.sign()
        await stage.until("Signed: declined.")
        assert house.visit(visit).state is VisitState.declined


async def test_a_visit_that_changed_under_the_pin_pad_is_not_signed(house: House) -> None:
    visit = house.confirmed(house.client())
    async with staff_stage(house, house.dr_roca, role="practitioner", size=BIG) as stage:
        await opened(stage)
        await stage.press("1")
        await stage.wait(lambda: stage.screen == "PinScreen", "the PIN pad")
        house.desk().raise_(house.visit(visit), "Looks unwell")
        await stage.sign()
        await stage.until("changed")
        assert house.visit(visit).state is VisitState.confirmed
        assert "Looks unwell" in words(stage)


async def test_the_session_is_finished_and_the_after_care_shown(house: House) -> None:
    visit = house.confirmed(house.client())
    async with staff_stage(house, house.dr_roca, role="practitioner", size=BIG) as stage:
        await opened(stage)
        await stage.tap("Go ahead")
        await stage.sign()
        await stage.until("Signed: go ahead.")
        await stage.tap("Finish")
        await stage.until("Which areas were treated?")
        await stage.tap("#go")
        await stage.until("Which steps were done?")
        await stage.tap("#go")
        await stage.wait(lambda: stage.screen == "TextScreen", "the notes")
        await stage.type("calm")
        await stage.press("enter")
        await stage.sign()
        await stage.until("After your treatment")
        assert "Tonight" in stage.text
        assert "Next session: 20 August to 27 August." in stage.text
        assert "Anna" not in stage.text
        await stage.tap("#go")
        kept = house.visit(visit)
        assert kept.state is VisitState.finished
        assert kept.session is not None
        assert kept.session.areas == ("face",)
        assert kept.session.notes == "calm"


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
        assert "●───◐╌╌╌○" in stage.text


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
        assert "HOUSE-TWO-TREATMENTS" in stage.text
        assert "Also today" in stage.text
        assert "11:00 Medical facial" in stage.text


@pytest.mark.parametrize("size", [SMALLEST, PROMISED, BIG, (200, 60)])
async def test_every_decision_is_reached_by_touch_at_any_size(house: House, size: tuple[int, int]) -> None:
    house.confirmed(house.client(born=date(1990, 1, 2)), eczema="not_sure", note=NOTE)
    async with staff_stage(house, house.dr_roca, role="practitioner", size=size) as stage:
        await opened(stage)
        decline = next(each for each in stage.app.screen.query("#do-decline, #also-decline") if each.display)
        decline.scroll_visible(animate=False, immediate=True)
        await stage.tap(decline)
        await stage.wait(lambda: stage.screen == "PickScreen", "the reasons")
