"""What one cell of a schedule means. Each function returns a value or raises UnclearError with what is wrong.

A message names the column and the remedy and never repeats the cell: cells are about people.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kiosk.schedule.booking_line import YesNo

MOST_LETTERS = 100
OLDEST = 120

_YEAR = 4
_NOON = 12
_FIRST_OF_FOUR_DIGITS = 1000

_SPLIT = re.compile(
    r"(?:(?P<day>\S.*?)(?:\s*[Tt,]\s*|\s+))?"
    r"(?P<hour>\d{1,2})(?:[:.hH](?P<minute>\d{2})(?::\d{2}(?:[.,]\d+)?)?)?\s*(?P<half>[AaPp]\.?[Mm]\.?)?"
    r"\s*(?P<zone>[Zz]|[+-]\d{2}(?::?\d{2})?)?",
    re.ASCII,
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_THREE = re.compile(r"(\d{1,4})\s*([./ -])\s*(\d{1,2})\s*\2\s*(\d{1,4})\.?", re.ASCII)
_ORDERS = {"dmy": ("day", "month", "year"), "mdy": ("month", "day", "year"), "ymd": ("year", "month", "day")}
_EXAMPLES = {"dmy": "31/07/1985", "mdy": "07/31/1985", "ymd": "1985/07/31"}

_YES = frozenset({"yes", "y", "true", "1", "x"})
_NO = frozenset({"no", "n", "false", "0"})
_LANGUAGES = {"en": "en", "eng": "en", "english": "en"} | {
    "es": "es",
    "spa": "es",
    "spanish": "es",
    "español": "es",
    "castellano": "es",
    "fr": "fr",
    "fra": "fr",
    "fre": "fr",
    "french": "fr",
    "français": "fr",
}


class UnclearError(Exception):
    """A cell that cannot be taken; says why, in the middle of a sentence."""


def read_date(text: str, order: str, column: str, *, hour: str = "") -> date:
    """Read a date written as ISO or in the clinic's `order` ("dmy", "mdy" or "ymd"); `hour` ends its examples."""
    form = f"write it like 1985-07-31{hour} or {_EXAMPLES[order]}{hour}"
    if iso := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in iso.groups())
    elif three := _THREE.fullmatch(text):
        written = (three[1], three[3], three[4])
        named = dict(zip(_ORDERS[order], written, strict=True))
        if len(named["year"]) != _YEAR:
            raise UnclearError(f'the "{column}" needs a year of four digits; {form}')
        year, month, day = int(named["year"]), int(named["month"]), int(named["day"])
    else:
        raise UnclearError(f'the "{column}" is not a date; {form}')
    if year < _FIRST_OF_FOUR_DIGITS:
        raise UnclearError(f'the "{column}" needs a year of four digits; {form}')
    try:
        return date(year, month, day)
    except ValueError:
        raise UnclearError(f'the "{column}" is a day that no calendar has; {form}') from None


def read_start(text: str, day: str, order: str, zone: ZoneInfo) -> datetime:
    """Read an appointment's start as the clinic's own wall clock shows it (the result has no zone).

    `day` is the cell of a date column of its own, if the file has one; a time with an offset is converted.
    """
    if not text:
        raise UnclearError('the "start" is empty; write it like 2026-07-31 09:30')
    parts = _SPLIT.fullmatch(text)
    if parts is None or not (parts["minute"] or parts["half"]):
        raise UnclearError('the "start" is not a date and a time; write it like 2026-07-31 09:30')
    if not (parts["day"] or day):
        raise UnclearError('the "start" has a time but no date; write it like 2026-07-31 09:30')
    on = read_date(parts["day"] or day, order, "start", hour=" 09:30" if parts["day"] else "")
    wall = datetime.combine(on, _time_of_day(parts))
    if parts["zone"]:
        wall = _in_zone(wall, parts["zone"], zone)
    there_and_back = wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    if there_and_back != wall:
        raise UnclearError('the "start" is a time that does not exist on that day: the clocks go forward over it')
    return wall


def _time_of_day(parts: re.Match[str]) -> time:
    hour, minute = int(parts["hour"]), int(parts["minute"] or 0)
    if half := parts["half"]:
        if not 1 <= hour <= _NOON:
            raise UnclearError('the "start" has an hour that does not go with a.m. or p.m.; write it like 14:30')
        hour = hour % _NOON + (_NOON if half[0] in "Pp" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise UnclearError('the "start" is a time that no clock shows; write it like 14:30') from None


def _in_zone(wall: datetime, written: str, zone: ZoneInfo) -> datetime:
    offset = timedelta()
    if written not in "Zz":
        digits = written[1:].replace(":", "").ljust(4, "0")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        offset = -offset if written[0] == "-" else offset
    try:
        return (wall - offset).replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    except OverflowError:
        raise UnclearError('the "start" is too far away; write it like 2026-07-31 09:30') from None


def read_birth(text: str, order: str, on: date | None) -> date:
    """Read a date of birth; `on` is the day of the appointment, if that is known."""
    if not text:
        raise UnclearError('the "date of birth" is empty; without it nobody can check in')
    born = read_date(text, order, "date of birth")
    if on is not None and born > on:
        raise UnclearError('the "date of birth" is after the appointment')
    if on is not None and on.year - born.year > OLDEST:
        raise UnclearError(f'the "date of birth" is more than {OLDEST} years ago')
    return born


def read_treatment(text: str, treatments: Mapping[str, str]) -> str:
    """Read a treatment by its id or title; `treatments` maps the clinic's ids to their titles."""
    if not text:
        raise UnclearError(f'the "treatment" is empty; it may be {_either(treatments)}')
    wanted = _letters(text)
    for treatment, title in treatments.items():
        if wanted in (_letters(treatment), _letters(title)):
            return treatment
    raise UnclearError(f'the "treatment" is not one of this clinic; it may be {_either(treatments)}')


def _either(treatments: Mapping[str, str]) -> str:
    return " or ".join(sorted(treatments))


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
    wanted = text.casefold()
    if language := _LANGUAGES.get(wanted) or _LANGUAGES.get(re.split(r"[-_]", wanted)[0]):
        return language
    raise UnclearError('the "language" is not one the kiosk speaks (en, es or fr)')


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
