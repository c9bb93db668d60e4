"""Staff note who the guardian is that signed: at the desk, or in the room."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.visits.visit import Visit
from kiosk.visits.visit_parts import GuardianSeen
from tests.kiosk.conftest import House
from tests.screens.staff.terminal import BIG, staff_stage


def seen(house: House, visit: Visit) -> GuardianSeen | None:
    record = house.visit(visit).checkin
    assert record is not None
    assert record.consent is not None
    return record.consent.guardian_seen


@pytest.mark.thorough
async def test_the_desk_notes_relation_and_document(house: House) -> None:
    visit = house.screened(house.client(born=date(2010, 1, 1)))
    async with staff_stage(house, house.rita, size=BIG) as stage:
        await stage.press("enter")
        await stage.wait(lambda: stage.screen == "VisitScreen", "the visit")
        await stage.settle()
        assert "A guardian signed: see them" in stage.text
        await stage.press("d")
        await stage.until("At the kiosk they said: mother.")
        await stage.pick("Mother")
        await stage.pick("Passport")
        await stage.until("Noted: the guardian was seen.")
        noted = seen(house, visit)
        assert noted is not None
        assert (noted.relation, noted.document) == ("mother", "passport")


async def test_the_room_is_told_that_nobody_has_seen_the_guardian_and_notes_it(house: House) -> None:
    visit = house.confirmed(house.client(born=date(2010, 1, 1)))
    async with staff_stage(house, house.dr_roca, role="practitioner", size=BIG) as stage:
        await stage.press("enter")
        await stage.wait(lambda: stage.screen == "SummaryScreen", "the summary")
        await stage.settle()
        await stage.press("n")
        await stage.pick("Father")
        await stage.pick("Something else")
        await stage.until("Document")
        await stage.type("Family book")
        await stage.press("enter")
        await stage.until("Noted: the guardian was seen.")
        noted = seen(house, visit)
        assert noted is not None
        assert (noted.relation, noted.document, noted.by) == ("father", "Family book", house.dr_roca.name)
