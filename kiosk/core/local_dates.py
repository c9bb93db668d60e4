"""Days, times and names as clients read them: as the language that is spoken now writes them, English as staff read it too.

How a language writes a day is known to Babel; what it does not know is in the catalogue. A language of which nothing is known
has the English words. All of it is read when a day is first said in another language, not before.
"""

import re
from datetime import date, datetime, time
from typing import Final

from kiosk.core import language, phrases
from kiosk.core.language import tr, tr_later
from rules import day_in_words, is_near, month_in_words

_FIRST: Final = tr_later("1st")
"""The first of a month, between its weekday and its name: "1er" in French. English says 1."""
_PART: Final = re.compile(r"'[^']*'|E+|d+")
"""What is looked for in the shape of a day: words as they stand, the weekday, the day of the month."""


def local_long_day(day: date, *, year: bool = True) -> str:
    """Return `Monday 1 March 2027`, or `lundi 1er mars 2027`."""
    locale = language.locale()
    if locale is None:
        return phrases.long_day(day, year=year)
    return _said(locale.date_formats["full"] if year else locale.datetime_skeletons["MMMMEd"], day)


def local_day(day: date, today: date | None = None) -> str:
    """Return `1 March 2027`, or `1 de marzo de 2027`; a day near `today` goes without its year."""
    locale = language.locale()
    if locale is None:
        return day_in_words(day, today)
    near = today is not None and is_near(day, today)
    return _said(locale.datetime_skeletons["MMMMd"] if near else locale.date_formats["long"], day)


def local_day_of_month(number: int, month: date) -> str:
    """Return `31 April`, whether or not there is such a day; `month` is any day of it."""
    locale = language.locale()
    if locale is None:
        return f"{number} {month_in_words(month).split()[0]}"
    return _said(locale.datetime_skeletons["MMMMd"], month, number)


def local_month(day: date) -> str:
    """Return `March 2027`, or `marzo de 2027`."""
    locale = language.locale()
    return month_in_words(day) if locale is None else _said(locale.datetime_skeletons["yMMMM"], day)


def local_time(moment: datetime | time) -> str:
    """Return the time of day: `09:30`, or `9:30` in Spanish."""
    locale = language.locale()
    if locale is None:
        return phrases.clock_time(moment)
    from babel.dates import format_time  # noqa: PLC0415

    at = moment.time() if isinstance(moment, datetime) else moment
    return format_time(at, "short", locale=locale)


def local_moment(day: date, at: datetime | time, *, weekday: bool = True) -> str:
    """Return `Monday 1 March 2027, 10:30`, or without the weekday: `1 March 2027, 10:30`."""
    said = local_long_day(day) if weekday else local_day(day)
    return tr("{day}, {time}").format(day=said, time=local_time(at))


def local_name(given: str, family: str) -> str:
    """Return a person's whole name, in the order that the catalogue of the language says."""
    return tr("{given} {family}").format(given=given, family=family).strip()


def begun(words: str) -> str:
    """Return words with a capital, for where a line begins with them: Spanish weekdays and months have none."""
    return words[:1].upper() + words[1:]


def _said(shape: object, day: date, number: int | None = None) -> str:
    """Write a day in a shape of Babel's, with its whole weekday, and the first of a month as the language says it."""
    from babel.dates import format_date  # noqa: PLC0415

    of_month, first = day.day if number is None else number, tr(_FIRST)
    said = first if of_month == 1 and first != _FIRST else str(of_month)

    def part(found: re.Match[str]) -> str:
        return {"E": "EEEE", "d": f"'{said}'"}.get(found[0][0], found[0])

    return format_date(day, _PART.sub(part, str(shape)), locale=language.locale())
