"""What environment variables can change in Textual, ruled out before Textual is imported."""

from __future__ import annotations

import os
from collections.abc import MutableMapping

NO_COLOUR = bool(os.environ.get("NO_COLOR"))
"""Whether no colour is wanted: then greys are painted. Read before the doors are shut."""
TERM = os.environ.get("TERM", "")
"""What the terminal calls itself."""
SCALE_FILE = os.environ.get("KIOSK_SCALE_FILE", "")
"""The file by which the kiosk's session is told how large to show everything; empty where nothing can be enlarged."""
_DOORS = ("TEXTUAL", "TEXTUAL_")
_SIZE = ("COLUMNS", "LINES")
"""The size of a terminal other than this one; the terminal itself knows better."""
_FILTERS = ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE")
"""What would change every colour, whatever can be read then, or paint none at all; the palette is ours to choose."""


def shut_doors(environ: MutableMapping[str, str]) -> None:
    """Remove what would change the driver, the size or the colours, write a log with personal data, or press keys by itself."""
    for name in [name for name in environ if name in (_DOORS[0], *_SIZE, *_FILTERS) or name.startswith(_DOORS[1])]:
        del environ[name]
