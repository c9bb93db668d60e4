"""The product on a day whose hours pass when a test says so.

`python -m tests.end_to_end.day_clock START FOLDER [kiosk's own arguments]`. The day begins at START. In FOLDER are two files,
as many bytes long as seconds have gone: those that somebody spent at a screen, and those in which nobody touched anything and
that no screen noticed, so that none locks because a day of ten hours is played in a minute or two. What nobody needs any more
is looked for once there is much of it: after every screen, as a clinic has it, that would be half of what a kiosk computes here.
Desk and rooms look three times a second for what is new: clients answer so fast here that they would paint nothing but that.
"""

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.core.clock import SystemClock
from screens import tidying
from screens.__main__ import main
from screens.staff import staff_screen
from tests.end_to_end.set_clock import make_haste


class DayClock(SystemClock):
    """A clock that stands still until it is told."""

    def __init__(self, start: datetime, folder: Path) -> None:
        self._start, self._folder = start, folder
        self._spent, self._skipped = folder / "spent", folder / "skipped"

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self._spent.stat().st_size + self._skipped.stat().st_size)

    def monotonic(self) -> float:
        return 1000.0 + self._spent.stat().st_size

    @classmethod
    def begin(cls, start: datetime, folder: Path) -> "DayClock":
        """Begin the day."""
        folder.mkdir()
        clock = cls(start, folder)
        clock._spent.touch()
        clock._skipped.touch()
        return clock

    def program(self, *arguments: str) -> list[str]:
        """Return the command line of a product that this clock tells the time."""
        module = "tests.end_to_end.day_clock"
        return [sys.executable, "-m", module, self._start.isoformat(), str(self._folder), *arguments]

    def spend(self, seconds: int) -> None:
        """Let somebody spend some seconds at a screen."""
        _lengthen(self._spent, seconds)

    def skip_to(self, moment: datetime) -> None:
        """Go on to a moment, if it is still to come."""
        _lengthen(self._skipped, max(0, round((moment - self.now()).total_seconds())))


def _lengthen(file: Path, seconds: int) -> None:
    os.truncate(file, file.stat().st_size + seconds)


if __name__ == "__main__":
    make_haste()
    staff_screen.LOOK_EVERY = 0.3
    tidying._MANY = 200_000  # type: ignore[misc]
    tidying.Tidying.now = tidying.Tidying.after_a_step = tidying.Tidying.while_nobody_waits  # type: ignore[method-assign]
    sys.exit(main(DayClock(datetime.fromisoformat(sys.argv.pop(1)), Path(sys.argv.pop(1)))))
