"""The consent asks back one thing that it says: a question that is there, with answers that can be told apart, one of them right."""

from collections.abc import Iterator
from typing import Final

from rules.checks.results import Counterexample
from rules.model.protocol import Protocol
from rules.model.words import several

_LEAST, _MOST = 2, 3
LONGEST_LABEL: Final = 32
"""Signs of the longest answer that is whole on a card of the smallest screen."""


def judge(protocol: Protocol) -> Iterator[Counterexample]:
    """Look at the question of a consent, and at each of its answers."""
    asked = protocol.consent.teach_back
    if asked is None:
        yield Counterexample(
            'The consent asks nothing back. Write under "consent" a "teach_back": what to "ask", its "options", which one is '
            '"right", what to "explain" after another answer, and the "risk" that the practitioner goes through again.'
        )
        return
    if not _LEAST <= len(asked.options) <= _MOST:
        yield Counterexample(
            f"consent.teach_back has {several(len(asked.options), 'option', 'options')}; write {_LEAST} or {_MOST}, for “Ask me in the room” "
            "is one answer more."
        )
    for what, named in (("ids", [each.id for each in asked.options]), ("labels", _labels(protocol))):
        if len(set(named)) < len(named):
            yield Counterexample(
                f"consent.teach_back has two options with equal {what}; only one of them can be right."
            )
    if [each.id for each in asked.options].count(asked.right) != 1:
        yield Counterexample(f'consent.teach_back calls "{asked.right}" right, which is not one of its options.')
    for each in asked.options:
        if len(each.label) > LONGEST_LABEL:
            yield Counterexample(
                f'consent.teach_back has the option "{each.label}", which is longer than {LONGEST_LABEL} signs.'
            )


def _labels(protocol: Protocol) -> list[str]:
    asked = protocol.consent.teach_back
    return [each.label.casefold() for each in asked.options] if asked else []
