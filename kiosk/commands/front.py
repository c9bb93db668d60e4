"""What the screens are given before a clinic is open: what can be shown of it at once, and how it is opened.

Nothing here takes time to import: opening a clinic does, and so does what it needs.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk.core.clean import clean

if TYPE_CHECKING:
    from kiosk.clinic import Clinic
    from kiosk.core.clock import Clock
    from kiosk.demo import DemoInfo

AT_THE_OPENING_SCREEN: Final = (None, "client")
"""The roles of a terminal that begin at the opening screen: it is painted before the clinic is open."""
_SETTINGS: Final = "clinic.toml"
_COPY: Final = "records.settings"
_EMBEDDED: Final = "embedded"
_DEMO: Final = "demo.key"
_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_LONGEST_NAME: Final = 80


@dataclass(frozen=True)
class Front:
    """What a terminal can show of a clinic that is not open yet."""

    name: str = ""
    accent: str | None = None
    is_still: bool = False
    """Whether nothing is to move."""
    is_demo: bool = False


def front_of(folder: Path) -> Front:
    """Return what the settings in a folder say, as far as they can be read: what is wrong with them is told by opening it."""
    with suppress(OSError, ValueError, RecursionError):
        said = tomllib.loads((folder / _SETTINGS).read_text("utf-8"))
        if said.get("store", _EMBEDDED) != _EMBEDDED and (folder / _COPY).exists():
            said = tomllib.loads((folder / _COPY).read_text("utf-8"))
        name, accent = said.get("clinic_name"), said.get("accent")
        return Front(
            name=name if isinstance(name, str) and clean(name, _LONGEST_NAME) == name else "",
            accent=accent if isinstance(accent, str) and _COLOUR.fullmatch(accent) else None,
            is_still=said.get("reduced_motion") is True,
            is_demo=(folder / _DEMO).exists(),
        )
    return Front()


class ClinicToOpen:
    """A clinic about to be opened, by `make`; whoever opens it closes it."""

    def __init__(self, front: Front, clock: Clock, make: Callable[[], tuple[Clinic, DemoInfo | None]]) -> None:
        self.front = front
        self.clock = clock
        self._make = make
        self._clinic: Clinic | None = None

    def open(self) -> tuple[Clinic, DemoInfo | None]:
        """Open it; errors are those of settings, key and records, each a sentence. May be called on a thread of its own."""
        self._clinic, demo = self._make()
        return self._clinic, demo

    def close(self) -> None:
        """Give everything back, if it was opened."""
        if self._clinic is not None:
            self._clinic.close()
