"""The product as it is started at a clinic, but for its clock, which is moved by a number of seconds.

`python -m tests.end_to_end.set_clock SECONDS [kiosk's own arguments]`. Every process of one test is given the same number,
so that they share one present, on the same day whenever the test runs.
"""

import sys
from datetime import UTC, datetime, timedelta

from kiosk.clock import SystemClock
from screens.__main__ import main

PACE = 4.0
"""How much faster than the machine's own its stopwatch goes: a screen's guard is over as much sooner, and so is a pause."""


class MovedClock(SystemClock):
    """A clock that goes on as the machine's does, and stands `seconds` from it; what it measures passes at `PACE`."""

    def __init__(self, seconds: float) -> None:
        self._away = timedelta(seconds=seconds)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._away

    def monotonic(self) -> float:
        return super().monotonic() * PACE


if __name__ == "__main__":
    sys.exit(main(MovedClock(float(sys.argv.pop(1)))))
