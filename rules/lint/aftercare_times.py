"""Whether after-care says the time that it is for."""

import re
from collections.abc import Iterator
from typing import Final

from rules.checks.results import Counterexample
from rules.model.fields import When
from rules.model.protocol import Protocol

_TIMES: Final = {
    "tonight": r"tonight|this\s+evening|at\s+bedtime|before\s+(?:bed|you\s+sleep)|by\s+the\s+evening",
    "next morning": r"(?:next|following)\s+(?:morning|day)|tomorrow|in\s+the\s+morning",
    "at once": r"at\s+once|right\s+away|straight\s+away|immediately|as\s+soon\s+as\s+you\s+leave",
}
_SAYING: Final = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in _TIMES.items()}
_MAY_SAY: Final = {
    When.AT_ONCE: {"at once"},
    When.TONIGHT: {"tonight"},
    When.NEXT_MORNING: {"next morning"},
    When.IN_SUN: {"at once"},
    When.UNTIL_NEXT_MORNING: {"tonight", "next morning", "at once"},
    When.ANY_TIME: {"at once"},
}
"""The times that a text may name, by the time that it is for."""


def judge(protocol: Protocol) -> Iterator[Counterexample]:
    """Find after-care whose text names another time than the one it is given under."""
    for care in protocol.aftercare:
        for name, saying in _SAYING.items():
            found = saying.search(care.text)
            if found is not None and name not in _MAY_SAY[care.when]:
                when = care.when.value.replace("_", " ")
                yield Counterexample(
                    f'aftercare.{care.id} says "{found[0]}", and is given for "{when}": "{care.text}" Make both the same.'
                )
