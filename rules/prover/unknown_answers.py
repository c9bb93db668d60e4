"""(b) Not knowing is never a way in: an unknown answer leaves exactly one finding, a missing one leaves the verdict incomplete."""

from collections.abc import Iterator
from typing import Any, Final

from rules.checks.results import Counterexample, Property, Tally
from rules.checks.written_protocol import SEVERITY, question_name
from rules.engine import evaluation
from rules.prover.agreement import said_in_words
from rules.prover.case_table import JudgedCase, said_of, sorted_findings
from rules.prover.components import Component
from rules.prover.reachable import combinations_given
from rules.prover.second_evaluation import Blank
from rules.prover.values import DAY, Value, as_given
from rules.prover.world import World

PROPERTY: Final = Property(
    "b",
    "An unknown answer to a question that is asked and used never leaves eligible, and leaves one finding; "
    "an unanswered one leaves the verdict incomplete.",
)
_MISSING: Final = None


def judge(world: World, tally: Tally) -> Iterator[Counterexample]:
    """Look at every case with an unknown answer, and at every way to leave answers out."""
    for case in world.cases:
        for question, answer in case.seen.items():
            if answer is Blank.UNKNOWN and world.written.users[question]:
                tally.cases += 1
                yield from _unknown(world, case, question)
    for component in world.components:
        yield from _left_out(world, component, tally)


def _unknown(world: World, case: JudgedCase, question: str) -> Iterator[Counterexample]:
    needed = world.written.at_stake((question,))
    name = question_name(world.protocol, question)
    if case.outcome < SEVERITY.index(needed):
        sentence = (
            f"The answer to {name} is unknown, and the verdict is {SEVERITY[case.outcome]}, not at least {needed}."
        )
        yield world.counterexample(sentence, case.raw)
    left = [
        finding.outcome.value
        for finding in case.verdict.findings
        if finding.because == "unknown" and finding.questions == (question,)
    ]
    if left != [needed]:
        found = ", ".join(left) or "none"
        sentence = f"The answer to {name} is unknown; that must leave one finding of {needed}, and leaves {found}."
        yield world.counterexample(sentence, case.raw)


def _left_out(world: World, component: Component, tally: Tally) -> Iterator[Counterexample]:
    domains = [_few(world, component, question) for question in component.questions]
    rest = world.rest_of(component)
    for case in combinations_given(world.second, component.questions, domains):
        given = {
            question: as_given(value)
            for question, value in zip(component.questions, case, strict=True)
            if value is not _MISSING
        }
        seen = world.second.picture({**rest, **given}, DAY, component.group)
        missing = tuple(question for question, answer in seen.items() if answer is Blank.MISSING)
        verdict = evaluation.evaluate(world.protocol, {**rest, **given}, on=DAY)
        tally.cases += 1
        if verdict.unanswered != missing or (verdict.outcome == "incomplete") is not bool(missing):
            wanted = ", ".join(missing) or "nothing"
            got = ", ".join(verdict.unanswered) or "nothing"
            sentence = f"What is asked and not answered is {wanted}; the verdict is {verdict.outcome} and lacks {got}."
            yield world.counterexample(sentence, given | dict.fromkeys(missing), about="what is missing")
        held = world.second.held_rules(seen, DAY)
        expected = sorted_findings(world.second.findings(seen, held, DAY))
        if missing and said_of(verdict) != expected:
            found = "; ".join(said_in_words(each) for each in said_of(verdict)) or "nothing"
            read = "; ".join(said_in_words(each) for each in expected) or "nothing"
            yield world.counterexample(
                f"The findings are {found}; by the rules they are {read}.",
                given | dict.fromkeys(missing),
                about="what is missing",
            )


def _few(world: World, component: Component, question_id: str) -> tuple[Value | None, ...]:
    """Return a few answers of each sort, and none at all; a note may be empty, so it can't be left out."""
    question = world.protocol.question(question_id)
    domain = component.domains[component.questions.index(question_id)]
    kind = question.type.value
    if kind == "note":
        return domain
    if kind == "last_time":
        return (_MISSING, "longer_ago", "within", "not_sure")
    if kind in ("areas", "any_of"):
        sets: list[Any] = [value for value in domain if isinstance(value, tuple)]
        return (_MISSING, sets[0], *[value for value in sets if value == ("other",)], sets[-1], "not_sure")
    return (_MISSING, *domain)
