"""Protocols such as a clinic may write, made at random: every kind of question and condition, nested, behind gates."""

from random import Random
from typing import Any

from tests.rules.oracle.expected import ASKED_IN_ORDER, FROM_MILD_TO_BAD
from tests.rules.oracle.files import Written

PLACES = ("face", "neck", "other")
KINDS = ("dry", "oily", "other")
PERIODS = ("3 days", "2 weeks", "1 month", "6 months", "12 months")
"""Each as long as all before it, or longer, whatever the calendar."""


def any_protocol(chance: Random) -> Written:
    """Write a protocol's questions and rules."""
    questions: list[Written] = []
    for number in range(chance.randint(3, 6)):
        questions.append(_question(f"q{number}", questions, chance))
    rules = [_rule(number, questions, chance) for number in range(chance.randint(2, 5))]
    return {"questions": questions, "rules": rules}


def _question(name: str, before: list[Written], chance: Random) -> Written:
    kind = chance.choice(("yes_no", "yes_no", "one_of", "any_of", "areas", "last_time", "last_time", "note"))
    horizons = ASKED_IN_ORDER[ASKED_IN_ORDER.index(before[-1]["horizon"]) if before else 0 :]
    question: Written = {
        "id": name,
        "type": kind,
        "horizon": chance.choice(horizons[:2]),
        **dict.fromkeys(("ask", "why", "short", "topic"), f"What of {name}?"),
    }
    if kind in ("one_of", "any_of", "areas"):
        question["options"] = {each: each.title() for each in (PLACES if kind == "areas" else KINDS)}
    if kind == "last_time":
        question["period"] = chance.choice(PERIODS)
    gates = [each for each in before if each["type"] != "last_time"]
    if gates and chance.random() < 0.4:
        question["only_if"] = _condition(gates, chance, 1)
    return question


def _rule(number: int, questions: list[Written], chance: Random) -> Written:
    return {
        "id": f"ANY-{number}",
        "outcome": chance.choice(FROM_MILD_TO_BAD[1:]),
        "when": _condition(questions, chance, 3),
        "client": "Wait.",
        "staff": "Wait.",
        "house": "true",
    }


def _condition(questions: list[Written], chance: Random, depth: int) -> Written:
    if depth and chance.random() < 0.6:
        parts = [_condition(questions, chance, depth - 1) for _ in range(chance.randint(2, 3))]
        return {chance.choice(("all", "any")): parts}
    return _look(chance.choice(questions), questions, chance)


def _look(question: Written, questions: list[Written], chance: Random) -> Written:
    name, kind = question["id"], question["type"]
    if kind == "note":
        return {"written": name}
    return {"question": name, **_of_its_kind(question, kind, questions, chance)}


def _of_its_kind(question: Written, kind: str, questions: list[Written], chance: Random) -> Written:
    if kind == "last_time":
        return {"less_than_ago": chance.choice(PERIODS[: PERIODS.index(question["period"]) + 1])}
    options: list[Any] = list(question.get("options", ("yes", "no")))
    others = [each["id"] for each in questions if each["type"] == kind == "areas" and each is not question]
    if others and chance.random() < 0.8:
        return {chance.choice(("meets", "apart_from")): chance.choice(others)}
    if kind in ("any_of", "areas"):
        return {"includes": chance.choice(options)}
    return {"is_any_of": chance.sample(options, 2)} if chance.random() < 0.5 else {"is": chance.choice(options)}
