"""Telling an error that nobody foresaw: its kind and its place, never its message or its values."""

from __future__ import annotations

import sys
from pathlib import PurePath
from types import FrameType, TracebackType

from kiosk.core.supervised import is_supervised
from kiosk.core.uncaught import tell_by


def describe(error: BaseException | None) -> str:
    """Return an error as kind and places, one a line, innermost first; never its message, which may hold personal data."""
    if error is None:
        return "The kiosk stopped.\n"
    lines = [f"The kiosk stopped: {type(error).__name__}"]
    trace: TracebackType | None = error.__traceback__
    places: list[str] = []
    while trace is not None:
        frame: FrameType = trace.tb_frame
        places.append(f"  at {PurePath(frame.f_code.co_filename).name}:{trace.tb_lineno} in {frame.f_code.co_name}")
        trace = trace.tb_next
    return "\n".join([*lines, *reversed(places)]) + "\n"


def install_sparing_excepthook() -> None:
    """Tell an error outside the application as `describe` does, too."""

    def tell(error: BaseException) -> None:
        if not is_supervised():
            sys.stderr.write(describe(error))

    tell_by(tell)
