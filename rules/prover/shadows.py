"""(c) No rule is dead weight: each can fire, and somewhere it alone makes the verdict what it is."""

from collections.abc import Iterator
from typing import Final

from rules.prover.cases import Case
from rules.prover.results import Counterexample, Property, Tally
from rules.prover.world import World, severity

PROPERTY: Final = Property(
    "c", "Every rule can fire, and somewhere decides alone: none is impossible, none is shadowed."
)


def judge(world: World, tally: Tally) -> Iterator[Counterexample]:
    """Look for each rule among the cases in which it fires."""
    firing: dict[str, list[Case]] = {}
    for case in world.cases:
        tally.cases += 1
        for finding in case.verdict.findings:
            if finding.because == "yes":
                firing.setdefault(finding.rule, []).append(case)
    for rule in world.protocol.rules:
        cases = firing.get(rule.id, [])
        if not cases:
            asked = ", ".join(sorted(world.reading.reach(rule.when.model_dump(mode="json"))))
            yield Counterexample(f"{rule.id} can never fire, whatever is answered to {asked}.")
        elif not any(decides(case, rule.id) for case in cases):
            smallest = min(cases, key=world.size)
            others = ", ".join(sorted({finding.rule for finding in smallest.verdict.findings} - {rule.id}))
            sentence = (
                f"{rule.id} ({rule.outcome}) never decides alone: wherever it fires, here too, "
                f"something at least as bad is found{f' ({others})' if others else ''}."
            )
            yield world.counterexample(sentence, smallest.raw)


def decides(case: Case, rule: str) -> bool:
    """Tell whether the verdict is what it is because of this rule and nothing else."""
    others = [finding.outcome.rank for finding in case.verdict.findings if finding.rule != rule]
    own = [finding.outcome.rank for finding in case.verdict.findings if finding.rule == rule]
    return len(own) == 1 and own[0] == severity(str(case.verdict.outcome)) and max(others, default=0) < own[0]
