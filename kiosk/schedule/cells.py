"""What one cell of a schedule means. Each function returns a value or raises UnclearError with what is wrong.

A message names the column and the remedy and never repeats the cell: cells are about people.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from kiosk.clean import clean
from kiosk.visits import code_key

MOST_LETTERS = 100
OLDEST = 120
LONGEST_CODE = 64
LEAST_DIGITS = 4  # of a telephone number: the last four are the second proof

YesNo = Literal["yes", "no"]
_YEAR = 4
_NOON = 12

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


def read_names(client: str, given: str, family: str) -> tuple[str, str]:
    """Return given and family name, from their own columns or else from the whole name.

    Without columns of their own, "Family, Given" is taken at its word; else the first word is the given name and the
    rest the family name, since a family name matches by any of its words. Names in Chinese characters or Hangul begin
    with the family name.
    """
    client, given, family = (clean(name, limit=10 * MOST_LETTERS) for name in (client, given, family))
    if not family:
        given, family = _parted(client) if client else ("", given)
    elif not given and client:
        given = _without(client, family)
    if not family:
        raise UnclearError('the "client" has no name')
    if len(given) > MOST_LETTERS or len(family) > MOST_LETTERS:
        raise UnclearError(f'the name of the "client" is longer than {MOST_LETTERS} letters')
    return given, family


def _parted(name: str) -> tuple[str, str]:
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma and family and given:
        return given, family
    first, _, rest = name.partition(" ")
    if unicodedata.name(name[0], "").startswith(("CJK", "HANGUL")):
        return rest, first
    return (first, rest) if rest else ("", first)


def _without(name: str, family: str) -> str:
    words = name.replace(",", " ").split()
    of_family = family.split()
    if words[-len(of_family) :] == of_family:
        return " ".join(words[: -len(of_family)])
    if words[: len(of_family)] == of_family:
        return " ".join(words[len(of_family) :])
    return ""


def read_phone(text: str) -> str:
    """Read a telephone number as it is written, without what is not printable; raises if it cannot be one."""
    phone = clean(text, limit=40)
    digits = sum(c.isdigit() for c in phone)
    if phone and (digits < LEAST_DIGITS or any(c.isalpha() for c in phone.split("ext")[0])):
        raise UnclearError('the "phone" is not a telephone number')
    return phone


def read_code(text: str) -> str:
    """Read a booking code; how it is compared is the business of `kiosk.visits`."""
    code = clean(text)
    if len(code) > LONGEST_CODE:
        raise UnclearError(f'the "booking code" is longer than {LONGEST_CODE} letters and digits')
    if code and not code_key(code):
        raise UnclearError('the "booking code" has no letters and digits')
    return code


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
