"""Time zones as calendars define them themselves, where the name of one is nobody's: read, or left unknown if they are endless.

A definition lists when its clock changes, by rules that any program may write. Whoever asks what time it is somewhere goes through
them from the beginning, so what repeats more than a clock does, or has more parts than one needs, is not read.
"""

from datetime import datetime, tzinfo
from typing import Any, Final

from icalendar import Timezone
from icalendar.prop import vRecur
from icalendar.timezone import tzp
from icalendar.timezone.zoneinfo import ZONEINFO

MOST_CHANGES: Final = 20
"""How many rules and days of change a definition may have."""
MOST_DEFINITIONS: Final = 200
"""How many are read of one file."""
_EARLIEST: Final = 2000
"""What repeats each year begins here: what came before it says nothing about an appointment."""
_PARTS: Final = frozenset({"FREQ", "UNTIL", "BYMONTH", "BYDAY", "BYMONTHDAY", "WKST"})
_MOST_OF: Final = {"BYMONTH": 1, "BYDAY": 1, "BYMONTHDAY": 7}
_SAID: Final = frozenset({"DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "COMMENT"})


class CalendarZones:
    """The definitions in one file, as they are met: one calendar after the other, each with its own."""

    def __init__(self) -> None:
        self._left = MOST_DEFINITIONS
        self._defined: str | None = None

    def begin(self, defined: str) -> None:
        """Begin with a calendar that has these definitions: what another one called by the same name is forgotten."""
        if defined != self._defined:
            tzp.use(_Moderate(self))
            self._defined = defined

    def may_define(self) -> bool:
        """Count one more, and tell whether it may be read."""
        self._left -= 1
        return self._left >= 0


class _Moderate(ZONEINFO):
    def __init__(self, zones: CalendarZones) -> None:
        self._zones = zones

    def create_timezone(self, tz: Timezone) -> tzinfo | None:  # type: ignore[override]
        """Return a time zone by its definition; None, which leaves it unknown, for one that makes no sense or too much of it."""
        try:
            changes = sum(_changes(part) for part in tz.subcomponents)
            return super().create_timezone(tz) if changes <= MOST_CHANGES and self._zones.may_define() else None
        except Exception:  # noqa: BLE001 - third-party code on text from outside
            return None


def _changes(part: Any) -> int:
    """Return how many changes of the clock a part of a definition stands for, where a rule is one; begin it late enough."""
    if not all(name in _SAID or name.startswith("X-") for name in map(str.upper, part)):
        return MOST_CHANGES + 1
    rule, days = part.get("RRULE"), part.get("RDATE", ())
    listed = sum(len(each.dts) for each in (days if isinstance(days, list) else [days]) if hasattr(each, "dts"))
    if rule is None:
        return 1 + listed
    if not isinstance(rule, vRecur) or not _is_yearly(rule):
        return MOST_CHANGES + 1
    start = part["DTSTART"].dt
    if isinstance(start, datetime) and start.year < _EARLIEST:
        part["DTSTART"].dt = start.replace(year=_EARLIEST)
    return 1 + listed


def _is_yearly(rule: vRecur) -> bool:
    """Tell whether a rule is one of those by which clocks change: once a year, on one day."""
    parts = {str(name).upper() for name in rule}
    few = all(len(rule.get(name, ())) <= most for name, most in _MOST_OF.items())
    by_month = "BYMONTH" in parts or not parts & {"BYDAY", "BYMONTHDAY"}
    return parts <= _PARTS and [str(each).upper() for each in rule["FREQ"]] == ["YEARLY"] and few and by_month
