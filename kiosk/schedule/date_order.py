"""Whether a file writes its dates in the clinic's order: a day up to the 12th would silently be taken for a month."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from kiosk.core.errors import BadInput
from kiosk.schedule.calendar_words import month_of
from kiosk.schedule.moments import visible

_YEAR_LAST: Final = re.compile(r"(?<!\d)(\d{1,2})\s*([./ -])\s*(\d{1,2})\s*\2\s*(\d{4})(?!\d)", re.ASCII)
_MONTH_FIRST: Final = re.compile(r"(?<![^\W_])([^\W\d_]{3,})\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}")
_MONTHS: Final = 12
_WORDS: Final = {"dmy": "day first", "mdy": "month first"}
_OTHER: Final = {"dmy": "mdy", "mdy": "dmy"}

Cell = tuple[int, str, str]
"""A line's number, a column's name, and what is there."""


def require_order(cells: Iterable[Cell], order: str) -> None:
    """Refuse the file if one date in it can only be read in the other order, with day and month exchanged."""
    if order not in _OTHER:
        return  # with the year first nothing can be mixed up: another order can't be read at all
    for line, column, text in cells:
        if any(_only_otherwise(written, order) for written in _YEAR_LAST.finditer(visible(text))):
            raise BadInput(
                f'The schedule file writes dates {_WORDS[_OTHER[order]]} (line {line}, "{column}"), and this clinic {_WORDS[order]}, '
                "so that days up to the 12th would be taken for months: export it with dates like 2026-12-31, or say in clinic.toml "
                "how the file writes them (schedule.date_order)."
            )


def may_be_exchanged(cells: Iterable[Cell], order: str) -> list[int]:
    """Return the lines with a date that either order can read, if the file has the month first wherever it writes it in words."""
    if order != "dmy":
        return []
    dates = [(line, visible(text)) for line, _, text in cells]
    in_words = any((found := _MONTH_FIRST.search(text)) and month_of(found[1]) for _, text in dates)
    return [line for line, text in dates if in_words and any(_either_way(found) for found in _YEAR_LAST.finditer(text))]


def _either_way(written: re.Match[str]) -> bool:
    first, second = int(written[1]), int(written[3])
    return first != second and max(first, second) <= _MONTHS


def _only_otherwise(written: re.Match[str], order: str) -> bool:
    first, second, year = int(written[1]), int(written[3]), int(written[4])
    day, month = (first, second) if order == "dmy" else (second, first)
    return not _is_day(year, month, day) and _is_day(year, day, month)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
