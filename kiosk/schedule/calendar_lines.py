"""A calendar as a schedule: each appointment becomes a line of a table, and is read as a line of any other file."""

from dataclasses import replace
from datetime import datetime
from typing import Final, TypeVar

from kiosk.core.errors import BadInput
from kiosk.core.phrases import clock_time
from kiosk.schedule.booking_line import Refusal, Remark, Schedule, where
from kiosk.schedule.calendar_entries import Entry, spelled_out
from kiosk.schedule.calendar_facts import NAMES, facts_of
from kiosk.schedule.calendar_files import read_calendar_file
from kiosk.schedule.calendar_repetitions import Days
from kiosk.schedule.column_titles import ColumnTitles
from kiosk.schedule.conventions import CalendarConventions, ScheduleConventions
from kiosk.schedule.spreadsheet import Sheet, SheetLine
from kiosk.schedule.table_lines import read_table
from rules import day_in_words, several

_Said = TypeVar("_Said", Refusal, Remark)
_WHOLE_DAYS: Final = "{} of the calendar {} all day, without a time, so {} no appointment."
_LOST_ZONES: Final = (
    "The calendar does not say what time zone {} of it are in; they were read as the clinic's own time, so check them."
)
_RULES: Final = "{} of the calendar can't be spelled out: it comes too often a day or never, began too long ago, or cannot be read. Book those days at the desk."
_BIRTHS: Final = (
    "The calendar has no birth date ({where}), so it was taken from the only client on record with this name; if this is somebody "
    "else of the same name, book them at the desk."
)
_NOBODY: Final = "Some entries name no client and no treatment, such as breaks ({where}); they were left out."


def read_calendar(data: bytes, conventions: ScheduleConventions) -> Schedule:
    """Read iCalendar data for the days that are asked for. A line's number is its place among the appointments of these days."""
    calendar = conventions.calendar
    if calendar is None:
        raise BadInput("Calendars are not read here; use a CSV file.")
    file = read_calendar_file(data)
    found = spelled_out(file.events, Days(calendar.first, calendar.last, conventions.zone))
    table = _Table(conventions, calendar)
    for number, entry in enumerate(found.entries, start=1):
        table.add(number, entry)
    read = read_table(Sheet(NAMES, tuple(table.lines)), replace(conventions, titles=ColumnTitles()))
    counted = (
        (
            _WHOLE_DAYS,
            found.whole_days,
            lambda n: (several(n, "entry", "entries"), "is" if n == 1 else "are", "it is" if n == 1 else "they are"),
        ),
        (_LOST_ZONES, found.lost_zones, lambda n: (several(n, "time", "times"),)),
        (_RULES, found.rules, lambda n: (several(n, "repetition", "repetitions"),)),
    )
    remarks = [*file.remarks, *(Remark(0, words.format(*fill(count))) for words, count, fill in counted if count)]
    for words, numbers in ((_BIRTHS, table.births), (_NOBODY, table.nobody)):
        if numbers:
            remarks.append(Remark(0, words.format(where=where(numbers))))
    return replace(
        read,
        is_whole=file.is_whole,
        refused=tuple(_told(table.starts, each) for each in read.refused),
        remarks=(*remarks, *(_told(table.starts, each) for each in read.remarks)),
    )


class _Table:
    """The lines of a table, one for each appointment."""

    def __init__(self, conventions: ScheduleConventions, calendar: CalendarConventions) -> None:
        self._conventions, self._calendar, self._services = conventions, calendar, conventions.services()
        self.lines: list[SheetLine] = []
        self.starts: dict[int, datetime] = {}
        self.births: list[int] = []
        self.nobody: list[int] = []

    def add(self, number: int, entry: Entry) -> None:
        """Add an appointment, but for breaks, in which nobody is treated."""
        facts = facts_of(entry.event, self._conventions.titles, self._services, self._calendar)
        name = facts.get("client", "") or f"{facts.get('given name', '')} {facts.get('family name', '')}".strip()
        if entry.is_off:
            facts["cancelled"] = "yes"
        elif "treatment" not in facts and not name:
            self.nobody.append(number)
            return
        if entry.repeats or "booking code" not in facts:  # one code of a program's own cannot stand for every week
            facts["booking code"] = entry.code
        if "date of birth" not in facts and (born := self._calendar.birth_of(name, facts.get("phone", ""))):
            facts["date of birth"] = born.isoformat()
            self.births.append(number)
        if entry.start is not None:
            facts["start"] = entry.start.isoformat(" ", "minutes")
            self.starts[number] = entry.start
        if entry.minutes:
            facts["duration"] = str(entry.minutes)
        self.lines.append(SheetLine(number, tuple(facts.get(column, "") for column in NAMES)))


def _told(starts: dict[int, datetime], said: _Said) -> _Said:
    """Say when an appointment is: nobody can find the place of an entry in a calendar."""
    start = starts.get(said.line)
    if start is None:
        return said
    return said._replace(sentence=f"{day_in_words(start.date())}, {clock_time(start)}: {said.sentence}")
