"""The letters of documents: DejaVu Sans, and for scripts it does not have, the fonts of this machine.

A character that no font has is written as its Unicode number, so that nothing is left out in silence.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]

from kiosk.core.errors import BadInput
from kiosk.core.paths import home

_HERE = Path(__file__).parent
REGULAR, BOLD = _HERE / "DejaVuSans.ttf", _HERE / "DejaVuSans-Bold.ttf"
_NEVER_DRAWN = frozenset(map(ord, "\n\t\u200b\u200c\u200d\ufeff\u2060")) | frozenset(range(0xFE00, 0xFE10))


@cache
def _own() -> frozenset[int]:
    return _covered(REGULAR) & _covered(BOLD)


def undrawable(text: str) -> frozenset[int]:
    """Return the characters of a text that DejaVu Sans cannot draw."""
    return frozenset(map(ord, text)) - _own() - _NEVER_DRAWN


def helpers(characters: frozenset[int], folders: tuple[Path, ...] | None = None) -> tuple[list[Path], frozenset[int]]:
    """Return fonts of this machine that can draw these characters, and the characters that none can."""
    found: list[Path] = []
    left = characters
    for file in _installed(_folders() if folders is None else folders):
        if not left:
            break
        drawn = left & _covered(file)
        if drawn:
            found.append(file)
            left -= drawn
    return found, left


def spelled(text: str, unknown: frozenset[int]) -> str:
    """Return the text with these characters written as their numbers."""
    if not unknown:
        return text
    return "".join(f"[U+{ord(character):04X}]" if ord(character) in unknown else character for character in text)


def _installed(folders: tuple[Path, ...]) -> Iterator[Path]:
    """Return the font files of this machine: plain upright ones, those without serifs first."""
    files = [file for folder in folders if folder.is_dir() for file in folder.rglob("*.ttf")]
    plain = [
        file for file in files if not any(word in file.stem for word in ("Bold", "Italic", "Oblique", "Mono", "Light"))
    ]
    yield from sorted(plain, key=lambda file: ("Sans" not in file.stem, "Condensed" in file.stem, str(file)))


def _folders() -> tuple[Path, ...]:
    own: list[Path] = []
    with suppress(BadInput):  # an account without a folder has no fonts of its own
        own = [Path(os.environ.get("XDG_DATA_HOME") or home() / ".local" / "share") / "fonts"]
    return (*own, Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))


@cache
def _covered(file: Path) -> frozenset[int]:
    try:
        with file.open("rb") as handle, TTFont(handle, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except (TTLibError, OSError, AssertionError, KeyError):
        return frozenset()
