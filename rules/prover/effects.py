"""(d) Every question matters or says that it does not; every option leads somewhere; what is hidden does not count.

What a protocol says of itself here is not taken at its word. Only wishes are informational: what is asked in the setting or to
close, and names nothing that a rule or the source speaks of. An option that is not harmless has to make the verdict worse, all
else equal, than each harmless one does; one that is harmless may not make it worse than another.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from rules import engine
from rules.fields import Horizon, QuestionType
from rules.protocol import Protocol, Question
from rules.prover.components import Component
from rules.prover.results import Counterexample, Property, Tally
from rules.prover.second_reading import UNKNOWNS, Blank, leaves, looked_at
from rules.prover.values import DAY, Value, as_given, named
from rules.prover.world import Case, World, said_of

PROPERTY: Final = Property(
    "d",
    "Every question can change the verdict or is informational, as only wishes are; every option but the harmless ones makes "
    "it worse all else equal, or opens a question; nothing hidden counts.",
)

_WISHES: Final = (Horizon.SETTING, Horizon.CLOSING)


def judge(world: World, tally: Tally) -> Iterator[Counterexample]:
    """Look at each question, at each option, and at every case in which something is hidden."""
    for component, table in zip(world.components, world.tables, strict=True):
        for place, question_id in enumerate(component.questions):
            question = world.protocol.question(question_id)
            yield from _question(world, component, table, place, tally)
            if question.informational:
                yield from _no_wish(world.protocol, question, tally)
            else:
                yield from _options(world, component, table, question, tally)
        yield from _hidden(world, component, table, tally)


def _question(
    world: World, component: Component, table: tuple[Case, ...], place: int, tally: Tally
) -> Iterator[Counterexample]:
    question = world.protocol.question(component.questions[place])
    name = named(world.protocol, question.id)
    for number, case in enumerate(table):
        if (number // component.strides[place]) % len(component.domains[place]) != 0:
            continue
        tally.cases += 1
        first = _verdict(case)
        for step in range(1, len(component.domains[place])):
            other = table[number + step * component.strides[place]]
            if _verdict(other) == first and other.said == case.said:
                continue
            if question.informational:
                sentence = f"{name} is declared informational, and yet this answer changes the verdict."
                yield world.counterexample(sentence, other.raw)
                return
            if _verdict(other) != first:
                return
    if not question.informational:
        yield Counterexample(f"{name} can't change any verdict; declare it informational, or give it a rule.")


def _no_wish(protocol: Protocol, question: Question, tally: Tally) -> Iterator[Counterexample]:
    """Find a question about a fact that is passed off as informational."""
    tally.cases += 1
    name = named(protocol, question.id)
    if question.horizon not in _WISHES:
        yield Counterexample(
            f'{name} looks at "{question.horizon}" and is declared informational; only what is asked in the setting or to '
            "close may be. Give it a rule, or do not ask it."
        )
    asked = f"{question.ask} {question.short}"
    spoken = [(rule.id, rule.staff) for rule in protocol.rules]
    spoken += [(f"cons {number}", each.claim) for number, each in enumerate(protocol.cons, start=1)]
    for listed in protocol.names:
        if _has(listed, asked):
            for place, words in spoken:
                if _has(listed, words):
                    yield Counterexample(
                        f"{name} is declared informational, and {place} speaks of {listed}; give it a rule of its own."
                    )


def _has(name: str, words: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", words, re.IGNORECASE) is not None


def _verdict(case: Case) -> tuple[Any, ...]:
    return case.verdict.outcome, case.verdict.earliest


def _options(
    world: World, component: Component, table: tuple[Case, ...], question: Question, tally: Tally
) -> Iterator[Counterexample]:
    followers = [
        each["id"]
        for each in world.reading.questions.values()
        if each["only_if"] and any(question.id in looked_at(look) for look in leaves(each["only_if"]))
    ]
    place = table[0].component.questions.index(question.id)
    reached: set[str] = set()
    for case in table:
        value = case.values[place]
        for option in (value,) if isinstance(value, str) else value if len(value) == 1 else ():
            if option not in reached and _reaches(case, question.id, followers):
                reached.add(option)
    plain = {case.values[place] for case in table if not case.verdict.findings}
    for option in question.options:
        tally.cases += 1
        if isinstance(table[0].values[place], str) and option.id in question.harmless_options - plain:
            yield Counterexample(
                f"{named(world.protocol, question.id)}: the option {option.label} ({option.id}) counts as harmless, and "
                "every answer with it leads to a finding."
            )
        if option.id not in reached and option.id not in question.harmless_options:
            yield Counterexample(
                f"{named(world.protocol, question.id)}: the option {option.label} ({option.id}) reaches no rule and opens "
                "no question; give it a rule, or list it as harmless."
            )
    yield from _worse(world, component, table, question, tally)


def _worse(
    world: World, component: Component, table: tuple[Case, ...], question: Question, tally: Tally
) -> Iterator[Counterexample]:
    """Hold each option against the harmless ones, all else equal.

    A question whose options are all alike in rank, such as a goal, has none to hold them against; nor have the places of a
    follow-up ("where is the rash?"), none of which is harmless by itself.
    """
    if question.type is QuestionType.AREAS and question.only_if is not None:
        return
    place = component.questions.index(question.id)
    domain, stride = component.domains[place], component.strides[place]
    single = {option: step for step, value in enumerate(domain) if (option := _single(value)) is not None}
    harmless = [step for option, step in single.items() if option in question.harmless_options]
    declared = set(question.harmless)
    worse: set[str] = set()
    for number, case in enumerate(table):
        if (number // stride) % len(domain) != 0 or case.seen[question.id] in (Blank.HIDDEN, Blank.PERHAPS):
            continue
        least = [table[number + step * stride].outcome for step in harmless]
        for option, step in single.items():
            tally.cases += 1
            other = table[number + step * stride]
            if option in question.harmless_options:
                if option in declared and _surely(other) > min(least):
                    yield _not_harmless(world, question, option, other)
                    return
            elif least and _surely(other) > max(least):
                worse.add(option)
    for each in question.options if harmless else ():
        if each.id in single.keys() - question.harmless_options - worse:
            yield Counterexample(
                f"{named(world.protocol, question.id)}: the option {each.label} ({each.id}) never makes the verdict worse "
                "than each harmless one does, all else equal; give it a rule of its own, or list it as harmless."
            )


def _single(value: Value) -> str | None:
    """Return the one option that an answer consists of; None for several, and for an unknown."""
    if isinstance(value, tuple):
        return str(value[0]) if len(value) == 1 else None
    return None if value in UNKNOWNS else str(value)


def _surely(case: Case) -> int:
    """Return how bad a case is by rules that surely hold; 0 if something unknown is worse."""
    known = max((finding.outcome.rank for finding in case.verdict.findings if finding.because == "yes"), default=0)
    return known if known == case.outcome else 0


def _not_harmless(world: World, question: Question, option: str, case: Case) -> Counterexample:
    sentence = (
        f"{named(world.protocol, question.id)}: the option {question.label(option)} ({option}) is listed as harmless, and here "
        "the verdict is worse with it than with another that is."
    )
    return world.counterexample(sentence, case.raw)


def _reaches(case: Case, question: str, followers: list[str]) -> bool:
    if case.seen[question] in (Blank.HIDDEN, Blank.PERHAPS):
        return False
    opened = any(follower in case.asked for follower in followers)
    return opened or any(
        finding.because == "yes" and question in finding.questions for finding in case.verdict.findings
    )


def _hidden(world: World, component: Component, table: tuple[Case, ...], tally: Tally) -> Iterator[Counterexample]:
    if not any(world.reading.questions[question]["only_if"] for question in component.questions):
        return
    visible: dict[tuple[Value | None, ...], Case] = {}
    for case in table:
        asked = case.asked
        if len(asked) == len(component.questions):
            continue
        tally.cases += 1
        shown = tuple(
            value if question in asked else None
            for question, value in zip(component.questions, case.values, strict=True)
        )
        first = visible.setdefault(shown, case)
        if first is case:
            yield from _without(world, case)
        elif said_of(first.verdict) != case.said or _verdict(first) != _verdict(case):
            unasked = ", ".join(named(world.protocol, each) for each in component.questions if each not in asked)
            sentence = f"{unasked}: not asked, and yet the answer {_answers(case, asked)} changes the verdict."
            yield world.counterexample(sentence, case.raw)


def _without(world: World, case: Case) -> Iterator[Counterexample]:
    kept = {question: value for question, value in case.raw.items() if question in case.asked}
    rest = {
        question: as_given(value)
        for question, value in world.harmless.items()
        if question not in case.component.questions
    }
    verdict = engine.evaluate(world.protocol, {**rest, **kept}, on=DAY)
    if said_of(verdict) != case.said or verdict.unanswered:
        unasked = ", ".join(named(world.protocol, each) for each in case.component.questions if each not in case.asked)
        sentence = (
            f"{unasked}: not asked, and yet leaving out the answer {_answers(case, case.asked)} changes the verdict."
        )
        yield world.counterexample(sentence, case.raw)


def _answers(case: Case, asked: frozenset[str]) -> str:
    return ", ".join(str(value) for question, value in case.raw.items() if question not in asked)
