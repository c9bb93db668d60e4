"""What a returning client is asked again, and what the desk says where nothing is decided yet."""

from datetime import time, timedelta
from typing import Any

import pytest

from kiosk.checkin import paper_form
from kiosk.checkin.check_in import CheckIn
from kiosk.checkin.screen_data import Step
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.people.client_book import Client
from kiosk.visits.visit import Visit, VisitState
from rules import NextStep
from tests.kiosk.conftest import FACIAL, GOOD, LEAD, PEEL, House


def come_back(house: House, anna: Client, days: int = 7, treatment: str = PEEL) -> CheckIn:
    """Stand before the first question some days later, with a second proof."""
    house.clock.forward(days=days)
    house.book(anna, treatment, let_in=True)
    return house.at_questions(anna, prove=True)


def offers(check_in: CheckIn) -> dict[str, Any]:
    """Walk through and return what was offered as "is this still so?"."""
    last = {}
    while check_in.step is Step.QUESTION:
        asked = check_in.asked
        last[asked.question.id] = asked.last
        if asked.question.type != "note":
            check_in.answer(GOOD[asked.treatment].get(asked.question.id, "longer_ago"))
        check_in.next()
    return last


def test_several_answers_that_are_still_so_are_repeated_too_and_several_new_ones_are_not(house: House) -> None:
    anna = house.client(phone="600123456")
    house.confirmed(anna)
    check_in = come_back(house, anna)
    check_in.still_so()
    check_in.next()
    assert check_in.asked.before == "Areas: Yes, this is still so"
    check_in.back()
    check_in.answer(["neck", "hands"])
    check_in.next()
    assert check_in.asked.before == ""


def treated(house: House, visit: Visit) -> Visit:
    room = house.room()
    decided = room.decide(visit, "go_ahead", pin_checked=house.dr_roca, seen_sha=visit.content_sha)
    finished: Visit = room.finish(decided, ["face"], [], pin_checked=house.dr_roca)
    return finished


def test_what_a_practitioner_corrected_is_asked_afresh(house: House) -> None:
    anna = house.client(phone="600123456")
    visit = house.confirmed(anna)
    house.room().correct(visit, "autoimmune", "yes", "told in private", pin_checked=house.dr_roca)
    last = offers(come_back(house, anna))
    assert last["keratosis"] == "no"
    assert last["autoimmune"] is None


def test_the_session_that_the_clinic_gave_since_is_not_asked_back_as_if_it_had_not_been(house: House) -> None:
    anna = house.client(phone="600123456")
    treated(house, house.confirmed(anna))
    last = offers(come_back(house, anna))
    assert last["had_before"] is None
    assert last["rosacea"] == "no"


def test_a_code_is_a_second_proof(house: House) -> None:
    anna = house.client()
    house.book(anna)
    house.check_in(anna)
    house.clock.forward(days=2)
    house.book(anna, booking_code="AB12")
    check_in = house.clinic.check_in()
    check_in.identify_code("AB12")
    check_in.yes()
    check_in.accept()
    assert check_in.asked.last == ["face"]
    assert check_in.asked.last_text == "Face"


def test_a_booking_code_of_another_day_finds_nothing_today(house: House) -> None:
    house.book(house.client(), booking_code="AB12", day=house.clinic.today() + timedelta(days=1))
    check_in = house.clinic.check_in()
    check_in.identify_code("AB12")
    assert check_in.notice is not None
    assert check_in.notice.kind == "not_found"
    check_in.acknowledge()
    with pytest.raises(BadInput, match="booking code"):
        check_in.identify_code("  -- ")


def test_two_answers_that_differ_between_treatments_are_asked_afresh(house: House) -> None:
    anna = house.client(phone="600123456")
    house.book(anna)
    house.check_in(anna, isotretinoin="stopped", isotretinoin_last="2024-01")
    house.clock.forward(days=1)
    house.book(anna, FACIAL)
    house.check_in(anna)
    house.clock.forward(days=1)
    house.book(anna)
    house.book(anna, FACIAL, time(11))
    check_in = house.at_questions(anna, prove=True)
    last = {}
    while check_in.step is Step.QUESTION:
        asked = check_in.asked
        last[asked.question.id, asked.treatment] = asked.last
        if asked.question.type != "note":
            check_in.answer(GOOD[asked.treatment][asked.question.id])
        check_in.next()
    assert last["isotretinoin", PEEL] is None
    assert last["area", FACIAL] == ["face"]
    assert last["skin_type", FACIAL] == "normal"


def test_the_desk_helps_where_the_check_in_is_not_complete(house: House) -> None:
    advice = house.desk().say(house.book(house.client()))
    assert advice.next_step is None
    assert advice.title == "Check-in is not complete"
    assert advice.do == ("Help at the kiosk, or hand back the answers given so far.",)


def test_the_desk_may_offer_a_new_day_only_where_a_setting_says_so(house: House) -> None:
    visit = house.screened(house.client(), retinoid="yes", retinoid_last="2026-07-29")
    settings = house.clinic.settings
    assert "practitioner" in house.desk().say(visit).do[-1]
    house.clinic.__dict__["settings"] = settings.model_copy(update={"desk_may_rebook": True})
    assert "new day" in house.desk().say(visit).do[-1]


def test_a_client_of_whom_a_practitioner_is_unsure_is_never_sent_to_the_room_by_the_desk(house: House) -> None:
    visit = house.confirmed(house.client(), keratosis="not_sure")
    assert visit.next_step is NextStep.PRACTITIONER_FIRST
    desk = house.desk()
    assert not [name for name in dir(desk) if name.startswith(("lower", "settle", "correct_answer", "decide"))]


@pytest.mark.parametrize("state", [VisitState.screened, VisitState.finished, VisitState.cancelled])
def test_what_no_longer_waits_is_not_marked_late_or_let_in(house: House, state: VisitState) -> None:
    visit = house.book(house.client(), state=state)
    for act in (house.desk().mark_late, house.desk().let_in):
        with pytest.raises(NotAllowed):
            act(visit)


def test_the_desk_says_which_practitioner(house: House) -> None:
    with pytest.raises(BadInput, match="practitioner"):
        house.desk().reassign(house.book(house.client()), " ")
    with pytest.raises(BadInput, match="practitioner"):
        house.desk().accept_walk_in(house.book(house.client("B", "Soler"), state=VisitState.requested), time(11), "")


def test_a_visit_that_is_over_is_not_vouched_for(house: House) -> None:
    with pytest.raises(NotAllowed, match="ended"):
        house.desk().prove_by_staff(house.desk().cancel(house.book(house.client())))


def test_a_name_is_not_corrected_to_nothing(house: House) -> None:
    with pytest.raises(BadInput, match="name"):
        house.desk().correct_name(house.client(), "Anna", "\u202e ")


def test_a_person_who_no_longer_works_here_enters_no_form(house: House) -> None:
    visit = house.book(house.client())
    gone = house.clinic.staff.disable("Rita Roy", LEAD)
    with pytest.raises(NotAllowed, match="Rita Roy"):
        paper_form.enter(house.clinic, visit.id, GOOD[PEEL], staff=gone)


def test_a_clinic_is_marked_as_a_demo_for_every_terminal(house: House) -> None:
    assert not house.clinic.demo
    house.clinic.mark_demo(LEAD)
    assert house.clinic.demo
