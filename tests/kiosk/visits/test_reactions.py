"""A reaction reported after the session: kept on the visit, on a list that staff see until it is closed, and told next time."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from kiosk.core.errors import BadInput, NotAllowed
from kiosk.core.settings import Settings
from kiosk.desk.board import todays_board
from kiosk.desk.to_do import to_do
from kiosk.desk.visit_page import visit_page
from kiosk.visits.visit import Visit
from tests.kiosk.conftest import SYSTEM, TODAY, House

TOMORROW = TODAY + timedelta(days=1)
SAID = "Redness that stays"


def finished(house: House, **client: str) -> Visit:
    visit = house.confirmed(house.client(**client))
    room = house.room()
    going = room.decide(visit, "go_ahead", pin_checked=house.dr_roca, seen_sha=visit.content_sha)
    done: Visit = room.finish(going, ["face"], [], pin_checked=house.dr_roca)
    return done


@pytest.mark.parametrize("who", [House.desk, House.room])
def test_desk_or_practitioner_notes_it_and_closes_it(house: House, who: Callable[[House], object]) -> None:
    staff = who(house)
    visit = staff.note_reaction(finished(house), SAID, TOMORROW)  # type: ignore[attr-defined]
    (reaction,) = house.visit(visit).reactions
    assert (reaction.said, reaction.due, reaction.at) == (SAID, TOMORROW, house.clock.now())
    assert reaction.by == staff.staff.name  # type: ignore[attr-defined]
    again = staff.note_call(visit, "Not reached", TOMORROW)  # type: ignore[attr-defined]
    assert again.reactions[0].call_due == TOMORROW
    closed = staff.note_call(again, "All is well again")  # type: ignore[attr-defined]
    assert closed.reactions[0].call_due is None
    assert [call.said for call in closed.reactions[0].calls] == ["Not reached", "All is well again"]
    assert house.trail(visit.client_id)[-3:] == ["visit.reaction", "visit.called_back", "visit.called_back"]
    with pytest.raises(NotAllowed, match="No call is due"):
        staff.note_call(closed, "once more")  # type: ignore[attr-defined]


def test_what_is_no_reaction_to_a_session_is_refused(house: House) -> None:
    visit = house.confirmed(house.client())
    with pytest.raises(NotAllowed, match="No session was done"):
        house.desk().note_reaction(visit, SAID, TOMORROW)
    done = finished(house, given="Berta", family="Soler")
    for said, due in ((" ", TOMORROW), (SAID, TODAY - timedelta(days=1))):
        with pytest.raises(BadInput):
            house.desk().note_reaction(done, said, due)
    open_one = house.desk().note_reaction(done, SAID, TODAY)
    for said, again in ((" ", None), ("Not reached", TODAY - timedelta(days=1))):
        with pytest.raises(BadInput):
            house.desk().note_call(open_one, said, again)
    assert house.visit(open_one).reactions == open_one.reactions


def test_the_list_stays_until_it_is_closed_whatever_day_it_is_and_counts_on_the_board(house: House) -> None:
    visit = house.desk().note_reaction(finished(house, phone="600 123 456"), SAID, TOMORROW)
    assert todays_board(house.clinic).left_to_do == "1 client to call back"
    house.clock.forward(days=3)
    assert todays_board(house.clinic).left_to_do == "1 client to call back (due)"
    (thing,) = to_do(house.clinic)
    assert (thing.visit_id, thing.name, thing.call_due) == (visit.id, "Anna Ferrer", TOMORROW)
    assert thing.words == "call back by 31 July, 600 123 456 · visit of 30 July"
    assert to_do(house.clinic, "Dr Roca") == (thing,)
    short = {**house.clinic.settings.model_dump(), "board_names": "short"}
    house.clinic.__dict__["settings"] = Settings.model_validate(short)
    assert to_do(house.clinic)[0].name == "Anna F."
    assert to_do(house.clinic, "Dr Gil") == ()
    house.desk().note_call(visit, "All is well again")
    assert to_do(house.clinic) == ()
    assert todays_board(house.clinic).left_to_do == ""


def test_the_desk_reads_that_something_was_reported_and_not_what(house: House) -> None:
    visit = house.desk().note_reaction(finished(house), SAID, TOMORROW)

    def page() -> str:
        client = house.clinic.clients.get(visit.client_id)
        found = visit_page(house.clinic, house.desk(), visit, client)
        assert {"called_back", "reaction"} <= {action.name for action in found.actions}
        return "\n".join(line for section in found.sections for line in section.lines)

    assert "Rita Roy noted what the client reported" in page()
    assert "Call back by 31 July" in page()
    assert SAID not in page()
    changed = {**house.clinic.settings.model_dump(), "desk_sees_conditions": True}
    house.clinic.__dict__["settings"] = Settings.model_validate(changed)
    assert SAID in page()


def test_the_practitioner_reads_it_there_and_at_the_next_visit(house: House) -> None:
    visit = house.desk().note_reaction(finished(house), SAID, TOMORROW)
    told = "Redness that stays, noted by Rita Roy, 30 July; CALL BACK by 31 July"
    assert house.room().summary(visit).reported == (told,)
    anna = house.clinic.clients.get(visit.client_id)
    later = house.book(anna, day=TODAY + timedelta(days=28))
    last = house.room().summary(later).last_time
    assert last is not None
    assert last.reaction == told
    house.room().note_call(visit, "All is well again")
    last = house.room().summary(later).last_time
    assert last is not None
    assert last.reaction.endswith("noted by Rita Roy, 30 July; called by Dr Roca, 30 July: All is well again")


def test_an_erased_visit_leaves_the_list(house: House) -> None:
    visit = house.desk().note_reaction(finished(house), SAID, TOMORROW)
    with house.clinic.records.write(SYSTEM) as writer:
        document = writer.get("visit", visit.id)
        assert document is not None
        writer.remove("visit", visit.id, expect=document["revision"])
    assert to_do(house.clinic) == ()


def test_days_are_those_of_the_clinic_where_the_day_has_changed_elsewhere(house: House) -> None:
    done, spot = finished(house), house.confirmed(house.client("Berta", "Soler"), lesion="yes")
    changed = {**house.clinic.settings.model_dump(), "time_zone": "America/Los_Angeles"}
    house.clinic.__dict__["settings"] = Settings.model_validate(changed)
    house.clock.forward(hours=20)  # 4 in the morning of the 31st in UTC, 9 in the evening of the 30th in the clinic
    assert house.clinic.today() == TODAY
    visit = house.desk().note_reaction(done, SAID, TODAY)
    assert "noted by Rita Roy, 30 July" in house.room().summary(visit).reported[0]
    advised = house.room().advise(house.visit(spot), pin_checked=house.dr_roca)
    assert house.room().summary(advised).advised == ("Dr Roca, 30 July 2026",)
