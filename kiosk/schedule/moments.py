"""What a cell says of a day and a time of day, in the many ways in which booking programs and spreadsheets write them.

Each function returns a value or raises UnclearError with what is wrong.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from kiosk.schedule.calendar_words import month_of, weekday_of
from kiosk.schedule.unclear import UnclearError

NOON: Final = 12
_YEAR: Final = 4
_FIRST_OF_FOUR_DIGITS: Final = 1000
_SPREADSHEETS_NOUGHT: Final = 1904
"""A spreadsheet's time without a day is on a day of 1899, 1900 or 1904."""
_ORDERS: Final = {"dmy": ("day", "month", "year"), "mdy": ("month", "day", "year"), "ymd": ("year", "month", "day")}
_EXAMPLES: Final = {"dmy": "31/07/1985", "mdy": "07/31/1985", "ymd": "1985/07/31"}

_LETTERS: Final = r"[^\W\d_]"
_YEAR_BEHIND: Final = r"[\s/.,-]*(?:de |del )?\s*(?P<year>\d{1,4})(?![\d:])"
_WEEKDAY: Final = re.compile(rf"({_LETTERS}{{3,}})[.,]*\s+(?=\S)")
_NUMBERS: Final = (
    re.compile(r"(?P<year>\d{4})\s*([-/. ])\s*(?P<month>\d{1,2})\s*\2\s*(?P<day>\d{1,2})(?!\d)", re.ASCII),
    re.compile(r"(?P<first>\d{1,2})\s*([./ -])\s*(?P<second>\d{1,2})\s*\2\s*(?P<third>\d{1,4})(?!\d)\.?", re.ASCII),
)
_WORDS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|o|º|°)?[\s/.-]*(?:of |de |d')?\s*(?P<month>{_LETTERS}{{3,}}){_YEAR_BEHIND}",
        rf"(?P<month>{_LETTERS}{{3,}})[\s/.-]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s/.,-]+(?P<year>\d{{1,4}})(?![\d:])",
        rf"(?P<year>\d{{4}})[\s/.-]*(?P<month>{_LETTERS}{{3,}})[\s/.-]*(?P<day>\d{{1,2}})(?!\d)",
    )
)
_SERIAL: Final = re.compile(r"\d{5}(?:[.,]\d+)?", re.ASCII)
_CLOCK: Final = re.compile(
    r"(?P<hour>\d{1,2})(?:\s?[:.hH]\s?(?P<minute>\d{2})(?::\d{2}(?:[.,]\d+)?)?(?!\d)|\s?(?P<full>[hH])(?!\w))?"
    r"\s*(?P<half>[AaPp]\.?\s?[Mm](?!\w)\.?)?",
    re.ASCII,
)
_BEFORE_TIME: Final = re.compile(r"\s*(?:[Tt,]\s*|-\s+)?(?:(?:at|a las|à) )?", re.ASCII)
_UNTIL: Final = re.compile(r"\s*(?:-|(?<=\s)(?:to|until|till|a|à)(?=\s))\s*")
_ZONE: Final = re.compile(
    r"\s*(?:(?P<name>Z|z|[A-Z]{3,5})(?![A-Za-z]))?\s?(?P<offset>[+-]\d{1,2}(?::?\d{2})?)?(?!\w)", re.ASCII
)
_ASIDE: Final = re.compile(r"\s*\([^()]*\)$")
_LENGTH: Final = re.compile(
    r"(?:(?P<hours>\d{1,2})\s*(?:h|hr|hrs|hour|hours|hora|horas|heure|heures)\b\.?,?\s*)?(?:(?P<minutes>\d{1,3})\s*(?:m|min|mins|minutes?|minutos?)?\.?)?"
    r"|(?P<clock>\d{1,2}):(?P<past>\d{2})(?::\d{2})?",
    re.IGNORECASE,
)
_LONGEST: Final = 12 * 60
_MOST_LETTERS: Final = 200


@dataclass(frozen=True, slots=True)
class Start:
    """When an appointment begins, as the clinic's own wall clock shows it, and for how many minutes it is booked."""

    at: datetime
    minutes: int | None = None


