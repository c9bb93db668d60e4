"""Forms that were put aside half-filled: in memory only, for whoever began them, for half an hour."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from kiosk.core.clock import Clock

KEPT_FOR: Final = timedelta(minutes=30)


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


class HalfFilledForms:
    """What was put aside at one terminal. It is gone after half an hour, and with the terminal."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: tuple[tuple[float, HalfFilled], ...] = ()

    def put(self, form: HalfFilled) -> None:
        """Put a form aside; it takes the place of the same form of the same visit."""
        others = (each for each in self._kept if not each[1].is_same(form))
        self._kept = ((self._clock.monotonic() + KEPT_FOR.total_seconds(), form), *others)

    def of(self, owner_id: str) -> tuple[HalfFilled, ...]:
        """Return what this person put aside, the newest first; nobody else's."""
        self.sweep()
        return tuple(form for _, form in self._kept if form.owner_id == owner_id)

    def take(self, form: HalfFilled) -> None:
        """Give a form back to whoever fills it in: it is no longer put aside."""
        self._kept = tuple(each for each in self._kept if each[1] is not form)

    def sweep(self) -> None:
        """Forget what was put aside half an hour ago."""
        now = self._clock.monotonic()
        self._kept = tuple(each for each in self._kept if each[0] > now)
