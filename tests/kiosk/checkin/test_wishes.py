"""How a client is called and what they need: asked once, after a second proof, and remembered."""

import pytest

from kiosk.checkin.check_in import CheckIn
from kiosk.checkin.screen_data import Step
from kiosk.core.errors import NotAllowed
from kiosk.desk.board import todays_board
from kiosk.desk.visit_page import visit_page
from kiosk.people.client_book import Client
from kiosk.people.wishes import CallBy
from kiosk.privacy.erase import erase
from kiosk.privacy.export import export_client
from kiosk.privacy.merge_clients import merge, unmerge
from kiosk.visits.record_lock import lock
from tests.kiosk.conftest import FACIAL, GOOD, SYSTEM, TODAY, House

PHONE = "600 555 0112"


def newcomer(house: House, given: str = "Anna", family: str = "Ferrer") -> Client:
    """Return somebody with a telephone on record who was never asked."""
    return house.client(given, family, phone=PHONE, wishes=None)


def arrive(house: House, client: Client, *, prove: bool = True) -> CheckIn:
    """Say who one is, and that this is one's visit."""
    check_in = house.clinic.check_in()
    born = client.date_of_birth
    check_in.identify(client.family_name, born.day, born.month, born.year)
    if prove:
        check_in.prove("0112")
    else:
        check_in.skip_proof()
    check_in.yes()
    return check_in


def test_asked_once_after_a_second_proof_and_then_remembered(house: House) -> None:
    anna = newcomer(house)
    house.book(anna)
    check_in = arrive(house, anna)
    assert check_in.step is Step.WISHES
    assert check_in.wish("name", "  Annie\u202e ", ("stairs", "hearing", "stairs")) is Step.PRIVACY
    kept = house.clinic.clients.get(anna.id).wishes
    assert kept is not None
    assert (kept.call_by, kept.name, kept.needs, kept.noted_by) == ("name", "Annie", ("stairs", "hearing"), "")
    check_in.leave("client")
    assert arrive(house, anna).step is Step.PRIVACY
    assert "client.wishes" in house.trail(anna.id)


def test_without_a_second_proof_nothing_is_asked_shown_or_kept(house: House) -> None:
    anna = newcomer(house)
    house.desk().note_wishes(anna, "number", needs=("sight",))
    house.book(anna)
    check_in = arrive(house, anna, prove=False)
    assert (check_in.step, check_in.may_wish, check_in.wishes) == (Step.PRIVACY, False, None)
    with pytest.raises(NotAllowed):
        check_in.wish("fetch")


def test_not_now_is_asked_at_the_next_visit(house: House) -> None:
    anna = newcomer(house)
    house.book(anna)
    check_in = arrive(house, anna)
    assert check_in.no_wish() is Step.PRIVACY
    assert house.clinic.clients.get(anna.id).wishes is None
    assert check_in.back() is Step.VISIT
    assert check_in.yes() is Step.WISHES


def test_a_young_person_is_asked_once_a_guardian_is_here(house: House) -> None:
    young = house.client("Leo", "Ruiz", born=TODAY.replace(year=TODAY.year - 15), phone=PHONE, wishes=None)
    house.book(young)
    check_in = arrive(house, young)
    assert check_in.step is Step.GUARDIAN
    assert check_in.guardian(present=True) is Step.WISHES
    assert check_in.wish("fetch") is Step.PRIVACY


def test_it_can_be_changed_in_the_middle_without_losing_the_place(house: House) -> None:
    anna = newcomer(house)
    visit = house.book(anna)
    check_in = arrive(house, anna)
    check_in.no_wish()
    check_in.accept()
    assert check_in.wish("number") is Step.QUESTION
    house.answer_all(check_in, GOOD)
    check_in.finish()
    while check_in.step is Step.CONSENT:
        check_in.give(anna.full_name)
    assert house.visit(visit).call_number == 1
    assert check_in.ending is not None
    assert check_in.ending.thanks == ("Thank you.", "Please take a seat.", "We will call number 1.")


