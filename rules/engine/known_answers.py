"""What a condition looks at: known answers, last times resolved to a day, questions not asked; and the three truths it can have."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from rules.model.period import Period


class NotAsked(Enum):
    """The mark of a question that was surely not asked: whatever is said about its answer fails."""

    MARK = "not asked"


NOT_ASKED: Final = NotAsked.MARK
"""The mark under a name of its own, because looking a member up on its class costs as much as judging a rule."""


@dataclass(frozen=True, slots=True)
class LastTime:
    """The answer to "when did you last ...?", resolved to a day when it was given.

    `day` is None if and only if it was `longer_ago` than `period`, the period that was asked for.
    """

    raw: str
    day: date | None
    approximate: bool
    period: Period
    answered_on: date


KnownAnswer = str | frozenset[str] | LastTime | NotAsked | None
KnownAnswers = Mapping[str, KnownAnswer]
"""What a condition looks at, by question id: a known answer, NotAsked, or None where nothing is known."""

Truth = bool | date | None
"""True: holds for good. A date: holds until that day, and no longer. False: fails. None: cannot be settled."""

ConditionTest = Callable[[KnownAnswers, date], Truth]
