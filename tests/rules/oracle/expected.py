"""What is to come of answers, by the definitions of the protocol's words.

A condition holds, fails or is open (None). What is said of a question that is surely not asked fails; what is said of an answer
that nobody knows is open. A condition that holds lasts until the first day on which it surely fails, if all else is as it was
and what is open stays open.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from tests.rules.oracle.days import last_of_month, passed
from tests.rules.oracle.files import Written

ASKED_IN_ORDER = ("setting", "today", "days", "weeks", "months", "ever", "closing")
FROM_MILD_TO_BAD = ("eligible", "caution", "review", "deferred", "contraindicated")
UNSURE = ("not_sure", "prefer_not")
NEXT_STEP = {
    "eligible": "room",
    "caution": "room",
    "review": "practitioner_first",
    "deferred": "practitioner_first",
    "contraindicated": "practitioner_talks",
}


class NotAsked:
    """Stands for the answer to a question that is surely not asked."""


@dataclass(frozen=True)
class LastUse:
    """A last time: the day it counts as, None if it was longer ago than asked for; and whether that is a guess."""

    day: date | None
    guessed: bool = False


Known = str | frozenset[str] | LastUse | type[NotAsked] | None
"""What is known of a question: None is nothing."""


class Left(NamedTuple):
    """What a rule, or an answer that is not known, leaves."""

    rule: str
    outcome: str
    because: str
    until: date | None
    questions: tuple[str, ...]
    approximate: bool


@dataclass(frozen=True)
class Expected:
    """All that is to come of answers on a day."""

    left: tuple[Left, ...]
    outcome: str
    earliest: date | None
    next_step: str | None
    unanswered: tuple[str, ...]
    asked: tuple[str, ...]


def expected(written: Written, given: Mapping[str, Any], answered_on: date, on: date) -> Expected:
    """Say what is to come on a day of answers that were given on a day."""
    questions = sorted(written["questions"], key=lambda each: ASKED_IN_ORDER.index(each["horizon"]))
    known: dict[str, Known] = {}
    asked: list[str] = []
    unsure: list[str] = []
    unanswered: list[str] = []
    for question in questions:
        name, raw = question["id"], given.get(question["id"])
        opened = holds(question["only_if"], known, on) if question.get("only_if") else True
        known[name] = NotAsked if opened is False else None
        if not opened:
            continue
        asked.append(name)
        if question["type"] == "note":
            known[name] = (raw or "").strip()
        elif raw is None:
            unanswered.append(name)
        elif raw in UNSURE:
            unsure.append(name)
        else:
            known[name] = _meant(question, raw, answered_on)
    left = [*_fired(written, known, on), *_unsure(written, known, unsure, on), *_unclear(written, known, on)]
    left.sort(key=lambda each: -_bad(each.outcome))
    worst = left[0].outcome if left else "eligible"
    waits = [each.until for each in left if each.outcome == "deferred"]
    ends = [day for day in waits if day is not None]
    earliest = max(ends) if worst == "deferred" and ends == waits and not unanswered else None
    step = "book_from" if earliest else NEXT_STEP[worst]
    return Expected(
        tuple(left),
        "incomplete" if unanswered else worst,
        earliest,
        None if unanswered else step,
        tuple(unanswered),
        tuple(asked),
    )


def _meant(question: Written, raw: Any, answered_on: date) -> Known:
    if question["type"] in ("areas", "any_of"):
        return frozenset(raw)
    if question["type"] != "last_time":
        return str(raw)
    if raw in ("within", "longer_ago"):
        return LastUse(answered_on if raw == "within" else None, guessed=True)
    if raw.count("-") == 1:
        return LastUse(min(last_of_month(raw), answered_on), guessed=True)
    return LastUse(date.fromisoformat(raw))


def holds(condition: Written, known: Mapping[str, Known], on: date, day: date | None = None) -> bool | None:
    """Tell whether a condition holds on a day; None if that is open. On a later `day`, what is open on this one still is."""
    for word, settles in (("all", False), ("any", True)):
        if word in condition:
            if day is not None and holds(condition, known, on) is None:
                return None
            parts = [holds(part, known, on, day) for part in condition[word]]
            return settles if settles in parts else None if None in parts else not settles
    answers = [known[name] for name in looked_at(condition)]
    if NotAsked in answers:
        return False
    return None if None in answers else _known(condition, answers, day or on)


def _known(look: Written, answers: list[Any], on: date) -> bool | None:
    answer = answers[0]
    if "less_than_ago" in look:
        # A file may not look further back than it asks, so what was longer ago is settled.
        return answer.day is not None and on < passed(answer.day, look["less_than_ago"])
    if "meets" in look or "apart_from" in look:
        shared = answer & answers[1]
        return None if shared == {"other"} else bool(shared) == ("meets" in look)
    if "includes" in look:
        return look["includes"] in answer
    if "written" in look:
        return answer != ""
    return answer in (look["is_any_of"] if "is_any_of" in look else [look["is"]])


def _fired(written: Written, known: Mapping[str, Known], on: date) -> Iterator[Left]:
    for rule in written["rules"]:
        if holds(rule["when"], known, on):
            until = _fails_from(rule["when"], known, on)
            names = questions_of(rule["when"])
            guessed = any(isinstance(last := known[name], LastUse) and last.guessed for name in names)
            yield Left(rule["id"], rule["outcome"], "yes", until, names, until is not None and guessed)


def _fails_from(condition: Written, known: Mapping[str, Known], on: date) -> date | None:
    """Return the first day after a day on which a condition surely fails; nothing changes but on the day a period ends."""
    days = {
        passed(last.day, look["less_than_ago"])
        for look in looks(condition)
        if "less_than_ago" in look and isinstance(last := known[look["question"]], LastUse) and last.day
    }
    return next((day for day in sorted(days) if day > on and holds(condition, known, on, day) is False), None)


def _unsure(written: Written, known: Mapping[str, Known], unsure: list[str], on: date) -> Iterator[Left]:
    """Each unknown answer that a rule rests on leaves one finding, by the worst rule that it leaves open."""
    for name in unsure:
        resting = [rule for rule in written["rules"] if name in rests_on(written, rule["when"])]
        still_open = [rule for rule in resting if holds(rule["when"], known, on) is None]
        if resting:
            rule = max(still_open or resting, key=lambda each: _bad(each["outcome"]))
            yield Left(rule["id"], at_stake(written, (name,)), "unknown", None, (name,), approximate=False)


def _unclear(written: Written, known: Mapping[str, Known], on: date) -> Iterator[Left]:
    """Known answers that leave a look open leave one finding, by the worst rule with such a look that is open."""
    found: dict[tuple[str, ...], list[Written]] = {}
    for rule in written["rules"]:
        if holds(rule["when"], known, on) is None:
            for look in looks(rule["when"]):
                names = looked_at(look)
                if holds(look, known, on) is None and all(known[name] is not None for name in names):
                    found.setdefault(names, []).append(rule)
    for names, rules in found.items():
        rule = max(rules, key=lambda each: _bad(each["outcome"]))
        yield Left(rule["id"], at_stake(written, names), "unknown", None, names, approximate=False)


def at_stake(written: Written, names: tuple[str, ...]) -> str:
    """Say what not knowing some answers comes to: a caution if nothing but cautions rests on them, else a review."""
    outcomes = {rule["outcome"] for rule in written["rules"] if set(names) & rests_on(written, rule["when"])}
    return "caution" if outcomes == {"caution"} else "review"


def rests_on(written: Written, condition: Written) -> set[str]:
    """Name the questions a condition looks at, and those that decide whether these are asked."""
    found = set(questions_of(condition))
    gates = [each["only_if"] for each in written["questions"] if each["id"] in found and each.get("only_if")]
    return found.union(*(rests_on(written, gate) for gate in gates))


def looks(condition: Written) -> Iterator[Written]:
    """Return the parts of a condition that look at answers."""
    parts = condition.get("all") or condition.get("any")
    for part in parts or ():
        yield from looks(part)
    if not parts:
        yield condition


def questions_of(condition: Written) -> tuple[str, ...]:
    """Name the questions that a condition looks at itself, each once."""
    return tuple(dict.fromkeys(name for look in looks(condition) for name in looked_at(look)))


def looked_at(look: Written) -> tuple[str, ...]:
    """Name the one or two questions that a look takes in."""
    return tuple(look[word] for word in ("question", "written", "meets", "apart_from") if word in look)


def _bad(outcome: str) -> int:
    return FROM_MILD_TO_BAD.index(outcome)
