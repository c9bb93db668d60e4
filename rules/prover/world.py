"""What the properties are judged over: a protocol in components that share no question, each enumerated exhaustively.

A verdict is the worst of its findings, so the components can be judged one at a time, all other answers being harmless; that
nothing reaches across is a property of its own (`independence`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations, product
from typing import Any, Final

from rules import answers, engine
from rules.answers import Answers, Resolved
from rules.protocol import Protocol
from rules.prover import values as possible
from rules.prover.components import Component, NotEnumerableError, components
from rules.prover.results import Counterexample
from rules.prover.second_reading import SEVERITY, Blank, Held, Picture, Said, SecondReading
from rules.prover.values import DAY, Value, as_given
from rules.verdict import Verdict

NOT_ASKED: Final = (Blank.HIDDEN, Blank.PERHAPS)


Shared = dict[str, tuple[int, list[Counterexample]]]
"""What was judged already in this run, by what exactly it was: a protocol and the same with an overlay have much in common."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case: the answers in one component, all else harmless; what is seen in them, and the engine's verdict."""

    component: Component
    values: tuple[Value, ...]
    known: Mapping[str, Resolved]
    seen: Picture
    held: Mapping[int, Held]
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
        return {
            question: as_given(value) for question, value in zip(self.component.questions, self.values, strict=True)
        }

    @property
    def asked(self) -> frozenset[str]:
        """The questions of this component that are asked, by the second reading."""
        return frozenset(question for question, answer in self.seen.items() if answer not in NOT_ASKED)


