"""A date from the fields it is typed into. What cannot be is said in words and names its field. Pure."""

from collections.abc import Mapping
from datetime import date

from kiosk.core.errors import BadInput
from rules import day_in_words, month_in_words

_NAMES = {"d": "day", "m": "month", "y": "year"}
_LONGEST = {"d": 2, "m": 2, "y": 4}
_FIRST_YEAR = 1000
_MONTHS = 12


def typed_day(parts: Mapping[str, str], *, example: str = "2024", instead: str = "") -> date:
    """Return the day that the fields `d`, `m` and `y` name.

    `example` is a year with four digits such as is asked for; `instead` ends the sentence about a field that is empty.
    """
    first = typed_month(parts, example=example, instead=instead)
    day = _number(parts, "d", instead)
    try:
        return first.replace(day=day)
    except ValueError:
        pass
    leap = (day, first.month) == (29, 2)
    named = f"{day} {month_in_words(first).split()[0]}"
    raise BadInput(f"There is no {named}{f' in {first.year}' if leap else ''}. Please check the day.", part="d")


def typed_month(parts: Mapping[str, str], *, example: str = "2024", instead: str = "") -> date:
    """Return the first day of the month that the fields `m` and `y` name."""
    for part in parts:
        _number(parts, part, instead)
    month, year = _number(parts, "m", instead), _number(parts, "y", instead)
    if not 1 <= month <= _MONTHS:
        raise BadInput(f"There is no month {month}. Please check the month.", part="m")
    if year < _FIRST_YEAR:
        raise BadInput(f"Please write the year with four digits, such as {example}.", part="y")
    return date(year, month, 1)


def not_after(day: date, today: date, *, month_only: bool = False) -> date:
    """Return the day, or the first one of a month, if it has come."""
    if day > today:
        named = month_in_words(day) if month_only else day_in_words(day)
        part = "y" if day.year > today.year else "m" if month_only or day.month > today.month else "d"
        raise BadInput(f"{named} is in the future. Please check the {_NAMES[part]}.", part=part)
    return day


def _number(parts: Mapping[str, str], part: str, instead: str) -> int:
    text = parts[part].strip()
    if not text:
        raise BadInput(f"Please type the {_NAMES[part]}{instead}.", part=part)
    if not (text.isascii() and text.isdigit()) or len(text) > _LONGEST[part]:
        raise BadInput(f"Please write the {_NAMES[part]} as a number.", part=part)
    return int(text)
