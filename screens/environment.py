"""The doors that environment variables open in Textual, shut before Textual is imported."""

from __future__ import annotations

from collections.abc import MutableMapping

_DOORS = ("TEXTUAL", "TEXTUAL_")
_SIZE = ("COLUMNS", "LINES")
"""The size of some terminal that the program was not started in; the terminal itself knows better."""


def shut_doors(environ: MutableMapping[str, str]) -> None:
    """Remove what would change the driver or the size, write a log with personal data, or press keys by itself."""
    for name in [name for name in environ if name in (_DOORS[0], *_SIZE) or name.startswith(_DOORS[1])]:
        del environ[name]
