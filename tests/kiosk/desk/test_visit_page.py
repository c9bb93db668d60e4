"""What the desk reads of a visit and can do with it: all that it has to know before it speaks, and nothing that would be refused."""

from datetime import time, timedelta

from kiosk.desk.visit_page import VisitPage, visit_page
from kiosk.visits.private_record import mark_private
from kiosk.visits.visit import Visit
from tests.kiosk.conftest import House


def page_of(house: House, visit: Visit) -> VisitPage:
    return visit_page(house.clinic, house.desk(), visit, house.clinic.clients.get(visit.client_id))


def read(page: VisitPage, title: str) -> str:
    return "\n".join(line for section in page.sections if section.title == title for line in section.lines)


def can_do(page: VisitPage) -> list[str]:
    return [action.name for action in page.actions]


def test_who_a_client_is_says_all_that_tells_them_from_others(house: House) -> None:
    visit = house.book(house.client(phone="020 7946 0101"), said_phone="020 7946 0199")
    mark_private(house.clinic, visit.client_id, "relative", house.rita)
    told = read(page_of(house, visit), "Check who it is")
    assert "Anna Ferrer, born 5 March 1984 (42)" in told
    assert "Telephone ends in 0101" in told
    assert "Telephone typed at the kiosk: 020 7946 0199" in told
    assert "Private record, a relative of somebody who works here: the lead is told who opens it" in told


def test_what_was_done_once_is_not_offered_again(house: House) -> None:
    desk, booked = house.desk(), house.book(house.client(), start=time(9))
    assert {"prove", "late"} <= set(can_do(page_of(house, booked)))
    booked = desk.mark_late(desk.prove_by_staff(booked))
    assert not {"prove", "late"} & set(can_do(page_of(house, booked)))
    screened = house.screened(house.client("Bob"))
    assert "raise" in can_do(page_of(house, screened))
    raised = can_do(page_of(house, desk.raise_(screened, "Wants to talk")))
    assert "raise" not in raised
    assert "unraise" in raised


def test_a_visit_that_the_schedule_has_as_cancelled_is_ended_by_the_first_key(house: House) -> None:
    booked = house.book(house.client(), called_off="cancelled")
    page = page_of(house, booked)
    assert page.actions[0].main
    assert [action.main for action in page.actions[1:]].count(True) == 0
    assert "schedule" in read(page, "Also")


def test_a_visit_that_moved_names_its_new_appointment_and_moves_no_more(house: House) -> None:
    booked = house.book(house.client(), practitioner="")
    assert "No practitioner is named yet" in read(page_of(house, booked), "Also")
    tomorrow = house.clinic.today() + timedelta(days=1)
    old, _ = house.desk().move(booked, tomorrow, time(9, 30))
    page = page_of(house, old)
    assert "New appointment: 31 July, 09:30" in read(page, "Also")
    assert "move" not in can_do(page)


def test_answers_that_are_kept_are_handed_back_and_not_read(house: House) -> None:
    anna = house.client()
    visit = house.book(anna)
    house.at_questions(anna).leave("client")
    page = page_of(house, house.visit(visit))
    assert "You can hand them back to a kiosk; nobody can read them here." in read(page, "Also")
    assert "hand" in can_do(page)
