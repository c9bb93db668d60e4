"""Each notice is a plain screen with a next step."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import get_args

import pytest

from kiosk.checkin.admission import admit
from kiosk.checkin.check_in import CheckIn
from kiosk.checkin.screen_data import NoticeKind, Step
from kiosk.checkin.texts import client_texts
from kiosk.core.errors import NotAllowed
from kiosk.desk.board import DONE, WAITING, todays_board
from kiosk.desk.visit_page import visit_page
from kiosk.visits.visit import Visit, VisitState
from tests.kiosk.conftest import GOOD, PEEL, SYSTEM, TODAY, House


def tell(house: House) -> CheckIn:
    """Let Anna Ferrer say who she is."""
    check_in = house.clinic.check_in()
    check_in.identify("Ferrer", 5, 3, 1984)
    return check_in


def kind(check_in: CheckIn) -> str | None:
    return check_in.notice.kind if check_in.notice else None


def as_state(house: House, visit: Visit, state: VisitState) -> Visit:
    return house.clinic.visits.save(visit.model_copy(update={"state": state}), SYSTEM, "visit.test")


def test_61_minutes_before_is_too_early_and_60_is_not(house: House) -> None:
    house.book(house.client(), start=time(11, 1))
    check_in = tell(house)
    assert kind(check_in) == "too_early"
    assert check_in.notice is not None
    assert "10:01" in check_in.notice.next_step_text
    house.clock.forward(minutes=1)
    assert tell(house).step is Step.VISIT


@pytest.mark.parametrize(
    ("day", "start", "now", "notice"),
    [
        # The clocks of Europe go from 02:00 to 03:00: 50 minutes before, though the wall says 110.
        (date(2026, 3, 29), time(3, 10), datetime(2026, 3, 29, 0, 20, tzinfo=UTC), None),
        # And back from 03:00 to 02:00: 105 minutes before, though the wall says 45.
        (date(2026, 10, 25), time(3, 30), datetime(2026, 10, 25, 0, 45, tzinfo=UTC), "too_early"),
        # 02:50 comes twice that night; who comes for the second is not late for the first.
        (date(2026, 10, 25), time(2, 50), datetime(2026, 10, 25, 1, 10, tzinfo=UTC), None),
        (date(2026, 10, 25), time(2, 50), datetime(2026, 10, 25, 2, 10, tzinfo=UTC), "too_late"),
    ],
)
def test_minutes_count_as_they_pass_on_nights_when_the_clocks_change(
    house: House, day: date, start: time, now: datetime, notice: str | None
) -> None:
    visit = house.book(house.client()).model_copy(update={"day": day, "start": start})
    settings = house.clinic.settings
    assert settings.time_zone == "Europe/Madrid"
    assert admit([visit], now.astimezone(settings.zone), settings, lambda _: False).notice == notice


def test_15_minutes_after_is_in_time_and_16_is_too_late(house: House) -> None:
    house.book(house.client(), start=time(9, 45))
    assert tell(house).step is Step.VISIT
    house.clock.forward(minutes=1)
    assert kind(tell(house)) == "too_late"


def test_too_late_tells_the_desk_which_can_let_the_client_in(house: House) -> None:
    visit = house.book(house.client(), start=time(9, 0))
    check_in = tell(house)
    terminal = house.clinic.terminals.me()
    assert (terminal.notice, terminal.visit_ids) == ("too_late", (visit.id,))
    let_in = house.desk().let_in(visit)
    assert let_in.late
    check_in.acknowledge()
    check_in.acknowledge()
    assert tell(house).step is Step.VISIT


def test_too_early_may_be_let_in_too_and_is_not_late(house: House) -> None:
    visit = house.book(house.client(), start=time(15, 0))
    assert not house.desk().let_in(visit).late
    assert tell(house).step is Step.VISIT


@pytest.mark.parametrize("state", ["screened", "confirmed", "in_progress"])
def test_already_checked_in(house: House, state: str) -> None:
    as_state(house, house.book(house.client()), VisitState(state))
    assert kind(tell(house)) == "already"


@pytest.mark.parametrize("state", ["put_off", "declined", "left", "cancelled", "finished"])
def test_a_visit_that_ended_is_for_the_desk_which_sees_who_is_here_until_it_is_done(house: House, state: str) -> None:
    visit = as_state(house, house.book(house.client()), VisitState(state))
    assert kind(tell(house)) == "desk"
    board = todays_board(house.clinic)
    (group,) = board.groups
    assert (group.id, group.rows[0].visit_id) == (WAITING, visit.id)
    assert "is here" in str(group.rows[0].mark)
    (call,) = board.calls
    house.clinic.terminals.clear(call.terminal, house.rita.actor("desk"))
    board = todays_board(house.clinic)
    assert (board.groups[0].id, board.calls) == (DONE, ())


def test_a_client_marked_as_a_no_show_comes_after_all(house: House) -> None:
    visit = house.book(house.client(), start=time(9, 0))
    missed = house.desk().no_show(visit)
    check_in = tell(house)
    assert kind(check_in) == "no_show"
    assert check_in.acknowledge() is Step.DONE
    (row,) = todays_board(house.clinic).rows
    assert str(row.mark) == "▲ came after all"
    page = visit_page(house.clinic, house.desk(), missed, house.clinic.clients.get(visit.client_id))
    assert page.actions[0].label == "Came after all"
    back = house.desk().come_after_all(missed)
    assert (back.state, back.late, back.let_in, back.ended_at) == (VisitState.booked, True, True, None)
    assert tell(house).step is Step.VISIT
    undone = house.desk().undo(house.visit(visit))
    assert undone.state is VisitState.no_show
    with pytest.raises(NotAllowed):
        house.desk().come_after_all(house.book(house.client("Bob"), start=time(10, 0)))


def test_a_visit_moved_to_another_day_at_the_desk_which_knows_that_the_client_is_here(house: House) -> None:
    house.desk().move(house.book(house.client()), TODAY + timedelta(days=1), time(10))
    assert kind(tell(house)) == "moved"
    (row,) = todays_board(house.clinic).rows
    assert str(row.mark) == "▲ is here: moved to another day"


def test_a_visit_moved_to_another_day_by_the_schedule(house: House) -> None:
    visit = house.book(house.client())
    moved = visit.model_copy(update={"day": date(2026, 8, 3), "moved_from": visit.day})
    house.clinic.visits.save(moved, SYSTEM, "visit.schedule.move")
    assert kind(tell(house)) == "moved"


def test_who_is_half_way_at_another_kiosk_is_helped_at_the_desk_and_may_try_again(house: House) -> None:
    anna = house.client()
    house.book(anna)
    here = house.at_questions(anna)
    assert here.step is Step.QUESTION
    house.clinic = replace(house.clinic, terminal="kiosk-2")
    again = tell(house)
    assert again.notice is not None
    assert again.notice.may_retry
    assert "Please come to the desk" in again.notice.next_step_text, "not: there is nothing more to do"
    here.leave("timeout")
    assert again.acknowledge() is Step.WHO
    assert tell(house).step is Step.VISIT


def test_a_client_who_stopped_half_way_may_begin_again(house: House) -> None:
    anna = house.client()
    visit = house.book(anna)
    house.at_questions(anna).leave("timeout")
    assert house.visit(visit).stopped
    again = tell(house)
    assert again.step is Step.VISIT
    again.yes()
    assert not house.visit(visit).stopped


def test_a_young_person_needs_a_guardian_before_any_question(house: House) -> None:
    young = house.client(born=date(2008, 7, 31))  # 18 tomorrow
    visit = house.book(young)
    check_in = house.clinic.check_in()
    check_in.identify("Ferrer", 31, 7, 2008)
    assert check_in.yes() is Step.GUARDIAN
    check_in.guardian(present=False)
    assert kind(check_in) == "guardian_needed"
    terminal = house.clinic.terminals.me()
    assert (terminal.notice, terminal.visit_ids) == ("guardian_needed", (visit.id,))
    (row,) = todays_board(house.clinic).rows
    assert str(row.mark) == "▲ a guardian is needed"
    assert house.visit(visit).stopped


@pytest.mark.parametrize("act", [lambda each: each.choose_language("es"), lambda each: each.leave("timeout")])
def test_the_desk_still_knows_of_a_guardian_once_who_waits_reads_another_language_or_goes(
    house: House, act: Callable[[CheckIn], Step]
) -> None:
    house.sign_translation("es", PEEL)
    house.book(house.client(born=date(2008, 7, 31)))
    check_in = house.clinic.check_in()
    check_in.identify("Ferrer", 31, 7, 2008)
    check_in.yes()
    check_in.guardian(present=False)
    before = house.clinic.terminals.me()
    act(check_in)
    assert house.clinic.terminals.me() == before
    (row,) = todays_board(house.clinic).rows
    assert str(row.mark) == "▲ a guardian is needed"


def test_who_is_18_today_needs_no_guardian(house: House) -> None:
    house.book(house.client(born=date(2008, 7, 30)))
    check_in = house.clinic.check_in()
    check_in.identify("Ferrer", 30, 7, 2008)
    assert check_in.yes() is Step.PRIVACY


def test_declining_the_consent_tells_the_desk_and_looks_like_every_other_end(house: House) -> None:
    anna = house.client()
    visit = house.book(anna)
    check_in = house.answer_all(house.at_questions(anna), GOOD)
    check_in.finish()
    assert check_in.decline() is Step.DONE
    assert check_in.ending is not None
    assert check_in.ending.thanks == client_texts.THANKS
    assert house.clinic.terminals.me().notice == "declined"
    assert house.visit(visit).state is VisitState.declined


def test_a_clock_before_the_newest_record_stops_the_kiosk_until_staff_confirm_the_date(house: House) -> None:
    house.book(house.client())
    house.clock.forward(days=-1)
    assert kind(tell(house)) == "clock"
    house.clock.forward(days=1)


def test_a_clock_eight_days_on_stops_the_kiosk_until_staff_confirm_the_date(house: House) -> None:
    house.book(house.client(), day=date(2026, 8, 7))
    house.clock.forward(days=8)
    assert kind(tell(house)) == "clock"
    assert kind(tell(house)) == "clock"  # what the terminals write does not end the doubt
    house.clinic.confirm_date(house.rita.actor("desk"))
    assert tell(house).step is Step.VISIT


def test_a_clock_seven_days_on_is_believed(house: House) -> None:
    house.book(house.client(), day=date(2026, 8, 6))
    house.clock.forward(days=7)
    assert tell(house).step is Step.VISIT


def test_a_visit_of_a_treatment_without_rules_is_for_the_desk(house: House) -> None:
    house.book(house.client(), treatment="massage")
    check_in = tell(house)
    check_in.yes()
    assert kind(check_in) == "desk"


def test_a_notice_that_may_be_tried_again_leads_back_and_another_to_the_end(house: House) -> None:
    check_in = tell(house)
    assert check_in.acknowledge() is Step.WHO
    house.book(house.client(), start=time(15))
    check_in.identify("Ferrer", 5, 3, 1984)
    assert check_in.acknowledge() is Step.DONE
    assert check_in.acknowledge() is Step.WHO


@pytest.mark.parametrize("each", get_args(NoticeKind))
def test_every_notice_says_what_to_do_next(each: NoticeKind) -> None:
    notice = client_texts.notice(each, opens=time(10), wait=5)
    assert notice.title
    assert notice.text
    assert any(word in notice.next_step_text for word in ("Please", "desk")), notice.next_step_text


def test_no_notice_names_a_treatment_or_a_condition(house: House) -> None:
    said = " ".join(
        f"{notice.title} {notice.text} {notice.next_step_text}"
        for notice in (client_texts.notice(each, opens=time(10), wait=5) for each in get_args(NoticeKind))
    )
    for protocol in house.clinic.protocols.values():
        assert protocol.title not in said
    assert "{" not in said
