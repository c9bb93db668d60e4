"""Protocols with a fault in them, and what the prover says of one property."""

from collections.abc import Callable, Iterator
from typing import Any

from rules import Protocol, protocol
from rules.checks.results import Counterexample, Tally
from rules.lint.protocol_texts import Translations
from rules.proof import properties
from rules.prover.components import NotEnumerableError
from rules.prover.world import World

PEEL, FACIAL = "parisian-peel", "medical-facial"
Written = dict[str, Any]


def edited(protocol_id: str, edit: Callable[[Written], None]) -> Protocol:
    """A shipped protocol, changed as plain data and read again."""
    written = protocol(protocol_id).model_dump(mode="json")
    edit(written)
    return Protocol.model_validate(written)


def question(written: Written, question_id: str) -> Written:
    return next(each for each in written["questions"] if each["id"] == question_id)


def rule(written: Written, rule_id: str) -> Written:
    return next(each for each in written["rules"] if each["id"] == rule_id)


def without_rule(written: Written, rule_id: str) -> None:
    written["rules"] = [each for each in written["rules"] if each["id"] != rule_id]


def each_found(world: World, letter: str, translations: Translations | None = None) -> Iterator[Counterexample]:
    """Find one counterexample to a property after the other, as far as somebody asks for them."""
    judge = next(judge for each, judge in properties.PROPERTIES if each.letter == letter)
    try:
        yield from judge(world, translations or {}, Tally())
    except NotEnumerableError as error:
        yield error.why


def failing(protocol: Protocol, letters: str) -> set[str]:
    """Those of some properties that do not hold."""
    world = World(protocol)
    return {letter for letter in letters if next(each_found(world, letter), None) is not None}


def all_found(protocol: Protocol, letter: str, translations: Translations | None = None) -> list[Counterexample]:
    """Every counterexample to one property."""
    return list(each_found(World(protocol), letter, translations))


def found(protocol: Protocol, letter: str, translations: Translations | None = None) -> Counterexample | None:
    """The smallest counterexample to one property; None if it is proven."""
    return min(all_found(protocol, letter, translations), key=lambda each: each.size, default=None)


def each_said(protocol: Protocol, letter: str) -> Iterator[str]:
    """Say one counterexample after the other, as a person reads it."""
    return ("\n".join(each.lines()) for each in each_found(World(protocol), letter))


def all_said(protocol: Protocol, letter: str) -> list[str]:
    """Every counterexample to one property, as a person reads it."""
    return list(each_said(protocol, letter))


def said(protocol: Protocol, letter: str, translations: Translations | None = None) -> str:
    """The smallest counterexample as a person reads it."""
    counterexample = found(protocol, letter, translations)
    assert counterexample is not None, f"({letter}) was called proven"
    return "\n".join(counterexample.lines())


def exceptions(protocol: Protocol, letter: str) -> list[str]:
    """What is excused of one property."""
    judge = next(judge for each, judge in properties.PROPERTIES if each.letter == letter)
    tally = Tally()
    list(judge(World(protocol), {}, tally))
    return tally.exceptions
