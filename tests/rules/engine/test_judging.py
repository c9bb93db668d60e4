"""Conditions have three truths: they hold (for good, or until a day), fail, or cannot be settled."""

from datetime import date
from itertools import product

import pytest
from pydantic import TypeAdapter, ValidationError

from rules import LastTime, Period
from rules.engine.judging import compiled
from rules.engine.known_answers import KnownAnswer, NotAsked, Truth
from rules.model.condition import Condition

TODAY = date(2026, 9, 15)
SOON, LATER = date(2026, 9, 16), date(2026, 9, 20)
READ: TypeAdapter[Condition] = TypeAdapter(Condition)


def judged(condition: dict[str, object], **known: KnownAnswer) -> Truth:
    return compiled(READ.validate_python(condition))(known, TODAY)


def last(day: date | None, period: str = "30 days") -> LastTime:
    return LastTime(raw="", day=day, approximate=False, period=Period.of(period), answered_on=TODAY)


NOT_ASKED = NotAsked.MARK
FACE, HANDS, OTHER = frozenset({"face"}), frozenset({"hands"}), frozenset({"other"})
IS = {"question": "a", "is": "yes"}
SEVEN_DAYS = {"question": "a", "less_than_ago": "7 days"}


@pytest.mark.parametrize(
    ("condition", "answer", "truth"),
    [
        (IS, "yes", True),
        (IS, "no", False),
        (IS, None, None),
        (IS, NOT_ASKED, False),
        ({"question": "a", "is_any_of": ["x", "y"]}, "y", True),
        ({"question": "a", "is_any_of": ["x", "y"]}, "z", False),
        ({"question": "a", "is_any_of": ["x", "y"]}, None, None),
        ({"question": "a", "is_any_of": ["x", "y"]}, NOT_ASKED, False),
        ({"question": "a", "includes": "face"}, FACE | HANDS, True),
        ({"question": "a", "includes": "face"}, HANDS, False),
        ({"question": "a", "includes": "face"}, None, None),
        ({"question": "a", "includes": "face"}, NOT_ASKED, False),
        ({"written": "a"}, "something", True),
        ({"written": "a"}, "", False),
        ({"written": "a"}, NOT_ASKED, False),
        ({"written": "a"}, None, None),
        (SEVEN_DAYS, last(date(2026, 9, 9)), SOON),
        (SEVEN_DAYS, last(date(2026, 9, 8)), False),
        (SEVEN_DAYS, last(date(2026, 9, 30)), date(2026, 10, 7)),
        (SEVEN_DAYS, last(None), False),
        (SEVEN_DAYS, last(None, "7 days"), False),
        (SEVEN_DAYS, last(None, "6 days"), None),
        (SEVEN_DAYS, last(date.max), True),
        (SEVEN_DAYS, None, None),
        (SEVEN_DAYS, NOT_ASKED, False),
    ],
)
def test_a_look_at_one_answer(condition: dict[str, object], answer: KnownAnswer, truth: Truth):
    assert judged(condition, a=answer) == truth


@pytest.mark.parametrize(
    ("one", "two", "meets"),
    [
        (FACE, FACE, True),
        (FACE | OTHER, FACE | OTHER, True),
        (FACE, HANDS, False),
        (FACE, OTHER, False),
        (OTHER, OTHER, None),
        (FACE | OTHER, HANDS | OTHER, None),
        (None, FACE, None),
        (FACE, None, None),
        (NOT_ASKED, FACE, False),
        (None, NOT_ASKED, False),
    ],
)
def test_areas_meet_are_apart_or_it_is_not_known(one: KnownAnswer, two: KnownAnswer, meets: bool | None):
    assert judged({"question": "a", "meets": "b"}, a=one, b=two) is meets
    assert judged({"question": "b", "meets": "a"}, a=one, b=two) is meets
    not_asked = NOT_ASKED in (one, two)
    apart = False if not_asked else None if meets is None else not meets
    assert judged({"question": "a", "apart_from": "b"}, a=one, b=two) is apart


PARTS: dict[Truth, tuple[dict[str, object], KnownAnswer]] = {
    True: ({"is": "yes"}, "yes"),
    False: ({"is": "yes"}, "no"),
    None: ({"is": "yes"}, None),
    SOON: ({"less_than_ago": "7 days"}, last(date(2026, 9, 9))),
    LATER: ({"less_than_ago": "7 days"}, last(date(2026, 9, 13))),
}


def joined(kind: str, first: Truth, second: Truth) -> Truth:
    (one, answer), (two, other_answer) = PARTS[first], PARTS[second]
    return judged({kind: [{"question": "a", **one}, {"question": "b", **two}]}, a=answer, b=other_answer)


@pytest.mark.parametrize(("first", "second"), list(product(PARTS, PARTS)))
def test_all_holds_while_every_part_does(first: Truth, second: Truth):
    both = (first, second)
    expected: Truth = True
    if False in both:
        expected = False
    elif None in both:
        expected = None
    elif days := [part for part in both if isinstance(part, date)]:
        expected = min(days)
    assert joined("all", first, second) == expected
    assert (joined("all", first, second) is None) == (expected is None)


@pytest.mark.parametrize(("first", "second"), list(product(PARTS, PARTS)))
def test_any_holds_while_some_part_does_and_names_no_day_while_another_is_open(first: Truth, second: Truth):
    both = (first, second)
    days = [part for part in both if isinstance(part, date)]
    expected: Truth = False
    if True in both or (None in both and days):
        expected = True
    elif None in both:
        expected = None
    elif days:
        expected = max(days)
    assert joined("any", first, second) == expected
    assert (joined("any", first, second) is None) == (expected is None)


@pytest.mark.parametrize(
    "condition",
    [{}, {"not": IS}, {"question": "a"}, {"all": [IS]}, {"any": []}, {"question": "a", "is_any_of": []}, "a is yes"],
)
def test_there_is_no_other_kind_of_condition(condition: object):
    with pytest.raises(ValidationError):
        READ.validate_python(condition)
