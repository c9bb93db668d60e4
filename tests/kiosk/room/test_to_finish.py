"""Finish may be signed later that day: the client is gone, the board says "to finish", and what was filled in is kept."""

from datetime import timedelta

import pytest

from kiosk.core.errors import NotAllowed
from kiosk.desk.board import FINISH, board, my_day, todays_board
from kiosk.desk.to_do import to_do
from kiosk.desk.visit_page import visit_page
from kiosk.handouts.take_away import TakeAway, possible
from kiosk.handouts.visit_file import sections_of
from kiosk.room.finish_form import SessionDraft
from kiosk.room.last_time import LastSession
from kiosk.room.next_decisions import advised_decision, next_decisions
from kiosk.visits.session import MachineSettings, ProductUsed, SessionDetails
from kiosk.visits.visit import Visit, VisitState
from kiosk.visits.visit_parts import GOING
from tests.kiosk.conftest import TODAY, House

FILLED = SessionDraft(areas=("face",), steps=("crystals",), note="calm").with_details(
    machine=MachineSettings(suction="Low", passes=2)
)


def treated(house: House, filled: SessionDraft = FILLED) -> Visit:
    """Return a visit whose treatment is over, and whose record waits."""
    room = house.room()
    visit = house.confirmed(house.client())
    going = room.decide(visit, "go_ahead", pin_checked=house.dr_roca, seen_sha=visit.content_sha)
    house.clock.forward(minutes=40)
    later: Visit = room.finish_later(going, filled)
    return later


def test_the_board_says_to_finish_and_the_client_is_no_longer_here(house: House) -> None:
    visit = treated(house)
    today = todays_board(house.clinic)
    (group,) = today.groups
    (row,) = group.rows
    assert (group.id, group.title, str(row.mark)) == (FINISH, "To finish", "◐ to finish")
    assert (today.here, row.arrived, row.waiting, row.step) == (0, "", "", None)
    page = visit_page(house.clinic, house.desk(), visit, house.clinic.clients.get(visit.client_id))
    assert page.band == "Treated, the record is to finish"
    assert "Do" not in [section.title for section in page.sections]


def test_what_was_filled_in_is_kept_and_signed_later_as_of_when_it_was_over(house: House) -> None:
    room = house.room()
    visit = treated(house)
    over = house.clock.now()
    house.clock.forward(hours=5)
    assert room.finish_form(visit).kept == FILLED
    assert TakeAway.AFTER_CARE in possible(house.clinic, visit)  # whoever goes home has it in hand
    assert next_decisions(visit) == {"finish", "papers"}
    assert advised_decision(visit, room.summary(visit)) == "finish"
    assert room.summary(visit).state == "treated, the record is to finish since 10:40"
    steps = [each.step.id for each in room.steps(visit) if each.included]
    done = room.finish(visit, ["face"], steps, "calm", pin_checked=house.dr_roca, details=FILLED.details)
    assert (done.state, done.to_sign) == (VisitState.finished, None)
    assert done.session is not None
    assert (done.session.done_at, done.signoffs[-1].at) == (over, house.clock.now())
    assert "visit.to_finish" in house.trail(done.client_id)


def test_it_needs_the_decision_to_go_ahead_and_nothing_filled_in(house: House) -> None:
    room = house.room()
    started = room.start(house.confirmed(house.client()))
    with pytest.raises(NotAllowed, match="Decide first"):
        room.finish_later(started, SessionDraft())
    going = room.decide(started, "go_ahead", pin_checked=house.dr_roca, seen_sha=started.content_sha)
    assert going.decision.decision in GOING
    assert room.finish_form(room.finish_later(going, SessionDraft())).kept == SessionDraft()


