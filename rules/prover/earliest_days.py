"""(g) The earliest day keeps its word: on it, nothing that put the treatment off does so any more; the day before, something does."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Final

from rules.checks.results import Counterexample, Property, Tally
from rules.engine import answers, evaluation
from rules.engine.answers import Answers
from rules.engine.verdict import Verdict
from rules.model.protocol import Protocol
from rules.model.words import day_in_words
from rules.prover import counting
from rules.prover.case_table import JudgedCase
from rules.prover.period_days import YEARS
from rules.prover.values import Value
from rules.prover.world import World

PROPERTY: Final = Property(
    "g",
    "There is an earliest day if, and only if, the outcome is deferred and each such finding has a day; on it none of them "
    "is deferred any more, the day before at least one is.",
)
_NEAR_THE_END: Final = 3


def judge(world: World, tally: Tally) -> Iterator[Counterexample]:
    """Judge every case, several components at once, and around each end of a month in eight years."""
    for case in world.cases:
        yield from _judged(world, (case,), None, case.verdict, tally)
    for cases, given, verdict in world.together:
        yield from _judged(world, cases, given, verdict, tally)
    dated = [next((case for case in cases if case.verdict.earliest is not None), None) for cases in world.telling]
    put_off = [case for case in dated if case is not None]
    for case in put_off:
        yield from world.once(
            PROPERTY.letter, case.component.questions, case.raw, tally, partial(_alone_around_ends, world, case)
        )
    raw = {question: value for case in put_off for question, value in case.raw.items()}
    for day in _ends() if put_off else ():
        moved = {**world.given_harmless, **_moved(world, raw, day)}
        yield from _on(world, world.protocol, answers.resolve(world.protocol, moved, answered_on=day), tally)


def _alone_around_ends(world: World, case: JudgedCase, tally: Tally) -> Iterator[Counterexample]:
    part = world.part(case.component.questions)
    for day in _ends():
        yield from _on(world, part, answers.resolve(part, _moved(world, case.raw, day), answered_on=day), tally)


def _on(world: World, protocol: Protocol, given: Answers, tally: Tally) -> Iterator[Counterexample]:
    tally.cases += 1
    yield from _promised(world, protocol, given, evaluation.evaluate(protocol, given, on=given.answered_on))


def _judged(
    world: World, cases: tuple[JudgedCase, ...], given: Answers | None, verdict: Verdict, tally: Tally
) -> Iterator[Counterexample]:
    tally.cases += 1
    if verdict.outcome == "deferred" or verdict.earliest is not None:
        yield from _promised(world, world.protocol, given or world.given(cases), verdict)


def _promised(world: World, protocol: Protocol, given: Answers, verdict: Verdict) -> Iterator[Counterexample]:
    raw, on = given.raw, verdict.on
    put_off = [finding for finding in verdict.findings if finding.outcome == "deferred"]
    dated = verdict.outcome == "deferred" and all(finding.until is not None for finding in put_off)
    if dated is not (verdict.earliest is not None):
        has = "there is no earliest day" if dated else "there is one"
        rules = ", ".join(finding.rule for finding in put_off) or "nothing"
        yield world.counterexample(
            f"The outcome is {verdict.outcome} by {rules}, and {has}.", raw, on, about="the earliest day"
        )
    if verdict.earliest is None:
        return
    before = counting.days_on(verdict.earliest, -1)
    then = _put_off(protocol, given, verdict.earliest) & {finding.rule for finding in put_off}
    if then:
        sentence = (
            f"The earliest day is {day_in_words(verdict.earliest)}, and on it {', '.join(sorted(then))} still holds."
        )
        yield world.counterexample(sentence, raw, on, about="the earliest day")
    if before is not None and before >= on and not _put_off(protocol, given, before):
        sentence = (
            f"The earliest day is {day_in_words(verdict.earliest)}, and the day before nothing is in the way either."
        )
        yield world.counterexample(sentence, raw, on, about="the earliest day")


def _put_off(protocol: Protocol, given: Answers, on: date) -> set[str]:
    verdict = evaluation.evaluate(protocol, given, on=on)
    return {finding.rule for finding in verdict.findings if finding.outcome == "deferred"}


def _moved(world: World, raw: dict[str, Value], day: date) -> dict[str, Value]:
    """Put every last time at a day, each one day apart from the next, so that they do not all end at once."""
    moved, back = dict(raw), 0
    for question, value in raw.items():
        if world.written.questions[question]["type"] == "last_time" and str(value)[:1].isdigit():
            moved[question] = (counting.days_on(day, -back) or day).isoformat()
            back += 1
    return moved


def _ends() -> Iterator[date]:
    for year in YEARS:
        for month in range(1, 13):
            for away in range(-_NEAR_THE_END, 2):
                day = counting.days_on(counting.month_end(year, month), away)
                if day is not None:
                    yield day
