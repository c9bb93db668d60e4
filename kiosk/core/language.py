"""The language in which a client is spoken to at this terminal, and its catalogue: English words in, theirs out.

English is the source and needs no catalogue. Each other language is a folder of `catalogues`, compiled from its `kiosk.po`. A
module of texts marks its words by `tr_later`; whoever shows them says `tr`. Staff read English: for them nobody says `tr`.
"""

from __future__ import annotations

import gettext
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from babel import Locale

ENGLISH: Final = "en"
DOMAIN: Final = "kiosk"
FOLDER: Final = Path(__file__).parent / "catalogues"
_THOUSAND = 1000
_NO_WORDS: Final = gettext.NullTranslations()

_folder = FOLDER
_at_this_terminal = ENGLISH
_for_now: ContextVar[str | None] = ContextVar("language", default=None)


def languages() -> tuple[str, ...]:
    """Return the code of each language that the kiosk speaks: English, and each that has a compiled catalogue that can be read."""
    found = (each.parents[1].name.replace("_", "-") for each in _folder.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return (ENGLISH, *sorted(each for each in found if _read(_folder, each) is not None))


def speak(language: str) -> None:
    """Speak a language at this terminal from now on; English, if there is no catalogue of it."""
    global _at_this_terminal  # noqa: PLW0603 - a terminal has one client, and its widgets run in tasks of their own
    _at_this_terminal = language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language for a while, whatever this terminal speaks: for what is made for a client elsewhere."""
    before = _for_now.set(language)
    try:
        yield
    finally:
        _for_now.reset(before)


def spoken() -> str:
    """Return the code of the language that is spoken now."""
    return _for_now.get() or _at_this_terminal


def tr(words: str) -> str:
    """Return the words in the language that is spoken now, which are English where its catalogue has none."""
    return _catalogue(_folder, spoken()).gettext(words) if words else words


def ntr(one: str, many: str, count: int, **fields: object) -> str:
    """Return the words for a count, with the count put where they say {count}, and what else they name."""
    return _catalogue(_folder, spoken()).ngettext(one, many, count).format(count=number(count), **fields)


def number(count: int) -> str:
    """Return a number as the language that is spoken now writes it: `1,200` in English, `1.200` in German."""
    spoken_in = locale() if abs(count) >= _THOUSAND else None
    if spoken_in is None:
        return f"{count:,}"
    from babel.numbers import format_decimal  # noqa: PLC0415 - only where a number is long

    return format_decimal(count, locale=spoken_in)


def locale() -> Locale | None:
    """Return what is known of how the language that is spoken now writes days and numbers; None for English, and where nothing is."""
    return None if spoken() == ENGLISH else locale_of(spoken())


def tr_later(words: str) -> str:
    """Mark words for the catalogues: whoever shows them says `tr`."""
    return words


@cache
def locale_of(language: str) -> Locale | None:
    """Return what Babel knows of a language, which is nothing of one that there is not."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - English needs none of it, nor does the start

    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def _catalogue(folder: Path, language: str) -> gettext.NullTranslations:
    return (None if language == ENGLISH else _read(folder, language)) or _NO_WORDS


@cache
def _read(folder: Path, language: str) -> gettext.NullTranslations | None:
    """Read a language's catalogue; None where there is none, or a broken one: a client must not meet it."""
    try:
        return gettext.translation(DOMAIN, folder, [language.replace("-", "_")])
    except (OSError, ValueError, LookupError, struct.error):
        return None
