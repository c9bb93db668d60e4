"""Clients for a protocol as it is written: each answer by itself, and any answers at random."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import product
from random import Random
from typing import Any

from tests.rules.oracle.days import A_DAY, passed
from tests.rules.oracle.expected import UNSURE, expected, looks, rests_on
from tests.rules.oracle.files import Written

Given = dict[str, Any]


def option_ids(question: Written) -> list[str]:
    return ["yes", "no"] if question["type"] == "yes_no" else list(question.get("options", ()))


def calm(question: Written) -> Any:
    """The answer of somebody who has nothing to tell."""
    harmless = question.get("harmless") or [each for each in option_ids(question) if each in ("no", "none")]
    first = (harmless or option_ids(question) or [""])[0]
    if question["type"] == "last_time":
        return "longer_ago"
    return [first] if question["type"] in ("areas", "any_of") else first


def answers_to(written: Written, question: Written, on: date) -> list[Any]:
    """Every answer that can make a difference; of sets each alone, each with the last option, and all of them."""
    ids = [each for each in option_ids(question) if each != "none"]
    if question["type"] == "note":
        return ["", "A word."]
    if question["type"] in ("areas", "any_of"):
        none = [["none"]] if "none" in option_ids(question) else []
        return [*none, *([each] for each in ids), *([each, ids[-1]] for each in ids[:-1]), ids, *UNSURE]
    if question["type"] != "last_time":
        return [*ids, *UNSURE]
    periods = {
        look["less_than_ago"] for rule in written["rules"] for look in looks(rule["when"]) if _is_on(look, question)
    }
    days = {on} | {last + away * A_DAY for each in periods for last in [_last(on, each)] for away in (-1, 0, 1, 2)}
    months = {f"{day:%Y-%m}" for day in days if day <= on}
    return ["within", "longer_ago", *(str(day) for day in sorted(days) if day <= on), *sorted(months), *UNSURE]


def _is_on(look: Written, question: Written) -> bool:
    return "less_than_ago" in look and bool(look["question"] == question["id"])


@cache
def _last(on: date, period: str) -> date:
    """Return the last day since which a period has passed."""
    day = on
    while passed(day, period) > on:
        day -= A_DAY
    return day


def one_at_a_time(written: Written, on: date) -> Iterator[Given]:
    """Give each answer to each question, all others calm but for what opens it."""
    healthy = {question["id"]: calm(question) for question in written["questions"]}
    for question in written["questions"]:
        around = {**healthy, **_opening(written, question, healthy, on)}
        for answer in answers_to(written, question, on):
            yield {**around, question["id"]: answer}
        yield {name: answer for name, answer in around.items() if name != question["id"]}


def _opening(written: Written, question: Written, healthy: Given, on: date) -> Given:
    """Return the first answers with which a question is asked."""
    gates = sorted(rests_on(written, question["only_if"])) if question.get("only_if") else []
    ways = product(*(answers_to(written, each, on) for each in written["questions"] if each["id"] in gates))
    names = [each["id"] for each in written["questions"] if each["id"] in gates]
    tried = (dict(zip(names, way, strict=True)) for way in ways)
    return next(way for way in tried if question["id"] in expected(written, {**healthy, **way}, on, on).asked)


def anybody(written: Written, on: date, chance: Random) -> Given:
    """Give any answers: to all questions, or to a few; some may be left out."""
    questions = written["questions"]
    restless = (
        questions if chance.random() < 0.4 else chance.sample(questions, min(len(questions), chance.randint(1, 6)))
    )
    complete = chance.random() < 0.8
    return {
        each["id"]: chance.choice(answers_to(written, each, on)) if each in restless else calm(each)
        for each in questions
        if complete or chance.random() < 0.8
    }
