"""A protocol in components that share no question: what can be enumerated one at a time, because it is judged so.

Two questions are in one component if a rule looks at both, or one decides whether the other is asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Final

from rules.protocol import Protocol
from rules.prover import values as possible
from rules.prover.results import Counterexample
from rules.prover.second_reading import SecondReading, leaves
from rules.prover.values import Value

LIMIT: Final = 100_000
"""The most cases a component may have."""


class NotEnumerableError(Exception):
    """The protocol can't be enumerated; the counterexample says why."""

    def __init__(self, why: Counterexample) -> None:
        super().__init__(why.sentence)
        self.why = why


@dataclass(frozen=True)
class Component:
    """Questions that hang together, in the order they are asked, with the answers each can have and the rules on them."""

    questions: tuple[str, ...]
    domains: tuple[tuple[Value, ...], ...]
    rules: tuple[int, ...]

    @property
    def size(self) -> int:
        """The number of its cases."""
        return prod(map(len, self.domains))

    @cached_property
    def strides(self) -> tuple[int, ...]:
        """How far apart in the table two cases are that differ by one step in a question."""
        return tuple(prod(map(len, self.domains[place + 1 :])) for place in range(len(self.domains)))


def components(protocol: Protocol, reading: SecondReading) -> tuple[Component, ...]:
    """Return the components, in the order of their first question; NotEnumerableError if one is too large."""
    groups = _groups(reading, range(len(reading.rules)))
    found = tuple(_component(protocol, reading, group) for group in groups)
    for component in found:
        if component.size > LIMIT:
            raise NotEnumerableError(_too_large(protocol, reading, component))
    return found


def _groups(reading: SecondReading, rules: Iterable[int]) -> list[set[str]]:
    questions = reading.questions
    groups = [{question} | _gates(reading, question) for question in questions]
    groups += [set(reading.reach(reading.rules[place]["when"])) for place in rules]
    merged: list[set[str]] = []
    for group in groups:
        touching = [other for other in merged if other & group]
        merged = [other for other in merged if not other & group]
        merged.append(group.union(*touching))
    order = list(questions)
    return sorted(merged, key=lambda group: min(map(order.index, group)))


def _gates(reading: SecondReading, question: str) -> set[str]:
    gate = reading.questions[question]["only_if"]
    return set(reading.reach(gate)) if gate else set()


def _component(protocol: Protocol, reading: SecondReading, group: Iterable[str]) -> Component:
    questions = tuple(question for question in reading.questions if question in group)
    rules = tuple(
        place
        for place, rule in enumerate(reading.rules)
        if any(question in questions for question in reading.reach(rule["when"]))
    )
    domains = tuple(
        possible.values(
            protocol.question(question),
            _periods(reading, question, rules),
            used=len(questions) > 1 or bool(reading.users[question]),
        )
        for question in questions
    )
    return Component(questions, domains, rules)


def _periods(reading: SecondReading, question: str, rules: Iterable[int]) -> list[str]:
    asked = reading.questions[question]["period"]
    measured = [
        look["less_than_ago"]
        for place in rules
        for look in leaves(reading.rules[place]["when"])
        if look.get("question") == question and "less_than_ago" in look
    ]
    return sorted({*measured, *([asked] if asked else [])})


def _too_large(protocol: Protocol, reading: SecondReading, component: Component) -> Counterexample:
    def largest_without(left_out: int) -> int:
        rest = [place for place in component.rules if place != left_out]
        return max(
            _component(protocol, reading, group).size
            for group in _groups(reading, rest)
            if group & set(component.questions)
        )

    worst = min(component.rules, key=largest_without, default=None)
    rule = "the questions" if worst is None else f"{reading.rules[worst]['id']}"
    together = ", ".join(component.questions)
    return Counterexample(
        f"Split this rule: {rule} ties together {together}; that makes {component.size:,} cases, "
        f"and {LIMIT:,} is the most that is enumerated."
    )
