"""Whether what cites an item speaks of it, where a source says what its items are about (`items`)."""

import re
from collections.abc import Iterator
from typing import Final

from rules.checks.results import Counterexample
from rules.model.fields import Document, Sources
from rules.model.protocol import Protocol, Rule
from rules.model.words import several

_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_SMALL: Final = frozenset(
    {"and", "for", "has", "more", "not", "one", "than", "that", "the", "this", "today", "with", "you", "your"}
)
_STEM: Final = 5


def judge(protocol: Protocol) -> Iterator[Counterexample]:
    """Compare each citation by number with what the source calls that item."""
    documents = {document.id: document for document in protocol.sources}
    for document in protocol.sources:
        yield from _whole(document)
    for place, words, sources in _citing(protocol):
        for ref in sources:
            named = documents[ref.document].items.get(ref.section, ()) if ref.document in documents else ()
            if not isinstance(ref.item, int) or not 1 <= ref.item <= len(named):
                continue
            about = named[ref.item - 1]
            if not _stems(about) & _stems(words):
                yield Counterexample(
                    f'{place} cites "{ref}", which is about "{about}", and speaks of no such thing: "{words}" '
                    "Cite the item that it goes by."
                )


def _citing(protocol: Protocol) -> Iterator[tuple[str, str, Sources]]:
    """Return whatever cites a source: what it is, its words, its sources."""
    for rule in protocol.rules:
        yield rule.id, " ".join((rule.staff, *_asked(protocol, rule))), rule.source
    for step in protocol.steps:
        yield f"steps.{step.id}", f"{step.title} {step.text}", step.source
    for care in protocol.aftercare:
        yield f"aftercare.{care.id}", care.text, care.source
    for group in ("indications", "results", "feelings", "cons", "risks", "prepare"):
        for number, each in enumerate(getattr(protocol, group), start=1):
            yield f"{group}.{number}", each.text, each.source


def _whole(document: Document) -> Iterator[Counterexample]:
    for section, named in document.items.items():
        there = document.sections.get(section)
        if there != len(named):
            yield Counterexample(
                f'{document.id} names {several(len(named), "item", "items")} of "{section}" under "items"; it has {there or "none"}.'
            )


def _asked(protocol: Protocol, rule: Rule) -> Iterator[str]:
    for name in rule.questions_used:
        yield from (protocol.question(name).ask, protocol.question(name).short)


def _stems(words: str) -> set[str]:
    return {word.lower()[:_STEM] for word in _WORD.findall(words) if word.lower() not in _SMALL}
