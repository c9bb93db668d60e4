"""Larger print, where the session in which the kiosk runs can enlarge everything it shows.

A terminal cannot enlarge its letters by itself. A session that can names a file in `KIOSK_SCALE_FILE`, a pipe or one that it
watches: "2" in it asks for letters twice as large, "1" for the usual ones. The terminal then reports fewer columns and rows.
"""

from __future__ import annotations

import os
from contextlib import suppress

USUAL, LARGE = 1, 2


class GlyphScale:
    """Asks the session for a scale. `file` is empty where no session can be asked."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.scale = 0
        """What was asked for last; nothing at first, as a kiosk that ended may have left letters large."""

    @property
    def is_offered(self) -> bool:
        """Whether there is a session that can be asked."""
        return bool(self._file) and os.access(self._file, os.W_OK)

    def ask(self, scale: int) -> None:
        """Ask for a scale; a session that has gone away changes nothing."""
        if scale == self.scale:
            return
        with suppress(OSError):
            # Nothing is made where there is no file, and a pipe that nobody reads does not block the kiosk.
            file = os.open(self._file, os.O_WRONLY | os.O_TRUNC | os.O_NONBLOCK)
            try:
                os.write(file, f"{scale}\n".encode("ascii"))
            finally:
                os.close(file)
            self.scale = scale
