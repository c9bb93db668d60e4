"""Whether a rule speaks of the item that it cites, where a source says what its items are about (`items`)."""

import re
from collections.abc import Iterator
from typing import Final

from rules.fields import Document
from rules.protocol import Protocol, Rule
from rules.prover.results import Counterexample

_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_SMALL: Final = frozenset(
    {"and", "for", "has", "more", "not", "one", "than", "that", "the", "this", "today", "with", "you", "your"}
)
_STEM: Final = 5


def judge(protocol: Protocol) -> Iterator[Counterexample]:
    """Hold each citation by number against what the source calls that item."""
    documents = {document.id: document for document in protocol.sources}
    for document in protocol.sources:
        yield from _whole(document)
    for rule in protocol.rules:
        said = _stems(" ".join(_words_of(protocol, rule)))
        for ref in rule.source:
            named = documents[ref.document].items.get(ref.section, ()) if ref.document in documents else ()
            if not isinstance(ref.item, int) or not 1 <= ref.item <= len(named):
                continue
            about = named[ref.item - 1]
            if not _stems(about) & said:
                yield Counterexample(
                    f'{rule.id} cites "{ref}", which is about "{about}", and speaks of no such thing: "{rule.staff}" '
                    "Cite the item that it goes by."
                )


def _whole(document: Document) -> Iterator[Counterexample]:
    for section, named in document.items.items():
        there = document.sections.get(section)
        if there != len(named):
            yield Counterexample(
                f'{document.id} names {len(named)} items of "{section}" under "items"; it has {there or "none"}.'
            )


def _words_of(protocol: Protocol, rule: Rule) -> Iterator[str]:
    yield rule.staff
    for name in rule.questions_used:
        yield from (protocol.question(name).ask, protocol.question(name).short)


def _stems(words: str) -> set[str]:
    return {word.lower()[:_STEM] for word in _WORD.findall(words) if word.lower() not in _SMALL}
