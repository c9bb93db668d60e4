"""(i) Questions stand in the order they are asked, today before ever, and each asks one fact, or says why it asks more."""

import re
from collections.abc import Iterator
from typing import Final

from rules import answers, engine
from rules.protocol import Protocol, Question
from rules.prover.results import Counterexample, Property, Tally
from rules.prover.second_reading import HORIZONS
from rules.prover.values import DAY, named
from rules.prover.world import NOT_ASKED, World

PROPERTY: Final = Property(
    "i",
    "Questions stand in the order of their horizon, a follow-up after what opens it, and each asks one fact; they are asked so.",
)
_JOINED: Final = re.compile(r"\b(or|and)\b|[;/]", re.IGNORECASE)


def judge(world: World, tally: Tally) -> Iterator[Counterexample]:
    """Look at each question, at the one before it, at the words it is asked in, and at what the engine asks when."""
    wrong = list(_written(world.protocol, tally))
    yield from wrong
    for case in () if wrong else (case for cases in world.telling for case in cases):
        tally.cases += 1
        given = answers.resolve(world.protocol, {**world.given_harmless, **case.raw}, answered_on=DAY)
        seen = world.reading.picture(given.raw, DAY)
        expected = [question for question, answer in seen.items() if answer not in NOT_ASKED]
        asked = [question.id for question in engine.asked(world.protocol, given)]
        if asked != expected:
            yield world.counterexample(f"Asked is {', '.join(asked)}; it should be {', '.join(expected)}.", case.raw)


def _written(protocol: Protocol, tally: Tally) -> Iterator[Counterexample]:
    before: Question | None = None
    stood: set[str] = set()
    # What overlays add stands after the rest, and is asked where it belongs.
    for question in protocol.in_order if protocol.overlays else protocol.questions:
        tally.cases += 1
        name = named(protocol, question.id)
        if before is not None and _rank(question) < _rank(before):
            yield Counterexample(
                f'{name} looks at "{question.horizon}" and stands after {named(protocol, before.id)}, '
                f'which looks at "{before.horizon}".'
            )
        for gate in question.only_if.questions if question.only_if is not None else ():
            if gate not in stood:
                yield Counterexample(f"{name} stands before {gate}, which decides whether it is asked.")
        if question.several is not None:
            tally.excuse(f"{question.id}: {question.several.rstrip('.')}")
        elif question.type.value != "note":
            yield from _more_than_one(question, name)
        yield from _two_items(protocol, question, name)
        stood.add(question.id)
        before = question


def _rank(question: Question) -> int:
    return HORIZONS.index(question.horizon.value)


def _more_than_one(question: Question, name: str) -> Iterator[Counterexample]:
    if question.ask.count("?") > 1:
        yield Counterexample(f'{name} asks more than one question: "{question.ask}"')
    joined = _JOINED.search(question.ask)
    if joined is not None:
        yield Counterexample(
            f'{name} joins two facts with "{joined[0]}": "{question.ask}" Ask one, or say under "several" why it is one.'
        )


def _two_items(protocol: Protocol, question: Question, name: str) -> Iterator[Counterexample]:
    """Find a yes or no that answers for two items of one list of the source: those are two facts."""
    if question.type.value != "yes_no":
        return
    items: dict[tuple[str, str], set[int | str | None]] = {}
    for rule in protocol.rules:
        if question.id in rule.when.questions:
            for ref in rule.source:
                items.setdefault((ref.document, ref.section), set()).add(ref.item)
    for (_, section), cited in items.items():
        if len(cited) > 1:
            listed = " and ".join(sorted(map(str, cited)))
            yield Counterexample(
                f"{name} is asked for {section} {listed} at once; those are two facts, ask two questions."
            )
