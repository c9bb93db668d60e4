"""When a period has fully passed, by counting days out one by one: written apart from the dates the engine uses.

The leap rule and the lengths of the months are written out here, and `datetime.date` is used only to carry a day in and out. The
engine's own arithmetic is judged against this, so nothing here may come from it.
"""

from bisect import bisect_left
from datetime import date
from functools import cache
from typing import Final

LAST_YEAR: Final = 9999
"""The last year a `date` can carry."""

_LONG: Final = 31
_SHORT: Final = 30
_SHORT_MONTHS: Final = (4, 6, 9, 11)
_FEBRUARY: Final = 2
_MONTHS: Final = 12
_WEEK: Final = 7

Position = tuple[int, int]
"""A day as a position: the months since the year 0, and the day of the month. Positions sort as days do."""


def is_leap(year: int) -> bool:
    """Tell whether a year has a 29 February: every fourth, except full centuries that 400 does not divide."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """Return the number of days of a month."""
    if month == _FEBRUARY:
        return 29 if is_leap(year) else 28
    return _SHORT if month in _SHORT_MONTHS else _LONG


@cache
def _days_of(year: int) -> tuple[Position, ...]:
    return tuple(
        (year * _MONTHS + month - 1, day)
        for month in range(1, _MONTHS + 1)
        for day in range(1, month_length(year, month) + 1)
    )


def position(day: date) -> Position:
    """Return months since the year 0, and the day of the month."""
    return (day.year * _MONTHS + day.month - 1, day.day)


def day_at(where: Position) -> date:
    """Return the day; the reverse of `position`."""
    return date(where[0] // _MONTHS, where[0] % _MONTHS + 1, where[1])


def days_on(start: date, count: int) -> date | None:
    """Return the day `count` days after (or, below 0, before) a day; None beyond the years a date can carry."""
    year = start.year
    place = bisect_left(_days_of(year), position(start)) + count
    while place < 0:
        year -= 1
        if year < 1:
            return None
        place += len(_days_of(year))
    while place >= len(_days_of(year)):
        place -= len(_days_of(year))
        year += 1
        if year > LAST_YEAR:
            return None
    return day_at(_days_of(year)[place])


def months_on(start: date, count: int) -> date | None:
    """Return the first day on which `count` calendar months since a day have fully passed.

    That is the first of all days that does not come before the same day of the month, `count` months on.
    """
    month, day = position(start)
    wanted = (month + count, day)
    for year in (wanted[0] // _MONTHS, wanted[0] // _MONTHS + 1):
        if year > LAST_YEAR:
            return None
        days = _days_of(year)
        place = bisect_left(days, wanted)
        if place < len(days):
            return day_at(days[place])
    return None


def passed(start: date, period: str) -> date | None:
    """Return the first day on which a period, written "3 days", "4 weeks" or "6 months", has fully passed since a day."""
    number, unit = period.split(" ")
    count = int(number)
    if unit.startswith("month"):
        return months_on(start, count)
    return days_on(start, count * _WEEK if unit.startswith("week") else count)


def last_that_passed(on: date, period: str) -> date:
    """Return the latest day since which a period has fully passed on a given day."""
    number, unit = period.split(" ")
    longest = int(number) * {"d": 1, "w": _WEEK, "m": _LONG}[unit[0]] + 1
    for back in range(longest + 1):
        day = days_on(on, -back)
        end = None if day is None else passed(day, period)
        if day is not None and end is not None and end <= on:
            return day
    message = f"{period} before {on} is not within the years a date can carry"
    raise ValueError(message)


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, month_length(year, month))


@cache
def covers(waited: str, needed: str) -> bool:
    """Tell whether everybody who has waited one period has waited the other, whenever they began within eight years."""
    for year in range(2096, 2104):
        for where in _days_of(year):
            start = day_at(where)
            first, second = passed(start, waited), passed(start, needed)
            if first is None or second is None or first < second:
                return False
    return True
