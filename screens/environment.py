"""The doors that environment variables open in Textual, shut before Textual is imported."""

from __future__ import annotations

from collections.abc import MutableMapping

_DOORS = ("TEXTUAL", "TEXTUAL_")


def shut_doors(environ: MutableMapping[str, str]) -> None:
    """Remove what would change the driver, write a log with personal data, take pictures or press keys by itself."""
    for name in [name for name in environ if name == _DOORS[0] or name.startswith(_DOORS[1])]:
        del environ[name]
