"""Counts and days in words, for everything that people read. Pure: today is given, never asked for."""

from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_NO_YEAR_DAYS = 300


def several(count: int, one: str, many: str) -> str:
    """Return `1 answer`, `3 answers` or `1,200 answers`."""
    return f"{count:,} {one if count == 1 else many}"


def day_in_words(day: date, today: date | None = None) -> str:
    """Return `1 March 2027`; a day near `today` goes without its year, as it can't be mistaken."""
    words = f"{day.day} {MONTHS[day.month - 1]}"
    return words if today and is_near(day, today) else f"{words} {day.year}"


def is_near(day: date, today: date) -> bool:
    """Tell whether a day can't be mistaken without its year."""
    return abs((day - today).days) < _NO_YEAR_DAYS


def month_in_words(day: date) -> str:
    """Return `March 2027`."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def earliest_in_words(day: date, *, approximate: bool) -> str:
    """Return a day in words; if it rests on no exact day, it may turn out to be sooner."""
    words = day_in_words(day)
    return f"{words} at the latest; sooner if you find the exact day" if approximate else words
