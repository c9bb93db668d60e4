"""(n) Components do not touch: two of them at once find what each finds alone, and the verdict is the worst of both.

Branches that share a question are answered alike in it, and find what the rules read of both: an unknown answer to what they
share leaves one finding, not one for each.
"""

from collections.abc import Iterator
from typing import Final

from rules.checks.results import Counterexample, Property, Tally
from rules.prover.agreement import disagreement
from rules.prover.world import World

PROPERTY: Final = Property(
    "n", "Questions that no rule joins do not touch each other: together they leave what each leaves alone."
)


def judge(world: World, tally: Tally) -> Iterator[Counterexample]:
    """Compare the findings of several components at once with those of each alone."""
    for cases, given, verdict in world.together:
        tally.cases += 1
        difference = disagreement(verdict, world.left_together(cases))
        if difference is not None:
            yield world.counterexample(difference, given.raw, about="the engine")
