"""(i) Questions stand in the order they are asked, today before ever, and each asks one fact, or says why it asks more."""

import re
from collections.abc import Iterator
from typing import Final

from rules.protocol import Protocol, Question
from rules.prover.results import Counterexample, Property, Tally
from rules.prover.second_reading import HORIZONS
from rules.prover.values import named

PROPERTY: Final = Property(
    "i", "Questions stand in the order of their horizon, a follow-up after what opens it, and each asks one fact."
)
_JOINED: Final = re.compile(r"\b(or|and)\b|[;/]", re.IGNORECASE)


def judge(protocol: Protocol, tally: Tally) -> Iterator[Counterexample]:
    """Look at each question, at the one before it, and at the words it is asked in."""
    before: Question | None = None
    stood: set[str] = set()
    for question in protocol.questions:
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
