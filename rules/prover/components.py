"""A protocol in components that can be enumerated one at a time, because it is judged so.

Two questions hang together if a rule looks at both, or one decides whether the other is asked. What hangs together is one
component, judged over every combination of answers that can be given: a follow-up that is not asked has no answer there.

Where that makes more than `WHOLE` combinations, it is cut at a question that several branches share: "where would you like to
be treated?" joins three questions "where is the rash?", and nothing else does. A branch with the cut is a component then, and
the other branches are answered such that they find nothing, whatever is answered to the cut. That loses nothing. Each rule
rests on the cut and one branch at most, so the findings of all answers together are those of the parts, an unknown answer to
the cut excepted: it leaves one finding, of the same outcome in each part, though its rule may differ. The verdict is the worst
finding: what is at least so bad in each part is so together, a step for the worse that betters no part betters not the whole,
and the latest of the days is the latest of the parts'. How parts stand together is judged for the like answers to the cut by
`independence` and `earliest_days`.

If that is still too much, sets of places are judged by few of the places (`rules.prover.area_reduction`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, product
from math import prod
from typing import Final

from rules.checks.results import Counterexample
from rules.checks.written_protocol import WrittenProtocol, looks_in
from rules.model.protocol import Protocol
from rules.prover import area_reduction
from rules.prover import values as possible
from rules.prover.reachable import combinations_given
from rules.prover.second_evaluation import Blank, SecondEvaluation
from rules.prover.values import DAY, Value

WHOLE: Final = 10_000
"""The most cases of a component that is neither cut nor judged by few places."""
LIMIT: Final = 100_000
"""The most cases a component may have."""
_QUIET_TRIES: Final = 64


class NotEnumerableError(Exception):
    """The protocol can't be enumerated; the counterexample says why."""

    def __init__(self, why: Counterexample) -> None:
        super().__init__(why.sentence)
        self.why = why


@dataclass(frozen=True)
class Component:
    """Questions that hang together, in the order they are asked, with the answers each can have and the rules on them.

    If they are one branch of several, `cut` are the questions that the branches share, `group` all questions of all of them,
    and `harmless` the answers, of every branch, that find nothing whatever is answered to the cut.
    """

    questions: tuple[str, ...]
    domains: tuple[tuple[Value, ...], ...]
    rules: tuple[int, ...]
    group: tuple[str, ...]
    cut: tuple[str, ...] = ()
    harmless: Mapping[str, Value] = field(default_factory=dict)

    @property
    def beside(self) -> dict[str, Value]:
        """The harmless answers of the other branches."""
        return {question: value for question, value in self.harmless.items() if question not in self.questions}


def components(protocol: Protocol, second: SecondEvaluation) -> tuple[Component, ...]:
    """Return the components, in the order of their first question; NotEnumerableError if one is too large."""
    cutting, written = _Cutting(protocol, second), second.written
    groups = _groups(written, range(len(written.rules)))
    return tuple(component for group in groups for component in cutting.parts(group))


