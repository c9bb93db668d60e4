"""What is left to do after a visit, on a list that is read over shoulders: of a closed record it says no more than it must."""

from datetime import timedelta

import pytest

from kiosk.desk.board import todays_board
from kiosk.desk.to_do import to_do, to_do_line
from kiosk.privacy.erase import erase
from kiosk.records import Kind
from kiosk.visits import follow_up
from kiosk.visits.closed_record import Closed
from kiosk.visits.private_record import mark_private
from kiosk.visits.record_lock import lock
from kiosk.visits.session import ProductUsed
from kiosk.visits.visit import Visit
from kiosk.visits.visit_book import VisitBook
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
    assert to_do_line(house.clinic) == "1 record for the room to complete"
    assert to_do_line(house.clinic, "Dr Roca") == "1 record to complete"
    assert to_do_line(house.clinic, "Dr Gil") == ""


def test_a_board_counts_it_without_reading_a_visit_of_another_day(
    house: House, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.clock.forward(days=1)
    monkeypatch.setattr(VisitBook, "get", lambda *_: pytest.fail("a visit was read"))
    assert todays_board(house.clinic).left_to_do == "1 client to call back (due)"
    monkeypatch.undo()
    house.desk().note_call(house.visit(visit), "Call again.", again=TODAY + timedelta(days=7))
    assert todays_board(house.clinic).left_to_do == "1 client to call back"


def test_a_list_kept_without_facts_is_counted_by_its_visits(house: House, visit: Visit) -> None:
    with house.clinic.records.write(SYSTEM) as writer:
        kept = writer.get(Kind.META, "follow-up")
        assert kept is not None
        writer.put(Kind.META, {"id": "follow-up", "visits": [visit.id, "V-GONE"]}, expect=kept["revision"])
    assert to_do_line(house.clinic) == "1 client to call back (due)"


def test_what_is_removed_leaves_the_lists(house: House, visit: Visit) -> None:
    erase(house.clinic, visit.client_id, SYSTEM, forced=True)
    with house.clinic.records.read() as reader:
        assert follow_up.LIST.facts(reader) == {}
    assert to_do_line(house.clinic) == ""
