"""(m) Every verdict is what a second evaluation of the rules gives: its findings, its outcome, its day and its next step."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from rules.checks.results import Counterexample, Property, Tally
from rules.checks.written_protocol import SEVERITY
from rules.engine.verdict import Verdict
from rules.prover.case_table import said_of, sorted_findings
from rules.prover.second_evaluation import Said
from rules.prover.values import DAY
from rules.prover.world import World

PROPERTY: Final = Property(
    "m",
    "Every verdict is the one that a second, separate reading of the rules gives: findings, outcome, day, next step.",
)
_NEXT: Final = {
    "eligible": "room",
    "caution": "room",
    "review": "practitioner_first",
    "contraindicated": "practitioner_talks",
}


def judge(world: World, tally: Tally) -> Iterator[Counterexample]:
    """Compare the engine's verdict with the second evaluation in every case."""
    for case in world.cases:
        tally.cases += 1
        expected = sorted_findings(world.second.findings(case.seen, case.held, DAY))
        difference = disagreement(case.verdict, expected)
        if difference is not None:
            yield world.counterexample(difference, case.raw, about="the engine")


def disagreement(verdict: Verdict, expected: tuple[Said, ...]) -> str | None:
    """Say how a verdict differs from the findings of the second evaluation; None if it doesn't."""
    got = said_of(verdict)
    if got != expected:
        missing = [said_in_words(each) for each in expected if each not in got]
        extra = [said_in_words(each) for each in got if each not in expected]
        parts = [f"finds {each}" for each in extra] + [f"does not find {each}" for each in missing]
        return f"The engine {' and '.join(parts) or 'finds something twice'}; the rules say something else."
    outcome, earliest, step = drawn(expected)
    for what, wanted, is_so in (
        ("outcome", outcome, str(verdict.outcome)),
        ("earliest day", earliest, verdict.earliest),
        ("next step", step, str(verdict.next_step)),
    ):
        if wanted != is_so:
            return f"The {what} is {is_so or 'none'}; by the findings it is {wanted or 'none'}."
    ranks = [finding.outcome.rank for finding in verdict.findings]
    if ranks != sorted(ranks, reverse=True):
        return "The findings are not in order, worst first."
    return None


def drawn(findings: tuple[Said, ...]) -> tuple[str, date | None, str]:
    """Work out outcome, earliest day and next step from findings."""
    outcome = max((each[1] for each in findings), key=SEVERITY.index, default="eligible")
    if outcome != "deferred":
        return outcome, None, _NEXT[outcome]
    days = [each[3] for each in findings if each[1] == "deferred"]
    known = [day for day in days if day is not None]
    earliest = max(known) if len(known) == len(days) else None
    return outcome, earliest, "practitioner_first" if earliest is None else "book_from"


def said_in_words(finding: Said) -> str:
    """Say a finding in short."""
    rule, outcome, because, until = finding
    return f"{rule} {outcome}{' because unknown' if because == 'unknown' else ''}{f' until {until}' if until else ''}"
