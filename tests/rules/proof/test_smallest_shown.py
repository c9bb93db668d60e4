"""One fault that makes many sentences is told once, by the smallest of them, whichever comes first."""

from collections.abc import Iterator, Mapping

import pytest

from rules import protocol
from rules.checks.results import Counterexample, Tally
from rules.proof import properties
from rules.prover.world import World

SMALL = Counterexample("It fires.", (("eczema", "no"),), about="PP-SUN")
LARGE = Counterexample("It fires.", (("eczema", "no"), ("rash", "yes")), about="PP-SUN")
OTHER = Counterexample("It never fires.")


@pytest.mark.parametrize("found", [(SMALL, LARGE, OTHER), (LARGE, OTHER, SMALL)], ids=["first", "last"])
def test_only_the_smallest_of_a_fault_is_shown(found: tuple[Counterexample, ...]) -> None:
    def judge(_world: World, _translations: Mapping[str, Mapping[str, str]], _tally: Tally) -> Iterator[Counterexample]:
        yield from found

    each = properties.PROPERTIES[0][0]
    result = properties._result(each, judge, World(protocol("parisian-peel")), {})
    assert result.counterexamples == (OTHER, SMALL)
