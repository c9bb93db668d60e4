"""(j) Every rule says where it comes from, and whatever the source speaks against has its rule."""

from collections.abc import Iterator
from typing import Final

from rules.checks.results import Counterexample, Property, Tally
from rules.checks.speaking_against import is_against
from rules.model.fields import Document, SourceRef
from rules.model.protocol import Protocol, Rule

PROPERTY: Final = Property(
    "j",
    "Every rule cites a section and an item that exist, or says that it is a house rule; every contraindication and "
    "discontinuation of the treatment's own source is cited by a rule.",
)


def judge(protocol: Protocol, tally: Tally) -> Iterator[Counterexample]:
    """Follow every citation, then look for what none leads to."""
    documents = {document.id: document for document in protocol.sources}
    for rule in protocol.rules:
        tally.cases += 1
        if not rule.source and not rule.house:
            yield Counterexample(f"{rule.id} cites no source and does not say that it is a house rule.")
        yield from _follow(rule, documents, tally)
    cited = {(ref.document, ref.section, ref.item) for rule in protocol.rules for ref in rule.source}
    for document in protocol.sources:
        for section, items in document.sections.items():
            if not is_against(document.id, section, protocol):
                continue
            for item in range(1, items + 1) if isinstance(items, int) else items:
                tally.cases += 1
                if (document.id, section, item) not in cited:
                    yield Counterexample(f"No rule cites {document.id}, {section} {item}.")


def _follow(rule: Rule, documents: dict[str, Document], tally: Tally) -> Iterator[Counterexample]:
    for ref in rule.source:
        tally.cases += 1
        fault = _fault(ref, documents)
        if fault is not None:
            yield Counterexample(f'{rule.id} cites "{ref}": {fault}.')


def _fault(ref: SourceRef, documents: dict[str, Document]) -> str | None:
    if ref.document not in documents:
        return f"there is no document {ref.document} among the sources"
    sections = documents[ref.document].sections
    if ref.section not in sections:
        return f"that document has no section {ref.section}"
    items = sections[ref.section]
    if ref.item is None:
        return "an item of that section must be named"
    there = set(range(1, items + 1)) if isinstance(items, int) else set(items)
    return None if ref.item in there else f"that section has no item {ref.item}"
