"""The board's view of the kiosks: who needs somebody, and who is gone."""

import subprocess
import sys
from datetime import time, timedelta

import pytest

from kiosk.checkin.estimate import Estimate, measured
from kiosk.checkin.texts import client_texts
from kiosk.core.errors import NotAllowed, NotFound
from kiosk.visits.visit import Visit, VisitState
from tests.kiosk.conftest import GOOD, KEY, SYSTEM, TODAY, House


def test_a_call_for_help_is_answered_and_a_second_call_is_the_same_call(house: House) -> None:
    house.clinic.terminals.call_help(house.clinic.actor_client())
    first = house.clinic.terminals.me().help_since
    house.clock.forward(seconds=30)
    house.clinic.terminals.call_help(house.clinic.actor_client())
    assert house.clinic.terminals.me().help_since == first
    house.clinic.terminals.answer_help("kiosk-1", house.rita.actor("desk"))
    assert house.clinic.terminals.me().help_answered_by is not None
    house.clinic.terminals.call_help(house.clinic.actor_client())
    assert house.clinic.terminals.me().help_answered_by is None
    assert house.clinic.terminals.me().help_since == house.clock.now()


def test_an_open_call_turns_private_and_never_back_and_the_next_one_begins_anew(house: House) -> None:
    client, terminals = house.clinic.actor_client(), house.clinic.terminals
    terminals.call_help(client)
    first = terminals.me().help_since
    terminals.call_help(client, "private")
    terminals.call_help(client)
    assert (terminals.me().help_since, terminals.me().help_kind) == (first, "private")
    terminals.answer_help("kiosk-1", house.rita.actor("desk"))
    terminals.call_help(client)
    assert terminals.me().help_kind == "help"


def test_the_desk_clears_a_notice(house: House) -> None:
    check_in = house.clinic.check_in()
    for _ in range(3):
        check_in.identify("Nobody", 1, 1, 1990)
        check_in.acknowledge()
    assert house.clinic.terminals.me().notice == "try_later"
    house.clinic.terminals.clear("kiosk-1", house.rita.actor("desk"))
    assert house.clinic.terminals.me().notice is None
    with pytest.raises(NotFound):
        house.clinic.terminals.clear("kiosk-9", house.rita.actor("desk"))


def test_a_notice_goes_when_the_next_client_begins(house: House) -> None:
    anna = house.client()
    house.book(anna)
    check_in = house.clinic.check_in()
    check_in.identify_code("nothing")
    house.clinic.terminals.change(SYSTEM, notice="desk")
    house.at_questions(anna)
    assert house.clinic.terminals.me().notice is None


def test_terminals_that_nobody_used_for_a_day_are_forgotten(house: House) -> None:
    house.clinic.terminals.call_help(house.clinic.actor_client())
    house.clock.forward(days=1, seconds=1)
    house.clinic.terminals.sweep(SYSTEM)
    assert house.clinic.terminals.all() == ()


@pytest.mark.thorough
def test_a_terminal_without_a_name_is_the_same_after_a_restart(house: House) -> None:
    show = "import sys; from pathlib import Path; from kiosk.clinic import Clinic; "
    show += "from kiosk.core.clock import SystemClock; "
    show += "print(Clinic.open(Path(sys.argv[1]), key_file=Path(sys.argv[2]), clock=SystemClock()).terminal)"
    argv = [sys.executable, "-c", show, str(house.folder), str(house.folder.parent / "keys" / KEY)]
    first, second = (subprocess.run(argv, capture_output=True, check=True, timeout=120).stdout for _ in range(2))
    assert first == second != b""


def test_a_crowd_of_walk_ins_is_sent_to_the_desk(house: House) -> None:
    for n in range(12):
        house.book(house.client("Anna", f"Ferrer{n}"), state=VisitState.requested)
    check_in = house.clinic.check_in()
    check_in.no_appointment()
    with pytest.raises(NotAllowed, match="come to the desk"):
        check_in.request_walk_in("Carla", "Vidal", 1, 2, 1990, "600 111 222", "parisian-peel")


def _took(house: House, minutes: float, *, paper: bool = False) -> Visit:
    visit = house.screened(house.client("Anna", f"Ferrer{minutes}".replace(".", "")))
    record = visit.checkin
    assert record is not None
    changed = record.model_copy(
        update={
            "started_at": record.finished_at - timedelta(minutes=minutes),
            "entered_by": "Rita Roy" if paper else None,
        }
    )
    return house.clinic.visits.save(visit.model_copy(update={"checkins": (changed,)}), SYSTEM, "visit.test")


def test_about_how_many_minutes_is_measured_from_past_check_ins(house: House) -> None:
    default = Estimate(house.clinic.settings.minutes_estimate_default)
    for n in range(9):
        _took(house, 2 + n / 10)
    assert measured(house.clinic) == default
    _took(house, 60, paper=True)
    assert measured(house.clinic) == default
    _took(house, 2.95)
    assert measured(house.clinic) == Estimate(3)


def test_who_answered_here_before_is_measured_apart(house: House) -> None:
    visit = _took(house, 5)
    first = visit.checkin
    assert first is not None
    again = first.model_copy(
        update={"started_at": first.finished_at - timedelta(minutes=1.5), "last_answers": first.answers["raw"]}
    )
    many = visit.model_copy(update={"checkins": (*[first] * 10, *[again] * 10)})
    house.clinic.visits.save(many, SYSTEM, "visit.test")
    assert measured(house.clinic) == Estimate(5, 2)
    assert client_texts.welcome_lines(Estimate(5, 2)) == (
        "Check in here: about 5 minutes, then take a seat.",
        "Been here before? About 2 minutes.",
    )
    assert len(client_texts.welcome_lines(Estimate(2, 2))) == 1


def test_the_day_book_stands_in_the_order_of_the_day(house: House) -> None:
    for start in (time(12), time(9), time(10, 30)):
        house.book(house.client("Anna", f"Ferrer{start.hour}"), start=start)
    house.book(house.client("Berta", "Soler"), day=TODAY + timedelta(days=1))
    day = house.clinic.daybook()
    assert [entry.visit.start for entry in day.entries()] == [time(9), time(10, 30), time(12)]
    with pytest.raises(NotFound):
        day.entry("V-NOTHING")


def test_the_good_answers_of_these_tests_are_complete(house: House) -> None:
    for treatment, answers in GOOD.items():
        asked = {question.id for question in house.clinic.protocols[treatment].questions if question.only_if is None}
        assert asked - set(answers) <= {"note"}
