"""Finding out who stands at the kiosk, without telling anybody who does not know already."""

from dataclasses import replace
from datetime import date, time

import pytest

from kiosk.checkin.check_in import CheckIn
from kiosk.checkin.screen_data import Step
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.people.identify import WrongTries
from tests.kiosk.conftest import TODAY, House


def wait_seconds(house: House, check_in: CheckIn) -> int:
    """Return for how long the next try by this name has to wait."""
    return WrongTries(house.clinic).wait_seconds(check_in._draft.typed_name or None)


@pytest.mark.parametrize("typed", ["ferrer", "FERRER", "Ferrer Mas", "mas"])
def test_family_name_and_date_of_birth_find_the_visit(house: House, typed: str) -> None:
    house.book(house.client("Anna", "Ferrer i Mas"))
    check_in = house.clinic.check_in()
    assert check_in.identify(typed, "5", "3", "1984") is Step.VISIT
    assert [(each.initials, each.time) for each in check_in.appointments] == [("A. F.", time(10, 30))]


@pytest.mark.parametrize(
    ("day", "month", "year", "sentence"),
    [
        (31, 2, 1984, "There is no 31 February"),
        (29, 2, 1985, "There is no 29 February in 1985"),
        (31, 4, 1984, "There is no 31 April"),
        (1, 13, 1984, "There is no month 13"),
        (0, 1, 1984, "There is no 0 January"),
        (1, 1, 84, "four digits"),
        (1, 1, 2027, "is in the future"),
        (1, 1, 1850, "too long ago"),
        ("", 1, 1984, "the day"),
        (1, "June", 1984, "the month"),
        (1, 1, "19 84", "the year"),
    ],
)
def test_a_date_of_birth_that_cannot_be_is_refused_in_words(
    house: House, day: str | int, month: str | int, year: str | int, sentence: str
) -> None:
    check_in = house.clinic.check_in()
    with pytest.raises(BadInput, match=sentence):
        check_in.identify("Ferrer", day, month, year)
    assert check_in.step is Step.WHO


def test_a_name_without_letters_is_refused(house: House) -> None:
    with pytest.raises(BadInput, match="family name"):
        house.clinic.check_in().identify(" - ", 5, 3, 1984)


def test_a_wrong_entry_reveals_nothing(house: House) -> None:
    anna = house.client()
    house.book(anna, day=date(2026, 8, 1))  # known here, but not booked today
    check_in = house.clinic.check_in()
    check_in.identify("Ferrer", 5, 3, 1984)
    known = check_in.notice
    check_in.acknowledge()
    check_in.identify("Nobody", 5, 3, 1984)
    assert known == check_in.notice
    assert known is not None
    assert known.kind == "not_found"
    assert known.may_retry


def test_a_name_with_a_digit_is_asked_about_and_counts_as_a_wrong_code(house: House) -> None:
    visit = house.book(house.client(), booking_code="AB417")
    check_in = house.clinic.check_in()
    with pytest.raises(BadInput, match="There is a digit in this name"):
        check_in.identify_scan("Ferrer3")
    assert check_in.step is Step.WHO
    assert check_in.identify_scan("AB417") is Step.VISIT
    assert [each.visit_id for each in check_in.appointments] == [visit.id]
    another = house.clinic.check_in()
    with pytest.raises(BadInput):
        another.identify_scan("Ferrer4")
    another.identify_scan("Ferrer5")
    assert another.notice is not None
    assert another.notice.kind == "desk"


def test_a_guardian_is_named_only_where_one_is_needed(house: House) -> None:
    for born, offered in ((date(1979, 2, 3), False), (date(2012, 2, 3), True)):
        someone = house.client(f"Kim{offered}", "Sol", born)
        house.book(someone)
        check_in = house.clinic.check_in()
        check_in.identify("Sol", born.day, born.month, born.year)
        check_in.yes()
        assert ("guardian" in check_in.who_may_answer) is offered
        assert {"client", "helper", "interpreter"} <= check_in.who_may_answer.keys()


def test_two_people_of_one_name_and_date_of_birth_are_asked_a_first_name(house: House) -> None:
    anna, berta = house.client("Anna"), house.client("Berta")
    house.book(anna)
    visit = house.book(berta, start=time(10, 45))
    check_in = house.clinic.check_in()
    assert check_in.identify("Ferrer", 5, 3, 1984) is Step.FIRST_NAME
    assert check_in.give_first_name("bérta") is Step.VISIT
    assert [each.visit_id for each in check_in.appointments] == [visit.id]


def test_a_wrong_first_name_is_a_wrong_entry(house: House) -> None:
    house.book(house.client("Anna"))
    house.book(house.client("Berta"))
    check_in = house.clinic.check_in()
    check_in.identify("Ferrer", 5, 3, 1984)
    assert check_in.give_first_name("Clara") is Step.NOTICE
    assert check_in.notice is not None
    assert check_in.notice.kind == "not_found"


