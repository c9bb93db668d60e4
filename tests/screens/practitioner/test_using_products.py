"""Products in the room: scanned in the morning as a scanner types, chosen at Finish in a touch, never an expired one without a word."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.core.settings import load, save
from kiosk.visits.session import ProductUsed
from kiosk.visits.visit import Visit
from screens.lockdown.input_filter import Held, Size, filter_input
from tests.kiosk.conftest import House
from tests.screens.practitioner.hands import opened, words
from tests.screens.staff.terminal import PROMISED, staff_stage

GTIN = "09506000134352"


def keeps_lots(house: House) -> None:
    """Let the clinic keep products, at every terminal."""
    changed = load(house.folder).model_copy(update={"product_lots": True})
    save(house.folder, changed)
    house.clinic.__dict__["settings"] = changed


def started(house: House) -> Visit:
    visit = house.confirmed(house.client())
    begun: Visit = house.room().decide(visit, "go_ahead", pin_checked=house.dr_roca, seen_sha=visit.content_sha)
    return begun


def test_the_separator_of_a_scanner_passes_the_filter() -> None:
    assert filter_input(Held(), b"10AB\x1d17271031\r", Size(80, 24))[1] == b"10AB\x1d17271031\r"


@pytest.mark.thorough
async def test_labels_are_scanned_one_after_the_other_in_the_morning(house: House) -> None:
    keeps_lots(house)
    async with staff_stage(house, house.dr_roca, role="practitioner", size=PROMISED) as stage:
        await stage.until("No product is scanned in this room today")
        await stage.press("p")
        await stage.pick("Scan a label")
        await stage.wait(lambda: stage.screen == "ScanScreen", "the label")
        await stage.burst(*f"01{GTIN}10AB12", "ctrl+right_square_bracket", *"17991031")
        await stage.press("enter")
        await stage.until("Which product is it?")
        await stage.type("Serum C")
        await stage.press("enter")
        await stage.until("Serum C is open, though it has expired. 1 product:")
        await stage.burst(*f"01{GTIN[:-1]}3")
        await stage.press("enter")
        await stage.until_said("does not add up")
        await stage.burst(*f"01{GTIN}10AB13", "ctrl+right_square_bracket", *"17300131")
        await stage.press("enter")
        await stage.until("Serum C is open. 2 products: scan the next, or go back.")
        await stage.press("escape")
        await stage.until("EXPIRED, AB12, until 31")
        await stage.pick("Serum C")
        await stage.tap("Put away ›")
        await stage.wait(lambda: "AB12" not in stage.text, "that it is put away")
        await stage.press("escape")
        await stage.wait(lambda: "No product is scanned" not in stage.text, "the day without a remark")
        assert [each.lot for each in stage.app.clinic.room(house.dr_roca).products.today()] == ["AB13"]


@pytest.mark.thorough
async def test_finish_takes_all_that_is_open_in_a_touch_and_an_expired_one_only_with_a_word(house: House) -> None:
    keeps_lots(house)
    visit = started(house)
    async with staff_stage(house, house.dr_roca, role="practitioner", size=PROMISED) as stage:
        room, today = stage.app.clinic.room(house.dr_roca), house.clinic.today()
        room.products.add(ProductUsed(name="Serum C", lot="AB12", expires=today - timedelta(days=1)))
        room.products.add(ProductUsed(name="Mask", lot="M7", expires=today))
        await opened(stage, "Anna Ferrer")
        await stage.press("f")
        await stage.wait(lambda: stage.screen == "FinishScreen", "the record")
        await stage.tap("Products")
        await stage.tap("All of these")  # but none that has expired
        await stage.until("Mask")
        assert "Serum C" not in words(stage)
        await stage.tap("Products")
        await stage.pick("Serum C")
        await stage.tap("#go")
        await stage.until("Serum C has expired.")
        await stage.press("escape")  # no word, no product
        await stage.wait(lambda: stage.screen == "FinishScreen", "the record")
        assert "Serum C" not in words(stage)
        await stage.tap("Products")
        await stage.pick("Serum C")
        await stage.tap("#go")
        await stage.pick("No other was there")
        await stage.until("Serum C, Mask")
        await stage.press("p", "enter")
        await stage.sign()
        await stage.pick("Not now")
        await stage.until("Tonight")
    done = house.visit(visit).session
    assert done is not None
    assert [(each.lot, each.in_spite) for each in done.products] == [("AB12", "No other was there"), ("M7", "")]


@pytest.mark.thorough
async def test_a_lot_that_is_missing_is_noted_later_from_the_list(house: House) -> None:
    keeps_lots(house)
    visit = started(house)
    async with staff_stage(house, house.dr_roca, role="practitioner", size=PROMISED) as stage:
        await opened(stage, "Anna Ferrer")
        await stage.press("f")
        await stage.wait(lambda: stage.screen == "FinishScreen", "the record")
        await stage.press("p")
        await stage.tap("Products")
        await stage.pick("Another product")
        await stage.tap("#go")
        await stage.pick("Type it in")
        await stage.until("Which product is it?")
        await stage.type("Mask")
        await stage.press("enter")
        await stage.until("Leave it empty to complete it later.")
        await stage.press("enter")
        await stage.until("Mask: 1 lot to complete")
        await stage.press("enter")
        await stage.sign()
        await stage.pick("Not now")
        await stage.until("Tonight")
        await stage.tap("#go")
        await stage.tap("#back")
        await stage.until("1 record to complete: T shows whom")
        await stage.press("t")
        await stage.pick("Anna Ferrer")
        await stage.tap("Note the lot of Mask ›")
        await stage.pick("Type the lot")
        await stage.type("M7")
        await stage.press("enter")
        await stage.until("Noted.")
    done = house.visit(visit).session
    assert done is not None
    assert [each.lot for each in done.products] == ["M7"]
