"""One case, and the table of all cases of a component, in which a case finds those that differ from it in one answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.checks.written_protocol import WrittenProtocol
from rules.engine.answers import Resolved
from rules.engine.verdict import Verdict
from rules.prover.components import Component
from rules.prover.second_evaluation import HeldUntil, Picture, Said
from rules.prover.values import Value, all_given


@dataclass(frozen=True, slots=True)
class JudgedCase:
    """One case: the answers in one component, all else harmless; what is seen in them, and the engine's verdict."""

    component: Component
    values: tuple[Value, ...]
    """The answers to the component's questions; None to one that is not asked."""
    known: Mapping[str, Resolved]
    seen: Picture
    held: Mapping[int, HeldUntil]
    verdict: Verdict

    @property
    def outcome(self) -> int:
        """The severity of the worst finding. All other answers being harmless, every finding is this component's."""
        return self.verdict.worst.rank

    @property
    def said(self) -> tuple[Said, ...]:
        """The findings, as far as they are judged."""
        return said_of(self.verdict)

    @property
    def raw(self) -> dict[str, Any]:
        """The answers of this component as they are given."""
        return all_given(self.answers)

    @property
    def answers(self) -> dict[str, Value]:
        """The answers to those of the component's questions that are asked."""
        given = zip(self.component.questions, self.values, strict=True)
        return {question: value for question, value in given if value is not None}

    @property
    def of_cut(self) -> tuple[Value, ...]:
        """The answers to the questions that the component shares with others."""
        given = zip(self.component.questions, self.values, strict=True)
        return tuple(value for question, value in given if question in self.component.cut)


class Table:
    """All cases of a component."""

    def __init__(self, component: Component, cases: Iterable[JudgedCase], written: WrittenProtocol) -> None:
        self.component = component
        self.cases: Sequence[JudgedCase] = tuple(cases)
        self._follow = {
            question: [place for place, each in enumerate(component.questions) if question in written.gates(each)]
            for question in component.questions
        }
        self._found: dict[str, dict[tuple[Value, ...], dict[Value, list[JudgedCase]]]] = {}

    def values(self, question: str) -> tuple[Value, ...]:
        """Return the answers that a question can have, harmless first."""
        return self.component.domains[self.component.questions.index(question)]

    def instead(self, case: JudgedCase, question: str, value: Value) -> list[JudgedCase]:
        """Return the cases in which one asked question is answered differently, and everything else the same.

        Where the other answer opens follow-ups, there is one for each combination of answers to these.
        """
        if question not in self._found:
            self._found[question] = self._by_rest(question)
        found = self._found[question].get(self._rest(case, question), {}).get(value, [])
        follow = self._follow[question]
        if not follow:
            return found
        return [
            other
            for other in found
            if all(
                case.values[place] is None or other.values[place] is None or case.values[place] == other.values[place]
                for place in follow
            )
        ]

    def _by_rest(self, question: str) -> dict[tuple[Value, ...], dict[Value, list[JudgedCase]]]:
        place = self.component.questions.index(question)
        found: dict[tuple[Value, ...], dict[Value, list[JudgedCase]]] = {}
        for case in self.cases:
            found.setdefault(self._rest(case, question), {}).setdefault(case.values[place], []).append(case)
        return found

    def _rest(self, case: JudgedCase, question: str) -> tuple[Value, ...]:
        out = {self.component.questions.index(question), *self._follow[question]}
        return tuple(value for place, value in enumerate(case.values) if place not in out)


def said_of(verdict: Verdict) -> tuple[Said, ...]:
    """Return the findings of a verdict as far as they are judged, in an order of their own."""
    return sorted_findings((each.rule, each.outcome.value, each.because, each.until) for each in verdict.findings)


def sorted_findings(findings: Iterable[Said]) -> tuple[Said, ...]:
    """Sort findings, so that two collections of them can be compared."""
    return tuple(sorted(findings, key=lambda each: (each[:3], each[3] or date.min)))
