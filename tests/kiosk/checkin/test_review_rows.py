"""What stands in the review: all that counts, told apart where two treatments ask for the same."""

from datetime import time

import pytest

from kiosk.checkin import review
from kiosk.checkin.check_in import CheckIn
from rules import protocol
from tests.kiosk.conftest import FACIAL, GOOD, House


def reviewed(house: House, **changes: object) -> CheckIn:
    anna = house.client()
    house.book(anna)
    house.book(anna, FACIAL, time(11), laser="no")
    answers = {treatment: {**good, **changes} for treatment, good in GOOD.items()}
    return house.answer_all(house.at_questions(anna), answers)


def test_two_treatments_say_which_is_which(house: House) -> None:
    rows = reviewed(house).rows
    shorts = [row.short for row in rows]
    assert len(set(shorts)) == len(shorts)
    assert {"Areas, Parisian Peel", "Areas, Medical facial"} <= set(shorts)
    assert "Cold sore" in shorts


def test_what_asks_for_a_look_comes_before_what_does_not(house: House) -> None:
    rows = reviewed(house, herpes_active="yes", note="I faint at needles").rows
    first = [row.short for row in rows if not row.harmless]
    assert {"Cold sore", "Note"} <= set(first)
    assert [row.short for row in rows][: len(first)] == first


def test_what_the_booking_says_is_shown_and_not_changed(house: House) -> None:
    (laser,) = (row for row in reviewed(house).rows if row.question_id == "laser_planned")
    assert not laser.changeable
    assert laser.harmless


@pytest.mark.parametrize(
    ("question", "raw", "harmless"),
    [
        ("rosacea", "no", True),
        ("rosacea", "yes", False),
        ("rosacea", "not_sure", False),
        ("rosacea", "prefer_not", False),
        ("isotretinoin", "never", True),
        ("isotretinoin", "stopped", False),
        ("isotretinoin_last", "longer_ago", False),
        ("area", ["face", "neck"], True),
        ("area", ["face", "other"], False),
        ("concerns", ["oily", "dull"], True),
        ("concerns", None, True),
        ("note", "", True),
        ("note", "please be gentle", False),
    ],
)
def test_what_needs_no_second_look(question: str, raw: object, *, harmless: bool) -> None:
    assert review.is_harmless(protocol("parisian-peel").question(question), raw) is harmless


@pytest.mark.parametrize(
    ("question", "raw", "harmless"),
    [
        ("goal", "acne", True),
        ("goal", "not_sure", False),
        ("skin_type", "dry", True),
        ("skin_type", "sensitive", False),
    ],
)
def test_a_wish_needs_no_second_look_and_a_kind_of_skin_may(question: str, raw: object, *, harmless: bool) -> None:
    assert review.is_harmless(protocol("medical-facial").question(question), raw) is harmless