def visible(text: str) -> str:
    """Return a cell without what cannot be seen: direction marks, no-break spaces, long dashes."""
    text = text.strip()[:_MOST_LETTERS].removeprefix("'")  # a spreadsheet's mark of a text
    if text.isascii():
        return " ".join(text.split())
    kept = (c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return " ".join("".join("-" if c == "−" or unicodedata.category(c) == "Pd" else c for c in kept).split())


def has_date(text: str, order: str) -> bool:
    """Tell whether a cell begins or ends with a date, whether or not it is right."""
    try:
        return read_start(text, "", order, ZoneInfo("UTC")) is not None
    except UnclearError as unclear:
        return "but no date" not in str(unclear) and "not a date and a time" not in str(unclear)


def read_date(text: str, order: str, column: str, zone: ZoneInfo) -> date:
    """Read a date: ISO, in words, or in the clinic's `order` ("dmy", "mdy" or "ymd"); a spreadsheet's midnight does no harm."""
    cell = visible(text)
    found = _date_at_start(cell, order, column, "")
    if found is None:
        raise UnclearError(_no_date(cell, order, column, ""))
    day, rest = found
    if not rest:
        return day
    mark = _zone_at(rest)
    clock = _CLOCK.fullmatch(rest[:mark])
    if clock is None or not (clock["minute"] or clock["half"]):
        raise UnclearError(_no_date(cell, order, column, ""))
    at = _time_of_day(clock, column)
    if at == time():
        return day
    there = _in_zone(datetime.combine(day, at), rest[mark:], zone, column)
    if rest[mark:].strip() and there.time() == time():
        return there.date()  # midnight here, as a program writes it that counts in another zone
    if column != "start":
        raise UnclearError(f'the "{column}" has a time of day; {_form(order, "")}')
    return day


def read_start(text: str, day: str, order: str, zone: ZoneInfo) -> Start:
    """Read an appointment's start as the clinic's own wall clock shows it (the result has no zone).

    `day` is the cell of a date column of its own, if the file has one; a time with an offset is converted.
    """
    cell = _ASIDE.sub("", visible(text))
    if not cell:
        raise UnclearError('the "start" is empty; write it like 2026-07-31 09:30')
    found = _date_at_start(cell, order, "start", " 09:30")
    on, rest = found or (None, cell)
    clock = _CLOCK.match(rest)
    if clock is None or not (clock["minute"] or clock["half"] or clock["full"]):
        raise UnclearError(_no_start(cell, order, known=on is not None))
    joined = on is not None and cell[: len(cell) - len(rest)].endswith(("T", "t"))
    end, rest = _end(clock, rest[clock.end() :], joined=joined)
    mark = _ZONE.match(rest)
    zoned, rest = rest[: mark.end()] if mark else "", rest[mark.end() if mark else 0 :]
    if rest.strip(" ,"):
        behind = _date_at_start(rest.strip(" ,-"), order, "start", " 09:30") if on is None else None
        if behind is None or behind[1]:
            raise UnclearError('the "start" is not a date and a time; write it like 2026-07-31 09:30')
        on = behind[0]
    if day and (on is None or on.year <= _SPREADSHEETS_NOUGHT):
        on = read_date(day, order, "start", zone)
    if on is None or on.year <= _SPREADSHEETS_NOUGHT:
        raise UnclearError('the "start" has a time but no date; write it like 2026-07-31 09:30')
    begins = _time_of_day(clock, "start", half_of=end)
    wall = _in_zone(datetime.combine(on, begins), zoned, zone, "start")
    there_and_back = wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    if there_and_back != wall:
        raise UnclearError('the "start" is a time that does not exist on that day: the clocks go forward over it')
    return Start(wall, _minutes(begins, _time_of_day(end, "start")) if end else None)


def read_length(start: datetime, end: str, duration: str) -> int | None:
    """Return the minutes from an appointment's start to its end, or those of a column of lengths; None if neither can be read."""
    if (length := _LENGTH.fullmatch(visible(duration))) and any(length.groups()):
        hours, minutes = length["hours"] or length["clock"], length["minutes"] or length["past"]
        return _sensible(60 * int(hours or 0) + int(minutes or 0))
    last = list(_CLOCK.finditer(visible(end)))
    ends = next((clock for clock in reversed(last) if clock["minute"] or clock["half"]), None)
    try:
        return _minutes(start.time(), _time_of_day(ends, "end")) if ends else None
    except UnclearError:
        return None


def _minutes(begins: time, ends: time) -> int | None:
    return _sensible(60 * (ends.hour - begins.hour) + ends.minute - begins.minute)


def _sensible(minutes: int) -> int | None:
    return minutes if 0 < minutes <= _LONGEST else None


def _date_at_start(cell: str, order: str, column: str, hour: str) -> tuple[date, str] | None:
    """Return the date with which a cell begins, and the rest of the cell; None if it begins with none."""
    said = _written(cell, order, column, hour)
    weekday = None
    if said is None and (word := _WEEKDAY.match(cell)) and (weekday := weekday_of(word[1])) is not None:
        said = _written(cell[word.end() :], order, column, hour)
    if said is None:
        return None
    day, rest = said
    if weekday is not None and day.weekday() != weekday:
        raise UnclearError(
            f'the "{column}" has a day of the week that does not go with its date; are day and month swapped?'
        )
    before = _BEFORE_TIME.match(rest)
    return day, rest[before.end() :] if before else rest


def _written(cell: str, order: str, column: str, hour: str) -> tuple[date, str] | None:
    for pattern in _NUMBERS:
        if found := pattern.match(cell):
            parts = found.groupdict()
            if "first" in parts:
                parts = dict(zip(_ORDERS[order], (parts["first"], parts["second"], parts["third"]), strict=True))
            return _date(parts, order, column, hour), cell[found.end() :]
    for pattern in _WORDS:
        if (found := pattern.match(cell)) and (month := month_of(found["month"])):
            return _date({**found.groupdict(), "month": str(month)}, order, column, hour), cell[found.end() :]
    return None


def _date(parts: dict[str, str], order: str, column: str, hour: str) -> date:
    year, month, day = int(parts["year"]), int(parts["month"]), int(parts["day"])
    if len(parts["year"]) != _YEAR or year < _FIRST_OF_FOUR_DIGITS:
        raise UnclearError(f'the "{column}" needs a year of four digits; {_form(order, hour)}')
    try:
        return date(year, month, day)
    except ValueError:
        raise UnclearError(f'the "{column}" is a day that no calendar has; {_form(order, hour)}') from None


def _form(order: str, hour: str) -> str:
    return f"write it like 1985-07-31{hour} or {_EXAMPLES[order]}{hour}"


def _no_date(cell: str, order: str, column: str, hour: str) -> str:
    if _SERIAL.fullmatch(cell):
        return (
            f'the "{column}" is a day as a spreadsheet counts them, not a date; give the column the format of a date there, '
            "and save it again"
        )
    return f'the "{column}" is not a date; {_form(order, hour)}'


def _no_start(cell: str, order: str, *, known: bool) -> str:
    timed = next((at for at in _CLOCK.finditer(cell) if at["minute"] or at["half"]), None)
    if _SERIAL.fullmatch(cell) or (timed is not None and timed.start() and not known):
        return _no_date(cell, order, "start", " 09:30")
    return 'the "start" is not a date and a time; write it like 2026-07-31 09:30'


def _end(clock: re.Match[str], rest: str, *, joined: bool) -> tuple[re.Match[str] | None, str]:
    """Return the time at which a range ends, and what follows it; what an ISO time has there is an offset."""
    until = _UNTIL.match(rest)
    if until is None or joined:
        return None, rest
    ends = _CLOCK.match(rest, until.end())
    if ends is None or not (ends["minute"] or ends["half"] or ends["full"]):
        return None, rest
    later = (int(ends["hour"]), ends["minute"] or "00") > (int(clock["hour"]), clock["minute"] or "00")
    if until[0] == "-" and not ends["half"] and (not later or ":" not in ends[0]):
        return None, rest
    return ends, rest[ends.end() :]


def _time_of_day(parts: re.Match[str], column: str, *, half_of: re.Match[str] | None = None) -> time:
    hour, minute = int(parts["hour"]), int(parts["minute"] or 0)
    half = parts["half"]
    if not half and half_of is not None and half_of["half"]:  # 9:00 - 9:45 am, 11:30 - 12:15 pm
        half = half_of["half"]
        if half[0] in "Pp" and hour % NOON > int(half_of["hour"]) % NOON:
            half = "am"
    if half:
        if not 1 <= hour <= NOON:
            raise UnclearError(f'the "{column}" has an hour that does not go with a.m. or p.m.; write it like 14:30')
        hour = hour % NOON + (NOON if half[0] in "Pp" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise UnclearError(f'the "{column}" is a time that no clock shows; write it like 14:30') from None


def _zone_at(rest: str) -> int:
    clock = _CLOCK.match(rest)
    end = clock.end() if clock else 0
    mark = _ZONE.fullmatch(rest, end)
    return end if mark else len(rest)


def _in_zone(wall: datetime, written: str, zone: ZoneInfo, column: str) -> datetime:
    """Return a time with an offset as the clinic's clock shows it; without one, as it is."""
    mark = _ZONE.fullmatch(written)
    if mark is None or not written.strip():
        return wall
    name = (mark["name"] or "").upper()
    if name not in {"", "Z", "UTC", "GMT"} or (name and not mark["offset"]):
        if wall.replace(tzinfo=zone).tzname() == name:
            return wall
        if name not in {"Z", "UTC", "GMT"}:
            raise UnclearError(
                f'the "{column}" names a time zone that is not this clinic\'s; write it like 14:30+01:00'
            )
    sign, digits = (mark["offset"] or "+0")[:1], (mark["offset"] or "+0")[1:].replace(":", "")
    hours, minutes = (digits, "0") if len(digits) <= len("12") else (digits[:-2], digits[-2:])
    offset = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)
    try:
        return (wall - offset).replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    except OverflowError:
        raise UnclearError(f'the "{column}" is too far away; write it like 2026-07-31 09:30') from None