def test_two_people_of_wholly_the_same_name_are_led_to_the_desk(house: House) -> None:
    house.book(house.client("Anna"))
    house.book(house.client("Anna"))
    check_in = house.clinic.check_in()
    check_in.identify("Ferrer", 5, 3, 1984)
    check_in.give_first_name("Anna")
    assert check_in.notice is not None
    assert check_in.notice.kind == "desk"
    assert house.clinic.terminals.me().notice == "desk"


def wrong(house: House, times: int, name: str = "Nobody") -> str:
    """Enter somebody who is not there, so often; return the kind of the last notice."""
    check_in = house.clinic.check_in()
    kind = ""
    for _ in range(times):
        check_in.identify(name, 1, 1, 1990)
        assert check_in.notice is not None
        kind = check_in.notice.kind
        check_in.acknowledge()
    return kind


def test_three_wrong_entries_lead_to_the_desk_and_tell_it(house: House) -> None:
    assert wrong(house, 2) == "not_found"
    assert house.clinic.terminals.me().notice is None
    assert wrong(house, 1) == "desk"
    assert house.clinic.terminals.me().notice == "try_later"


def test_after_three_wrong_entries_the_next_try_waits(house: House) -> None:
    house.book(house.client())
    wrong(house, 3)
    check_in = house.clinic.check_in()
    assert wait_seconds(house, check_in) == 5
    assert check_in.identify("Ferrer", 5, 3, 1984) is Step.NOTICE
    assert check_in.notice is not None
    assert check_in.notice.kind == "try_later"
    assert "5 seconds" in check_in.notice.next_step_text
    check_in.acknowledge()
    house.clock.forward(seconds=5)
    assert wait_seconds(house, check_in) == 0
    assert check_in.identify("Ferrer", 5, 3, 1984) is Step.VISIT


def test_waiting_does_not_count_as_a_wrong_entry_and_each_wrong_one_waits_longer(house: House) -> None:
    wrong(house, 3)
    assert wrong(house, 1) == "try_later"
    house.clock.forward(seconds=5)
    wrong(house, 1)
    assert wait_seconds(house, house.clinic.check_in()) == 10


def test_wrong_entries_are_forgotten_after_ten_minutes(house: House) -> None:
    wrong(house, 3)
    house.clock.forward(minutes=10)
    assert wait_seconds(house, house.clinic.check_in()) == 0
    assert wrong(house, 2) == "not_found"


def test_wrong_entries_of_one_name_count_on_every_terminal(house: House) -> None:
    wrong(house, 3, "Ferrer")
    house.clinic = replace(house.clinic, terminal="kiosk-2")
    house.book(house.client("Berta", "Soler"))
    elsewhere = house.clinic.check_in()
    elsewhere.identify("Ferrer", 5, 3, 1984)
    assert elsewhere.notice is not None
    assert elsewhere.notice.kind == "try_later"
    elsewhere.acknowledge()
    assert elsewhere.identify("Soler", 5, 3, 1984) is Step.VISIT


def test_a_correct_booking_code_is_never_delayed(house: House) -> None:
    house.book(house.client(), booking_code="PC-7K3M-9QXT")
    wrong(house, 3)
    check_in = house.clinic.check_in()
    assert wait_seconds(house, check_in) > 0
    assert check_in.identify_code(" pc7k3m 9qxt\n") is Step.VISIT


def test_a_wrong_booking_code_counts(house: House) -> None:
    check_in = house.clinic.check_in()
    for _ in range(3):
        check_in.identify_code("NOPE")
        check_in.acknowledge()
    assert wait_seconds(house, check_in) == 5


def test_treatment_and_practitioner_are_shown_only_after_a_second_proof(house: House) -> None:
    house.book(house.client(phone="+34 600 123 456"), booking_code="CODE1")
    check_in = house.clinic.check_in()
    assert check_in.identify("Ferrer", 5, 3, 1984) is Step.PROOF
    check_in.skip_proof()
    assert [(each.treatment, each.practitioner) for each in check_in.appointments] == [(None, None)]
    check_in.not_me()
    check_in.identify("Ferrer", 5, 3, 1984)
    assert check_in.prove("3456") is Step.VISIT
    shown = [(each.treatment, each.practitioner) for each in check_in.appointments]
    assert shown == [("Parisian Peel", "Dr Roca")]
    check_in.not_me()
    assert check_in.identify_code("code1") is Step.VISIT
    assert check_in.appointments[0].practitioner == "Dr Roca"


def test_wrong_last_digits_may_be_tried_again_and_then_the_way_goes_on_without(house: House) -> None:
    house.book(house.client(phone="600123456"))
    check_in = house.clinic.check_in()
    check_in.identify("Ferrer", 5, 3, 1984)
    with pytest.raises(BadInput, match="last four"):
        check_in.prove("12")
    for _ in range(2):
        with pytest.raises(BadInput, match="do not match"):
            check_in.prove("0000")
    assert check_in.prove("0000") is Step.VISIT
    assert check_in.appointments[0].treatment is None


