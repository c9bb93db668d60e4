"""What the lead does in the app: staff, rules, figures, the audit trail, visits for an inspector."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from kiosk.visits.private_record import mark_private
from kiosk.visits.record_lock import lock
from screens.staff.lines_screen import Lines
from tests.kiosk.conftest import PEEL, PINS, House
from tests.screens.sizes import AT_TWO_SIZES
from tests.screens.staff.terminal import SMALLEST, StaffStage, staff_stage


async def at(stage: StaffStage, card: str) -> None:
    """Open a card of "This terminal"."""
    await stage.press("m")
    await stage.pick(card)


async def pin(stage: StaffStage, digits: str, screen: str) -> None:
    await stage.wait(lambda: stage.screen == screen, screen)
    await stage.type(digits)
    await stage.press("enter")


@AT_TWO_SIZES
async def test_somebody_is_added_with_a_pin_typed_twice_and_the_leads_own(house: House, size: tuple[int, int]) -> None:
    async with staff_stage(house, house.lead, size=size) as stage:
        await at(stage, "Staff")
        await stage.pick("Add somebody")
        await stage.wait(lambda: stage.screen == "TextScreen", "the name")
        await stage.type("Nora [/x]")
        await stage.press("enter")
        await stage.pick("Reception")
        await pin(stage, "804719", "NewPinScreen")
        await pin(stage, "804718", "NewPinScreen")
        assert "not the same" in stage.beside
        stage.look()
        await pin(stage, "804719", "NewPinScreen")
        await pin(stage, "804719", "NewPinScreen")
        await pin(stage, PINS["lead"], "PinScreen")
        await stage.until("Nora [/x] can sign in as")
    member = house.clinic.staff.check_pin("Nora [/x]", "804719", terminal="desk-1")
    assert member.role == "receptionist"


async def test_somebody_is_stopped_from_signing_in_and_the_lead_never_themself(house: House) -> None:
    async with staff_stage(house, house.lead) as stage:
        await at(stage, "Staff")
        await stage.pick("Bea Ortiz")
        await stage.pick("Stop from signing in")
        await stage.wait(lambda: stage.screen == "SureScreen", "to be sure")
        await stage.press("enter")
        await stage.until("Bea Ortiz can no longer sign in")
        await stage.pick("Staff")
        await stage.pick("Lena Lead")
        await stage.until("A new PIN")
        assert "Stop from signing in" not in stage.text
    assert not house.clinic.staff.by_name("Bea Ortiz").active


@pytest.mark.thorough
async def test_an_overlay_is_adopted_after_reading_what_changes(house: House) -> None:
    async with staff_stage(house, house.lead) as stage:
        await at(stage, "Rules in force")
        await stage.until("Parisian Peel, version 3")
        await stage.pick("Allerg")
        await stage.pick("Adopt")
        for _ in range(2):
            await stage.wait(lambda: stage.screen == "SureScreen", "what changes")
            await stage.press("enter")
        await pin(stage, PINS["lead"], "PinScreen")
        await stage.until("Signed.")
    assert house.clinic.library.decided()["allergy"].decision == "adopt"
    assert house.clinic.protocols[PEEL].overlays == ("allergy 1",)


@pytest.mark.thorough
async def test_figures_audit_and_an_inspector_are_a_touch_away(house: House, tmp_path: Path) -> None:
    house.screened(house.client())
    house.book(house.client("Berta", "Soler"), start=time(15))
    file, paper = tmp_path / "figures.csv", tmp_path / "visit.pdf"
    async with staff_stage(house, house.lead) as stage:
        await at(stage, "Figures")
        await stage.pick("Today")
        await stage.pick("Show them")
        await stage.until("Check-ins")
        stage.look()
        await stage.press("escape")
        await stage.pick("Figures")
        await stage.pick("Today")
        await stage.pick("Save as CSV")
        await written(stage, file)
        await stage.until("The figures are saved")
        await stage.pick("Audit trail")
        await stage.pick("Of somebody who works here")
        await stage.pick("Lena Lead")
        await stage.wait(lambda: stage.screen == "LinesScreen", "the entries")
        stage.look()
        await stage.press("escape")
        await listed_for_inspector(stage, house)
        await stage.wait(lambda: stage.screen == "LinesScreen" and "Anna Ferrer" in stage.text, "the visit")
        await stage.press("down", "enter")
        await written(stage, paper)
        await stage.wait(lambda: stage.screen == "LinesScreen" and "Saved as PDF" in stage.text, "that it is saved")
        assert stage.app.screen.query_one(Lines).highlighted == 1  # the list begins where it was left
        stage.look()
    assert file.read_text().startswith("section,what,count")
    assert paper.read_bytes().startswith(b"%PDF")
    assert file.stat().st_mode & 0o777 == paper.stat().st_mode & 0o777 == 0o600


@pytest.mark.thorough
async def test_an_inspector_gets_a_locked_and_a_private_visit_for_a_reason(house: House, tmp_path: Path) -> None:
    locked, private = tmp_path / "locked.pdf", tmp_path / "private.pdf"
    anna, berta = house.client(), house.client("Berta", "Soler")
    house.book(anna)
    house.book(berta, start=time(12))
    lock(house.clinic, anna.id, "asked for it", house.lead.actor("desk-1"))
    mark_private(house.clinic, berta.id, "staff", house.rita)
    async with staff_stage(house, house.lead, size=SMALLEST) as stage:
        await stage.press("m")
        await listed_for_inspector(stage, house)
        await stage.until("locked record")
        await stage.press("enter")
        await stage.wait(lambda: stage.screen == "TextScreen", "the reason")
        stage.look()
        await stage.press("escape")
        await stage.wait(lambda: stage.screen == "LinesScreen", "the list")
        await stage.press("enter")
        await stage.wait(lambda: stage.screen == "TextScreen", "the reason")
        await stage.type("The inspector asks.")
        await stage.press("enter")
        await written(stage, locked)
        await stage.wait(lambda: stage.screen == "LinesScreen", "the list")
        await stage.press("down", "enter")
        await stage.pick("Another reason")
        await stage.wait(lambda: stage.screen == "TextScreen", "the line")
        await stage.type("The inspector asks.")
        await stage.press("enter")
        await written(stage, locked)
        await stage.until("That file exists: name another.")
        stage.look()
        assert "File" in stage.text
        await written(stage, private)
        await stage.until("Saved as PDF")
        stage.look()
    assert (locked.exists(), private.exists()) == (True, True)


async def listed_for_inspector(stage: StaffStage, house: House) -> None:
    """List today's visits for an inspector."""
    await stage.pick("For an inspector")
    for _ in range(2):
        await stage.wait(lambda: stage.screen == "DateScreen", "the day")
        await stage.type(f"{house.clinic.today():%d%m%Y}")
        await stage.press("enter")
    await stage.pick("All practitioners")
    await stage.pick("All treatments")
    await stage.wait(lambda: stage.screen == "LinesScreen", "the visits")


async def written(stage: StaffStage, file: Path) -> None:
    """Name a file in place of the one that is proposed."""
    await stage.wait(lambda: stage.screen == "TextScreen", "the file's name")
    await stage.press(*["backspace"] * 160)
    await stage.type(str(file))
    await stage.press("enter")


async def test_a_language_is_signed_after_reading_its_words_beside_the_english(house: House) -> None:
    async with staff_stage(house, house.lead) as stage:
        await at(stage, "Rules in force")
        await stage.pick("Parisian Peel in Spanish")
        await stage.wait(lambda: stage.screen == "TranslationScreen", "the words")
        await stage.until("Parisian Peel, version 3, in Spanish")
        assert any("Which areas would" in line and "¿Qué zonas" in line for line in stage.lines), stage.text
        stage.look()
        await stage.press("enter")
        await pin(stage, PINS["lead"], "PinScreen")
        await stage.until("Signed: clients may read it")
        await stage.pick("Rules in force")
        await stage.until("Parisian Peel in Spanish")
        assert "signed by Lena Lead" in stage.text
    assert list(house.clinic.library.translations(PEEL)) == ["es"]
