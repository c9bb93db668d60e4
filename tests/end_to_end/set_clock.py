"""The product as it is started at a clinic, but for its clock, which is moved by a number of seconds.

`python -m tests.end_to_end.set_clock SECONDS [kiosk's own arguments]`. Every process of one test is given the same number,
so that they share one present, on the same day whenever the test runs.
"""

import sys
from datetime import UTC, datetime, timedelta

import kiosk.clinic
from kiosk.clock import SystemClock
from screens.__main__ import main


def moved(seconds: float) -> type[SystemClock]:
    """Return a system clock that stands `seconds` from the real one."""

    class MovedClock(SystemClock):
        def now(self) -> datetime:
            return datetime.now(UTC) + timedelta(seconds=seconds)

    return MovedClock


if __name__ == "__main__":
    kiosk.clinic.SystemClock = moved(float(sys.argv.pop(1)))  # type: ignore[misc]
    sys.exit(main())
