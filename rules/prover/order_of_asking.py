"""(i) The engine asks what is to be asked, in the order of the horizons: the part of that property which the texts don't show."""

from collections.abc import Iterator

from rules.checks.results import Counterexample, Tally
from rules.engine import answers, evaluation
from rules.prover.reachable import NOT_ASKED
from rules.prover.values import DAY
from rules.prover.world import World


def judge(world: World, tally: Tally) -> Iterator[Counterexample]:
    """Compare what the engine asks with what the rules say is asked, wherever they find something else."""
    for case in (case for cases in world.telling for case in cases):
        tally.cases += 1
        given = answers.resolve(world.protocol, {**world.given_harmless, **case.raw}, answered_on=DAY)
        seen = world.second.picture(given.raw, DAY)
        expected = [question for question, answer in seen.items() if answer not in NOT_ASKED]
        asked = [question.id for question in evaluation.asked(world.protocol, given)]
        if asked != expected:
            yield world.counterexample(
                f"The engine asks {', '.join(asked)}; it should ask {', '.join(expected)}.",
                case.raw,
                about="what is asked",
            )
