"""The board as plain data: who stands where, what the desk must do, and that it names no condition."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, time, timedelta

import pytest

from kiosk.core.errors import NotAllowed
from kiosk.core.phrases import Tone, fine_span, span
from kiosk.desk.board import Board, board, my_day
from kiosk.desk.desk_actions import desk_actions
from kiosk.visits.visit import Visit, VisitState
from rules import day_in_words
from tests.kiosk.conftest import FACIAL, PEEL, TODAY, House


def of(house: House, *, imported_at: datetime | None = None) -> Board:
    """Return today's board."""
    clinic = house.clinic
    return board(
        clinic.daybook().entries(),
        clinic.terminals.all(),
        clinic.now(),
        clinic.settings,
        titles=clinic.titles(),
        imported_at=imported_at,
    )


def groups(house: House) -> dict[str, list[str]]:
    """Return the names in each group."""
    return {group.id: [row.name for row in group.rows] for group in of(house).groups}


def test_each_state_stands_in_the_group_of_what_the_desk_must_do(house: House) -> None:
    house.screened(house.client("A", "Screened"))
    house.confirmed(house.client("B", "Confirmed"))
    house.book(house.client("C", "Booked"))
    started = house.confirmed(house.client("D", "Started"))
    house.room().start(started)
    house.desk().no_show(house.book(house.client("E", "Missing"), start=time(9, 30)))
    house.desk().arrive(house.book(house.client("F", "Arrived")))
    assert groups(house) == {
        "waiting": ["A Screened"],
        "kiosk": ["F Arrived"],
        "ready": ["B Confirmed"],
        "room": ["D Started"],
        "later": ["C Booked"],
        "done": ["E Missing"],
    }


def test_each_next_step_has_a_shape_and_words_of_its_own(house: House) -> None:
    last = (TODAY - timedelta(days=1)).isoformat()
    for family, answers in {
        "Room": {},
        "Look": {"eczema": "yes"},
        "Later": {"retinoid": "yes", "retinoid_last": last},
        "Talk": {"rosacea": "yes"},
    }.items():
        house.screened(house.client("X", family), **answers)
    marks = {row.name: row.mark for row in of(house).rows}
    assert {name: str(mark) for name, mark in marks.items()} == {
        "X Room": "● to the room",
        "X Look": "◆ practitioner looks first",
        "X Later": "▲ book from 1 August",
        "X Talk": "■ practitioner talks, book nothing yet",
    }
    assert len({mark.shape for mark in marks.values() if mark}) == 4


def test_the_board_holds_no_answer_and_no_condition(house: House) -> None:
    house.screened(house.client(), rosacea="yes", keratosis="not_sure", note="my rosacea")
    text = str(asdict(of(house))).casefold()
    for word in ("rosacea", "keratosis", "pp-", "not_sure", "contraindicated"):
        assert word not in text


def test_a_booked_client_is_late_after_the_minutes_of_the_settings(house: House) -> None:
    house.book(house.client(), start=time(10, 0))
    assert of(house).rows[0].mark is None
    house.clock.forward(minutes=house.clinic.settings.too_late_minutes, seconds=1)
    mark = of(house).rows[0].mark
    assert mark is not None
    assert mark.words == "late"


def test_waiting_counts_from_the_later_of_arrival_and_appointment_through_every_step(house: House) -> None:
    visit = house.screened(house.client())  # at 10:00, booked for 10:30
    assert (of(house).rows[0].arrived, of(house).rows[0].waiting) == ("10:00", "")
    house.clock.forward(minutes=29)
    assert of(house).rows[0].waiting == ""
    house.clock.forward(minutes=8)
    assert of(house).rows[0].waiting == "7 min"
    confirmed = house.desk().confirm(visit)
    house.clock.forward(minutes=2)
    assert of(house).rows[0].waiting == "9 min"
    house.room().start(confirmed)
    assert (of(house).rows[0].arrived, of(house).rows[0].waiting) == ("10:00", "")


def test_who_comes_late_waits_from_the_arrival(house: House) -> None:
    visit = house.book(house.client(), start=time(9, 50))
    house.clock.forward(minutes=5)
    house.desk().arrive(visit)
    house.clock.forward(minutes=3)
    assert (of(house).rows[0].arrived, of(house).rows[0].waiting) == ("10:05", "3 min")


def test_a_wait_above_the_clinics_limit_is_marked(house: House) -> None:
    house.screened(house.client())
    limit = house.clinic.settings.long_wait_minutes
    house.clock.forward(minutes=30 + limit)
    assert not of(house).rows[0].waits_long
    house.clock.forward(seconds=1)
    assert of(house).rows[0].waits_long


def test_two_clients_of_one_name_are_marked_on_both_and_one_client_with_two_visits_is_not(house: House) -> None:
    house.book(house.client("Ana", "Ruiz", date(1990, 1, 1)))
    house.book(house.client("Ána", "Ruiz", date(1970, 1, 1)))
    both = house.client("Zoe", "Lund")
    house.book(both)
    house.book(both, FACIAL)
    assert {row.name: row.twin for row in of(house).rows} == {"Ana Ruiz": True, "Ána Ruiz": True, "Zoe Lund": False}


