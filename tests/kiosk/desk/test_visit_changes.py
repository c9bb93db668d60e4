"""What somebody else changed about a visit, in words."""

from datetime import time

from kiosk.desk.visit_changes import changes
from tests.kiosk.conftest import House


def test_each_change_is_told_once_with_who_did_it_and_what_was_before(house: House) -> None:
    client = house.client()
    seen = house.screened(client)
    passed = house.desk(house.bea).confirm(seen)
    now = house.desk(house.bea).raise_(passed, "Looks pale")
    renamed = house.desk(house.bea).correct_name(client, "Ana", "Ferrer")
    assert changes(house.clinic, (seen, client), (now, renamed)) == (
        "10:00  Bea Ortiz: passed to the practitioner",
        "10:00  Bea Ortiz asks the practitioner to look first: Looks pale",
        "Now: passed to the practitioner, was checked in",
        "Next step: practitioner looks first, was to the room",
        "Name: Ana Ferrer, was Anna Ferrer",
    )
    undone = house.desk(house.bea).undo(house.desk(house.bea).undo_raise(now))
    assert changes(house.clinic, (now, client), (undone, client)) == (
        "The desk's last step was taken back",
        "“Look first” was taken back",
        "Now: checked in, was passed to the practitioner",
        "Next step: to the room, was practitioner looks first",
    )


def test_what_stays_as_it_was_is_not_told(house: House) -> None:
    client = house.client()
    visit = house.book(client)
    assert changes(house.clinic, (visit, client), (visit, client)) == ()
    later = visit.model_copy(update={"start": time(11), "practitioner": ""})
    assert changes(house.clinic, (visit, client), (later, client)) == (
        "Time: 11:00, was 10:30",
        "With: nothing, was Dr Roca",
    )
