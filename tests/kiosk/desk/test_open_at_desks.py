"""A second desk is told who has a visit open, until it is closed there, or for ten minutes."""

from pathlib import Path

from kiosk.desk.open_at_desks import note_closed, note_open, open_elsewhere
from tests.kiosk.conftest import FixedClock, House, open_clinic


def test_the_second_desk_is_told_until_the_first_has_closed_it(house: House, base: Path, clock: FixedClock) -> None:
    visit = house.book(house.client())
    other = house.book(house.client("Bea", "Soler"))
    with open_clinic(base, clock, "Desk 2") as second:
        note_open(second, visit.id, house.bea)
        assert open_elsewhere(house.clinic, visit.id) == ("Bea Ortiz has this visit open, too, at Desk 2",)
        assert open_elsewhere(second, visit.id) == (), "nobody is told of themselves"
        assert open_elsewhere(house.clinic, other.id) == ()
        note_open(second, other.id, house.bea)
        assert open_elsewhere(house.clinic, visit.id) == ()
        note_closed(second, visit.id, house.bea)
        assert open_elsewhere(house.clinic, other.id) != ()
        note_closed(second, other.id, house.bea)
        assert open_elsewhere(house.clinic, other.id) == ()


def test_a_desk_that_fell_silent_is_told_of_for_ten_minutes(house: House, base: Path, clock: FixedClock) -> None:
    visit = house.book(house.client())
    with open_clinic(base, clock, "Desk 2") as second:
        note_open(second, visit.id, house.bea)
    clock.forward(minutes=9)
    assert open_elsewhere(house.clinic, visit.id)
    clock.forward(minutes=2)
    assert not open_elsewhere(house.clinic, visit.id)


def test_a_desk_is_no_kiosk_to_hand_answers_to_and_calls_for_nobody(house: House) -> None:
    visit = house.book(house.client())
    note_open(house.clinic, visit.id, house.rita)
    assert [each.role for each in house.clinic.terminals.all() if each.open_visit] == ["desk"]
    assert not any(each.role == "client" and each.open_visit for each in house.clinic.terminals.all())