@dataclass(frozen=True)
class _Cutting:
    """Making components of a group of questions that hang together, none of them too large."""

    protocol: Protocol
    second: SecondEvaluation

    @property
    def written(self) -> WrittenProtocol:
        return self.second.written

    def parts(self, group: Iterable[str]) -> tuple[Component, ...]:
        questions = self.written.in_order(group)
        rules = self._rules_on(questions)
        whole = None
        if max(self._sizes(questions)) <= WHOLE:
            whole = self._component(questions, self._domains(questions, rules))
            if self._fits(whole, WHOLE):
                return (whole,)
        for few, most in ((False, WHOLE), (True, LIMIT)):
            if not few and max(self._sizes(questions)) > WHOLE:
                continue
            kept = area_reduction.options_combined(self.written, questions, rules) if few else {}
            if max(self._sizes(questions, kept)) > LIMIT:
                break
            component = self._component(questions, self._domains(questions, rules, kept))
            parts = self._cut(component) or (component,)
            if all(self._fits(part, most) for part in parts):
                return parts
        raise NotEnumerableError(self._too_large(questions, rules))

    def _rules_on(self, questions: Sequence[str]) -> tuple[int, ...]:
        return tuple(
            place
            for place, rule in enumerate(self.written.rules)
            if self.written.reach(rule["when"]) & set(questions) and self.written.reach(rule["when"]) <= set(questions)
        )

    def _used(self, question: str, questions: Sequence[str]) -> bool:
        return len(questions) > 1 or bool(self.written.users[question])

    def _sizes(self, questions: Sequence[str], combined: Mapping[str, Sequence[str]] | None = None) -> list[int]:
        return [
            possible.count(self.protocol.question(each), (combined or {}).get(each), used=self._used(each, questions))
            for each in questions
        ]

    def _domains(
        self, questions: Sequence[str], rules: Iterable[int], combined: Mapping[str, Sequence[str]] | None = None
    ) -> tuple[tuple[Value, ...], ...]:
        return tuple(
            possible.values(
                self.protocol.question(each),
                _periods(self.written, each, rules),
                (combined or {}).get(each),
                used=self._used(each, questions),
            )
            for each in questions
        )

    def _component(self, questions: tuple[str, ...], domains: tuple[tuple[Value, ...], ...]) -> Component:
        return Component(questions, domains, self._rules_on(questions), questions)

    def _fits(self, component: Component, most: int) -> bool:
        if self._at_least(component.questions, component.domains) > most:
            return False
        given = combinations_given(self.second, component.questions, component.domains)
        return sum(1 for _ in islice(given, most + 1)) <= most

    def _at_least(self, questions: Sequence[str], domains: Iterable[Sequence[Value]]) -> int:
        """Return how many combinations there are of what is always asked."""
        given = zip(questions, domains, strict=True)
        return prod(len(domain) for question, domain in given if not self.written.questions[question]["only_if"])

    def _cut(self, component: Component) -> tuple[Component, ...]:
        """Cut it at the questions that leave the smallest parts; nothing if there are none at which it can be cut."""
        found = [parts for cut in self._cuts(component) if (parts := self._parted(component, cut))]
        return min(found, key=lambda parts: max(self._bound(part.questions) for part in parts), default=())

    def _cuts(self, component: Component) -> list[tuple[str, ...]]:
        reach = [frozenset({each}) | self.written.gates(each) for each in component.questions]
        return [self.written.in_order(each) for each in dict.fromkeys(reach) if len(each) < len(component.questions)]

    def _parted(self, component: Component, cut: tuple[str, ...]) -> tuple[Component, ...]:
        branches = _groups(self.written, component.rules, [each for each in component.questions if each not in cut])
        if len(branches) < 2:  # noqa: PLR2004
            return ()
        domains = dict(zip(component.questions, component.domains, strict=True))
        harmless: dict[str, Value] = {}
        for branch in branches:
            questions = self.written.in_order({*cut, *branch})
            if self._at_least(questions, (domains[each] for each in questions)) > LIMIT:
                return ()
            answers = self._harmless(component, cut, self.written.in_order(branch), domains)
            if answers is None:
                return ()
            harmless |= answers
        parts = []
        for branch in branches:
            questions = self.written.in_order({*cut, *branch})
            part = self._component(questions, tuple(domains[each] for each in questions))
            parts.append(replace(part, group=component.questions, cut=cut, harmless=harmless))
        return tuple(parts)

    def _harmless(
        self,
        component: Component,
        cut: tuple[str, ...],
        branch: tuple[str, ...],
        domains: Mapping[str, tuple[Value, ...]],
    ) -> dict[str, Value] | None:
        """Find answers to a branch such that, whatever is answered to the cut, all is answered and no rule of it may hold."""
        questions = self.written.in_order({*cut, *branch})
        own = [
            place
            for place in component.rules
            if (reach := self.written.reach(self.written.rules[place]["when"])) & set(branch)
            and reach <= set(questions)
        ]
        around = [dict(zip(cut, given, strict=True)) for given in product(*(domains[each] for each in cut))]
        first = combinations_given(self.second, questions, [domains[each] for each in questions])
        for tried in islice(first, _QUIET_TRIES):
            answers = {
                each: value
                for each, value in zip(questions, tried, strict=True)
                if each in branch and value is not None
            }
            if all(self._is_harmless({**given, **answers}, questions, own) for given in around):
                return answers
        return None

    def _is_harmless(self, raw: Mapping[str, Value], questions: tuple[str, ...], rules: Iterable[int]) -> bool:
        seen = self.second.picture(possible.all_given(raw), DAY, questions)
        return Blank.MISSING not in seen.values() and all(
            self.second.held(self.written.rules[place]["when"], seen, DAY).truth == "no" for place in rules
        )

    def _bound(self, questions: Sequence[str]) -> int:
        kept = area_reduction.options_combined(self.written, questions, self._rules_on(questions))
        return prod(self._sizes(questions, kept))

    def _too_large(self, questions: Sequence[str], rules: Sequence[int]) -> Counterexample:
        def largest_without(left_out: int) -> int:
            groups = _groups(self.written, [place for place in rules if place != left_out], questions)
            return max(self._bound(self.written.in_order(group)) for group in groups)

        worst = min(rules, key=largest_without, default=None)
        rule = "the questions" if worst is None else f"{self.written.rules[worst]['id']}"
        return Counterexample(
            f"Split this rule: {rule} ties together {', '.join(questions)}; that makes more cases than can be enumerated, "
            f"and {LIMIT:,} is the most. Or name fewer places and options one by one: those that no rule names cost little."
        )


def _groups(written: WrittenProtocol, rules: Iterable[int], among: Iterable[str] | None = None) -> list[set[str]]:
    """Group questions that hang together; `among`: by what ties these, all others left out."""
    questions = list(written.questions if among is None else among)
    groups = [{question} | written.gates(question) for question in questions]
    groups += [set(written.reach(written.rules[place]["when"])) for place in rules]
    merged: list[set[str]] = []
    for every in groups:
        group = every & set(questions)
        if group:
            touching = [other for other in merged if other & group]
            merged = [other for other in merged if not other & group]
            merged.append(group.union(*touching))
    return sorted(merged, key=lambda group: min(map(questions.index, group)))


def _periods(written: WrittenProtocol, question: str, rules: Iterable[int]) -> list[str]:
    asked = written.questions[question]["period"]
    measured = [
        look["less_than_ago"]
        for place in rules
        for look in looks_in(written.rules[place]["when"])
        if look.get("question") == question and "less_than_ago" in look
    ]
    return sorted({*measured, *([asked] if asked else [])})
