"""(d) Every question matters or says that it does not; every option leads somewhere; what is hidden does not count."""

from collections.abc import Iterator
from typing import Any, Final

from rules import engine
from rules.protocol import Question
from rules.prover.components import Component
from rules.prover.results import Counterexample, Property, Tally
from rules.prover.second_reading import Blank, leaves, looked_at
from rules.prover.values import DAY, Value, as_given, named
from rules.prover.world import Case, World, said_of

PROPERTY: Final = Property(
    "d",
    "Every question can change the verdict or is informational; every option but the harmless ones reaches a rule or "
    "opens a question; nothing hidden counts.",
)


def judge(world: World, tally: Tally) -> Iterator[Counterexample]:
    """Look at each question, at each option, and at every case in which something is hidden."""
    for component, table in zip(world.components, world.tables, strict=True):
        for place, question_id in enumerate(component.questions):
            question = world.protocol.question(question_id)
            yield from _question(world, component, table, place, tally)
            if not question.informational:
                yield from _options(world, table, question, tally)
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


def _verdict(case: Case) -> tuple[Any, ...]:
    return case.verdict.outcome, case.verdict.earliest


def _options(world: World, table: tuple[Case, ...], question: Question, tally: Tally) -> Iterator[Counterexample]:
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
