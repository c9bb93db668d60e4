"""When a period has passed, by the definition: the first day on which so many whole days, weeks or months lie behind."""

from datetime import date, timedelta
from functools import cache

A_DAY = timedelta(days=1)
FEWEST = {"day": 1, "week": 7, "month": 28}
"""The fewest days that one of these takes."""


@cache
def passed(start: date, period: str) -> date:
    """Return the first day on which a period ("3 days", "6 months") that begins on a day has passed."""
    count, unit = int(period.split(maxsplit=1)[0]), period.split()[1].removesuffix("s")
    day = start + count * FEWEST[unit] * A_DAY
    while unit == "month" and whole_months(start, day) < count:
        day += A_DAY
    return day


def whole_months(start: date, day: date) -> int:
    """Count the months that are over: one is once the day of the month on which it began is reached, or left out."""
    months = (day.year - start.year) * 12 + day.month - start.month
    return months if day.day >= start.day else months - 1


def last_of_month(written: str) -> date:
    """Return the last day of a month like "2026-06"."""
    day = date.fromisoformat(f"{written}-28")
    while (day + A_DAY).month == day.month:
        day += A_DAY
    return day
