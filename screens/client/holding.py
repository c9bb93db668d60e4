"""A finger, a mouse button or a key held down long enough to mean it."""

from __future__ import annotations

from typing import Final

HOLD_SECONDS: Final = 3.0
_REPEATS_WITHIN: Final = 1.0
"""A key that is held repeats; the first repeat is the slowest to come, after half a second or so."""


class Holding:
    """Since when something is held. A terminal tells when a finger or a button goes down and up, and a held key again and again."""

    def __init__(self) -> None:
        self._down: float | None = None
        self._key_down: float | None = None
        self._key_at = 0.0

    def press(self, now: float) -> None:
        """Note that a finger or a button went down."""
        self._down = now

    def release(self, now: float) -> bool:
        """Note that it went up; tell whether it was held long enough."""
        held, self._down = self.is_held(now), None
        return held

    def is_held(self, now: float) -> bool:
        """Tell whether a finger or a button is down for long enough."""
        return self._down is not None and now - self._down >= HOLD_SECONDS

    def key(self, now: float) -> bool:
        """Note a stroke of the key; tell whether it has come again and again for long enough."""
        if self._key_down is None or now - self._key_at > _REPEATS_WITHIN:
            self._key_down = now
        self._key_at = now
        return now - self._key_down >= HOLD_SECONDS

    def forget(self) -> None:
        """Note that nothing is held any more."""
        self._down = self._key_down = None
