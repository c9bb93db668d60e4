"""A private record at the screens: a reason before it opens, at the desk and in the room; the lead reads who opened it."""

from __future__ import annotations

import pytest

from kiosk.visits.private_record import mark_private, unnoted_openings
from tests.kiosk.conftest import House
from tests.screens.staff.terminal import BIG, StaffStage, staff_stage


async def give_a_reason(stage: StaffStage) -> None:
    """Pick why, and write a line."""
    await stage.pick("Their visit today")
    await stage.wait(lambda: stage.screen == "TextScreen", "the line")
    await stage.press("enter")
    assert "Write a line" in stage.beside
    await stage.type("She is here.")
    await stage.press("enter")


@pytest.mark.thorough
async def test_the_desk_marks_a_record_private_and_the_next_who_opens_it_says_why(house: House) -> None:
    visit = house.screened(house.client())
    async with staff_stage(house, house.rita, size=BIG) as stage:
        await stage.press("enter")
        await stage.wait(lambda: stage.screen == "VisitScreen", "the visit")
        await stage.press("y")
        await stage.pick("Works here")
        await stage.until("This record is private now.")
        assert "Private record, works here" in stage.text
        assert "Not private" not in stage.text, "only a lead takes the mark away"
    async with staff_stage(house, house.bea, size=BIG) as stage:
        await stage.press("c")
        await stage.until("Why do you open it?")
        assert "born" not in stage.text
        await stage.press("escape")
        await stage.wait(lambda: stage.screen == "BoardScreen", "the board")
        assert unnoted_openings(house.clinic) == ()
        await stage.press("enter")
        await give_a_reason(stage)
        await stage.wait(lambda: stage.screen == "VisitScreen", "the visit")
        await stage.until("Check who it is")
    assert [opening.by for _, opening in unnoted_openings(house.clinic)] == ["Bea Ortiz"]
    async with staff_stage(house, house.lead, size=BIG) as stage:
        await stage.until("1 private record was opened")
        await stage.press("m")
        await stage.pick("Private records")
        await stage.until("Bea Ortiz opened Anna Ferrer")
        assert "Their visit today: “She is here.”" in " ".join(stage.text.split())
        await stage.press("enter")
        await stage.until("Noted.")
        assert unnoted_openings(house.clinic) == ()
    assert house.clinic.clients.get(visit.client_id).private is not None


async def test_the_call_list_says_the_telephone_and_books_another_day_for_a_reason_only(house: House) -> None:
    visit = house.screened(house.client(phone="600 123 456"), lesion="yes")
    house.desk().left(visit)
    mark_private(house.clinic, visit.client_id, "known", house.rita)
    async with staff_stage(house, house.bea, size=BIG) as stage:
        await stage.press("g")
        await stage.until("Anna Ferrer · private record")
        for words in ("600 123", "Peel", "waits for news"):
            assert words not in stage.text
        for key in ("c", "b", "o"):
            await stage.press(key)
            await stage.until("Why do you open it?")
            assert "600 123" not in stage.text
            await stage.press("escape")
            await stage.wait(lambda: stage.screen == "CallListScreen", "the list")
        assert unnoted_openings(house.clinic) == ()
        await stage.press("c")
        await give_a_reason(stage)
        await stage.until("600 123 456. How did the call end?")
        await stage.pick("No answer")
        await stage.until("Noted: Anna Ferrer, no answer")
        assert "600 123" not in stage.text
    assert [opening.by for _, opening in unnoted_openings(house.clinic)] == ["Bea Ortiz"]


async def test_the_practitioner_says_why_too(house: House) -> None:
    visit = house.confirmed(house.client())
    mark_private(house.clinic, visit.client_id, "relative", house.rita)
    async with staff_stage(house, house.dr_roca, role="practitioner", size=BIG) as stage:
        await stage.press("enter")
        await give_a_reason(stage)
        await stage.wait(lambda: stage.screen == "SummaryScreen", "the summary")
    assert [opening.by for _, opening in unnoted_openings(house.clinic)] == ["Dr Roca"]


@pytest.mark.thorough
async def test_a_search_names_no_treatment_of_a_private_record(house: House) -> None:
    visit = house.screened(house.client())
    mark_private(house.clinic, visit.client_id, "known", house.rita)
    async with staff_stage(house, house.bea, size=BIG) as stage:
        await stage.press("a")
        await stage.pick("By name or telephone")
        await stage.wait(lambda: stage.screen == "TextScreen", "the name")
        await stage.type("ferrer")
        await stage.press("enter")
        await stage.until_choice("Anna Ferrer")
        assert "private record" in stage.text
        assert "Parisian Peel" not in stage.text
        await stage.pick("Anna Ferrer")
        await stage.until("Why do you open it?")
        await stage.press("escape")
        await stage.wait(lambda: stage.screen == "BoardScreen", "the board")
