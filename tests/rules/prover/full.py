"""All combinations of answers to a small protocol, and what its rules say of each, apart from all code of the product.

It knows yes-or-no questions and places alone, and is quick enough at these to enumerate without any thought of sparing itself.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from tests.rules.oracle.expected import UNSURE, at_stake, looks
from tests.rules.oracle.files import Written

Given = dict[str, Any]
Left = tuple[frozenset[str], frozenset[tuple[tuple[str, ...], str]]]
"""The rules that fire, and what is left open: by which questions, with which outcome."""


def everything(written: Written, fixed: Given | None = None) -> Iterator[Given]:
    """Give every combination of answers, with none to what is not asked; `fixed` are questions with one answer only."""

    def further(place: int, given: Given) -> Iterator[Given]:
        if place == len(written["questions"]):
            yield given
            return
        question = written["questions"][place]
        gate = question.get("only_if")
        if gate and truth(gate, given) is not True:
            yield from further(place + 1, given)
            return
        for answer in answers(question) if question["id"] not in (fixed or {}) else [(fixed or {})[question["id"]]]:
            yield from further(place + 1, {**given, question["id"]: answer})

    yield from further(0, {})


def answers(question: Written) -> list[Any]:
    if question["type"] == "yes_no":
        return ["yes", "no", *UNSURE]
    ids = list(question["options"])
    return [*(frozenset(some) for size in range(1, len(ids) + 1) for some in combinations(ids, size)), *UNSURE]


def truth(condition: Written, given: Given) -> bool | None:
    """Tell whether a condition holds; None if that is not known. What is not asked is given no answer."""
    if "all" in condition:
        parts = [truth(part, given) for part in condition["all"]]
        return False if False in parts else None if None in parts else True
    if "any" in condition:
        parts = [truth(part, given) for part in condition["any"]]
        return True if True in parts else None if None in parts else False
    other = condition.get("meets") or condition.get("apart_from")
    said = [given.get(each) for each in (condition["question"], other) if each]
    if any(each in UNSURE for each in said if isinstance(each, str)):
        return False if None in said else None
    return None not in said and _known(condition, said)


def _known(look: Written, said: list[Any]) -> bool | None:
    if "is" in look:
        return bool(said[0] == look["is"])
    if "includes" in look:
        return look["includes"] in said[0]
    both = said[0] & said[1]
    return None if both == {"other"} else bool(both) == ("meets" in look)


def left(written: Written, given: Given) -> Left:
    """Say what the rules leave of one combination."""
    fires, is_open = set(), set()
    for rule in written["rules"]:
        holds = truth(rule["when"], given)
        if holds is True:
            fires.add(rule["id"])
        for look in looks(rule["when"]) if holds is None else ():
            asked = tuple(look[key] for key in ("question", "meets", "apart_from") if key in look)
            if truth(look, given) is None and not any(given.get(each) in UNSURE for each in asked):
                is_open.add((asked, at_stake(written, asked)))
    for question, answer in given.items():
        if answer in UNSURE:
            is_open.add(((question,), at_stake(written, (question,))))
    return frozenset(fires), frozenset(is_open)


def steps(given: Given, written: Written) -> Iterator[Given]:
    """Give what comes of one more place in one answer."""
    for question in written["questions"]:
        chosen = given.get(question["id"])
        if isinstance(chosen, frozenset):
            for place in set(question["options"]) - chosen:
                yield {**given, question["id"]: chosen | {place}}
