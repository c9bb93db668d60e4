"""The product with a fault in it: its clock fails, once a file is there, with an error that speaks of a client.

`python -m tests.end_to_end.break_when_told SECONDS FILE [kiosk's own arguments]`. Nothing else is changed, so that what is
seen is how the product ends when something happens that nobody foresaw.
"""

import sys
from datetime import datetime
from pathlib import Path

from screens.__main__ import main
from tests.end_to_end.set_clock import MovedClock, make_haste

SECRET = "Amélie Fontaine said: pomegranate"


class BreakingClock(MovedClock):
    """A moved clock that breaks once a file is there."""

    def __init__(self, seconds: float, file: Path) -> None:
        super().__init__(seconds)
        self._file = file

    def now(self) -> datetime:
        if self._file.exists():
            client = {"name": SECRET}
            raise LookupError(f"Nothing is known of {client['name']}")
        return super().now()


if __name__ == "__main__":
    make_haste()
    sys.exit(main(BreakingClock(float(sys.argv.pop(1)), Path(sys.argv.pop(1)))))
