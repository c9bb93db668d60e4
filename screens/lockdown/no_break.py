"""Lines break at spaces, but not at one that says it doesn't: French has such a space before a question mark and a colon."""

from __future__ import annotations

import re
from typing import Final

from rich import _wrap

_NO_BREAK: Final = "\u00a0\u202f"
_WORD: Final = re.compile(rf"[^\S{_NO_BREAK}]*[\S{_NO_BREAK}]+[^\S{_NO_BREAK}]*")
"""A word with the spaces around it, as Rich looks for it: there, a line may break at any space."""
_SPACES: Final = re.compile(rf"[^\S{_NO_BREAK}]+")


def keep_no_break_spaces() -> None:
    """Let whatever Textual breaks into lines keep together what is to stay together."""
    _wrap.re_word = _WORD


def words_of(text: str) -> list[str]:
    """Return the words between which a line may break."""
    return [word for word in _SPACES.split(text) if word]
