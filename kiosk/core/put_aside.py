"""What was begun and put aside: in memory only, for whoever began it, for half an hour."""

from datetime import timedelta
from typing import Final, Generic, Protocol, Self, TypeVar

from kiosk.core.clock import Clock

KEPT_FOR: Final = timedelta(minutes=30)


class Begun(Protocol):
    """Something that one person began."""

    @property
    def owner_id(self) -> str:
        """Who began it."""
        ...

    def is_same(self, other: Self) -> bool:
        """Tell whether it is the same thing, begun again."""
        ...


Kept = TypeVar("Kept", bound=Begun)


class PutAside(Generic[Kept]):
    """What was put aside at one terminal. It is gone after half an hour, and with the terminal."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: tuple[tuple[float, Kept], ...] = ()

    def put(self, begun: Kept) -> None:
        """Put something aside; it takes the place of the same thing."""
        others = (each for each in self._kept if not each[1].is_same(begun))
        self._kept = ((self._clock.monotonic() + KEPT_FOR.total_seconds(), begun), *others)

    def of(self, owner_id: str) -> tuple[Kept, ...]:
        """Return what this person put aside, the newest first; nobody else's."""
        self.sweep()
        return tuple(begun for _, begun in self._kept if begun.owner_id == owner_id)

    def take(self, begun: Kept) -> None:
        """Give something back to whoever goes on with it: it is no longer put aside."""
        self._kept = tuple(each for each in self._kept if each[1] is not begun)

    def sweep(self) -> None:
        """Forget what was put aside half an hour ago."""
        now = self._clock.monotonic()
        self._kept = tuple(each for each in self._kept if each[0] > now)
