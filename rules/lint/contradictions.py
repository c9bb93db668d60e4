"""(p) Nothing contradicts itself: questions, options, ids, after-care and citations say what they are for."""

from collections.abc import Iterator
from typing import Final

from rules.checks.results import Counterexample, Property, Tally
from rules.lint import aftercare_times, asking_back, cited_items, question_ids, question_polarity
from rules.model.protocol import Protocol

PROPERTY: Final = Property(
    "p",
    "No question denies what its rules fire on, no option says the opposite of its id, no known id stands for another matter, "
    "after-care names its own time, what cites an item speaks of it, and the consent asks back one thing with one right answer.",
)


def judge(protocol: Protocol, tally: Tally) -> Iterator[Counterexample]:
    """Look at every question, rule and piece of after-care; name what only a reader can compare with the source."""
    tally.cases += len(protocol.questions) + len(protocol.rules) + len(protocol.aftercare)
    named = {document.id: document.items for document in protocol.sources}
    for part in (question_polarity, question_ids, aftercare_times, cited_items, asking_back):
        yield from part.judge(protocol)
    unnamed = dict.fromkeys(
        f"{ref.document} {ref.section}"
        for rule in protocol.rules
        for ref in rule.source
        if isinstance(ref.item, int) and ref.section not in named.get(ref.document, {})
    )
    if unnamed:
        tally.notes.append(
            f'cited by number alone, so read it beside the source, or name its "items": {", ".join(unnamed)}'
        )