class World:
    """One protocol, its second reading, and the table of all cases of each component (made when first looked at)."""

    def __init__(self, protocol: Protocol, shared: Shared | None = None) -> None:
        self.protocol = protocol
        self.shared: Shared = {} if shared is None else shared
        self.reading = SecondReading(protocol)
        self._parts: dict[frozenset[str], Protocol] = {}

    @cached_property
    def components(self) -> tuple[Component, ...]:
        """The components; NotEnumerableError if one is too large."""
        return components(self.protocol, self.reading)

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
        return {question: as_given(value) for question, value in self.harmless.items()}

    @cached_property
    def tables(self) -> tuple[tuple[Case, ...], ...]:
        """All cases, a table for each component, in the order of the product of its domains."""
        return tuple(tuple(self._enumerate(component)) for component in self.components)

    @property
    def cases(self) -> Iterator[Case]:
        """All cases of all components."""
        for table in self.tables:
            yield from table

    @cached_property
    def telling(self) -> tuple[tuple[Case, ...], ...]:
        """For each component one case for each set of findings it can leave, the smallest that leaves it."""
        return tuple(tuple(self._by_findings(table).values()) for table in self.tables)

    @cached_property
    def together(self) -> tuple[tuple[tuple[Case, ...], Answers, Verdict], ...]:
        """Several components at once: every two, in every way that leaves other findings, and all at their worst."""
        pairs = (pair for one, two in combinations(self.telling, 2) for pair in product(one, two))
        extremes = (
            tuple(choose(cases, key=lambda case: case.outcome) for cases in self.telling) for choose in (max, min)
        )
        chosen: tuple[tuple[Case, ...], ...] = (*pairs, *extremes)
        given = ((cases, self.given(cases)) for cases in chosen)
        return tuple((cases, answers, engine.evaluate(self.protocol, answers, on=DAY)) for cases, answers in given)

    def given(self, cases: Iterable[Case]) -> Answers:
        """Return the answers of cases of different components, all others being harmless."""
        raw, known = dict(self._rest.raw), dict(self._rest.resolved)
        for case in cases:
            raw.update(case.raw)
            known.update(case.known)
        return Answers(protocol=self.protocol, answered_on=DAY, raw=raw, resolved=known)

    @cached_property
    def _rest(self) -> Answers:
        return answers.resolve(self.protocol, self.given_harmless, answered_on=DAY)

    def part(self, questions: Iterable[str]) -> Protocol:
        """Return the protocol as if it had only these questions, whole components of them, and the rules on them.

        That a part is judged as it is in the whole is for `independence` to show.
        """
        kept = frozenset(questions)
        if kept not in self._parts:
            self._parts[kept] = self._part(kept)
        return self._parts[kept]

    def _part(self, kept: frozenset[str]) -> Protocol:
        written = self.protocol.model_dump(mode="json")
        written["questions"] = [each for each in written["questions"] if each["id"] in kept]
        written["rules"] = [each for each in written["rules"] if self.reading.reach(each["when"]) <= kept]
        return Protocol.model_validate(written)

    def counterexample(self, sentence: str, raw: Mapping[str, Value], on: date | None = DAY) -> Counterexample:
        """Say a counterexample in words: what is asked of these answers and is not harmless."""
        seen = self.reading.picture({**self.harmless, **raw}, on or DAY)
        told = tuple(
            (
                possible.named(self.protocol, question),
                possible.in_words(self.protocol.question(question), raw[question]),
            )
            for question in self.reading.questions
            if question in raw
            and seen[question] not in NOT_ASKED
            and as_given(raw[question]) != as_given(self.harmless.get(question))
        )
        return Counterexample(sentence, told, on)

    def size(self, case: Case) -> tuple[int, int]:
        """How small a case is: the number of answers that differ from the harmless ones, and the number of options in them."""
        changed = [
            value
            for question, value in zip(case.component.questions, case.values, strict=True)
            if question in case.asked and value != self.harmless.get(question)
        ]
        return (len(changed), sum(len(value) if isinstance(value, tuple) else 1 for value in changed))

    def _harmless_case(self, component: Component) -> dict[str, Value]:
        for case in product(*component.domains):
            raw = {question: as_given(value) for question, value in zip(component.questions, case, strict=True)}
            seen = self.reading.picture(raw, DAY, component.questions)
            asked = {question: value for question, value in raw.items() if seen[question] not in NOT_ASKED}
            if not engine.evaluate(self.protocol, asked, on=DAY).findings:
                return asked
        together = ", ".join(component.questions)
        raise NotEnumerableError(Counterexample(f"No answers to {together} are harmless: each leads to a finding."))

    def _enumerate(self, component: Component) -> Iterator[Case]:
        resolved = [
            [answers.resolve(self.protocol, {question: as_given(value)}, answered_on=DAY).resolved for value in domain]
            for question, domain in zip(component.questions, component.domains, strict=True)
        ]
        for values, parts in zip(product(*component.domains), product(*resolved), strict=True):
            known = {question: value for part in parts for question, value in part.items()}
            raw = {question: as_given(value) for question, value in zip(component.questions, values, strict=True)}
            seen = self.reading.picture(raw, DAY, component.questions)
            held = self.reading.held_rules(seen, DAY)
            given = Answers(
                protocol=self.protocol,
                answered_on=DAY,
                raw={**self._rest.raw, **raw},
                resolved={**self._rest.resolved, **known},
            )
            yield Case(component, values, known, seen, held, engine.evaluate(self.protocol, given, on=DAY))

    def _by_findings(self, table: Iterable[Case]) -> dict[tuple[Said, ...], Case]:
        found: dict[tuple[Said, ...], Case] = {}
        for case in table:
            known = found.get(case.said)
            if known is None or self.size(case) < self.size(known):
                found[case.said] = case
        return found


def said_of(verdict: Verdict) -> tuple[Said, ...]:
    """Return the findings of a verdict as far as they are judged, in an order of their own."""
    return in_order((each.rule, each.outcome.value, each.because, each.until) for each in verdict.findings)


def in_order(findings: Iterable[Said]) -> tuple[Said, ...]:
    """Sort findings, so that two collections of them can be compared."""
    return tuple(sorted(findings, key=lambda each: (each[:3], each[3] or date.min)))


def severity(outcome: str) -> int:
    """Return 0 for eligible to 4 for contraindicated."""
    return SEVERITY.index(outcome)
