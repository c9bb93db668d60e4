"""Forms that were put aside half-filled: in memory only, for whoever began them, for half an hour."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.core.put_aside import PutAside


@dataclass(frozen=True, repr=False)
class Given:
    """One answer of a form: what was asked, in words that no other question of the form has, and the answer."""

    asked: str
    answer: object


@dataclass(frozen=True, repr=False)
class HalfFilled:
    """A form as it stood when it was put aside. It holds personal data: it is never written, printed or logged."""

    owner_id: str
    name: str
    """Which form it is, in code."""
    title: str
    visit_id: str
    """The visit it belongs to, or nothing."""
    whom: str
    """The client's name, to tell two forms apart; empty where the form belongs to no visit."""
    given: tuple[Given, ...]
    stood: Mapping[str, object]
    """What was on each screen by what it asks, also the one that was not answered yet."""

    def is_same(self, other: "HalfFilled") -> bool:
        """Tell whether it is the same form of the same visit, of the same person."""
        mine, theirs = ((each.owner_id, each.name, each.visit_id) for each in (self, other))
        return mine == theirs


class HalfFilledForms(PutAside[HalfFilled]):
    """The forms that were put aside at one terminal."""
