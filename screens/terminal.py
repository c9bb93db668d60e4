"""The terminal the screens are painted to: whether there is one, and leaving it clean when it may be gone."""

from __future__ import annotations

import os
import select
import sys
import termios
from contextlib import suppress
from typing import IO, Any

from kiosk.core.terminal_reset import PLAIN

_A_MOMENT = 0.3


def refuse_without_terminal(*streams: IO[str] | None) -> str | None:
    """Return a sentence if one of the streams the screen is painted to and read from is not a terminal, else None.

    Textual paints to the error stream: sent to a file it would fill that file with what clients answered.
    """
    for stream in streams:
        with suppress(AttributeError, ValueError):
            if stream is not None and stream.isatty():
                continue
        return "The screens need a terminal: start kiosk without redirecting its input or error stream."
    return None


def paint_nowhere() -> None:
    """Discard what is painted from now on, or still queued."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is not None:
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def wipe(terminal: int, attributes: list[Any] | None) -> None:
    """Leave the full screen and its modes, waiting only a moment for a terminal that may be gone; closes `terminal`."""
    left = PLAIN.encode()
    os.set_blocking(terminal, False)
    try:
        while left and select.select([], [terminal], [], _A_MOMENT)[1]:
            left = left[os.write(terminal, left) :]
        if attributes is not None:
            termios.tcsetattr(terminal, termios.TCSANOW, attributes)
    except (OSError, termios.error):
        pass  # it is gone, with everything on it
    finally:
        with suppress(OSError):
            os.set_blocking(terminal, True)  # it is shared with whoever started the program
        os.close(terminal)
