"""What the properties are judged over: a protocol in components, each enumerated over all answers that can be given.

A verdict is the worst of its findings, so the components can be judged one at a time, all other answers being harmless; that
nothing reaches across is a property of its own (`independence`).
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from itertools import combinations, product
from typing import Any

from rules.checks.results import Counterexample, Tally
from rules.checks.written_protocol import SEVERITY, WrittenProtocol, question_name
from rules.engine import answers, evaluation
from rules.engine.answers import Answers, Resolved
from rules.engine.verdict import Verdict
from rules.model.protocol import Protocol
from rules.prover import values as possible
from rules.prover.case_table import JudgedCase, Table, sorted_findings
from rules.prover.components import Component, NotEnumerableError, components
from rules.prover.reachable import NOT_ASKED, combinations_given
from rules.prover.second_evaluation import Said, SecondEvaluation
from rules.prover.values import DAY, Value, all_given, as_given

Shared = dict[str, tuple[int, list[Counterexample]]]
"""What was judged already in this run, by what exactly it was: a protocol and the same with an overlay have much in common."""


class World:
    """One protocol, the second evaluation of its rules, and the table of all cases of each component (made when first looked at)."""

    def __init__(self, protocol: Protocol, shared: Shared | None = None) -> None:
        self.protocol = protocol
        self.shared: Shared = {} if shared is None else shared
        self.written = WrittenProtocol(protocol)
        self.second = SecondEvaluation(self.written)
        self._parts: dict[frozenset[str], Protocol] = {}

    @cached_property
    def components(self) -> tuple[Component, ...]:
        """The components; NotEnumerableError if one is too large."""
        return components(self.protocol, self.second)

    @cached_property
    def harmless(self) -> dict[str, Value]:
        """Answers to all that is asked, such that nothing is found; NotEnumerableError if there are none."""
        found: dict[str, Value] = {}
        for component in self.components:
            found.update(self._harmless_case(component))
        return found

    @cached_property
    def given_harmless(self) -> dict[str, Any]:
        """The harmless answers as they are given."""
        return all_given(self.harmless)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """All cases, a table for each component."""
        return tuple(Table(each, self._enumerate(each), self.written) for each in self.components)

    @property
    def cases(self) -> Iterator[JudgedCase]:
        for table in self.tables:
            yield from table.cases

    @property
    def answered(self) -> Iterator[dict[str, Any]]:
        """What is answered in each case, as it is given and not judged."""
        for component in self.components:
            for values in combinations_given(self.second, component.questions, component.domains):
                given = zip(component.questions, values, strict=True)
                yield {question: as_given(value) for question, value in given if value is not None}

    @cached_property
    def telling(self) -> tuple[tuple[JudgedCase, ...], ...]:
        """For each component one case for each set of findings it can leave, the smallest that leaves it."""
        return tuple(self._smallest(table, lambda case: case.said) for table in self.tables)

    @cached_property
    def _telling_by_cut(self) -> tuple[tuple[JudgedCase, ...], ...]:
        """The same for each answer to the questions that a component shares with others."""
        return tuple(self._smallest(table, lambda case: (case.of_cut, case.said)) for table in self.tables)

    @cached_property
    def together(self) -> tuple[tuple[tuple[JudgedCase, ...], Answers, Verdict], ...]:
        """Several components at once: every two, in every way that leaves other findings, and all at their worst.

        What they share is answered alike.
        """
        chosen = (*self._pairs(), self._all_at(max), self._all_at(min))
        given = ((cases, self.given(cases)) for cases in chosen)
        return tuple((cases, answers, evaluation.evaluate(self.protocol, answers, on=DAY)) for cases, answers in given)

    def _pairs(self) -> Iterator[tuple[JudgedCase, ...]]:
        for one, two in combinations(range(len(self.tables)), 2):
            if self.components[one].group != self.components[two].group:
                yield from product(self.telling[one], self.telling[two])
                continue
            for first, second in product(self._telling_by_cut[one], self._telling_by_cut[two]):
                if first.of_cut == second.of_cut:
                    yield first, second

    def _all_at(self, extreme: Callable[..., JudgedCase]) -> tuple[JudgedCase, ...]:
        chosen: dict[tuple[str, ...], list[JudgedCase]] = {}
        for component, cases in zip(self.components, self._telling_by_cut, strict=True):
            others = chosen.setdefault(component.group, [])
            like = [case for case in cases if all(case.of_cut == other.of_cut for other in others)]
            others.append(extreme(like, key=lambda case: case.outcome))
        return tuple(case for cases in chosen.values() for case in cases)

    def left_together(self, cases: Iterable[JudgedCase]) -> tuple[Said, ...]:
        """Say what cases of different components leave: what each leaves alone, and what is read where they share a question."""
        groups: dict[tuple[str, ...], list[JudgedCase]] = {}
        for case in cases:
            groups.setdefault(case.component.group, []).append(case)
        return sorted_findings(said for some in groups.values() for said in self._left(some))

    def _left(self, cases: list[JudgedCase]) -> Iterable[Said]:
        if len(cases) == 1:
            return cases[0].said
        raw = {question: value for case in cases for question, value in case.raw.items()}
        component = cases[0].component
        seen = self.second.picture({**all_given(component.harmless), **raw}, DAY, component.group)
        return self.second.findings(seen, self.second.held_rules(seen, DAY), DAY)

    def given(self, cases: Iterable[JudgedCase]) -> Answers:
        """Return the answers of cases of different components, all others being harmless."""
        raw, known = dict(self._rest.raw), dict(self._rest.resolved)
        for case in cases:
            for question in case.component.questions:
                raw.pop(question, None)
                known.pop(question, None)
            raw.update(case.raw)
            known.update(case.known)
        return Answers(protocol=self.protocol, answered_on=DAY, raw=raw, resolved=known)

    def rest_of(self, component: Component) -> dict[str, Any]:
        """Return the harmless answers to all other questions, as they are given."""
        return {question: raw for question, raw in self.given_harmless.items() if question not in component.questions}

    @cached_property
    def _rest(self) -> Answers:
        return answers.resolve(self.protocol, self.given_harmless, answered_on=DAY)

    def part(self, questions: Iterable[str]) -> Protocol:
        """Return the protocol as if it had only these questions, whole components of them, and the rules on them.

        `independence` shows that a part is judged as it is in the whole.
        """
        kept = frozenset(questions)
        if kept not in self._parts:
            self._parts[kept] = self._part(kept)
        return self._parts[kept]

    def once(
        self,
        about: str,
        questions: Iterable[str],
        raw: Mapping[str, Any],
        tally: Tally,
        judged: Callable[[Tally], Iterator[Counterexample]],
    ) -> Iterator[Counterexample]:
        """Judge what rests on these questions and answers alone, or repeat the result of the very same in another protocol.

        `about` is what is judged.
        """
        key = json.dumps(
            [about, self.part(questions).model_dump(mode="json", include={"questions", "rules"}), dict(raw)]
        )
        if key in self.shared:
            cases, found = self.shared[key]
            yield from found
        else:
            own, found = Tally(), []
            for one in judged(own):
                found.append(one)
                yield one
            cases = own.cases
            self.shared[key] = (cases, found)
        tally.cases += cases

    def _part(self, questions: frozenset[str]) -> Protocol:
        written = self.protocol.model_dump(mode="json")
        written["questions"] = [each for each in written["questions"] if each["id"] in questions]
        written["rules"] = [each for each in written["rules"] if self.written.reach(each["when"]) <= questions]
        return Protocol.model_validate(written)

    def counterexample(
        self, sentence: str, raw: Mapping[str, Value], on: date | None = DAY, about: str | None = None
    ) -> Counterexample:
        """Say a counterexample in words: what is asked of these answers and is not harmless."""
        seen = self.second.picture({**self.harmless, **raw}, on or DAY)
        answered = tuple(
            (
                question_name(self.protocol, question),
                possible.value_in_words(self.protocol.question(question), raw[question]),
            )
            for question in self.written.questions
            if question in raw
            and seen[question] not in NOT_ASKED
            and as_given(raw[question]) != as_given(self.harmless.get(question))
        )
        return Counterexample(sentence, answered, on, about)

    def size(self, case: JudgedCase) -> tuple[int, int]:
        """How small a case is: the number of answers that differ from the harmless ones, and the number of options in them."""
        changed = [value for question, value in case.answers.items() if value != self.harmless.get(question)]
        return (len(changed), sum(len(value) if isinstance(value, tuple) else 1 for value in changed))

    def _harmless_case(self, component: Component) -> dict[str, Value]:
        fixed = component.harmless
        domains = [
            (fixed[question],) if question in fixed else domain
            for question, domain in zip(component.questions, component.domains, strict=True)
        ]
        for values in combinations_given(self.second, component.questions, domains):
            given = {
                question: value
                for question, value in zip(component.questions, values, strict=True)
                if value is not None
            }
            found = {**component.beside, **given}
            if not evaluation.evaluate(self.protocol, all_given(found), on=DAY).findings:
                return found
        together = ", ".join(component.questions)
        raise NotEnumerableError(Counterexample(f"No answers to {together} are harmless: each leads to a finding."))

    def _enumerate(self, component: Component) -> Iterator[JudgedCase]:
        known = {
            (question, value): answers.resolve(self.protocol, {question: as_given(value)}, answered_on=DAY).resolved
            for question, domain in zip(component.questions, component.domains, strict=True)
            for value in domain
        }
        rest = answers.resolve(self.protocol, self.rest_of(component), answered_on=DAY)
        beside = all_given(component.beside)
        for values in combinations_given(self.second, component.questions, component.domains):
            resolved: dict[str, Resolved] = {}
            raw: dict[str, Any] = {}
            for question, value in zip(component.questions, values, strict=True):
                if value is not None:
                    resolved.update(known[question, value])
                    raw[question] = as_given(value)
            seen = self.second.picture({**beside, **raw}, DAY, component.group)
            held = self.second.held_rules(seen, DAY)
            given = Answers(
                protocol=self.protocol,
                answered_on=DAY,
                raw={**rest.raw, **raw},
                resolved={**rest.resolved, **resolved},
            )
            yield JudgedCase(component, values, resolved, seen, held, evaluation.evaluate(self.protocol, given, on=DAY))

    def _smallest(self, table: Table, alike: Callable[[JudgedCase], Any]) -> tuple[JudgedCase, ...]:
        found: dict[Any, JudgedCase] = {}
        for case in table.cases:
            key = alike(case)
            if key not in found or self.size(case) < self.size(found[key]):
                found[key] = case
        return tuple(found.values())


def severity(outcome: str) -> int:
    """Return 0 for eligible to 4 for contraindicated."""
    return SEVERITY.index(outcome)
