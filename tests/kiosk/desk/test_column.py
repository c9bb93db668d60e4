"""A practitioner who is away: the whole column is moved or given to somebody else, and the desk knows whom to phone."""

from datetime import time, timedelta

import pytest

from kiosk.desk.call_list import CallKind
from kiosk.desk.column import column_of, move_all, plan_moves, reassign_all, takers
from kiosk.people.staff import StaffMember
from kiosk.visits.visit import VisitState
from tests.kiosk.conftest import FACIAL, LEAD, PEEL, TODAY, House

TOMORROW = TODAY + timedelta(days=1)


def test_a_whole_column_is_moved_to_times_that_are_free_and_used_once(house: House) -> None:
    booked = [
        house.book(house.client(name, "Soler"), start=time(9 + number))
        for number, name in enumerate(("Anna", "Berta", "Clara"))
    ]
    house.book(house.client("Dora", "Vidal"), start=time(12), practitioner="Dr Gil")
    house.book(house.client("Elsa", "Vidal"), day=TOMORROW, start=time(10))
    entries = column_of(house.clinic, "Dr Roca", TODAY)
    assert [entry.visit.id for entry in entries] == [visit.id for visit in booked]
    planned = plan_moves(house.clinic, entries, TOMORROW)
    times = [(each.to.day, each.to.start) for each in planned if each.to]
    assert len(set(times)) == 3
    assert (TOMORROW, time(10)) not in times
    done = move_all(house.desk(), planned)
    assert (done.changed, done.stayed) == (3, ())
    assert [house.visit(visit).state for visit in booked] == [VisitState.put_off] * 3
    to_phone = [line for line in house.desk().call_list() if line.kind is CallKind.rearranged]
    assert {(line.name, line.why) for line in to_phone} == {
        (f"{name} Soler", "moved from 30 July 2026") for name in ("Anna", "Berta", "Clara")
    }
    new = house.clinic.visits.get(to_phone[0].visit_id)
    house.desk().note_phone_call(new, "reached")
    left = [line.name for line in house.desk().call_list() if line.kind is CallKind.rearranged]
    assert left == [line.name for line in to_phone[1:]]
    house.desk().undo(house.visit(booked[2]))
    assert house.visit(booked[2]).state is VisitState.booked
    assert len([line for line in house.desk().call_list() if line.kind is CallKind.rearranged]) == 1


@pytest.fixture
def gil(house: House) -> StaffMember:
    """Add somebody who gives the peel, and no facial."""
    return house.clinic.staff.add("Dr Gil", "practitioner", "470916", treatments=(PEEL,), actor=LEAD)


def test_a_whole_column_is_given_to_somebody_else_and_what_can_not_be_is_named(house: House, gil: StaffMember) -> None:
    first = house.book(house.client(), start=time(9))
    second = house.book(house.client("Berta", "Soler"), start=time(10))
    entries = column_of(house.clinic, "Dr Roca", TODAY)
    house.desk().cancel(first)  # at another desk, in between
    done = reassign_all(house.desk(), house.clinic, entries, gil)
    assert done.changed == 1
    assert [(entry.visit.id, "changed this visit" in why) for entry, why in done.stayed] == [(first.id, True)]
    assert house.visit(second).practitioner == "Dr Gil"
    [line] = house.desk().call_list()
    assert (line.kind, line.why) == (CallKind.rearranged, "now with Dr Gil")


def test_a_visit_that_the_other_does_not_give_or_has_no_time_for_stays(house: House, gil: StaffMember) -> None:
    facial = house.book(house.client(), FACIAL, start=time(9))
    clashing = house.book(house.client("Berta", "Soler"), start=time(11, 15))
    free = [
        house.book(house.client(name, "Vidal"), start=time(12, minute)) for name, minute in (("Eva", 0), ("Ida", 15))
    ]
    house.book(house.client("Clara", "Soler"), start=time(11), practitioner="Dr Gil")
    over = house.book(house.client("Dora", "Soler"), start=time(12), practitioner="Dr Gil")
    house.desk().cancel(over)
    entries = column_of(house.clinic, "Dr Roca", TODAY)
    why = {facial.id: "Dr Gil does not give Medical facial.", clashing.id: "Dr Gil has a visit at 11:00."}
    [taker] = takers(house.clinic, entries, "Dr Roca")
    assert (taker.member, taker.stays) == (gil, why)
    done = reassign_all(house.desk(), house.clinic, entries, gil)
    assert {entry.visit.id: sentence for entry, sentence in done.stayed} == why
    assert [house.visit(visit).practitioner for visit in (facial, clashing)] == ["Dr Roca"] * 2
    assert (done.changed, [house.visit(visit).practitioner for visit in free]) == (2, ["Dr Gil"] * 2)


def test_who_gives_none_of_the_treatments_takes_no_column(house: House, gil: StaffMember) -> None:
    house.book(house.client(), FACIAL, start=time(9))
    entries = column_of(house.clinic, "Dr Roca", TODAY)
    assert takers(house.clinic, entries, "Dr Roca") == ()
    assert gil not in [each.member for each in takers(house.clinic, entries, "Dr Gil")]
