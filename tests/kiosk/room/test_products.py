"""Products with lot and expiry: open in a room for a day, kept with the session, completed later, found by lot."""

from datetime import timedelta

import pytest

from kiosk.core.errors import BadInput, NotAllowed
from kiosk.core.settings import Settings
from kiosk.desk.to_do import to_do
from kiosk.room.open_products import usable
from kiosk.visits.session import ProductUsed, SessionDetails
from kiosk.visits.visit import Visit
from tests.kiosk.conftest import TODAY, House

GTIN = "09506000134352"
LABEL = f"]d201{GTIN}1727103110AB-12"
SERUM = ProductUsed(name="Serum C", lot="AB-12", expires=TODAY.replace(year=2027, month=10, day=31), gtin=GTIN)
NO_LOT = ProductUsed(name="Mask")


def treated(house: House, *products: ProductUsed, family: str = "Ferrer") -> Visit:
    visit = house.confirmed(house.client("Anna", family, phone="600 123 456"))
    room = house.room()
    going = room.decide(visit, "go_ahead", pin_checked=house.dr_roca, seen_sha=visit.content_sha)
    done: Visit = room.finish(going, ["face"], [], pin_checked=house.dr_roca, details=SessionDetails(products=products))
    return done


def with_lots(house: House) -> None:
    changed = {**house.clinic.settings.model_dump(), "product_lots": True}
    house.clinic.__dict__["settings"] = Settings.model_validate(changed)


def test_products_are_off_unless_the_clinic_says_otherwise(house: House) -> None:
    assert Settings(clinic_name="A", time_zone="UTC").product_lots is False
    visit = house.confirmed(house.client())
    form = house.room().finish_form(visit)
    assert "Products" not in {line.title for line in form.lines(form.kept)}
    with_lots(house)
    form = house.room().finish_form(visit)
    assert "Products" in {line.title for line in form.lines(form.kept)}


def test_a_product_is_named_once_and_open_for_its_day_in_its_room(house: House) -> None:
    products = house.room().products
    first = products.scanned(LABEL)
    assert (first.name, first.lot, first.gtin) == ("", "AB-12", GTIN)
    with pytest.raises(BadInput, match="Name the product"):
        products.add(first)
    assert products.add(first.model_copy(update={"name": "Serum C"})) == (SERUM,)
    assert products.add(products.scanned(LABEL)) == (SERUM,)  # scanned twice, named once
    assert products.add(NO_LOT) == (SERUM, NO_LOT)
    assert products.names() == ("Mask", "Serum C")
    assert products.put_away(NO_LOT) == (SERUM,)
    house.clock.forward(days=1)
    assert house.room().products.today() == ()
    assert house.room().products.scanned(LABEL).name == "Serum C"


def test_one_touch_chooses_none_that_has_expired(house: House) -> None:
    old = SERUM.model_copy(update={"lot": "OLD", "expires": TODAY - timedelta(days=1)})
    last_day = SERUM.model_copy(update={"lot": "LAST", "expires": TODAY})
    assert usable((SERUM, old, last_day, NO_LOT), TODAY) == (SERUM, last_day, NO_LOT)
    with pytest.raises(BadInput, match="has expired"):
        treated(house, old)


def test_a_missing_lot_stops_no_one_and_stays_to_be_completed_until_it_is(house: House) -> None:
    visit = treated(house, SERUM, NO_LOT)
    house.clock.forward(days=2)
    (thing,) = to_do(house.clinic)
    assert (thing.visit_id, thing.call_due) == (visit.id, None)
    assert "lot of Mask" in thing.words
    room = house.room()
    with pytest.raises(BadInput, match="Scan or type the lot"):
        room.complete_product(visit, 1, NO_LOT)
    for place in (0, 2, -1):
        with pytest.raises(NotAllowed):
            room.complete_product(visit, place, SERUM)
    done = room.complete_product(visit, 1, NO_LOT.model_copy(update={"lot": " m 7 "}))
    assert done.session is not None
    assert done.session.products == (SERUM, NO_LOT.model_copy(update={"lot": "m7"}))
    assert to_do(house.clinic) == ()
    assert house.trail(visit.client_id)[-1] == "visit.product_lot"


def test_a_lot_that_can_not_be_told_any_more_is_said_and_closes_it(house: House) -> None:
    visit = treated(house, NO_LOT)
    done = house.room().complete_product(visit, 0, NO_LOT.model_copy(update={"lot_unknown": "The pack is thrown away"}))
    assert done.session is not None
    assert done.session.products[0].words == "Mask, lot not known (The pack is thrown away)"
    assert to_do(house.clinic) == ()


def test_whoever_had_a_lot_is_found_by_it_however_it_is_typed(house: House) -> None:
    one = treated(house, SERUM)
    two = treated(house, SERUM.model_copy(update={"lot": "ab-12"}), NO_LOT, family="Soler")
    treated(house, SERUM.model_copy(update={"lot": "AB-13"}), family="Vila")
    late = house.room().complete_product(two, 1, NO_LOT.model_copy(update={"lot": "M7"}))
    with house.clinic.records.read() as reader:
        found = {lot: {each.id for each in house.clinic.visits.of_lot(lot, reader)} for lot in (" Ab-12", "m7", "AB")}
    assert found == {" Ab-12": {one.id, two.id}, "m7": {late.id}, "AB": set()}