@pytest.mark.parametrize(
    ("call_by", "said"),
    [
        ("name", "We will call you."),
        ("initials", "We will call you by your initials."),
        ("fetch", "We will come and fetch you."),
    ],
)
def test_the_last_screen_says_how_one_is_called_and_no_name(house: House, call_by: CallBy, said: str) -> None:
    anna = house.client()
    house.desk().note_wishes(anna, call_by, "Annie")
    house.book(anna)
    last = house.check_in(anna).ending
    assert last is not None
    assert last.thanks[-1] == said


def test_numbers_are_short_one_for_each_client_and_begin_anew_each_day(house: House) -> None:
    anna, bob, leo = (house.client(given, given) for given in ("Anna", "Bob", "Leo"))
    for client in (anna, bob):
        house.desk().note_wishes(client, "number")
    visits = [house.book(anna), house.book(anna, FACIAL), house.book(bob), house.book(leo)]
    for client in (leo, anna, bob):
        house.check_in(client)
    assert [house.visit(visit).call_number for visit in visits] == [1, 1, 2, None]
    house.clock.forward(days=1)
    again = house.book(bob)
    house.check_in(bob)
    assert house.visit(again).call_number == 1


def test_the_desk_sees_and_changes_it_and_a_locked_record_stays_shut(house: House) -> None:
    anna = house.client()
    visit = house.screened(anna)
    assert todays_board(house.clinic).rows[0].called == ""
    house.desk().note_wishes(anna, "number", needs=("interpreter", "stairs"))
    (row,) = todays_board(house.clinic).rows
    assert (row.called, row.needs) == ("no. 1", "interpreter, no stairs")
    now = house.clinic.clients.get(anna.id)
    page = visit_page(house.clinic, house.desk(), house.visit(visit), now)
    lines = [line for each in page.sections for line in each.lines]
    assert {"Call by a number: 1", "Needs: interpreter, no stairs"} <= set(lines)
    assert now.wishes is not None
    assert now.wishes.noted_by == "Rita Roy"
    assert house.room().summary(house.visit(visit)).wishes == ("Call by a number: 1", "Needs: interpreter, no stairs")
    lock(house.clinic, anna.id, "asked for it", SYSTEM)
    with pytest.raises(NotAllowed):
        house.desk().note_wishes(anna, "fetch")


def test_an_export_holds_it_in_words_and_an_erasing_that_must_wait_removes_it_with_the_telephone(house: House) -> None:
    anna = house.client(phone=PHONE)
    house.screened(anna)
    house.desk().note_wishes(anna, "name", "Annie", ("chaperone",))
    document, paper = export_client(house.clinic, anna.id, SYSTEM)
    assert document["client"]["wishes"]["needs"] == ["chaperone"]
    told = {getattr(line, "label", ""): line.text for each in paper.sections for line in each.lines}
    assert (told["Called"], told["Needs"]) == ("by the name “Annie”", "chaperone")
    assert erase(house.clinic, anna.id, SYSTEM).kept_until is not None
    assert house.clinic.clients.get(anna.id).wishes is None


@pytest.mark.parametrize("asked", [True, False])
def test_two_records_made_one_know_what_either_knew_and_part_again(house: House, asked: bool) -> None:
    anna, twin = newcomer(house), newcomer(house, "Ana")
    house.desk().note_wishes(twin, "fetch")
    if asked:
        house.desk().note_wishes(anna, "initials")
    merge(house.clinic, anna.id, twin.id, SYSTEM)
    kept = house.clinic.clients.get(anna.id).wishes
    assert kept is not None
    assert kept.call_by == ("initials" if asked else "fetch")
    unmerge(house.clinic, twin.id, SYSTEM)
    alone, other = house.clinic.clients.get(anna.id).wishes, house.clinic.clients.get(twin.id).wishes
    assert (alone is not None, other is not None) == (asked, True)
