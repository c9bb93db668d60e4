"""Asking a terminal what it can do, and reading what it answers without waiting for one that says nothing."""

import os
import re
import select
import termios
import tty
from typing import Final

_TOUCHES: Final = 1006
"""The mode in which a terminal reports where a mouse or a finger is, on screens of any size."""
_ASK: Final = f"\x1b[?{_TOUCHES}$p\x1b[c".encode()
"""Whether it knows that mode, and then what kind of terminal it is, which each answers: so the first answer has come by then."""
_END: Final = re.compile(rb"\x1b\[\?[0-9;]*c")
_ANSWER: Final = re.compile(rb"\x1b\[\?%d;([0-4])\$y" % _TOUCHES)
_A_MOMENT: Final = 0.5
_MOST: Final = 1024


def reports_touches(read_from: int, write_to: int) -> bool | None:
    """Ask the terminal whether it reports touches and the mouse; None where it does not say."""
    before = termios.tcgetattr(read_from)
    try:
        tty.setcbreak(read_from, termios.TCSANOW)
        os.write(write_to, _ASK)
        answer = b""
        while not _END.search(answer) and len(answer) < _MOST and select.select([read_from], [], [], _A_MOMENT)[0]:
            some = os.read(read_from, _MOST)
            if not some:
                break
            answer += some
    finally:
        termios.tcsetattr(read_from, termios.TCSANOW, before)
    return touches_in(answer)


def touches_in(answer: bytes) -> bool | None:
    """Read a terminal's answer."""
    found = _ANSWER.search(answer)
    return found[1] != b"0" if found is not None else None
