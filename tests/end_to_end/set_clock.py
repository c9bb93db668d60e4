"""The product as it is started at a clinic, but for its clock, and for its haste to take what is pressed.

`python -m tests.end_to_end.set_clock SECONDS [kiosk's own arguments]`. The clock is moved by a number of seconds; every
process of one test is given the same number, so that they share one present, on the same day whenever the test runs. What
the clock measures does not pass: no screen locks, clears itself or asks whether somebody is there, however long a busy
machine takes. And a screen takes a key as soon as it is in view, and no key for a scanner's, so that a test presses once
what it sees. A PIN costs as little as in all tests. The guard of a new screen, scans and idling are shown in
`tests/screens`.
"""

import sys
from datetime import UTC, datetime, timedelta

from kiosk.core.clock import SystemClock
from kiosk.people.staff import pins
from screens.__main__ import main
from tests.cost import CHEAP


class MovedClock(SystemClock):
    """A clock that goes on as the machine's does, and stands `seconds` from it; what it measures does not pass."""

    def __init__(self, seconds: float) -> None:
        self._away = timedelta(seconds=seconds)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._away

    def monotonic(self) -> float:
        return 1000.0


def make_haste() -> None:
    """Let the screens of this process take what is pressed at once."""
    from screens.lockdown.locked_screen import LockedScreen

    quicken()
    LockedScreen.accepts_input = lambda _: True  # type: ignore[method-assign]


def quicken() -> None:
    """Let this process take keys as fast as they come; let a PIN cost little."""
    from screens.lockdown import driver, scanner_filter

    pins.SECRET = CHEAP
    driver.QUIET_SECONDS = scanner_filter.QUIET_SECONDS = 0.0  # type: ignore[misc]


if __name__ == "__main__":
    make_haste()
    sys.exit(main(MovedClock(float(sys.argv.pop(1)))))
