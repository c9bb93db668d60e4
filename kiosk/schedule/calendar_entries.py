"""The events of a calendar as single appointments: repetitions spelled out, moved ones in their new place, each on the clinic's clock."""

import hashlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from operator import itemgetter
from typing import Any

from icalendar import Event
from icalendar.prop import vBroken

from kiosk.core.errors import BadInput
from kiosk.schedule.calendar_files import text_of
from kiosk.schedule.calendar_repetitions import Days, Repetitions
from kiosk.schedule.spreadsheet import MOST_LINES

_Following = tuple[datetime, timedelta, tuple[Event, bool]]


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
    return Entries(tuple(ordered), found.whole_days, found.lost_zones, found.repetitions.left_out)


def _by_uid(events: Iterable[tuple[Event, bool]]) -> list[list[tuple[Event, bool]]]:
    groups: dict[str, list[tuple[Event, bool]]] = defaultdict(list)
    for place, (event, is_off) in enumerate(events):
        groups[text_of(event, "UID") or f"\0{place}"].append((event, is_off))
    return list(groups.values())


class _Spelling:
    def __init__(self, days: Days) -> None:
        self._days = days
        self.repetitions = Repetitions(days)
        self.entries: list[Entry] = []
        self.whole_days = self.lost_zones = 0

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
        later = self._later(moved)
        days_instead = {each.date() for each in moved if each.time() == time() and _is_whole_day(moved[each][0])}
        for original in self.repetitions.times(event, begins):
            if original in moved or original.date() in days_instead:
                continue
            base, shift, off = event, timedelta(), is_off
            if before := bisect_left(later, original, key=itemgetter(0)):
                _, shift, (base, off) = later[before - 1]
            with suppress(OverflowError):
                self._at(base, original + shift, original, is_off=off)

    def _later(self, moved: Mapping[datetime, tuple[Event, bool]]) -> list[_Following]:
        """Return from when on an event stands for all that follow, and how far it moves them."""
        found = []
        for since, each in moved.items():
            begins = _moment(each[0], "DTSTART")
            if begins is not None and _and_future(each[0]):
                found.append((since, self._days.local(begins) - since, each))
        return sorted(found, key=itemgetter(0))

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
        if len(self.entries) > MOST_LINES:
            raise BadInput(
                f"The calendar has more than {MOST_LINES:,} appointments in the days that are read; export fewer."
            )


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


def _code(uid: str, original: datetime | None) -> str:
    """Return a booking code that stays the same for one appointment of a calendar, also where it is moved."""
    if not uid:
        return ""
    told = f"{uid}\n{original.isoformat() if original else ''}"
    return "CAL" + hashlib.sha256(told.encode()).hexdigest()[:13].upper()
