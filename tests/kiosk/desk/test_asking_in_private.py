"""Who asked at a kiosk to talk in private was told that somebody comes: they wait for that until the desk notes it."""

from __future__ import annotations

from datetime import time

import pytest

from kiosk.checkin.check_in import CheckIn
from kiosk.checkin.screen_data import Step
from kiosk.core.errors import NotAllowed
from kiosk.core.phrases import Tone
from kiosk.desk.board import todays_board
from kiosk.visits.terminals import HelpKind
from kiosk.visits.visit import Visit
from tests.kiosk.checkin.test_signing import at_consent
from tests.kiosk.conftest import FACIAL, GOOD, House
from tests.kiosk.desk.test_no_to_consent import page_of, waiting

PRIVATE = "asks to talk in private"


def call(house: House, kind: HelpKind) -> None:
    house.clinic.terminals.call_help(house.clinic.actor_client(), kind)


def calls(house: House) -> list[str]:
    """Return what the kiosks ask for at the top of the board."""
    return [each.words for each in todays_board(house.clinic).calls if each.help]


def asked(house: House, kind: HelpKind = "private") -> tuple[CheckIn, Visit]:
    """Let a client call at a consent and be about to sign it."""
    check_in, visit = at_consent(house)
    call(house, kind)
    house.clock.forward(minutes=2)
    return check_in, visit


def next_client(house: House) -> None:
    """Let somebody else check in at the same kiosk, to the end."""
    house.clock.forward(minutes=1)
    house.screened(house.client("Bea", "Mas"))


@pytest.mark.parametrize("signs", [True, False])
def test_they_wait_for_the_desk_once_they_finish_and_no_name_is_called(house: House, *, signs: bool) -> None:
    check_in, before = asked(house)
    if signs:
        check_in.give("Anna Ferrer")
    else:
        check_in.decline()
    assert calls(house) == [], "nobody stands at the kiosk any more"
    next_client(house)
    visit = house.visit(before)
    words = PRIVATE if signs else f"{PRIVATE} · said no to the consent"
    board = todays_board(house.clinic)
    assert [(name, mark) for name, mark, _ in waiting(board)][:1] == [("Anna Ferrer", words)]
    (row,) = (row for row in board.rows if row.visit_id == visit.id)
    assert (row.called, row.step) == ("fetch", None)
    page = page_of(house, visit)
    assert page.band.startswith(f"▲ A{words[1:]}")
    assert page.tone is Tone.LOOK
    told = {part.title: part.lines for part in page.sections}
    assert "somewhere more private" in told["Say"][0]
    (noting,) = (each for each in page.actions if each.name == "spoken_with")
    assert noting.key == ("N" if signs else "C")
    assert told["Do"][0].endswith(f"say no name, and offer a place where nobody listens; then note it ({noting.key}).")
    after = house.desk().spoken_with(visit)
    (row,) = (row for row in todays_board(house.clinic).rows if row.visit_id == visit.id)
    assert PRIVATE not in str(row.mark)
    assert row.called == ""
    with pytest.raises(NotAllowed, match="Nobody waits"):
        house.desk().spoken_with(after)
    assert house.desk().undo(after).asks_private, "as everything the desk does, it can be taken back"


def test_it_stays_when_the_visit_is_passed_on_and_is_over_once_the_client_is_in_the_room(house: House) -> None:
    check_in, before = asked(house)
    check_in.give("Anna Ferrer")
    visit = house.desk().confirm(house.visit(before))
    (row,) = todays_board(house.clinic).rows
    assert (str(row.mark), row.called) == (f"▲ {PRIVATE}", "fetch")
    assert not house.room().start(visit).asks_private


def test_a_call_that_was_taken_or_only_for_help_ends_with_the_check_in(house: House) -> None:
    check_in, before = asked(house, "help")
    check_in.give("Anna Ferrer")
    assert calls(house) == []
    assert not house.visit(before).asks_private


def test_a_private_call_that_somebody_has_taken_is_not_kept_for_the_desk(house: House) -> None:
    check_in, before = asked(house)
    house.clinic.terminals.answer_help(house.clinic.terminal, house.rita.actor("desk"))
    check_in.give("Anna Ferrer")
    assert not house.visit(before).asks_private


@pytest.mark.parametrize("kind", ["help", "private"])
def test_who_finishes_next_ends_no_call_of_somebody_before_them(house: House, kind: HelpKind) -> None:
    check_in, before = asked(house, kind)
    check_in.leave("timeout")
    waits = calls(house)
    assert len(waits) == 1
    next_client(house)
    assert calls(house) == waits
    assert house.visit(before).asks_private == (kind == "private"), "their line says whom it is about"
    house.clinic.terminals.answer_help(house.clinic.terminal, house.rita.actor("desk"))
    assert calls(house) == []


def test_who_stops_next_ends_no_call_of_somebody_before_them(house: House) -> None:
    asked(house)[0].leave("timeout")
    house.clock.forward(minutes=1)
    bea = house.client("Bea", "Mas")
    house.book(bea)
    check_in = house.at_questions(bea)
    check_in.leave("client")
    assert len(calls(house)) == 1


def test_a_call_of_ones_own_while_an_earlier_one_waits_goes_with_whoever_made_it(house: House) -> None:
    call(house, "help")
    house.clock.forward(minutes=1)
    check_in, before = asked(house)
    check_in.give("Anna Ferrer")
    assert house.visit(before).asks_private
    assert len(calls(house)) == 1, "the one from before still waits"


def test_of_two_visits_the_first_says_it(house: House) -> None:
    anna = house.client()
    first, second = house.book(anna), house.book(anna, FACIAL, time(11, 30))
    check_in = house.at_questions(anna)
    call(house, "private")
    house.answer_all(check_in, GOOD).finish()
    while check_in.step is Step.CONSENT:
        check_in.give("Anna Ferrer")
    assert [house.visit(each).asks_private for each in (first, second)] == [True, False]
