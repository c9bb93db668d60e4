"""The product with its guard against taps that come too early, and with a clock that goes on when a test says so.

`python -m tests.end_to_end.told_clock SECONDS FILE [kiosk's own arguments]`. As many milliseconds have passed as FILE is
long. What became of each tap is told in the terminal's stream by marks that show nothing: a test reads them there, and waits for
no time to pass.
"""

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from screens.__main__ import main
from tests.end_to_end.set_clock import MovedClock, quicken

if TYPE_CHECKING:
    from screens.lockdown import LockedScreen

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
    """Let the screens of this process tell what they hold back, and where the pointer is once the guard of what is in view has begun.

    A test that let time pass before would move the beginning of the guard as well.
    """
    from textual import events

    from screens.lockdown import locked_screen

    moves: list[str] = []

    def forward(screen: locked_screen.LockedScreen[object], event: events.Event) -> None:
        if isinstance(event, events.MouseMove):
            moves.append(moved_to(event.screen_x))
            if screen._appeared is not None:
                tell_moves(screen)
        elif isinstance(event, events.MouseDown):
            _tell(screen, TAKEN if screen.accepts_input() else HELD_BACK)
        usual_forward(screen, event)

    def note(screen: locked_screen.LockedScreen[object]) -> None:
        usual_note(screen)
        tell_moves(screen)

    def tell_moves(screen: locked_screen.LockedScreen[object]) -> None:
        _tell(screen, "".join(moves))
        moves.clear()

    usual_forward = locked_screen.LockedScreen._forward_event
    usual_note = locked_screen.LockedScreen._note_appearance
    locked_screen.LockedScreen._forward_event = forward  # type: ignore[assignment, method-assign]
    locked_screen.LockedScreen._note_appearance = note  # type: ignore[assignment, method-assign]


def _tell(screen: "LockedScreen[object]", marks: str) -> None:
    driver = screen.app._driver
    assert driver is not None
    driver.write(marks)


if __name__ == "__main__":
    quicken()
    tell_of_the_guard()
    sys.exit(main(ToldClock(float(sys.argv.pop(1)), Path(sys.argv.pop(1)))))
