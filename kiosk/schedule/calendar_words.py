"""Months and days of the week as people and programs write them, in English, Spanish and French; short ones too."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_MONTHS: Final = (
    ("january", "enero", "janvier"),
    ("february", "febrero", "fevrier"),
    ("march", "marzo", "mars"),
    ("april", "abril", "avril"),
    ("may", "mayo", "mai"),
    ("june", "junio", "juin"),
    ("july", "julio", "juillet"),
    ("august", "agosto", "aout"),
    ("september", "septiembre", "setiembre", "septembre"),
    ("october", "octubre", "octobre"),
    ("november", "noviembre", "novembre"),
    ("december", "diciembre", "decembre"),
)
_WEEKDAYS: Final = (
    ("monday", "lunes", "lundi"),
    ("tuesday", "martes", "mardi"),
    ("wednesday", "miercoles", "mercredi"),
    ("thursday", "jueves", "jeudi"),
    ("friday", "viernes", "vendredi"),
    ("saturday", "sabado", "samedi"),
    ("sunday", "domingo", "dimanche"),
)
_LEAST: Final = 3
_MARK: Final = re.compile(r"[.,]")


@lru_cache(maxsize=512)
def month_of(word: str) -> int | None:
    """Return the month, 1 to 12, that a word or its beginning names, if it is one only."""
    return _one_of(word, _MONTHS, first=1)


@lru_cache(maxsize=512)
def weekday_of(word: str) -> int | None:
    """Return the day of the week, 0 for Monday, that a word or its beginning names, if it is one only."""
    return _one_of(word, _WEEKDAYS, first=0)


def _one_of(word: str, names: tuple[tuple[str, ...], ...], *, first: int) -> int | None:
    folded = unicodedata.normalize("NFKD", _MARK.sub("", word).casefold())
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    if len(plain) < _LEAST:
        return None
    meant = {at for at, several in enumerate(names, first) if any(name.startswith(plain) for name in several)}
    return meant.pop() if len(meant) == 1 else None