def test_the_first_is_who_waits_for_whoever_reads_the_board(house: House) -> None:
    assert of(house).first is None
    ready = house.confirmed(house.client("A", "Ready"))
    assert of(house).first is None
    assert my_day(of(house)).first == ready.id
    waits = house.screened(house.client("B", "Waits"))
    assert of(house).first == waits.id


def test_a_setting_shows_first_name_and_initial(house: House) -> None:
    house.clinic.__dict__["settings"] = house.clinic.settings.model_copy(update={"board_names": "short"})
    house.book(house.client("Rosa", "de la Vega"))
    house.book(house.client("", "Ko"))
    house.book(house.client("Joost", "'t Hart"))
    assert {row.name for row in of(house).rows} == {"Rosa D.", "Ko", "Joost T."}


def test_nobody_did_not_come_before_the_grace_time_is_over_and_it_can_be_undone(house: House) -> None:
    visit = house.book(house.client())
    house.clock.forward(minutes=30 + house.clinic.settings.too_late_minutes)
    with pytest.raises(NotAllowed, match="Wait until 15 minutes after the appointment"):
        house.desk().no_show(visit)
    assert "no_show" not in names(house, visit)
    house.clock.forward(seconds=1)
    assert "no_show" in names(house, visit)
    missing = house.desk().no_show(visit)
    assert house.desk().undo(missing).state is VisitState.booked


def names(house: House, visit: Visit) -> set[str]:
    """Return what the desk can do with a visit."""
    clinic = house.clinic
    return {
        action.name
        for action in desk_actions(visit, house.rita, clinic.settings, clinic.now(), draft=False, private=False)
    }


def test_a_client_at_a_kiosk_is_shown_with_kiosk_and_question(house: House) -> None:
    client = house.client()
    house.book(client)
    house.at_questions(client)
    row = of(house).rows[0]
    assert row.where == "kiosk-1"
    assert row.mark is not None
    assert row.mark.words.startswith("question 1 of ")


def test_stopping_half_way_is_said(house: House) -> None:
    client = house.client()
    house.book(client)
    house.at_questions(client).leave("timeout")
    mark = of(house).rows[0].mark
    assert mark is not None
    assert mark.words == "stopped half-way"


def test_calls_for_help_name_the_terminal_and_nobody(house: House) -> None:
    client = house.client()
    house.book(client)
    house.at_questions(client)
    house.clinic.terminals.call_help(house.clinic.actor_client())
    house.clock.forward(seconds=40)
    (call,) = of(house).calls
    assert (call.terminal, call.words, call.since, call.help) == ("kiosk-1", "asks for help", "40 s", True)
    assert "Ferrer" not in of(house).counts + call.words


def test_an_answered_call_is_no_call_any_more(house: House) -> None:
    house.clinic.terminals.call_help(house.clinic.actor_client())
    house.clinic.terminals.answer_help("kiosk-1", house.rita.actor("desk"))
    assert of(house).calls == ()


def test_counts_leave_out_what_is_cancelled(house: House) -> None:
    house.screened(house.client("A", "Here"))
    house.desk().cancel(house.book(house.client("B", "Gone")))
    assert of(house).counts == "1 booked · 1 here · 1 done"


def test_the_age_of_the_schedule_is_said_in_words(house: House) -> None:
    now = house.clinic.now()
    assert of(house).schedule == "no schedule read yet"
    assert of(house, imported_at=now).schedule == "schedule just read"
    assert of(house, imported_at=now - timedelta(minutes=80)).schedule == "schedule 1 h 20 old"
    assert of(house, imported_at=now - timedelta(days=2)).schedule == "schedule of 28 July"


def test_my_day_puts_who_is_ready_before_who_is_at_the_desk(house: House) -> None:
    house.screened(house.client("A", "Desk"))
    house.confirmed(house.client("B", "Ready"))
    titles = [group.title for group in my_day(of(house)).groups]
    assert titles == ["Ready for you", "At the desk"]


def test_lines_of_a_group_stand_in_order_of_their_start(house: House) -> None:
    house.book(house.client("A", "Noon"), start=time(12))
    house.book(house.client("B", "Eleven"), FACIAL, start=time(11))
    house.book(house.client("C", "Ten"), PEEL, start=time(10))
    assert groups(house)["later"] == ["C Ten", "B Eleven", "A Noon"]


@pytest.mark.parametrize(("until", "said"), [(TODAY + timedelta(days=14), " to 13 August"), (None, ", no day yet")])
def test_a_put_off_visit_says_until_when(house: House, until: date | None, said: str) -> None:
    visit = house.confirmed(house.client(), herpes_active="yes")
    house.room().decide(visit, "put_off", pin_checked=house.dr_roca, seen_sha=visit.content_sha, until=until)
    mark = of(house).rows[0].mark
    assert mark is not None
    assert (mark.words, mark.tone) == (f"put off{said}", Tone.QUIET)
    assert house.visit(visit).state is VisitState.put_off


def test_spans_and_days_are_said_shortly(house: House) -> None:
    now = house.clinic.now()
    assert [span(now - timedelta(seconds=each), now) for each in (0, 59, 60, 3599, 3600, 4800)] == [
        "new", "new", "1 min", "59 min", "1 h 00", "1 h 20",
    ]  # fmt: skip
    assert fine_span(now - timedelta(seconds=40), now) == "40 s"
    assert day_in_words(TODAY, TODAY) == "30 July"
    assert day_in_words(TODAY.replace(year=2030), TODAY) == "30 July 2030"
