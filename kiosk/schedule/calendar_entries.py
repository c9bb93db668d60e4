"""The events of a calendar as single appointments: repetitions spelled out, moved ones in their new place, each on the clinic's clock."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, time, timedelta, tzinfo
from itertools import islice
from math import prod
from typing import Any, Final
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Event, vRecur
from icalendar.prop import vBroken

from kiosk.schedule.calendar_files import text_of

MOST_RULES: Final = 500
"""One that comes several times a day counts as often."""
MOST_YEARS: Final = 10
"""How long ago a repetition may have begun: every time since then is counted."""
_MOST_NEVER: Final = 5
"""How many rules may never come true: each is looked for to the end of all years."""
_CYCLE: Final = 400
"""After so many years the calendar is the same again, leap days and weekdays included."""
_A_DAY_AT_MOST: Final = 24
_TOO_OFTEN: Final = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
_END_OF_DAY: Final = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Entry:
    """One appointment of a calendar."""

    event: Event
    start: datetime | None
    """As the clinic's own clock shows it; None if the calendar does not say."""
    code: str
    """The booking code by which later files mean this appointment; empty if the calendar gives it no identity."""
    is_off: bool
    repeats: bool = False

    @property
    def minutes(self) -> int:
        """How long it lasts; 0 if the calendar does not say."""
        begins, ends = _dt(self.event.get("DTSTART")), _dt(self.event.get("DTEND"))
        lasts = _dt(self.event.get("DURATION"))
        if (
            isinstance(begins, datetime)
            and isinstance(ends, datetime)
            and (begins.tzinfo is None) == (ends.tzinfo is None)
        ):
            lasts = ends - begins
        return max(0, int(lasts.total_seconds() // 60)) if isinstance(lasts, timedelta) else 0


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


@dataclass(frozen=True, slots=True)
class Entries:
    """What a calendar has for the days that were asked for, and how much of it is left out."""

    entries: tuple[Entry, ...]
    whole_days: int = 0
    lost_zones: int = 0
    """Entries whose time zone nobody knows: their times are taken as the clinic's."""
    rules: int = 0
    """Repetitions that are not spelled out, because they never end or come too often."""


def spelled_out(events: Sequence[tuple[Event, bool]], days: Days) -> Entries:
    """Spell a calendar out for some days. Of two versions of an event the later one counts."""
    found = _Spelling(days)
    for group in _by_uid(events):
        found.take(group)
    ordered = sorted(found.entries, key=lambda entry: (entry.start is None, entry.start or datetime.min, entry.code))  # noqa: DTZ901
    return Entries(tuple(ordered), found.whole_days, found.lost_zones, found.rules)


def _by_uid(events: Iterable[tuple[Event, bool]]) -> list[list[tuple[Event, bool]]]:
    groups: dict[str, list[tuple[Event, bool]]] = defaultdict(list)
    for place, (event, is_off) in enumerate(events):
        groups[text_of(event, "UID") or f"\0{place}"].append((event, is_off))
    return list(groups.values())


class _Spelling:
    def __init__(self, days: Days) -> None:
        self._days = days
        self._rules_left = MOST_RULES
        self._never_left = _MOST_NEVER
        self.entries: list[Entry] = []
        self.whole_days = self.lost_zones = self.rules = 0

    def take(self, versions: list[tuple[Event, bool]]) -> None:
        """Add the appointments of all events that share an identity."""
        main: tuple[Event, bool] | None = None
        moved: dict[datetime, tuple[Event, bool]] = {}
        for event, is_off in sorted(versions, key=_version):  # of equal versions, what calls it off, then the last one
            original = self._moved(event)
            if original is None:
                main = (event, is_off)
            else:
                moved[original] = (event, is_off)
        if main is not None:
            self._main(main, moved)
        for original, (event, is_off) in moved.items():
            self._add(event, original, is_off=is_off or (main is not None and _is_cancelled(*main)))

    def _moved(self, event: Event) -> datetime | None:
        """Return which time of a repetition an event stands for, or None if it is the repetition, or the only one."""
        found = _moment(event, "RECURRENCE-ID")
        return None if found is None else self._days.local(found)

    def _main(self, main: tuple[Event, bool], moved: dict[datetime, tuple[Event, bool]]) -> None:
        event, is_off = main
        begins = _moment(event, "DTSTART")
        if begins is None or ("RRULE" not in event and "RDATE" not in event):
            self._add(event, None, is_off=is_off)
            return
        if _is_whole_day(event):
            self.whole_days += 1
            return
        later = [(original, other) for original, other in moved.items() if _and_future(other[0])]
        days_instead = {each.date() for each in moved if each.time() == time() and _is_whole_day(moved[each][0])}
        for original in self._times(event, begins):
            if original in moved or original.date() in days_instead:
                continue
            base, shift, off = event, timedelta(), is_off
            for since, (other, other_off) in sorted(later, key=lambda each: each[0]):
                other_begins = _moment(other, "DTSTART")
                if original > since and other_begins is not None:
                    base, shift, off = other, self._days.local(other_begins) - since, other_off
            with suppress(OverflowError):
                self._at(base, original + shift, original, is_off=off)

    def _add(self, event: Event, original: datetime | None, *, is_off: bool) -> None:
        """Add an appointment that says its own time."""
        begins = _moment(event, "DTSTART")
        start = None if begins is None else self._days.local(begins)
        if _is_whole_day(event):
            self.whole_days += start is not None and self._days.has(start)
        else:
            self._at(event, start, original, is_off=is_off)

    def _at(self, event: Event, start: datetime | None, original: datetime | None, *, is_off: bool) -> None:
        if start is not None and not self._days.has(start):
            return
        self.lost_zones += _has_lost_zone(event)
        code = _code(text_of(event, "UID"), original)
        off = is_off or _is_cancelled(event, False)
        self.entries.append(Entry(event, start, code, is_off=off, repeats=original is not None))

    def _times(self, event: Event, begins: datetime) -> Iterator[datetime]:
        """Yield the times of a repetition on the clinic's clock, within the days that are asked for."""
        zone, wall = begins.tzinfo, begins.replace(tzinfo=None)
        gone, days_gone = _exceptions(event, zone)
        times = {_wall(moment, zone) for moment in _listed(event, "RDATE") if isinstance(moment, datetime)}
        if "RRULE" in event:
            times |= set(self._by_rule(event, wall, zone))
        else:
            times.add(wall)
        for each in sorted(times):
            if each not in gone and each.date() not in days_gone:
                start = self._days.local(each.replace(tzinfo=zone))
                if self._days.has(start):
                    yield start

    def _by_rule(self, event: Event, wall: datetime, zone: tzinfo | None) -> Iterable[datetime]:
        """Return the times by the rule of an event, on its own clock: it repeats by the wall clock, whatever the season."""
        rule = event["RRULE"]
        self._rules_left -= _times_a_day(rule)
        spent = self._rules_left < 0 or self._never_left <= 0
        if not isinstance(rule, vRecur) or spent or _is_boundless(rule) or self._is_too_old(wall):
            self.rules += 1
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
            times = list(islice(rule_times, int(rule["COUNT"][0]) if "COUNT" in rule else None))
        except (ValueError, TypeError, IndexError, OverflowError):
            self.rules += 1
            return ()
        self._never_left -= not times and until >= wall
        return [each.replace(year=each.year - later) for each in times]

    def _is_too_old(self, wall: datetime) -> bool:
        return wall.year < self._days.first.year - MOST_YEARS


def _dt(value: Any) -> Any:
    """Return the day or time of a property, None if it has none that can be read."""
    return None if isinstance(value, vBroken) else getattr(value, "dt", None)


def _version(each: tuple[Event, bool]) -> tuple[int, bool, str]:
    event, is_off = each
    sequence, stamp = event.get("SEQUENCE", 0), _dt(event.get("LAST-MODIFIED", event.get("DTSTAMP")))
    number = int(sequence) if isinstance(sequence, int) else 0
    return (number, _is_cancelled(event, is_off), str(stamp or ""))


def _is_cancelled(event: Event, is_off: bool) -> bool:
    return is_off or text_of(event, "STATUS").strip().upper() == "CANCELLED"


def _is_whole_day(event: Event) -> bool:
    found = _dt(event.get("DTSTART"))
    return isinstance(found, date) and not isinstance(found, datetime)


def _and_future(event: Event) -> bool:
    params = event["RECURRENCE-ID"].params if "RECURRENCE-ID" in event else {}
    return str(params.get("RANGE", "")).upper() == "THISANDFUTURE"


def _has_lost_zone(event: Event) -> bool:
    value = event.get("DTSTART")
    moment = _dt(value)
    return isinstance(moment, datetime) and moment.tzinfo is None and bool(value.params.get("TZID"))


def _moment(event: Event, name: str) -> datetime | None:
    found = _dt(event.get(name))
    if isinstance(found, date) and not isinstance(found, datetime):
        return datetime.combine(found, time())
    return found if isinstance(found, datetime) else None


def _listed(event: Event, name: str) -> Iterator[Any]:
    """Yield the days and times of a property that may be there several times, each with several of them."""
    found = event.get(name)
    for each in found if isinstance(found, list) else [found]:
        for value in () if isinstance(each, vBroken) else getattr(each, "dts", ()):
            moment = value.dt
            yield moment[0] if isinstance(moment, tuple) else moment


def _exceptions(event: Event, zone: tzinfo | None) -> tuple[set[datetime], set[date]]:
    listed = list(_listed(event, "EXDATE"))
    times = {_wall(each, zone) for each in listed if isinstance(each, datetime)}
    return times, {each for each in listed if isinstance(each, date) and not isinstance(each, datetime)}


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


def _code(uid: str, original: datetime | None) -> str:
    """Return a booking code that stays the same for one appointment of a calendar, also where it is moved."""
    if not uid:
        return ""
    told = f"{uid}\n{original.isoformat() if original else ''}"
    return "CAL" + hashlib.sha256(told.encode()).hexdigest()[:13].upper()
