"""(n) Components do not touch: two of them at once find what each finds alone, and the verdict is the worst of both."""

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from rules.prover.agreement import differs
from rules.prover.results import Counterexample, Property, Tally
from rules.prover.world import Case, World, in_order

PROPERTY: Final = Property(
    "n", "Questions that no rule joins do not touch each other: together they leave what each leaves alone."
)


def judge(world: World, tally: Tally) -> Iterator[Counterexample]:
    """Join every two components, each in every way that leaves other findings, and all components at their worst."""
    for cases in together(world):
        tally.cases += 1
        raw = {question: value for case in cases for question, value in case.raw.items()}
        difference = differs(world.evaluate(raw), in_order(said for case in cases for said in case.said))
        if difference is not None:
            yield world.counterexample(difference, raw)


def together(world: World) -> Iterator[tuple[Case, ...]]:
    """Say which cases are judged together."""
    for one, two in combinations(world.telling, 2):
        for first in one:
            for second in two:
                yield first, second
    for choose in (max, min):
        yield tuple(choose(cases, key=lambda case: case.outcome) for cases in world.telling)
