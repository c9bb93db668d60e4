"""Visits for an inspector: by date, practitioner and treatment; only for the lead, and on record."""

import pytest

from kiosk.core.errors import NotAllowed
from kiosk.lead.inspection import visits_between
from kiosk.visits.private_record import mark_private
from kiosk.visits.record_lock import lock
from tests.kiosk.conftest import FACIAL, PEEL, TODAY, House


def test_visits_are_found_and_the_look_is_on_record(house: House) -> None:
    anna, berta = house.client(), house.client("Berta", "Soler")
    peel = house.book(anna)
    facial = house.book(berta, FACIAL, practitioner="Dr Gil")
    found = visits_between(house.clinic, house.lead, TODAY, TODAY)
    assert {each.visit_id for each in found} == {peel.id, facial.id}
    assert [each.visit_id for each in visits_between(house.clinic, house.lead, TODAY, TODAY, treatment=PEEL)] == [
        peel.id
    ]
    of_gil = visits_between(house.clinic, house.lead, TODAY, TODAY, practitioner="Dr Gil")
    assert [each.visit_id for each in of_gil] == [facial.id]
    assert "Berta Soler · Medical facial · Dr Gil · booked" in of_gil[0].line
    with house.clinic.records.read() as reader:
        assert [entry.event for entry in reader.trail(staff=house.lead.id)][-3:] == ["visits.inspect"] * 3
    lock(house.clinic, anna.id, "asked for it", house.lead.actor("desk-1"))
    [hidden] = visits_between(house.clinic, house.lead, TODAY, TODAY, treatment=PEEL)
    assert hidden.closed
    assert "Ferrer" not in hidden.line


def test_a_private_record_names_nobody_in_the_list(house: House) -> None:
    anna = house.client()
    house.book(anna)
    mark_private(house.clinic, anna.id, "staff", house.rita)
    [hidden] = visits_between(house.clinic, house.lead, TODAY, TODAY)
    assert hidden.closed
    assert "private record" in hidden.line
    assert "Ferrer" not in hidden.line


def test_nobody_but_the_lead_inspects(house: House) -> None:
    with pytest.raises(NotAllowed, match="Only the clinic's lead"):
        visits_between(house.clinic, house.rita, TODAY, TODAY)
