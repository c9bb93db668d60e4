"""Bringing a kiosk back whatever ended it, and what its screen says meanwhile.

Only "Close the kiosk" ends a kiosk with 0, and with it the supervisor. After everything else the terminal is
wiped and says where to go, and a kiosk is started again: at once, and ever later while it keeps ending soon after. A kiosk
tells the journal why it ends, and its supervisor does where it was killed: one line each time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from kiosk.core.clock import Clock

PAUSES: Final = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds before the next start: the first after a kiosk that ran for long, the last while none does."""
LONG: Final = 60.0
"""A kiosk that ran for so many seconds had not just failed again."""


class Surroundings(Protocol):
    """What a supervisor does to the world: a test has one of its own."""

    def run(self) -> int:
        """Run a kiosk until it ends; return its exit status, below 0 the signal that ended it."""
        ...

    def wait(self, seconds: float) -> None:
        """Let time pass, or less once somebody stopped the supervisor."""
        ...

    def show_pause(self) -> None:
        """Wipe the terminal and say where to go meanwhile."""
        ...

    def leave(self) -> None:
        """Wipe the terminal and give it back."""
        ...

    def tell_end(self, status: int) -> None:
        """Tell whoever runs the machine that a kiosk ended, and how: one that was killed could not do so itself."""
        ...

    @property
    def stopped(self) -> int:
        """The signal by which somebody stopped the supervisor; 0 while nobody did."""
        ...


def supervise(world: Surroundings, clock: Clock) -> int:
    """Run a kiosk again and again until staff close it; return the exit status of the supervisor."""
    soon = 0
    try:
        while True:
            began = clock.monotonic()
            status = world.run()
            lasted = clock.monotonic() - began
            if world.stopped:
                return 128 + world.stopped
            if status == 0:
                return 0
            if status < 0:
                world.tell_end(128 - status)
            soon = 0 if lasted >= LONG else soon
            pause = PAUSES[min(soon, len(PAUSES) - 1)]
            soon += 1
            world.show_pause()
            world.wait(pause)
            if world.stopped:
                return 128 + world.stopped
    finally:
        world.leave()
