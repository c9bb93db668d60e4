"""Staff see a signature as it was drawn."""

from __future__ import annotations

from kiosk.visits.drawing import Drawing
from tests.kiosk.conftest import GOOD, House
from tests.screens.staff.terminal import BIG, StaffStage, staff_stage

DRAWN = Drawing(width=304, height=96, strokes=(((8, 8), (120, 80), (240, 8), (290, 90)),))


def signed(house: House) -> None:
    """Check a client in who signs by hand."""
    anna = house.client()
    house.book(anna)
    check_in = house.answer_all(house.at_questions(anna), GOOD)
    check_in.finish()
    check_in.give(drawn=DRAWN)


def inks(stage: StaffStage) -> int:
    return sum(0x2800 < ord(sign) <= 0x28FF for sign in stage.text)


async def test_the_desk_sees_the_signature_on_the_visit(house: House) -> None:
    signed(house)
    async with staff_stage(house, house.rita, size=BIG) as stage:
        await stage.press("enter")
        await stage.wait(lambda: stage.screen == "VisitScreen", "the visit")
        await stage.settle()
        assert "Signature" in stage.text
        assert inks(stage) > 10


async def test_the_practitioner_sees_the_signature_beside_the_findings(house: House) -> None:
    signed(house)
    async with staff_stage(house, house.dr_roca, role="practitioner", size=BIG) as stage:
        await stage.press("enter")
        await stage.wait(lambda: stage.screen == "SummaryScreen", "the summary")
        await stage.settle()
        assert "Signature" in stage.text
        assert inks(stage) > 10
