"""What goes to a terminal: a name or a path may hold what would steer it."""

import sys
import unicodedata
from typing import Final

_STEERS: Final = frozenset({"Cc", "Cf", "Zl", "Zp"})
_STAYS: Final = frozenset("\n\t\u200c\u200d")  # lines, and what joins letters in several scripts


def printable(text: str) -> str:
    """Return a text without what would steer the terminal it is shown on, or turn the direction of its letters."""
    if text.isprintable():
        return text
    return "".join(each for each in text if each in _STAYS or unicodedata.category(each) not in _STEERS)


def complain(sentence: str) -> None:
    """Print what is wrong as one line on standard error."""
    print(f"kiosk: {' '.join(printable(sentence).split(chr(10)))}", file=sys.stderr, flush=True)
