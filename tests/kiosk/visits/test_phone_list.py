"""The list of whom to phone lets go of visits about which nobody can need to phone any more."""

from datetime import time, timedelta

from kiosk.desk.call_list import call_lines
from kiosk.privacy.purge import purge
from kiosk.visits import to_phone
from kiosk.visits.visit import Session, Visit, VisitState
from tests.kiosk.conftest import LEAD, SYSTEM, TODAY, House


def put_off(house: House, visit: Visit) -> Visit:
    until = house.clinic.today() + timedelta(days=4)
    decided: Visit = house.room().decide(
        visit, "put_off", pin_checked=house.dr_roca, seen_sha=visit.content_sha, until=until
    )
    return decided


def listed(house: House) -> set[str]:
    with house.clinic.records.read() as reader:
        return set(to_phone.LIST.ids(reader))


def shown(house: House) -> set[str]:
    with house.clinic.records.read() as reader:
        return {line.visit_id for line in call_lines(house.clinic, reader)}


def in_days(house: House, days: int) -> None:
    house.clock.forward(days=days)
    house.clinic.confirm_date(LEAD)
    before = shown(house)
    purge(house.clinic, SYSTEM)
    assert shown(house) == before  # nothing is taken from what the desk reads


def test_who_came_leaves_it_after_a_month(house: House) -> None:
    anna = house.client()
    visit = put_off(house, house.confirmed(anna))
    came = house.book(anna, day=TODAY + timedelta(days=10))
    session = Session(areas=("face",), steps=("crystals",), done_at=house.clock.now())
    finished = {"state": VisitState.finished, "session": session}
    house.clinic.visits.save(came.model_copy(update=finished), SYSTEM, "visit.test")
    in_days(house, 39)
    assert listed(house) == {visit.id}
    in_days(house, 2)
    assert listed(house) == set()


def test_who_has_not_come_stays_and_of_two_visits_the_newer(house: House) -> None:
    anna = house.client()
    first = put_off(house, house.confirmed(anna))
    in_days(house, 400)
    assert listed(house) == {first.id}
    again = put_off(house, house.confirmed(anna))
    assert listed(house) == {first.id, again.id}
    in_days(house, 1)
    assert listed(house) == {again.id}


def test_a_visit_the_clinic_moved_leaves_it_once_its_day_is_over(house: House) -> None:
    moved = house.book(house.client(), start=time(15)).model_copy(update={"rearranged": "moved"})
    house.clinic.visits.save(moved, SYSTEM, "visit.test")
    in_days(house, 0)
    assert listed(house) == {moved.id}
    in_days(house, 1)
    assert listed(house) == set()
