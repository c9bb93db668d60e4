"""What the clinic can choose is exact and minimal: each change, on each day, is judged by the oracle, which shares no code with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any, NamedTuple

import pytest

import rules
from rules.engine.better_plans import TreatmentPlan, better_plans, by_rules, may_be_left_out, plan_of
from tests.rules.evaluations import ALL, DAY, both
from tests.rules.oracle.clients import anybody, calm
from tests.rules.oracle.expected import FROM_MILD_TO_BAD, expected
from tests.rules.oracle.files import Written

PEEL, FACIAL = "parisian-peel", "medical-facial"
DAYS = 24
"""As far as the oracle looks ahead, a day at a time: longer than the longest of the usual intervals."""


class Change(NamedTuple):
    """What is changed: days waited, areas left out, steps left out."""

    days: int
    areas: frozenset[str]
    steps: frozenset[str]


def subsets(of: set[str]) -> Iterator[frozenset[str]]:
    for chosen in product((True, False), repeat=len(of)):
        yield frozenset(name for name, is_in in zip(sorted(of), chosen, strict=True) if is_in)


def by_brute_force(written: Written, raw: dict[str, Any]) -> dict[Change, str]:
    """Return every change, of those that no smaller one makes needless, with its outcome; each is judged by the oracle."""
    now = expected(written, raw, DAY, DAY).outcome
    if now == "incomplete":
        return {}
    areas = set(raw["area"]) if isinstance(raw["area"], list) else set()
    steps = {each for each in ("laser_planned", "extraction_ok") if raw.get(each) in ("yes", "not_sure", "prefer_not")}
    found: dict[Change, int] = {}
    for dropped, left_out in product(subsets(areas), subsets(steps)):
        if areas and dropped == areas:
            continue
        changed = raw | {"area": [each for each in raw["area"] if each not in dropped]} if areas else raw
        changed = changed | dict.fromkeys(left_out, "no")
        for days in range(DAYS + 1):
            outcome = expected(written, changed, DAY, DAY + timedelta(days=days)).outcome
            bad = FROM_MILD_TO_BAD.index(outcome)
            if bad < FROM_MILD_TO_BAD.index(now):
                found[Change(days, dropped, left_out)] = bad
    return {
        change: FROM_MILD_TO_BAD[bad]
        for change, bad in found.items()
        if not any(
            other != change
            and other.days <= change.days
            and other.areas <= change.areas
            and other.steps <= change.steps
            and as_bad <= bad
            for other, as_bad in found.items()
        )
    }


def as_proposed(protocol: rules.Protocol, raw: dict[str, Any]) -> dict[Change, str]:
    """Return what the product proposes within the days that the oracle looks at."""
    answers = rules.resolve(protocol, raw, answered_on=DAY)
    planned = plan_of(answers, DAY)
    found = better_plans(planned, by_rules({protocol.id: answers}), may_leave_out=may_be_left_out(answers))
    changes = {
        Change((each.plan.on - DAY).days, planned.areas - each.plan.areas, each.plan.without): each.outcome.value
        for each in found
    }
    assert len(changes) == len(found)
    return {change: outcome for change, outcome in changes.items() if change.days <= DAYS}


def of_interest(written: Written, count: int) -> Iterator[dict[str, Any]]:
    """Yield clients of whom a few things are to tell, several areas planned, and what is not long ago."""
    chance = Random(5)  # noqa: S311
    questions = {each["id"]: each for each in written["questions"]}
    healthy = {name: calm(question) for name, question in questions.items()}
    for _ in range(count):
        drawn = anybody(written, DAY, chance)
        told = chance.sample(sorted(questions), chance.randint(1, 4))
        raw = healthy | {name: drawn[name] for name in told if name in drawn}
        raw["area"] = chance.sample(sorted(questions["area"]["options"]), chance.randint(1, 3))
        if chance.random() < 0.5:
            raw |= {"rash": "yes", "rash_where": chance.sample(raw["area"], 1)}
        if chance.random() < 0.5:
            days = chance.randint(0, 3)
            raw |= {"retinoid": "yes", "retinoid_last": str(DAY - timedelta(days=days))}
        if chance.random() < 0.3:
            raw |= {"had_before": "yes", "session_last": str(DAY - timedelta(days=chance.randint(1, 28)))}
        yield raw


@pytest.mark.parametrize("overlays", [(), ALL], ids=["plain", "with overlays"])
@pytest.mark.parametrize("protocol_id", [PEEL, FACIAL])
def test_the_changes_are_those_that_brute_force_finds_and_no_smaller_one_is_as_good(
    protocol_id: str, overlays: tuple[str, ...]
) -> None:
    written, protocol = both(protocol_id, overlays)
    several = 0
    for raw in of_interest(written, 6):
        wanted = by_brute_force(written, raw)
        assert as_proposed(protocol, raw) == wanted, raw
        several += bool(wanted)
    assert several


@pytest.mark.thorough
@pytest.mark.parametrize("protocol_id", [PEEL, FACIAL])
def test_so_they_are_for_many_more_clients(protocol_id: str) -> None:
    written, protocol = both(protocol_id, ALL)
    for raw in of_interest(written, 80):
        assert as_proposed(protocol, raw) == by_brute_force(written, raw), raw


def proposed(treatment: str, **changes: Any) -> list[tuple[str, date, set[str], set[str], str]]:
    written, protocol = both(treatment)
    raw = {each["id"]: calm(each) for each in written["questions"]} | {"area": ["face", "neck"]} | changes
    answers = rules.resolve(protocol, raw, answered_on=DAY)
    found = better_plans(plan_of(answers, DAY), by_rules({treatment: answers}), may_leave_out=may_be_left_out(answers))
    return [
        (each.plan.treatment, each.plan.on, set(each.plan.areas), set(each.plan.without), each.outcome.value)
        for each in found
    ]


def test_a_rash_on_one_of_two_areas_leaves_the_other_one_with_care() -> None:
    found = proposed(PEEL, rash="yes", rash_where=["face"])
    assert found == [(PEEL, DAY, {"neck"}, set(), "caution")]


def test_what_ends_on_a_day_is_over_on_that_day() -> None:
    yesterday, after = DAY - timedelta(days=1), DAY + timedelta(days=2)
    found = proposed(PEEL, retinoid="yes", retinoid_last=str(yesterday))
    assert found == [(PEEL, after, {"face", "neck"}, set(), "eligible")]


def test_each_day_is_named_on_which_it_gets_better_and_no_other() -> None:
    cream = {"retinoid": "yes", "retinoid_last": str(DAY - timedelta(days=1))}
    before = {"had_before": "yes", "session_last": str(DAY - timedelta(weeks=2))}
    first, second = DAY + timedelta(days=2), DAY + timedelta(weeks=1)
    found = [(on, outcome) for _, on, _, _, outcome in proposed(PEEL, **cream, **before)]
    assert sorted(found) == [(first, "review"), (second, "eligible")]
    found = [(on, outcome) for _, on, _, _, outcome in proposed(PEEL, **cream, **before, eczema="yes")]
    assert found == [(first, "review")]


def test_both_are_changed_only_where_one_alone_is_not_enough() -> None:
    yesterday, after = DAY - timedelta(days=1), DAY + timedelta(days=2)
    both_needed = {"rash": "yes", "rash_where": ["face"], "retinoid": "yes", "retinoid_last": str(yesterday)}
    assert proposed(PEEL, **both_needed) == [(PEEL, after, {"neck"}, set(), "caution")]


def test_a_laser_is_left_out_where_that_alone_is_to_be_looked_at() -> None:
    for answer in ("yes", "not_sure"):
        assert proposed(FACIAL, laser_planned=answer) == [
            (FACIAL, DAY, {"face", "neck"}, {"laser_planned"}, "eligible")
        ]


def test_extraction_that_the_client_does_not_want_is_nothing_to_choose() -> None:
    assert proposed(FACIAL, extraction_ok="no") == []


def test_what_no_choice_makes_better_has_none() -> None:
    assert proposed(PEEL, rosacea="yes") == []
    assert proposed(PEEL) == []


def test_another_treatment_is_named_as_far_as_it_is_known() -> None:
    (peel_written, peel), (facial_written, facial) = both(PEEL), both(FACIAL)
    raw = {each["id"]: calm(each) for each in peel_written["questions"]} | {"rosacea": "yes"}
    on_facial = {each["id"]: calm(each) for each in facial_written["questions"]}
    answers = rules.resolve(peel, raw, answered_on=DAY)
    known = rules.resolve(facial, on_facial, answered_on=DAY)
    planned = plan_of(answers, DAY)
    (found,) = better_plans(planned, by_rules({PEEL: answers, FACIAL: known}), instead=[FACIAL])
    assert found.plan == TreatmentPlan(FACIAL, DAY, planned.areas)
    assert found.verdict.complete
    (found,) = better_plans(planned, by_rules({PEEL: answers, FACIAL: known.without("goal")}), instead=[FACIAL])
    assert found.verdict.unanswered == ("goal",)


def test_a_plan_that_is_known_to_be_good_comes_before_one_that_is_not() -> None:
    written, peel = both(PEEL)
    _, facial = both(FACIAL)
    raw = {each["id"]: calm(each) for each in written["questions"]} | {
        "area": ["face", "neck"],
        "rash": "yes",
        "rash_where": ["face"],
    }
    answers = rules.resolve(peel, raw, answered_on=DAY)
    nothing = rules.resolve(facial, {}, answered_on=DAY)
    found = better_plans(plan_of(answers, DAY), by_rules({PEEL: answers, FACIAL: nothing}), instead=[FACIAL])
    assert [each.plan.treatment for each in found] == [PEEL, FACIAL]


def test_a_plan_that_cannot_be_judged_has_no_better_one() -> None:
    _, peel = both(PEEL)
    answers = rules.resolve(peel, {"rosacea": "yes"}, answered_on=DAY)
    assert better_plans(plan_of(answers, DAY), by_rules({PEEL: answers})) == ()
