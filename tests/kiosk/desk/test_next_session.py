"""The next session: proposed in its window with the same practitioner, booked once."""

from datetime import date, time, timedelta

import pytest

from kiosk.core.errors import NotAllowed
from kiosk.desk.next_session import book_next, free_on, next_session
from kiosk.visits.visit import Visit, VisitState
from tests.kiosk.conftest import TODAY, House

FIRST, LAST = TODAY + timedelta(weeks=3), TODAY + timedelta(weeks=4)


def finished(house: House) -> Visit:
    visit = house.confirmed(house.client())
    room = house.room()
    going = room.decide(visit, "go_ahead", pin_checked=house.dr_roca, seen_sha=visit.content_sha)
    done: Visit = room.finish(going, ["face"], [], pin_checked=house.dr_roca)
    return done


def test_the_first_free_times_of_the_window_are_proposed(house: House) -> None:
    visit = finished(house)
    due = next_session(house.clinic, visit)
    assert due is not None
    assert (due.first, due.last, due.is_late) == (FIRST, LAST, False)
    assert [slot.day for slot in due.slots] == [date(2026, 8, 20), date(2026, 8, 21), date(2026, 8, 24)]
    free = due.slots[0]
    house.book(house.client("Berta", "Soler"), day=free.day, start=free.start)
    again = next_session(house.clinic, visit)
    assert again is not None
    assert again.slots[0].day == date(2026, 8, 21)


def test_the_client_who_comes_late_to_book_is_offered_no_day_that_has_passed(house: House) -> None:
    visit = finished(house)
    house.clock.forward(days=40)
    due = next_session(house.clinic, visit)
    assert due is not None
    assert due.is_late
    assert due.slots[0].day > house.clinic.today()


def test_it_is_booked_once_and_the_trail_says_by_whom(house: House) -> None:
    visit = finished(house)
    due = next_session(house.clinic, visit)
    assert due is not None
    new = book_next(house.clinic, house.dr_roca, visit, due.slots[0])
    assert (new.state, new.day, new.treatment, new.practitioner) == (
        VisitState.booked, FIRST, visit.treatment, "Dr Roca",
    )  # fmt: skip
    assert house.trail(visit.client_id)[-1] == "visit.book"
    assert next_session(house.clinic, visit) is None
    with pytest.raises(NotAllowed, match="booked already, on Thursday 20 August 2026"):
        book_next(house.clinic, house.dr_roca, visit, due.slots[1])
    assert house.room().summary(visit).may_book_next is False
    assert house.room().summary(visit).course[1].words == "20 Aug"


def test_nothing_is_booked_after_a_visit_without_a_session(house: House) -> None:
    visit = house.confirmed(house.client())
    slot = free_on(house.clinic, visit, FIRST)[0]
    with pytest.raises(NotAllowed, match="No session was done"):
        book_next(house.clinic, house.dr_roca, visit, slot)
    assert slot.start >= time(9)
