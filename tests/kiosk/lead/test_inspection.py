"""Visits for an inspector: by date, practitioner and treatment; only for the lead, and on record."""

import pytest

from kiosk.core.errors import BadInput, NotAllowed
from kiosk.lead.inspection import open_locked, open_private, visits_between
from kiosk.visits.private_record import IsPrivate, OpeningReason, mark_private, openings_of
from kiosk.visits.record_lock import lock, lock_of
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
    assert hidden.closed == "locked"
    assert "Ferrer" not in hidden.line


def test_a_private_record_names_nobody_in_the_list(house: House) -> None:
    anna = house.client()
    house.book(anna)
    mark_private(house.clinic, anna.id, "staff", house.rita)
    [hidden] = visits_between(house.clinic, house.lead, TODAY, TODAY)
    assert hidden.closed == "private"
    assert "private record" in hidden.line
    assert "Ferrer" not in hidden.line


def test_nobody_but_the_lead_inspects(house: House) -> None:
    with pytest.raises(NotAllowed, match="Only the clinic's lead"):
        visits_between(house.clinic, house.rita, TODAY, TODAY)


def test_a_private_record_opens_for_a_reason_and_a_locked_one_for_one_in_words(house: House) -> None:
    visit = house.book(house.client())
    mark_private(house.clinic, visit.client_id, "staff", house.rita)
    with pytest.raises(IsPrivate):
        open_private(house.clinic, house.lead, visit.id)
    reason = OpeningReason(picked="other", line="An inspector asks.")
    assert open_private(house.clinic, house.lead, visit.id, reason).id == visit.id
    lock(house.clinic, visit.client_id, "asked for it", house.lead.actor("desk-1"))
    with pytest.raises(NotAllowed, match="locked"):
        open_private(house.clinic, house.lead, visit.id, reason)
    with pytest.raises(BadInput):
        open_locked(house.clinic, house.lead, visit.id, " ")
    open_locked(house.clinic, house.lead, visit.id, "The inspector asks again.")
    with house.clinic.records.read() as reader:
        found = lock_of(house.clinic, reader, visit.client_id)
        told = [each.reason.line for each in openings_of(reader, visit.client_id)]
    assert found is not None
    assert [(each.reason, each.by) for each in found.openings] == [
        ("The inspector asks again.", str(house.lead.actor("desk-1")))
    ]
    assert told[-2:] == ["An inspector asks.", "The inspector asks again."]
    for refused in (open_private, open_locked):
        with pytest.raises(NotAllowed, match="Only the clinic's lead"):
            refused(house.clinic, house.rita, visit.id, reason)
