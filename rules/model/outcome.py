"""How far a treatment may go: the outcomes, which compare by severity."""

from enum import StrEnum
from typing import Self


class Outcome(StrEnum):
    """How far a treatment may go today; compares by severity, so that `max` is the worst."""

    ELIGIBLE = "eligible"
    CAUTION = "caution"
    REVIEW = "review"
    DEFERRED = "deferred"
    CONTRAINDICATED = "contraindicated"

    rank: int
    """0 for eligible to 4 for contraindicated."""

    def __new__(cls, value: str) -> Self:
        """Give each outcome, in the order of this list, the next rank."""
        outcome = str.__new__(cls, value)
        outcome._value_ = value
        outcome.rank = len(cls.__members__)
        return outcome

    def __lt__(self, other: str) -> bool:
        return self.rank < Outcome(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= Outcome(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > Outcome(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= Outcome(other).rank
