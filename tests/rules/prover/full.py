"""All combinations of answers to a small protocol, and what its rules say of each: an oracle that shares no code.

It reads a protocol as the plain data it is written in, knows yes-or-no questions and places, and enumerates without any
thought of sparing itself.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

Written = dict[str, Any]
Given = dict[str, Any]
Left = tuple[frozenset[str], frozenset[tuple[tuple[str, ...], str]]]
"""The rules that fire, and what is left open: by which questions, with which outcome."""

UNKNOWN = ("not_sure", "prefer_not")


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
        return ["yes", "no", *UNKNOWN]
    ids = list(question["options"])
    return [*(frozenset(some) for size in range(1, len(ids) + 1) for some in combinations(ids, size)), *UNKNOWN]


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
    if any(each in UNKNOWN for each in said if isinstance(each, str)):
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
            if truth(look, given) is None and not any(given.get(each) in UNKNOWN for each in asked):
                is_open.add((asked, at_stake(written, asked)))
    for question, answer in given.items():
        if answer in UNKNOWN:
            is_open.add(((question,), at_stake(written, (question,))))
    return frozenset(fires), frozenset(is_open)


def looks(condition: Written) -> Iterator[Written]:
    parts = condition.get("all") or condition.get("any")
    for part in parts or ():
        yield from looks(part)
    if not parts:
        yield condition


def at_stake(written: Written, questions: tuple[str, ...]) -> str:
    outcomes = {rule["outcome"] for rule in written["rules"] if set(questions) & rests_on(written, rule)}
    return "caution" if outcomes == {"caution"} else "review"


def rests_on(written: Written, rule: Written) -> set[str]:
    found = {look[key] for look in looks(rule["when"]) for key in ("question", "meets", "apart_from") if key in look}
    for question in reversed(written["questions"]):
        if question["id"] in found and question.get("only_if"):
            found |= {look["question"] for look in looks(question["only_if"])}
    return found


def steps(given: Given, written: Written) -> Iterator[Given]:
    """Give what comes of one more place in one answer."""
    for question in written["questions"]:
        chosen = given.get(question["id"])
        if isinstance(chosen, frozenset):
            for place in set(question["options"]) - chosen:
                yield {**given, question["id"]: chosen | {place}}
