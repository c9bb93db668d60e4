"""How long each question was in view, and what was answered faster than it can be read."""

from typing import Any

import pytest

from kiosk.checkin.check_in import CheckIn
from kiosk.checkin.screen_data import Step
from kiosk.visits.pace import answered_fast
from kiosk.visits.visit import Visit
from rules import protocol, resolve
from tests.kiosk.conftest import GOOD, GOOD_FACIAL, GOOD_PEEL, PEEL, TODAY, House

SLOW = 6.0


def at_a_screen(house: House, visit: Visit, hurried: dict[str, float]) -> Visit:
    """Answer as somebody does who reads each question for some seconds, but for those answered in a hurry."""
    check_in = house.at_questions(house.clinic.clients.get(visit.client_id))
    while check_in.step is Step.QUESTION:
        question = check_in.asked.question.id
        check_in.in_view()
        house.clock.forward(seconds=hurried.get(question, SLOW))
        if question != "note":
            check_in.answer(GOOD_PEEL[question])
        house.clock.forward(seconds=0.7)
        check_in.next()
    check_in.finish()
    check_in.give("Anna Ferrer")
    return house.visit(visit)


def seconds(visit: Visit) -> dict[str, float]:
    assert visit.checkin is not None
    return visit.checkin.seconds


def test_how_long_each_question_took_is_kept_with_the_visit_until_its_answer(house: House) -> None:
    visit = at_a_screen(house, house.book(house.client()), {"eczema": 3.3})
    assert seconds(visit).keys() == GOOD_PEEL.keys() | {"note"}
    assert seconds(visit)["rosacea"] == SLOW
    assert seconds(visit)["eczema"] == 3.3
    assert seconds(visit)["note"] == SLOW + 0.7


def test_who_answers_faster_than_one_can_read_is_asked_again_by_the_practitioner(house: House) -> None:
    visit = at_a_screen(house, house.book(house.client()), {"herpes_active": 0.5, "lesion": 2.0, "concerns": 0.1})
    assert house.room().summary(visit).answered_fast == ("Cold sore", "New or changing spot")
    assert visit.verdict is not None
    assert visit.verdict.outcome == "eligible"


def test_what_was_not_answered_on_a_screen_has_no_time(house: House) -> None:
    visit = house.screened(house.client())
    assert seconds(visit) == {}
    assert house.room().summary(visit).answered_fast == ()


def test_what_the_practitioner_has_looked_at_is_not_listed_any_more(house: House) -> None:
    visit = at_a_screen(house, house.book(house.client()), {"herpes_active": 0.5, "rosacea": 0.4})
    room = house.room()
    assert room.summary(visit).answered_fast == ("Cold sore", "Rosacea")
    room.correct(house.desk().confirm(visit), "herpes_active", "yes", "seen", pin_checked=house.dr_roca)
    assert room.summary(house.visit(visit)).answered_fast == ("Rosacea",)


def first_question(house: House) -> CheckIn:
    house.book(house.client())
    check_in = house.at_questions(house.clinic.clients.get(house.clinic.visits.of_day(TODAY)[0].client_id))
    check_in.in_view()
    return check_in


def test_looking_at_a_question_again_counts_and_the_time_after_an_answer_does_not(house: House) -> None:
    check_in = first_question(house)
    times = check_in._draft.seconds

    def wait(by: float) -> None:
        house.clock.forward(seconds=by)

    wait(2)
    check_in.answer(["face"])
    wait(5)
    check_in.next()
    assert times == {"parisian-peel/area": 2.0}
    check_in.in_view()
    wait(1)
    check_in.in_view()
    check_in.back()
    assert times["parisian-peel/acne_inflamed"] == 1.0
    check_in.in_view()
    wait(3)
    check_in.next()
    assert times["parisian-peel/area"] == 5.0


def test_a_draft_keeps_the_times_and_the_next_client_has_none(house: House) -> None:
    check_in = first_question(house)
    house.clock.forward(seconds=2)
    check_in.answer(["face"])
    check_in.next()
    check_in.leave("timeout")
    assert check_in._draft.seconds == {}
    visit = house.clinic.visits.of_day(TODAY)[0]
    check_in.resume(visit.id, house.rita)
    assert check_in._draft.seconds == {"parisian-peel/area": 2.0}
    check_in.in_view()
    house.clock.forward(seconds=1)
    check_in.answer("no")
    assert check_in._draft.seconds["parisian-peel/acne_inflamed"] == 1.0


@pytest.mark.parametrize(
    ("question", "took", "fast"),
    [
        ("eczema", 0.5, True),
        ("eczema", 0.6, False),
        ("lesion", 2.4, True),
        ("lesion", 2.6, False),
        ("concerns", 0.0, False),
        ("note", 0.0, False),
        ("isotretinoin_last", 0.0, False),
    ],
)
def test_how_fast_is_faster_than_reading(question: str, took: float, fast: bool) -> None:
    given: dict[str, Any] = {**GOOD_PEEL, "note": "be gentle"}
    answers = resolve(protocol(PEEL), given, answered_on=TODAY)
    assert bool(answered_fast(answers, {question: took})) is fast


def test_a_question_asked_once_for_two_treatments_has_its_time_at_both(house: House) -> None:
    anna = house.client()
    visits = [house.book(anna), house.book(anna, "medical-facial")]
    check_in = house.at_questions(anna)
    while check_in.step is Step.QUESTION:
        asked = check_in.asked
        check_in.in_view()
        house.clock.forward(seconds=SLOW)
        if asked.question.id != "note":
            check_in.answer({**GOOD_FACIAL, **GOOD_PEEL}[asked.question.id])
        check_in.next()
    check_in.finish()
    while check_in.step is Step.CONSENT:
        check_in.give("Anna Ferrer")
    assert [seconds(house.visit(visit))["herpes_active"] for visit in visits] == [SLOW, SLOW]


def test_a_check_in_counts_from_the_first_touch_and_goes_on_where_a_name_is_typed_again(house: House) -> None:
    """The opening screen says how long it takes: to type who one is belongs to it."""
    anna = house.client()
    visit = house.book(anna)
    check_in, touched = house.clinic.check_in(), house.clock.now()
    for name in ("Ferer", "Ferrer"):
        house.clock.forward(seconds=40)
        check_in.identify(name, 5, 3, 1984)
        if check_in.step is Step.NOTICE:
            check_in.acknowledge()
    house.clock.forward(seconds=20)
    check_in.yes()
    check_in.accept()
    house.answer_all(check_in, GOOD)
    check_in.finish()
    check_in.give("Anna Ferrer")
    record = house.visit(visit).checkin
    assert record is not None
    assert record.started_at == touched


def test_the_next_client_at_the_same_check_in_has_a_time_of_their_own(house: House) -> None:
    check_in = house.clinic.check_in()
    house.book(house.client())
    check_in.identify("Ferrer", 5, 3, 1984)
    check_in.leave("client")
    soler = house.client("Berta", "Soler")
    visit = house.book(soler)
    house.clock.forward(minutes=5)
    check_in.leave("client")
    check_in.identify("Soler", soler.date_of_birth.day, soler.date_of_birth.month, soler.date_of_birth.year)
    check_in.yes()
    check_in.accept()
    house.answer_all(check_in, GOOD)
    check_in.finish()
    check_in.give("Berta Soler")
    record = house.visit(visit).checkin
    assert record is not None
    assert record.started_at == house.clock.now()
