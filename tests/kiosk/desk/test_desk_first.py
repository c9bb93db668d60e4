"""A client who may go to the room does not go there before the consent counts: the board and the page say what is missing."""

from datetime import date

import pytest

from kiosk.checkin import paper_form
from kiosk.desk.board import todays_board
from kiosk.desk.board_filter import filter_choices
from kiosk.desk.visit_changes import changes
from kiosk.desk.visit_page import VisitPage, visit_page
from kiosk.visits.visit import Visit
from tests.kiosk.checkin.test_both_parents import asked_both
from tests.kiosk.conftest import GOOD, PEEL, House


def mark(house: House) -> str:
    """Return how the next step of the only visit stands on the board."""
    (row,) = todays_board(house.clinic).rows
    return str(row.mark)


def page(house: House, visit: Visit) -> VisitPage:
    return visit_page(house.clinic, house.desk(), house.visit(visit), house.clinic.clients.get(visit.client_id))


def part(house: House, visit: Visit, title: str) -> tuple[str, ...]:
    return next(section.lines for section in page(house, visit).sections if section.title == title)


def test_a_guardian_is_seen_before_the_young_person_goes_to_the_room(house: House) -> None:
    visit = house.screened(house.client("Ella", born=date(2013, 1, 1)))
    assert mark(house) == "▲ see the guardian first"
    assert "to the room" not in [words.lower() for _, words in filter_choices(todays_board(house.clinic))]
    assert page(house, visit).band.startswith("▲ See the guardian first")
    assert part(house, visit, "Say") == (
        "“Before we begin, may I see the parent or guardian who signed, and an identity document?”",
    )
    to_do = "See the guardian who signed, and note how they are related and by which document (D)."
    assert to_do in part(house, visit, "Do")
    confirmed = house.desk().confirm(house.visit(visit))
    assert mark(house) == "▲ see the guardian first"
    assert part(house, visit, "Do") == (to_do,)
    seen = house.desk().saw_guardian(confirmed, "mother", "passport")
    assert mark(house) == "● to the room"
    assert part(house, visit, "Do") == ("Nothing more: the practitioner calls the client.",)
    client = house.clinic.clients.get(visit.client_id)
    assert "Next step: to the room, was see the guardian first" in changes(
        house.clinic, (confirmed, client), (seen, client)
    )


def test_it_is_to_do_as_well_where_the_practitioner_looks_first(house: House) -> None:
    visit = house.screened(house.client("Ella", born=date(2013, 1, 1)), eczema="yes")
    assert mark(house) == "◆ practitioner looks first"
    assert any(line.startswith("See the guardian") for line in part(house, visit, "Do"))


def test_both_parents_sign_where_the_clinic_asks_both(house: House) -> None:
    check_in, visit = asked_both(house)
    check_in.give("Marta Mas", relation="mother")
    check_in.only_one_here()
    assert mark(house) == "▲ other parent signs first"
    on_paper = house.desk().paper_consent(house.visit(visit), "yes", "Marta Mas, Joan Mas")
    assert mark(house) == "▲ see the guardian first"
    house.desk().saw_guardian(on_paper, "both parents", "passports")
    assert mark(house) == "● to the room"


@pytest.mark.parametrize(
    ("said", "board"), [("yes", "● to the room"), ("no", "▲ said no to the consent")], ids=["yes", "no"]
)
def test_a_form_that_came_without_a_consent_waits_for_it(house: House, said: str, board: str) -> None:
    visit = house.book(house.client())
    paper_form.enter(house.clinic, visit.id, GOOD[PEEL], staff=house.rita)
    assert mark(house) == "▲ consent on paper first"
    assert "There is no consent yet: take it on paper (G)." in part(house, visit, "Do")
    house.desk().paper_consent(house.visit(visit), said, "Anna Ferrer")
    assert mark(house) == board
