"""The product with a fault in it: its clock fails, once a file is there, with an error that speaks of a client.

`python -m tests.end_to_end.break_when_told SECONDS FILE [kiosk's own arguments]`. Nothing else is changed, so that what is
seen is how the product ends when something happens that nobody foresaw.
"""

import sys
from datetime import datetime
from pathlib import Path

import kiosk.clinic
from kiosk.clock import SystemClock
from screens.__main__ import main
from tests.end_to_end.set_clock import moved

SECRET = "Amélie Fontaine said: pomegranate"


def breaking(seconds: float, file: Path) -> type[SystemClock]:
    """Return a clock that stands `seconds` from the real one, until it breaks."""

    class BreakingClock(moved(seconds)):  # type: ignore[misc]
        def now(self) -> datetime:
            if file.exists():
                client = {"name": SECRET}
                raise LookupError(f"Nothing is known of {client['name']}")
            return super().now()

    return BreakingClock


if __name__ == "__main__":
    kiosk.clinic.SystemClock = breaking(float(sys.argv.pop(1)), Path(sys.argv.pop(1)))  # type: ignore[misc]
    sys.exit(main())
