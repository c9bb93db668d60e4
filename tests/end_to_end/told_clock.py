"""The product with its guard against taps that come too early, and with a clock that goes on when a test says so.

`python -m tests.end_to_end.told_clock SECONDS FILE [kiosk's own arguments]`. As many milliseconds have passed as FILE is
long. What became of each tap is told in the terminal's stream by marks that show nothing: a test reads them there, and waits for
no time to pass.
"""

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

from screens.__main__ import main
from tests.end_to_end.set_clock import MovedClock, quicken

TAKEN, HELD_BACK = "\x1b]taken\x07", "\x1b]held back\x07"
"""What became of a tap."""


class ToldClock(MovedClock):
    """A moved clock that stands still until a file grows by milliseconds."""

    def __init__(self, seconds: float, file: Path) -> None:
        super().__init__(seconds)
        self._file = file

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=self._passed)

    def monotonic(self) -> float:
        return super().monotonic() + self._passed

    @property
    def _passed(self) -> float:
        return self._file.stat().st_size / 1000


def moved_to(column: float) -> str:
    """Return the mark of a pointer that moved to a column: what came before it has been taken or held back."""
    return f"\x1b]moved to {column:.0f}\x07"


def let_pass(file: Path, seconds: float) -> None:
    """Let seconds pass for every product that is told the time by this file."""
    os.truncate(file, file.stat().st_size + round(seconds * 1000))


def tell_of_the_guard() -> None:
    """Let the screens of this process tell what they hold back."""
    from textual import events

    from screens.lockdown import locked_screen

    def forward(screen: locked_screen.LockedScreen[object], event: events.Event) -> None:
        driver = screen.app._driver
        assert driver is not None
        if isinstance(event, events.MouseMove):
            driver.write(moved_to(event.screen_x))
        elif isinstance(event, events.MouseDown):
            driver.write(TAKEN if screen.accepts_input() else HELD_BACK)
        usual(screen, event)

    usual = locked_screen.LockedScreen._forward_event
    locked_screen.LockedScreen._forward_event = forward  # type: ignore[assignment, method-assign]


if __name__ == "__main__":
    quicken()
    tell_of_the_guard()
    sys.exit(main(ToldClock(float(sys.argv.pop(1)), Path(sys.argv.pop(1)))))
