"""Errors that nobody foresaw, reported by kind and place alone: what an exception says, or a trace shows, may be about a person."""

import logging
import sys
import threading
from collections.abc import Callable
from pathlib import PurePath
from types import TracebackType
from typing import Any


def tell_by(tell: Callable[[BaseException], None]) -> None:
    """Send every error that nothing catches to `tell`: from the program, a thread, or what Python runs by itself.

    What libraries would log to standard error by default is dropped.
    """

    def in_program(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        tell(error)

    def in_thread(failed: Any) -> None:
        if failed.exc_value is not None and not isinstance(failed.exc_value, SystemExit):
            tell(failed.exc_value)

    def by_itself(failed: Any) -> None:
        if failed.exc_value is not None:
            tell(failed.exc_value)

    sys.excepthook = in_program
    threading.excepthook = in_thread
    sys.unraisablehook = by_itself
    if not logging.root.handlers:
        logging.root.addHandler(logging.NullHandler())


def place_of(error: BaseException) -> str:
    """Return an error's kind and the innermost place it came from: `KeyError in board.py, line 12`."""
    place, trace = "", error.__traceback__
    while trace is not None:
        place = f" in {PurePath(trace.tb_frame.f_code.co_filename).name}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__}{place}"
