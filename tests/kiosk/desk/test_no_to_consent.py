"""Who says no to the consent at a kiosk was asked to take a seat: they wait for the desk until somebody has spoken with them."""

from __future__ import annotations

import pytest

from kiosk.core.errors import NotAllowed
from kiosk.core.phrases import Tone
from kiosk.desk.board import Board, todays_board
from kiosk.desk.visit_page import VisitPage, visit_page
from kiosk.visits.visit import Visit, VisitState
from tests.kiosk.checkin.test_signing import at_consent
from tests.kiosk.conftest import House


def said_no(house: House) -> Visit:
    """Let a client say no, and the next one begin at the same kiosk."""
    check_in, visit = at_consent(house)
    check_in.decline()
    bea = house.client("Bea", "Mas")
    house.book(bea)
    house.at_questions(bea)
    return house.visit(visit)


def page_of(house: House, visit: Visit) -> VisitPage:
    return visit_page(house.clinic, house.desk(), visit, house.clinic.clients.get(visit.client_id))


def waiting(board: Board) -> list[tuple[str, str, str]]:
    """Return who waits for the desk, why, and how long."""
    rows = [row for group in board.groups if group.id == "waiting" for row in group.rows]
    return [(row.name, row.mark.words if row.mark else "", row.waiting) for row in rows]


def test_they_wait_for_the_desk_also_when_the_next_client_has_begun_at_the_kiosk(house: House) -> None:
    visit = said_no(house)
    assert visit.state is VisitState.declined
    house.clock.forward(minutes=42)
    board = todays_board(house.clinic)
    assert waiting(board) == [("Anna Ferrer", "said no to the consent", "12 min")]
    assert (board.here, board.done) == (2, 0)


def test_the_desk_reads_what_to_say_and_notes_that_it_was_said(house: House) -> None:
    visit = said_no(house)
    page = page_of(house, visit)
    assert page.band.startswith("▲ Said no to the consent")
    assert page.tone is Tone.LOOK
    told = {part.title: part.lines for part in page.sections}
    assert "somewhere more private" in told["Say"][0]
    assert "Talk with them" in told["Do"][0]
    assert [(each.name, each.key) for each in page.actions if each.main] == [("spoken_with", "C")]
    after = house.desk().spoken_with(visit)
    board = todays_board(house.clinic)
    assert waiting(board) == []
    assert board.done == 1
    assert after.state is VisitState.declined
    assert page_of(house, after).tone is Tone.QUIET
    with pytest.raises(NotAllowed, match="Nobody waits"):
        house.desk().spoken_with(after)
    house.desk().undo(after)
    assert len(waiting(todays_board(house.clinic))) == 1, "as everything the desk does, it can be taken back"


def test_who_answers_again_or_said_no_on_paper_does_not_wait_for_it(house: House) -> None:
    visit = said_no(house)
    again = house.desk().reopen(visit)
    assert not again.said_no
    assert waiting(todays_board(house.clinic)) == []
    paper = house.room().paper_consent(house.screened(house.client("Carl", "Roig")), "no", "Carl Roig")
    assert not paper.said_no
