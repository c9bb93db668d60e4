"""Which kind of file a schedule is; each kind is read into the same lines."""

from collections.abc import Callable
from typing import Final, NamedTuple

from kiosk.core.errors import BadInput
from kiosk.schedule.booking_line import Schedule
from kiosk.schedule.calendar_files import is_calendar
from kiosk.schedule.calendar_lines import read_calendar
from kiosk.schedule.conventions import ScheduleConventions
from kiosk.schedule.table_files import table_of
from kiosk.schedule.table_lines import read_table


class Source(NamedTuple):
    """A kind of file: how it is recognised by its first bytes, and how it is read."""

    is_one: Callable[[bytes], bool]
    read: Callable[[bytes, ScheduleConventions], Schedule]


def read_schedule(data: bytes, conventions: ScheduleConventions) -> Schedule:
    """Read a schedule of any kind. A remark with line 0 is about the whole file.

    Raises BadInput if the file cannot be read as a schedule at all, or its dates are not in the clinic's order.
    """
    return next(source for source in _SOURCES if source.is_one(data)).read(data, conventions)


def _read_table(data: bytes, conventions: ScheduleConventions) -> Schedule:
    return read_table(table_of(data, conventions.titles), conventions)


_OTHERS: Final = {
    b"\xd0\xcf\x11\xe0": "an Excel workbook of the old kind (.xls), or one with a password",
    b"%PDF": "a PDF",
    b"<": "a web page, or XML, whatever its name says",
}


def _other(data: bytes) -> str:
    begin = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((kind for mark, kind in _OTHERS.items() if begin.startswith(mark)), "")


def _refuse(data: bytes, _: ScheduleConventions) -> Schedule:
    raise BadInput(
        f"The schedule file is {_other(data)}; save it as an Excel workbook (.xlsx) without a password, or as CSV."
    )


_SOURCES: Final = (
    Source(is_calendar, read_calendar),
    Source(lambda data: bool(_other(data)), _refuse),
    Source(lambda _: True, _read_table),
)
"""The first that recognises a file reads it; CSV has no mark of its own, so tables come last."""
