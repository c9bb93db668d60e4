"""What one cell of a schedule means. Each function returns a value or raises UnclearError with what is wrong.

A message names the column and the remedy and never repeats the cell: cells are about people.
"""

from datetime import date
from zoneinfo import ZoneInfo

from kiosk.core.language import languages
from kiosk.core.language_names import english_name, named_language
from kiosk.schedule.booking_line import YesNo
from kiosk.schedule.moments import read_date
from kiosk.schedule.unclear import UnclearError

MOST_LETTERS = 100
OLDEST = 120

_YES = frozenset({"yes", "y", "true", "1", "x"})
_NO = frozenset({"no", "n", "false", "0"})


def read_birth(text: str, order: str, zone: ZoneInfo, on: date | None) -> date:
    """Read a date of birth; `on` is the day of the appointment, if that is known."""
    if not text:
        raise UnclearError('the "date of birth" is empty; without it nobody can check in')
    born = read_date(text, order, "date of birth", zone)
    if on is not None and born > on:
        raise UnclearError('the "date of birth" is after the appointment')
    if on is not None and on.year - born.year > OLDEST:
        raise UnclearError(f'the "date of birth" is more than {OLDEST} years ago')
    return born


def read_laser(text: str) -> YesNo | None:
    """Read whether a laser is planned: "yes", "no" or None."""
    if not text:
        return None
    if text.casefold() in _YES:
        return "yes"
    if text.casefold() in _NO:
        return "no"
    raise UnclearError('the "laser" is neither yes nor no')


def read_language(text: str) -> str | None:
    """Read a language by its code or name; None if the cell is empty."""
    if not text:
        return None
    if language := named_language(text):
        return language
    *others, last = (f"{code} ({english_name(code)})" for code in languages())
    known = f"{', '.join(others)} or {last}" if others else last
    raise UnclearError(f'the "language" is not one the kiosk speaks: {known}')
