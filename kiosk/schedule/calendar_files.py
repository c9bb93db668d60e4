"""iCalendar files (RFC 5545) as the events in them, whatever else is wrong with the file."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from icalendar import Calendar, Event

from kiosk.core.errors import BadInput
from kiosk.schedule.booking_line import Remark
from kiosk.schedule.calendar_zones import CalendarZones
from kiosk.schedule.file_text import MOST_BYTES
from kiosk.schedule.spreadsheet import MOST_LINES

_BEGIN: Final = b"BEGIN:VCALENDAR"
_CALENDAR: Final = re.compile(
    r"^BEGIN:VCALENDAR\b.*?(?:^END:VCALENDAR[^\n]*$|\Z)", re.IGNORECASE | re.MULTILINE | re.DOTALL
)
_EVENT, _ZONE = (
    # What has no end is looked through to the next of its kind, not to the end of the file.
    re.compile(rf"^BEGIN:{kind}\b(?:(?!^BEGIN:{kind}).)*?^END:{kind}[^\n]*$", re.IGNORECASE | re.MULTILINE | re.DOTALL)
    for kind in ("VEVENT", "VTIMEZONE")
)
_METHOD: Final = re.compile(r"^METHOD:\s*(\w+)", re.IGNORECASE | re.MULTILINE)
_LINE: Final = re.compile(r"\n(?![ \t])")
MOST_TEXT_LINES: Final = 250_000
"""How many lines a calendar may have, those that are continued counted once: each takes its time."""
_BOM: Final = b"\xef\xbb\xbf"
_LATIN: Final = "The calendar is not UTF-8; it was read as Western European, so check the names."
_BROKEN_SOMEHOW: Final = (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError)
_BROKEN: Final = "{} of the calendar cannot be read, so nothing of it was taken; export the calendar again."


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """The events of one file, or of several put together, with a word on what could not be read."""

    events: tuple[tuple[Event, bool], ...]
    """Each with whether its calendar calls it off (METHOD:CANCEL)."""
    remarks: tuple[Remark, ...]
    is_whole: bool
    """False if it tells of single appointments, as invitations and cancellations do."""


def is_calendar(data: bytes) -> bool:
    """Tell whether a file begins as a calendar does."""
    return data.removeprefix(_BOM).lstrip()[: len(_BEGIN)].upper() == _BEGIN


def text_of(event: Event, name: str) -> str:
    """Return what a property says; the first one, where an event has several of a name."""
    found = event.get(name, "")
    return str(found[0] if isinstance(found, list) and found else found)


def read_calendar_file(data: bytes) -> CalendarFile:
    """Return the events of a file. Raises BadInput if it is too large, or none of it is a calendar."""
    if len(data) > MOST_BYTES:
        raise BadInput(f"The calendar is larger than {MOST_BYTES // 1024**2} MB; export fewer days.")
    text, remarks = _text(data)
    if len(re.findall(r"^BEGIN:VEVENT", text, re.IGNORECASE | re.MULTILINE)) > MOST_LINES:
        raise BadInput(f"The calendar has more than {MOST_LINES:,} entries; export fewer days.")
    if sum(1 for _ in _LINE.finditer(text)) > MOST_TEXT_LINES:
        raise BadInput(f"The calendar has more than {MOST_TEXT_LINES:,} lines; export fewer days.")
    events: list[tuple[Event, bool]] = []
    broken, is_whole, zones = 0, True, CalendarZones()
    for found in _CALENDAR.finditer(text):
        method = _METHOD.search(_EVENT.sub("", found[0]))
        kind = method[1].upper() if method is not None else "PUBLISH"
        is_off, is_whole = kind == "CANCEL", is_whole and kind == "PUBLISH"
        for event in _events(found[0], zones):
            if event is None:
                broken += 1
            else:
                events.append((event, is_off))
    if broken:
        remarks.append(Remark(0, _BROKEN.format("1 entry" if broken == 1 else f"{broken:,} entries")))
    return CalendarFile(tuple(events), tuple(remarks), is_whole)


def _text(data: bytes) -> tuple[str, list[Remark]]:
    try:
        text, remarks = data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        text, remarks = data.decode("cp1252", errors="replace"), [Remark(0, _LATIN)]
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""), remarks


def _events(calendar: str, zones: CalendarZones) -> Iterator[Event | None]:
    """Yield the events of one calendar; if something in it is broken, one by one, and None for each that cannot be read."""
    defined = _ZONE.findall(calendar)
    zones.begin("\n".join(defined))
    try:
        yield from _walk(calendar if "END:VCALENDAR" in calendar.upper() else calendar + "\nEND:VCALENDAR\n")
    except _BROKEN_SOMEHOW:
        for block in defined:
            with suppress(*_BROKEN_SOMEHOW):
                _walk(f"BEGIN:VCALENDAR\n{block}\nEND:VCALENDAR\n")
        for block in _EVENT.findall(calendar):
            try:
                yield from _walk(f"BEGIN:VCALENDAR\n{block}\nEND:VCALENDAR\n")
            except _BROKEN_SOMEHOW:
                yield None


def _walk(calendar: str) -> list[Event]:
    return [event for event in Calendar.from_ical(calendar).walk("VEVENT") if isinstance(event, Event)]