def test_what_was_not_signed_that_day_stays_on_my_day_and_counts_as_a_session(house: House) -> None:
    room = house.room()
    visit = treated(house)
    house.clock.forward(days=1)
    house.clinic.confirm_date(house.rita.actor("desk"))
    (entry,) = room.my_day()
    assert entry.visit.id == visit.id
    clinic = house.clinic
    mine = board(room.my_day(), (), clinic.now(), clinic.settings, titles=clinic.titles())
    (row,) = my_day(mine).rows
    assert str(row.mark) == "◐ to finish of 30 July"
    assert todays_board(clinic).rows == ()  # the desk's board is of today
    again = house.screened(clinic.clients.get(visit.client_id), had_before="yes", session_last="2026-07-30")
    assert room.course(again).number == 2
    steps = [each.step.id for each in room.steps(visit) if each.included]
    done = room.finish(entry.visit, ["face"], steps, pin_checked=house.dr_roca)
    assert done.state is VisitState.finished


def test_the_next_visit_reads_what_is_filled_in_and_that_nobody_has_signed_it(house: House) -> None:
    visit = treated(house)
    house.clock.forward(days=28)
    again = house.book(house.clinic.clients.get(visit.client_id))
    told = house.room().summary(again).last_time
    assert told is not None
    assert (told.when, told.by) == ("30 July", "Dr Roca, not signed yet")
    assert told.lines == (
        ("Note", "calm"),
        ("Areas", "face"),
        ("Machine", "suction Low, 2 passes"),
        ("Steps", "Crystals and suction"),
    )
    assert house.room().finish_form(again).machines[0].suction == "Low"


def test_a_session_of_which_nothing_is_filled_in_yet_tells_who_gave_it(house: House) -> None:
    visit = treated(house, SessionDraft())
    house.clock.forward(days=28)
    told = house.room().summary(house.book(house.clinic.clients.get(visit.client_id))).last_time
    assert told == LastSession(when="30 July", by="Dr Roca, not signed yet")


def test_a_reaction_is_noted_and_called_about_before_the_record_is_signed(house: House) -> None:
    visit = treated(house)

    def offered() -> set[str]:
        page = visit_page(house.clinic, house.desk(), house.visit(visit), house.clinic.clients.get(visit.client_id))
        return {action.name for action in page.actions}

    assert "reaction" in offered()
    noted = house.desk().note_reaction(visit, "Redness that stays", TODAY + timedelta(days=1))
    assert "called_back" in offered()
    assert [each.call_due for each in to_do(house.clinic)] == [TODAY + timedelta(days=1)]
    house.desk().note_call(noted, "All is well again")
    assert to_do(house.clinic) == ()  # it is today's: the board has it


def test_whoever_had_a_lot_is_found_before_the_record_is_signed_and_as_it_was_signed(house: House) -> None:
    used = ProductUsed(name="Serum C", lot="AB-12"), ProductUsed(name="Mask", lot="M7")
    visit = treated(house, FILLED.with_details(products=used))

    def had(lot: str) -> list[str]:
        with house.clinic.records.read() as reader:
            return [each.id for each in house.clinic.visits.of_lot(lot, reader)]

    assert (had("ab-12"), had("M7")) == ([visit.id], [visit.id])
    house.room().finish(visit, ["face"], [], pin_checked=house.dr_roca, details=SessionDetails(products=used[:1]))
    assert (had("ab-12"), had("M7")) == ([visit.id], [])


def test_from_the_next_day_desk_and_lead_are_reminded_until_it_is_signed(house: House) -> None:
    visit = treated(house)
    assert to_do(house.clinic) == ()
    house.clock.forward(days=1)
    house.clinic.confirm_date(house.rita.actor("desk"))
    (thing,) = to_do(house.clinic)
    assert (thing.visit_id, thing.words) == (visit.id, "record to sign: Dr Roca · visit of 30 July")
    assert todays_board(house.clinic).left_to_do == "1 record to sign"
    assert to_do(house.clinic, "Dr Gil") == ()
    house.room().finish(visit, ["face"], [], pin_checked=house.dr_roca)
    assert to_do(house.clinic) == ()


def test_what_a_client_is_handed_out_of_the_records_holds_what_is_not_signed_yet(house: House) -> None:
    visit = treated(house)
    told = repr(sections_of(house.clinic, visit, for_client=True))
    assert "filled in by Dr Roca, not signed yet" in told
    assert "suction Low, 2 passes" in told
