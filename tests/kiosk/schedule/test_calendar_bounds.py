"""What a calendar of a legal size can cost: each of these kept a machine busy for half a minute, or for good."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from kiosk.core.errors import BadInput
from kiosk.schedule import calendar_entries, calendar_files, calendar_repetitions, calendar_zones
from kiosk.schedule.booking_line import Schedule
from kiosk.schedule.conventions import CalendarConventions, ScheduleConventions
from kiosk.schedule.sources import read_schedule
from tests.kiosk.schedule.test_calendars import ZONE, event, ics

TITLES = {"parisian-peel": "Parisian Peel"}
AT = "DTSTART;TZID=Clinic Time:20260731T083000"


def read(data: bytes) -> Schedule:
    days = CalendarConventions(date(2026, 7, 30), date(2026, 10, 30), "", frozenset(), lambda _name, _phone: None)
    return read_schedule(data, ScheduleConventions("dmy", ZoneInfo("Europe/Madrid"), TITLES, calendar=days))


def starts(data: bytes) -> list[str]:
    return [f"{line.day:%m-%d} {line.start:%H:%M}" for line in read(data).lines]


def remarks(data: bytes) -> str:
    return "\n".join(remark.sentence for remark in read(data).remarks)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "FREQ=SECONDLY"),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "FREQ=YEARLY;BYHOUR=1,2,3"),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "FREQ=YEARLY;BYDAY=SU"),
        ("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "EXRULE:FREQ=SECONDLY"),
        ("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "RDATE:" + ",".join(f"2026{n:02}01T010000" for n in range(1, 13)) * 2),
        ("END:VTIMEZONE", "BEGIN:STANDARD\nDTSTART:x\nEND:STANDARD\nEND:VTIMEZONE"),
    ],
)  # fmt: skip
def test_a_zone_that_changes_its_clock_without_end_is_one_that_nobody_knows(before: str, after: str) -> None:
    assert starts(ics(ZONE, event(AT))) == ["07-31 09:30"]
    odd = ics(ZONE.replace(before, after), event(AT))
    assert starts(odd) == ["07-31 08:30"]
    assert "what time zone 1 time of it" in remarks(odd)


@pytest.mark.parametrize("since", ["0001", "1601", "2019"])
def test_a_zone_may_have_begun_whenever_its_program_likes(since: str) -> None:
    zone = ZONE.replace("DTSTART:1970", f"DTSTART:{since}")
    assert starts(ics(zone, event(AT))) == ["07-31 09:30"]


def test_two_calendars_may_call_two_zones_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    later = ZONE.replace("+0100", "+0300").replace("+0000", "+0200")
    first, second = ics(ZONE, event(AT)), ics(later, event(AT, uid="2"))
    assert starts(first + second) == ["07-31 07:30", "07-31 09:30"]
    assert starts(first) == ["07-31 09:30"]
    assert starts(second) == ["07-31 07:30"], "nor is a zone of the file before remembered"
    assert starts(ics(event(AT))) == ["07-31 08:30"]
    monkeypatch.setattr(calendar_zones, "MOST_DEFINITIONS", 1)
    assert "what time zone 1 time of it" in remarks(first + second)


def test_what_is_broken_is_looked_through_once_and_not_once_an_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    zones = [ZONE.replace("Clinic Time", f"Clinic Time {n}") for n in range(20)]
    data = ics("nothing", *zones, *(event(AT.replace(":2", " 7:2"), uid=f"{n}") for n in range(20)))
    read_so_far = 0
    real = Calendar.from_ical

    def from_ical(text: str) -> object:
        nonlocal read_so_far
        read_so_far += len(text)
        return real(text)

    monkeypatch.setattr(calendar_files.Calendar, "from_ical", from_ical)
    assert starts(data) == ["07-31 09:30"] * 20
    assert read_so_far < 3 * len(data)


def test_lines_are_counted_before_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_files, "MOST_TEXT_LINES", 12)
    assert starts(ics(event("DTSTART:20260731T093000", "X-NOTE:a\n b\n c\n d\n e"))) == ["07-31 09:30"]
    with pytest.raises(BadInput, match="The calendar has more than 12 lines; export fewer days"):
        read(ics(event("DTSTART:20260731T093000", *["X-A:b"] * 5)))


def test_the_times_of_all_repetitions_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_repetitions, "MOST_TIMES", 40)
    daily = [event("DTSTART:20260701T100000", "RRULE:FREQ=DAILY;COUNT=32", uid=f"{n}") for n in range(3)]
    data = ics(*daily, event("DTSTART:20260801T100000", uid="alone"))
    assert starts(data) == ["07-30 10:00", "07-31 10:00", "08-01 10:00", "08-01 10:00"]
    assert "2 repetitions of the calendar can't be spelled out" in remarks(data)


@pytest.mark.parametrize("name", ["EXDATE", "RDATE"])
def test_so_are_exceptions_and_added_times(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(calendar_repetitions, "MOST_LISTED", 3)
    listed = f"{name}:20260805T100000,20260806T100000"
    data = ics(*(event("DTSTART:20260804T100000", "RRULE:FREQ=DAILY;COUNT=1", listed, uid=f"{n}") for n in range(2)))
    assert len(starts(data)) == {"EXDATE": 1, "RDATE": 3}[name]
    assert "1 repetition of the calendar can't be spelled out" in remarks(data)


def test_it_ends_at_the_first_appointment_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_entries, "MOST_LINES", 20)
    with pytest.raises(BadInput, match="more than 20 appointments in the days that are read; export fewer"):
        read(ics(event("DTSTART:20260701T100000", "RRULE:FREQ=DAILY")))


def test_of_all_that_stand_for_what_follows_the_last_before_a_time_counts() -> None:
    series = event("DTSTART:20260803T100000", "RRULE:FREQ=WEEKLY;COUNT=5")
    moved = [
        event(f"RECURRENCE-ID;RANGE=THISANDFUTURE:202608{day}T100000", f"DTSTART:202608{day}T{hour}0000")
        for day, hour in (("24", "15"), ("10", "11"))
    ]
    nowhere = event("RECURRENCE-ID;RANGE=THISANDFUTURE:20260825T100000")
    assert starts(ics(series, *moved, nowhere))[:5] == [
        "08-03 10:00", "08-10 11:00", "08-17 11:00", "08-24 15:00", "08-31 15:00",
    ]  # fmt: skip
