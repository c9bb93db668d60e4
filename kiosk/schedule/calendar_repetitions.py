"""The times of a calendar's repetitions, on the days that are asked for; what would take for ever is left out and counted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, time, timedelta, tzinfo
from itertools import islice
from math import prod
from typing import Any, Final
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Event, vRecur
from icalendar.prop import vBroken

MOST_RULES: Final = 500
"""One that comes several times a day counts as often."""
MOST_YEARS: Final = 10
"""How long ago a repetition may have begun: every time since then is counted."""
MOST_TIMES: Final = 300_000
"""How many times are counted in all."""
MOST_LISTED: Final = 20_000
"""How many exceptions and added times are looked at in all."""
_AROUND: Final = timedelta(days=2)
"""What is further away than this from a day is not on it in any time zone."""
_MOST_NEVER: Final = 5
"""How many rules may never come true: each is looked for to the end of all years."""
_CYCLE: Final = 400
"""After so many years the calendar is the same again, leap days and weekdays included."""
_A_DAY_AT_MOST: Final = 24
_TOO_OFTEN: Final = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
_END_OF_DAY: Final = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Days:
    """The days that are asked for, and the zone of their clock."""

    first: date
    last: date
    zone: ZoneInfo

    def has(self, moment: datetime) -> bool:
        return self.first <= moment.date() <= self.last

    def local(self, moment: datetime) -> datetime:
        """Return a moment as the clinic's clock shows it; one without a zone is meant so already."""
        try:
            return moment if moment.tzinfo is None else moment.astimezone(self.zone).replace(tzinfo=None)
        except OverflowError:  # on the first or the last day that there is
            return moment.replace(tzinfo=None)


class Repetitions:
    """The repetitions of one calendar, one after the other."""

    def __init__(self, days: Days) -> None:
        self._days = days
        self._rules_left = MOST_RULES
        self._never_left = _MOST_NEVER
        self._times_left = MOST_TIMES
        self._listed_left = MOST_LISTED
        self.left_out = 0
        """How many were not spelled out."""

    def times(self, event: Event, begins: datetime) -> Iterator[datetime]:
        """Yield the times of a repetition on the clinic's clock, within the days that are asked for."""
        zone, wall = begins.tzinfo, begins.replace(tzinfo=None)
        listed = list(islice(_listed(event, "EXDATE"), self._listed_left + 1))
        added = list(islice(_listed(event, "RDATE"), self._listed_left + 1))
        self._listed_left -= len(listed) + len(added)
        if self._listed_left < 0:
            self.left_out += 1
            return
        gone = {_wall(each, zone) for each in listed if isinstance(each, datetime)}
        days_gone = {each for each in listed if isinstance(each, date) and not isinstance(each, datetime)}
        times = {_wall(each, zone) for each in added if isinstance(each, datetime)}
        if "RRULE" in event:
            times |= set(self._by_rule(event, wall, zone))
        else:
            times.add(wall)
        first, last = self._days.first - _AROUND, self._days.last + _AROUND
        for each in sorted(times):
            if first <= each.date() <= last and each not in gone and each.date() not in days_gone:
                start = self._days.local(each.replace(tzinfo=zone))
                if self._days.has(start):
                    yield start

    def _by_rule(self, event: Event, wall: datetime, zone: tzinfo | None) -> Iterable[datetime]:
        """Return the times by the rule of an event, on its own clock: it repeats by the wall clock, whatever the season."""
        rule = event["RRULE"]
        self._rules_left -= _times_a_day(rule)
        spent = self._rules_left < 0 or self._never_left <= 0 or self._times_left < 0
        if not isinstance(rule, vRecur) or spent or _is_boundless(rule) or self._is_too_old(wall):
            self.left_out += 1
            return ()
        end = datetime.combine(self._days.last + timedelta(days=1), _END_OF_DAY)
        if wall > end:
            return ()
        until = min(end, *(_until(each, zone) for each in rule.get("UNTIL", ())), end)
        parts = {name: value for name, value in rule.items() if name not in {"UNTIL", "COUNT"}}
        text = bytes(vRecur(parts).to_ical()).decode()  # type: ignore[no-untyped-call]
        # Late in the years that there are, because a rule that never comes true is followed until they end.
        later = (MAXYEAR - end.year) // _CYCLE * _CYCLE
        last, first = until.replace(year=until.year + later), wall.replace(year=wall.year + later)
        try:
            rule_times = rrulestr(text, dtstart=first).replace(until=last)
            most = self._times_left + 1
            times = list(islice(rule_times, min(most, int(rule["COUNT"][0])) if "COUNT" in rule else most))
        except (ValueError, TypeError, IndexError, OverflowError):
            self.left_out += 1
            return ()
        self._never_left -= not times and until >= wall
        self._times_left -= len(times)
        if self._times_left < 0:
            self.left_out += 1
            return ()
        return [each.replace(year=each.year - later) for each in times]

    def _is_too_old(self, wall: datetime) -> bool:
        return wall.year < self._days.first.year - MOST_YEARS


def _listed(event: Event, name: str) -> Iterator[Any]:
    """Yield the days and times of a property that may be there several times, each with several of them."""
    found = event.get(name)
    for each in found if isinstance(found, list) else [found]:
        for value in () if isinstance(each, vBroken) else getattr(each, "dts", ()):
            moment = value.dt
            yield moment[0] if isinstance(moment, tuple) else moment


def _wall(moment: datetime, zone: tzinfo | None) -> datetime:
    """Return a moment on the clock of its event."""
    if moment.tzinfo is None or zone is None:
        return moment.replace(tzinfo=None)
    try:
        return moment.astimezone(zone).replace(tzinfo=None)
    except OverflowError:
        return moment.replace(tzinfo=None)


def _until(value: Any, zone: tzinfo | None) -> datetime:
    return _wall(value, zone) if isinstance(value, datetime) else datetime.combine(value, _END_OF_DAY)


def _times_a_day(rule: Any) -> int:
    if not isinstance(rule, vRecur):
        return 1
    return prod(max(1, len(rule.get(each, ()))) for each in ("BYHOUR", "BYMINUTE", "BYSECOND"))


def _is_boundless(rule: Any) -> bool:
    often = {str(each).upper() for each in rule.get("FREQ", ())} & _TOO_OFTEN
    stands_still = any(not isinstance(each, int) or each < 1 for each in rule.get("INTERVAL", ()))
    return bool(often) or stands_still or _times_a_day(rule) > _A_DAY_AT_MOST
