"""Booking a visit at the desk, for somebody known or new."""

from datetime import date, time, timedelta

import pytest

from kiosk.core.errors import BadInput
from kiosk.desk.booking import Caller, book, wanted
from kiosk.desk.slots import FreeTime
from kiosk.visits.visit import VisitState
from tests.kiosk.conftest import PEEL, TODAY, House

TOMORROW = FreeTime(TODAY + timedelta(days=1), time(11), "Dr Roca")


def test_somebody_new_and_somebody_known_are_booked_and_it_is_in_the_trail(house: House) -> None:
    caller = Caller("Cora", "Calls", date(1990, 4, 3), "600 100 200")
    visit = book(house.clinic, house.rita, caller, PEEL, TOMORROW)
    client = house.clinic.clients.get(visit.client_id)
    assert (client.full_name, client.phone_last4) == ("Cora Calls", "0200")
    assert (visit.state, visit.source, visit.day) == (VisitState.booked, "desk", TOMORROW.day)
    assert house.trail(client.id) == ["client.add", "visit.book"]
    again = book(house.clinic, house.rita, caller, PEEL, FreeTime(TOMORROW.day, time(12), "Dr Roca"))
    assert again.client_id == client.id, "nobody is added twice"
    assert book(house.clinic, house.rita, client, PEEL, TOMORROW).client_id == client.id


def test_a_day_that_has_passed_and_a_number_that_reaches_nobody_are_refused(house: House) -> None:
    with pytest.raises(BadInput, match="passed"):
        book(house.clinic, house.rita, house.client(), PEEL, FreeTime(TODAY - timedelta(days=1), time(11), "Dr Roca"))
    with pytest.raises(BadInput, match="telephone"):
        book(house.clinic, house.rita, Caller("Cora", "Calls", date(1990, 4, 3), "12"), PEEL, TOMORROW)
    assert house.clinic.clients.find_by_name("Cora") == []


def test_free_times_are_looked_for_without_keeping_anything(house: House) -> None:
    asked = wanted(house.clinic, PEEL).model_copy(update={"practitioner": "Dr Roca"})
    assert house.desk().slots(asked)
    assert house.clinic.daybook().entries() == ()
