"""(c) No rule is dead weight: each can fire, and somewhere it alone makes the verdict what it is.

A source may say the same twice, "eczema" in one list and "deep acne or eczema" in another. Who follows it to the letter has a
rule for each, and one of them never decides alone. Such a rule stays if what always comes with it is just as bad and not
worse, and it cites an item of a source that none of these cites: without it, nothing would say that the item was read. The
report names it.
"""

from collections.abc import Iterator
from typing import Final

from rules.checks.results import Counterexample, Property, Tally
from rules.model.outcome import Outcome
from rules.model.protocol import Rule
from rules.prover.case_table import JudgedCase
from rules.prover.world import World, severity

PROPERTY: Final = Property(
    "c",
    "Every rule can fire, and somewhere decides alone, or is the only one there that cites its source: none is shadowed.",
)


def judge(world: World, tally: Tally) -> Iterator[Counterexample]:
    """Look for each rule among the cases in which it fires."""
    firing: dict[str, list[JudgedCase]] = {}
    for case in world.cases:
        tally.cases += 1
        for finding in case.verdict.findings:
            if finding.because == "yes":
                firing.setdefault(finding.rule, []).append(case)
    for rule in world.protocol.rules:
        cases = firing.get(rule.id, [])
        if not cases:
            asked = ", ".join(sorted(world.written.reach(rule.when.model_dump(mode="json"))))
            yield Counterexample(f"{rule.id} can never fire, whatever is answered to {asked}.")
        elif not any(decides(case, rule.id) for case in cases):
            smallest = min(cases, key=world.size)
            alone = _cited_alone(world, rule, cases)
            if alone is not None:
                tally.excuse(f"{rule.id}: never decides alone, and alone cites {alone}")
                continue
            others = ", ".join(sorted({finding.rule for finding in smallest.verdict.findings} - {rule.id}))
            sentence = (
                f"{rule.id} ({rule.outcome}) never decides alone: wherever it fires, here too, "
                f"something at least as bad is found{f' ({others})' if others else ''}."
            )
            yield world.counterexample(sentence, smallest.raw)


def _cited_alone(world: World, rule: Rule, cases: list[JudgedCase]) -> str | None:
    """Name an item of a source that a rule cites, and none of those which fire with it and are never worse."""
    if rule.outcome is Outcome.ELIGIBLE or all(case.outcome > rule.outcome.rank for case in cases):
        return None
    always = frozenset.intersection(*(frozenset(each.rule for each in case.verdict.findings) for case in cases))
    beside = {str(ref) for other in always - {rule.id} for ref in world.protocol.rule(other).source}
    return next((str(ref) for ref in rule.source if ref.item is not None and str(ref) not in beside), None)


def decides(case: JudgedCase, rule: str) -> bool:
    """Tell whether the verdict is what it is because of this rule and nothing else."""
    others = [finding.outcome.rank for finding in case.verdict.findings if finding.rule != rule]
    own = [finding.outcome.rank for finding in case.verdict.findings if finding.rule == rule]
    return len(own) == 1 and own[0] == severity(str(case.verdict.outcome)) and max(others, default=0) < own[0]