def test_the_last_digits_cannot_be_tried_out_over_several_check_ins(house: House) -> None:
    house.book(house.client(phone="600123456"))
    for attempt in ("0001", "0002"):
        check_in = house.clinic.check_in()
        check_in.identify("Ferrer", 5, 3, 1984)
        with pytest.raises(BadInput):
            check_in.prove(attempt)
    check_in = house.clinic.check_in()
    check_in.identify("Ferrer", 5, 3, 1984)
    assert check_in.prove("0003") is Step.VISIT
    house.clock.forward(seconds=6)
    again = house.clinic.check_in()
    again.identify("Ferrer", 5, 3, 1984)
    assert again.step is Step.VISIT


def test_a_client_without_a_telephone_is_asked_for_no_digits(house: House) -> None:
    house.book(house.client())
    assert house.clinic.check_in().identify("Ferrer", 5, 3, 1984) is Step.VISIT


def test_a_button_of_another_screen_does_nothing(house: House) -> None:
    check_in = house.clinic.check_in()
    for call in (
        check_in.yes,
        check_in.next,
        check_in.finish,
        check_in.decline,
        check_in.skip_proof,
        check_in.acknowledge,
    ):
        with pytest.raises(NotAllowed):
            call()
    assert check_in.step is Step.WHO


def test_not_me_forgets_who_was_found(house: House) -> None:
    house.book(house.client())
    check_in = house.clinic.check_in()
    check_in.identify("Ferrer", 5, 3, 1984)
    assert check_in.not_me() is Step.WHO
    assert check_in.appointments == ()


def test_a_walk_in_asks_and_reception_takes_in(house: House) -> None:
    check_in = house.clinic.check_in()
    check_in.no_appointment()
    assert ("parisian-peel", "Parisian Peel") in check_in.treatments
    check_in.request_walk_in("Carla", "Vidal", 1, 2, 1990, "600 111 222", "parisian-peel")
    assert check_in.notice is not None
    assert check_in.notice.kind == "walk_in_sent"
    (entry,) = house.clinic.daybook().entries()
    assert (entry.client.full_name, entry.visit.state, entry.visit.source) == ("Carla Vidal", "requested", "walk_in")

    check_in.acknowledge()
    check_in.acknowledge()
    check_in.identify("Vidal", 1, 2, 1990)
    assert check_in.step is Step.NOTICE  # the desk has not answered yet

    house.desk().accept_walk_in(entry.visit, time(15), "Dr Roca")
    check_in.acknowledge()
    check_in.acknowledge()
    check_in.identify("Vidal", 1, 2, 1990)
    check_in.skip_proof()
    assert check_in.yes() is Step.PRIVACY


def test_a_walk_in_who_is_known_keeps_the_telephone_on_record(house: House) -> None:
    anna = house.client(phone="600123456")
    check_in = house.clinic.check_in()
    check_in.no_appointment()
    check_in.request_walk_in("Anna", "Ferrer", 5, 3, 1984, "699 999 999", "parisian-peel")
    (entry,) = house.clinic.daybook().entries()
    assert entry.client.id == anna.id
    assert entry.client.phone == "600123456"
    assert entry.visit.said_phone == "699 999 999"


def test_asking_twice_without_an_appointment_asks_once(house: House) -> None:
    for _ in range(2):
        check_in = house.clinic.check_in()
        check_in.no_appointment()
        check_in.request_walk_in("Carla", "Vidal", 1, 2, 1990, "600 111 222", "parisian-peel")
    assert len(house.clinic.daybook(TODAY).entries()) == 1


@pytest.mark.parametrize(
    ("given", "family", "phone", "treatment", "sentence"),
    [
        ("", "Vidal", "600111222", "parisian-peel", "first name"),
        ("Carla", "", "600111222", "parisian-peel", "family name"),
        ("Carla", "Vidal", "12", "parisian-peel", "telephone"),
        ("Carla", "Vidal", "600111222", "massage", "one of the treatments"),
    ],
)
def test_a_walk_in_says_what_is_missing(  # noqa: PLR0917 - a table of cases
    house: House, given: str, family: str, phone: str, treatment: str, sentence: str
) -> None:
    check_in = house.clinic.check_in()
    check_in.no_appointment()
    with pytest.raises(BadInput, match=sentence):
        check_in.request_walk_in(given, family, 1, 2, 1990, phone, treatment)
    assert house.clinic.daybook().entries() == ()


def test_a_control_sequence_in_a_name_is_not_kept(house: House) -> None:
    check_in = house.clinic.check_in()
    check_in.no_appointment()
    check_in.request_walk_in("Car\x1b[31mla", "Vi\u202edal", 1, 2, 1990, "600 111 222", "parisian-peel")
    (entry,) = house.clinic.daybook().entries()
    assert entry.client.full_name == "Car[31mla Vidal"
