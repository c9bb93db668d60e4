"""(i) Questions are in the order they are asked, today before ever, and each asks one fact, or says why it asks more."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from rules.checks.results import Counterexample, Property, Tally
from rules.checks.written_protocol import HORIZONS, WrittenProtocol, question_name
from rules.model.protocol import Protocol, Question

PROPERTY: Final = Property(
    "i",
    "Questions stand in the order of their horizon, a follow-up after what opens it, and each asks one fact; they are asked so.",
)
_JOINED: Final = re.compile(
    r"\b(as well as|along with|together with|or|and|plus|also|nor|besides|either|both|including)\b|[,;/&+(]| [-–—] |[.!:](?=\s)",
    re.IGNORECASE,
)
_BOUND: Final = re.compile(
    r"(?<=\d)\s+(?:or|and)\s+(?:more|less|fewer|over|under|older|younger|above|below|up)\b", re.IGNORECASE
)
"""What looks as if it joined two facts and does not: "30 or more"."""
_IN_BRACKETS: Final = re.compile(r"([\w’'-]+)\s\(([\w’'-]+)\)")
_WIDENED: Final = re.compile(
    r"\b(counts?|also|too|as well|in addition)\b|\b(?:say|answer|choose|tick|pick|touch)\s+yes\b", re.IGNORECASE
)
_REASON_WORDS: Final = 3
_KINDS: Final = {
    "one_item": "one item of the source",
    "names": "names of one thing",
    "signs": "signs of one thing",
    "kinds": "kinds of one thing",
}


def judge(protocol: Protocol, written: WrittenProtocol, tally: Tally) -> Iterator[Counterexample]:
    """Look at each question, at the one before it, and at the words it is asked in."""
    before: Question | None = None
    stood: set[str] = set()
    # What overlays add stands after the rest, and is asked where it belongs.
    for question in protocol.in_order if protocol.overlays else protocol.questions:
        tally.cases += 1
        name = question_name(protocol, question.id)
        if before is not None and _rank(question) < _rank(before):
            yield Counterexample(
                f'{name} looks at "{question.horizon}" and stands after {question_name(protocol, before.id)}, '
                f'which looks at "{before.horizon}".'
            )
        for gate in question.only_if.questions if question.only_if is not None else ():
            if gate not in stood:
                yield Counterexample(f"{name} comes before {gate}, which decides whether it is asked.")
        yield from _asks_twice(question, name)
        if question.several is not None:
            tally.excuse(f"{question.id}: {_KINDS[question.several.kind]}: {question.several.why.rstrip('.')}")
            yield from _no_reason(protocol, written, question, name)
        elif question.type.value != "note":
            yield from _more_than_one(protocol, question, name, tally)
            yield from _widened(protocol, written, question, name)
        yield from _two_items(protocol, question, name)
        stood.add(question.id)
        before = question


def _rank(question: Question) -> int:
    return HORIZONS.index(question.horizon.value)


def _asks_twice(question: Question, name: str) -> Iterator[Counterexample]:
    if question.ask.count("?") > 1:
        yield Counterexample(f'{name} asks more than one question: "{question.ask}"')
    for what, words in (("help", question.help or ""), ("why", question.why)):
        if "?" in words:
            yield Counterexample(f'{name} asks more in its {what}: "{words}"')


def _more_than_one(protocol: Protocol, question: Question, name: str, tally: Tally) -> Iterator[Counterexample]:
    ask = _BOUND.sub(" ", question.ask)
    known = {each.casefold() for each in protocol.names}
    for found in _IN_BRACKETS.finditer(ask):
        if {found[1].casefold(), found[2].casefold()} <= known:
            tally.excuse(f"{question.id}: {found[2]} is taken for another name of {found[1]}")
            ask = ask.replace(found[0], found[1])
    joined = _JOINED.search(ask)
    if joined is not None:
        yield Counterexample(
            f'{name} joins two facts with "{joined[0].strip()}": "{question.ask}" Ask one, or say under "several" why it '
            "is one."
        )


def _widened(protocol: Protocol, written: WrittenProtocol, question: Question, name: str) -> Iterator[Counterexample]:
    """Find a second fact in what is below the question: it bids a yes, or it names what another question asks."""
    for what, words in (("help", question.help or ""), ("why", question.why)):
        for sentence in re.split(r"(?<=[.!?])\s+", words):
            found = _WIDENED.search(sentence) if what == "help" else None
            if found is not None:
                yield Counterexample(
                    f'{name} is made wider by its help, with "{found[0]}": "{sentence}" Ask that in a question of its own, or '
                    'say under "several" why it is one.'
                )
            for other in protocol.questions:
                both = _named_in(protocol.names, sentence) & _named_in(protocol.names, f"{other.ask} {other.short}")
                if both - _named_in(protocol.names, question.ask) and not _connected(written, question.id, other.id):
                    asked = ", ".join(sorted(both))
                    yield Counterexample(f'{name} names {asked} in its {what}, which {other.id} asks: "{sentence}"')


@lru_cache(maxsize=4096)
def _named_in(names: tuple[str, ...], words: str) -> frozenset[str]:
    return frozenset(name for name in names if re.search(rf"\b{re.escape(name)}\b", words, re.IGNORECASE))


def _connected(written: WrittenProtocol, one: str, other: str) -> bool:
    """Tell whether one of two questions decides whether the other is asked, or they are the same."""
    gates = [written.questions[each]["only_if"] for each in (one, other)]
    opens = [written.reach(gate) if gate else frozenset() for gate in gates]
    return one == other or other in opens[0] or one in opens[1]


def _no_reason(protocol: Protocol, written: WrittenProtocol, question: Question, name: str) -> Iterator[Counterexample]:
    """Find an exception that is none: no reason given, or an item of a source that no rule on the question cites."""
    if question.several is None:
        return
    if len(question.several.why.split()) < _REASON_WORDS:
        yield Counterexample(f'{name} names more than one thing, and "{question.several.why}" is no reason for it.')
    if question.several.kind == "one_item":
        on_it = [protocol.rules[place] for place in written.users[question.id]]
        if not any(ref.item is not None for rule in on_it for ref in rule.source):
            yield Counterexample(f"{name} is called one item of the source, and no rule on it cites an item.")


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
