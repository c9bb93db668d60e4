"""What the clinic can choose to make a verdict better: a later day, fewer areas, something left out, another treatment.

Every plan that can be chosen is judged, so nothing is guessed. A plan is named if its outcome is better than that of what is
planned, and no smaller part of the same change gives as good a one.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, combinations, product
from typing import Final

from rules.engine.answers import UNKNOWNS, Answers
from rules.engine.evaluation import evaluate
from rules.engine.verdict import Verdict
from rules.model.outcome import Outcome

AREA: Final = "area"
LEFT_OUT: Final = ("laser_planned", "extraction_ok")
"""The questions about a step that the clinic may leave out, whatever the client would allow: then their answer is no."""


@dataclass(frozen=True, slots=True)
class TreatmentPlan:
    """What the clinic may choose. `areas` is empty where they are not known; `without` names what is left out."""

    treatment: str
    on: date
    areas: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class BetterPlan:
    """A plan, and what is said of it. What is not asked yet may still speak against an incomplete one."""

    plan: TreatmentPlan
    verdict: Verdict

    @property
    def outcome(self) -> Outcome:
        """The outcome, as far as it is known."""
        return self.verdict.worst


Judging = Callable[[TreatmentPlan], Verdict]


def better_plans(
    planned: TreatmentPlan, judge: Judging, *, may_leave_out: Collection[str] = (), instead: Collection[str] = ()
) -> tuple[BetterPlan, ...]:
    """Return the smallest changes that give a better outcome, those that change the fewest things first.

    `judge` says what is said of a plan. Days are tried one after the other, as what lasts until a day ends on it; all else is
    taken to stay as it is. None is returned while what is planned can't be judged.
    """
    now = judge(planned)
    if not now.complete or now.worst is Outcome.ELIGIBLE:
        return ()
    plans = (
        replace(planned, treatment=treatment, areas=areas, without=planned.without | without)
        for treatment, areas, without in product(
            (planned.treatment, *instead), _parts(planned.areas, least=1) or [planned.areas], _parts(may_leave_out)
        )
    )
    better = [each for plan in plans for each in _day_by_day(plan, judge) if each.outcome < now.worst]
    smallest = [each for each in better if not any(_is_enough(other, each, planned) for other in better)]
    return tuple(sorted(smallest, key=lambda each: _size(each, planned)))


def _parts(of: Iterable[str], *, least: int = 0) -> list[frozenset[str]]:
    names = sorted(of)
    sizes = (combinations(names, size) for size in range(len(names), least - 1, -1))
    return [frozenset(each) for each in chain.from_iterable(sizes)]


def _day_by_day(plan: TreatmentPlan, judge: Judging) -> Iterator[BetterPlan]:
    """Yield a plan on its own day and on each later one on which something ends."""
    while True:
        verdict = judge(plan)
        yield BetterPlan(plan, verdict)
        ends = [each.until for each in verdict.findings if each.until is not None and each.until > plan.on]
        if not ends:
            return
        plan = replace(plan, on=min(ends))


def _is_enough(one: BetterPlan, other: BetterPlan, planned: TreatmentPlan) -> bool:
    """Tell whether one plan changes only a part of what another one does, and is known to be as good."""
    here, there = one.plan, other.plan
    is_part = (
        here != there
        and here.on <= there.on
        and here.areas >= there.areas
        and here.without <= there.without
        and here.treatment in (planned.treatment, there.treatment)
    )
    return is_part and one.outcome <= other.outcome and (one.verdict.complete or not other.verdict.complete)


def _size(better: BetterPlan, planned: TreatmentPlan) -> tuple[object, ...]:
    plan = better.plan
    dropped, left_out = planned.areas - plan.areas, plan.without - planned.without
    kinds = [bool(dropped), bool(left_out), plan.on != planned.on, plan.treatment != planned.treatment]
    return (
        not better.verdict.complete,
        sum(kinds),
        better.outcome.rank,
        plan.on,
        len(dropped) + len(left_out),
        sorted(dropped),
        sorted(left_out),
        plan.treatment,
    )


def plan_of(answers: Answers, on: date) -> TreatmentPlan:
    """Return what these answers plan for a day."""
    areas = answers.raw.get(AREA)
    return TreatmentPlan(answers.protocol.id, on, frozenset(areas) if isinstance(areas, list | tuple) else frozenset())


def may_be_left_out(answers: Answers) -> frozenset[str]:
    """Return what these answers plan, or leave open, and the clinic may leave out."""
    return frozenset(each for each in LEFT_OUT if answers.raw.get(each) in ("yes", *UNKNOWNS))


def by_rules(answers_to: Mapping[str, Answers]) -> Judging:
    """Return what judges a plan by the rules alone, from the client's answers to each treatment."""

    def judge(plan: TreatmentPlan) -> Verdict:
        answers = answers_to[plan.treatment]
        return evaluate(answers.protocol, _as_planned(answers, plan), on=plan.on)

    return judge


def _as_planned(answers: Answers, plan: TreatmentPlan) -> Answers:
    """Return the answers as they would be if the plan were chosen."""
    on = answers.answered_on
    if plan.areas and isinstance(answers.raw.get(AREA), list):
        kept = [area for area in answers.raw[AREA] if area in plan.areas]
        answers = answers.with_kept(AREA, kept, answered_on=on) if kept else answers.without(AREA)
    for each in sorted(plan.without):
        if answers.protocol.has_question(each):
            answers = answers.with_kept(each, "no", answered_on=on)
    return answers
