"""How far a command is that takes a while: one line of the terminal, wiped at the end; without a terminal, nothing."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.core.telling import Tell

_WIDEST = 78
_WIPE = "\r\x1b[K"


@contextmanager
def progress() -> Iterator[Tell]:
    """Give what shows a line on standard error in place of the one before, if somebody sits at it."""
    last = ""

    def tell(words: str) -> None:
        nonlocal last
        if words != last and _is_seen():
            last = words
            print(f"\r{words[:_WIDEST]}\x1b[K", end="", file=sys.stderr, flush=True)

    try:
        yield tell
    finally:
        if last:
            print(_WIPE, end="", file=sys.stderr, flush=True)


def _is_seen() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()
