"""Every ending looks alike in a public room."""

from datetime import date, time

import pytest

from kiosk.checkin.texts import client_texts
from kiosk.core.errors import BadInput
from kiosk.desk.board import todays_board
from kiosk.visits import running_late
from kiosk.visits.visit import VisitState
from tests.kiosk.conftest import SYSTEM, House


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"eczema": "yes"},
        {"herpes_active": "yes"},
        {"rosacea": "yes"},
        {"retinoid": "yes", "retinoid_last": "2026-07-29"},
    ],
    ids=["eligible", "review", "deferred without a day", "contraindicated", "deferred"],
)
def test_every_ending_says_the_same_whatever_was_found(house: House, changes: dict[str, str]) -> None:
    anna = house.client()
    house.book(anna)
    ending = house.check_in(anna, **changes).ending
    assert ending is not None
    assert ending.thanks == client_texts.THANKS
    assert ending.booked is None


def test_a_date_stands_behind_show_and_only_where_there_is_one(house: House) -> None:
    anna = house.client()
    house.book(anna)
    ending = house.check_in(anna, retinoid="yes", retinoid_last="2026-07-29").ending
    assert ending is not None
    assert ending.show == "Our desk can offer you a new day from Saturday 1 August 2026."


def test_a_date_from_an_approximate_answer_is_at_the_latest(house: House) -> None:
    anna = house.client()
    house.book(anna)
    ending = house.check_in(anna, isotretinoin="stopped", isotretinoin_last="2026-06").ending
    assert ending is not None
    assert ending.show is not None
    assert ending.show.endswith("30 December 2026. With the exact day it may be sooner.")


def test_the_last_screen_shows_the_next_booked_slot_without_the_treatment(house: House) -> None:
    anna = house.client()
    house.book(anna)
    later = house.book(anna, day=date(2026, 8, 27), start=time(12))
    house.book(anna, day=date(2026, 8, 20), start=time(9), state=VisitState.cancelled)
    ending = house.check_in(anna).ending
    assert ending is not None
    assert ending.booked is not None
    assert (ending.booked.visit_id, ending.booked.day, ending.booked.start) == (later.id, date(2026, 8, 27), time(12))
    assert ending.booked.clinic == "Piel Clara"


def test_a_practitioner_who_runs_late_is_told_in_steps_of_five_minutes(house: House) -> None:
    waiting = house.book(house.client("Berta", "Soler"), start=time(9, 43))
    house.clinic.visits.save(waiting.model_copy(update={"state": VisitState.screened}), SYSTEM, "visit.test")
    anna = house.client()
    house.book(anna)
    ending = house.check_in(anna).ending
    assert ending is not None
    assert ending.delay_minutes == 15


def test_what_staff_say_counts_before_what_is_worked_out_and_only_today(house: House) -> None:
    waiting = house.book(house.client("Berta", "Soler"), start=time(9, 43))
    house.clinic.visits.save(waiting.model_copy(update={"state": VisitState.screened}), SYSTEM, "visit.test")
    actor = house.rita.actor("desk-1")
    running_late.say_running_late(house.clinic, "Dr Roca", 25, actor)
    running_late.say_running_late(house.clinic, "Dr Gil", 90, actor)
    board = todays_board(house.clinic)
    assert board.remarks == ("Dr Gil runs 90 minutes late.", "Dr Roca runs 25 minutes late.")
    anna = house.client()
    house.book(anna)
    told = house.check_in(anna).ending
    assert told is not None
    assert told.delay_minutes == 25
    running_late.say_running_late(house.clinic, "Dr Gil", 0, actor)
    assert todays_board(house.clinic).remarks == ("Dr Roca runs 25 minutes late.",)
    with pytest.raises(BadInput, match="from 0 to 240"):
        running_late.say_running_late(house.clinic, "Dr Roca", 241, actor)
    house.clock.forward(days=1)
    assert todays_board(house.clinic).remarks == ()


def test_another_practitioners_delay_is_not_told(house: House) -> None:
    waiting = house.book(house.client("Berta", "Soler"), start=time(9, 30), practitioner="Dr Gil")
    house.clinic.visits.save(waiting.model_copy(update={"state": VisitState.screened}), SYSTEM, "visit.test")
    anna = house.client()
    house.book(anna)
    ending = house.check_in(anna).ending
    assert ending is not None
    assert ending.delay_minutes is None


def test_after_the_end_nothing_of_the_client_is_left_in_the_check_in(house: House) -> None:
    anna = house.client()
    house.book(anna)
    check_in = house.check_in(anna)
    assert check_in.appointments == ()
    assert check_in._draft.consent_texts == ()
    assert "Ferrer" not in repr(check_in._draft)
    assert house.clinic.terminals.me().visit_ids == ()
