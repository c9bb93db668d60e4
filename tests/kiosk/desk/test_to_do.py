"""What is left to do after a visit, on a list that is read over shoulders: of a closed record it says no more than it must."""

import pytest

from kiosk.desk.to_do import to_do, to_do_line
from kiosk.visits.closed_record import Closed
from kiosk.visits.private_record import mark_private
from kiosk.visits.record_lock import lock
from kiosk.visits.session import ProductUsed
from kiosk.visits.visit import Visit
from tests.kiosk.conftest import SYSTEM, TODAY, House

LATER = ProductUsed(name="Peeling mask")


@pytest.fixture
def visit(house: House) -> Visit:
    """Return a visit after which a call is due, and a lot is to be noted."""
    seen = house.confirmed(house.client(phone="600 123 456"))
    going = house.room().decide(seen, "go_ahead", pin_checked=house.dr_roca, seen_sha=seen.content_sha)
    done = house.room().finish(going, ["face"], [], pin_checked=house.dr_roca)
    session = done.session.model_copy(update={"products": (LATER,)})
    house.clinic.visits.save(done.model_copy(update={"session": session}), SYSTEM, "visit.test")
    noted: Visit = house.desk().note_reaction(house.visit(done), "Redness that stays", TODAY)
    return noted


@pytest.mark.parametrize(("closed", "name"), [("private", "Anna Ferrer"), ("locked", "locked record")])
def test_a_closed_record_shows_no_telephone_and_no_product(
    house: House, visit: Visit, closed: Closed, name: str
) -> None:
    (thing,) = to_do(house.clinic)
    room = ": the room completes it"
    assert thing.words == f"call back by 30 July, 600 123 456 · lot of Peeling mask{room} · visit of 30 July"
    if closed == "private":
        mark_private(house.clinic, visit.client_id, "known", house.rita)
    else:
        lock(house.clinic, visit.client_id, "asked for it", house.lead.actor("desk-1"))
    for listed, whose in ((to_do(house.clinic), room), (to_do(house.clinic, "Dr Roca"), "")):
        (thing,) = listed
        words = f"call back by 30 July · lot of a product{whose} · visit of 30 July"
        assert (thing.name, thing.words) == (name, words)


def test_only_the_room_is_told_to_complete_a_record(house: House, visit: Visit) -> None:
    house.desk().note_call(house.visit(visit), "All is well.")
    things = to_do(house.clinic)
    assert to_do_line(things, TODAY, in_room=False) == "1 record for the room to complete"
    assert to_do_line(things, TODAY, in_room=True) == "1 record to complete"
