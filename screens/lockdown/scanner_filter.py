"""Telling a hand from a scanner: what is typed faster than a hand can is no answer.

A scanner types a whole code and Enter in a few milliseconds. Where a code is expected, that is what it is for; anywhere else
its digits would choose answers and its Enter go on. So where nothing is written, a key that writes acts once 0.03 s have
passed in which no other came, and Enter acts only if none came in the 0.03 s before it. The same key again is no other
key: it repeats while it is held down. Touches, arrows and all keys that write nothing are never a scanner's.

Pure: the time is handed in, and what was read at one time is one, in however many portions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

QUIET_SECONDS: Final = 0.03

_ENTER: Final = b"\r"
_TOKEN: Final = re.compile(
    rb"(?P<stroke>\r|[ -~]|[\xc2-\xf4][\x80-\xbf]+)|\x1b\[200~.*?\x1b\[201~|\x1b\[[^@-~]*[@-~]|.", re.DOTALL
)
"""A part of what `input_filter.filter_input` lets pass."""


@dataclass(frozen=True, slots=True)
class Strokes:
    """The last key that writes, or Enter, and what waits until it is known to be no scanner's."""

    key: bytes = b""
    at: float = float("-inf")
    waiting: bytes = b""
    is_scan: bool = False
    """Whether more than one key came faster than a hand types."""


def weigh(strokes: Strokes, keys: bytes, now: float, *, writing: bool) -> tuple[Strokes, bytes]:
    """Return what waits, and what acts of the keys that came `now`; all of them where something is being written."""
    strokes, acting = settle(strokes, now)
    tokens = list(_TOKEN.finditer(keys))
    written = [token[0] for token in tokens if token["stroke"]]
    if writing:
        last = replace(strokes, key=written[-1], at=now, waiting=b"") if written else replace(strokes, waiting=b"")
        return last, acting + strokes.waiting + keys
    for token in tokens:
        if not token["stroke"]:
            acting += token[0]
            continue
        key = token[0]
        if now - strokes.at < QUIET_SECONDS and key != strokes.key:
            strokes = replace(strokes, is_scan=True, waiting=b"")
        strokes = replace(strokes, key=key, at=now)
        if strokes.is_scan:
            continue
        if key != _ENTER:
            strokes = replace(strokes, waiting=strokes.waiting + key)
        elif all(other == _ENTER for other in written):
            acting += key
    return strokes, acting


def settle(strokes: Strokes, now: float) -> tuple[Strokes, bytes]:
    """Return what waits, and what acts because no other key came."""
    if now - strokes.at < QUIET_SECONDS:
        return strokes, b""
    return replace(strokes, waiting=b"", is_scan=False), strokes.waiting
