"""What the desk sees of a schedule: before it is read, and of those that were read lately, by hand or by themselves."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, time
from typing import Final

from kiosk.core.errors import NotFound
from kiosk.core.phrases import clock_time
from kiosk.core.settings import Settings
from kiosk.desk.shown_name import shown_written_name
from kiosk.schedule.report import HELD_BACK, Change, ImportReport
from kiosk.schedule.report_words import HOW
from kiosk.schedule.taken_files import ReadFile, read_files
from kiosk.visits.books import Books
from kiosk.visits.visit import Visit, VisitState
from rules import day_in_words

_MOST: Final = 100
"""How many lines of a kind are shown; the count above tells of all."""
_KINDS: Final = {"new": "New", "moved": "Moved", "changed": "Changed"}

Group = tuple[str, list[str]]
"""A title, and lines under it."""


def preview_groups(report: ImportReport, settings: Settings) -> list[Group]:
    """Return what reading a file would do, what a person must look at first; groups that are empty are left out."""
    groups = [
        ("Not taken", [_said(line, sentence) for line, sentence in report.refused]),
        ("Taken, but check", [_said(line, sentence) for line, sentence in report.warnings]),
        (
            "Cancelled in the file, still booked",
            [f"{_when(off.day, off.start)}: {HOW[off.how]}" for off in report.called_off],
        ),
        (HELD_BACK, [f"Line {line}" for line in report.held_back]),
        ("No longer in the file, still booked", [_when(gone.day, gone.start) for gone in report.vanished]),
        *(
            (title, [_change(each, settings) for each in report.changes if each.kind == kind])
            for kind, title in _KINDS.items()
        ),
    ]
    return [(title, _some(lines)) for title, lines in groups if lines]


def files_read_lately(books: Books) -> tuple[ReadFile, ...]:
    """Return the schedules that were read last, the newest first."""
    with books.records.read() as reader:
        return read_files(reader)


def unread_remarks(books: Books) -> tuple[str, ...]:
    """Return a line for the board if a schedule came in by itself that asks for a look."""
    if not any(file.asks_for_a_look for file in files_read_lately(books)):
        return ()
    return ("A schedule came in by itself and asks for a look: S, What was read lately.",)


def read_file_groups(books: Books, file: ReadFile) -> list[Group]:
    """Return what one of them said that a person must look at, as far as it still stands."""
    off, gone = still_called_off(books, file), _still_booked(books, file.vanished)
    groups = [
        ("Not taken", [_said(line, sentence) for line, sentence in file.refused]),
        ("Taken, but check", [_said(line, sentence) for line, sentence in file.warnings]),
        (
            "Cancelled in the file, still booked",
            [f"{_when(each.day, each.start)}: {HOW[each.called_off or 'cancelled']}" for each in off],
        ),
        (HELD_BACK, [f"Line {line}" for line in file.held_back]),
        ("No longer in the file, still booked", [_when(each.day, each.start) for each in gone]),
    ]
    return [(title, _some(lines)) for title, lines in groups if lines]


def still_called_off(books: Books, file: ReadFile) -> list[Visit]:
    """Return the visits that a file has as cancelled and that are still booked here."""
    return [visit for visit in _still_booked(books, file.called_off) if visit.called_off is not None]


def _still_booked(books: Books, ids: Iterable[str]) -> list[Visit]:
    found = []
    with books.records.read() as reader:
        for visit_id in ids:
            with suppress(NotFound):  # erased since
                found.append(books.visits.get(visit_id, reader))
    return [visit for visit in found if visit.state is VisitState.booked]


def _change(change: Change, settings: Settings) -> str:
    was = f" (before: {_when(*change.before)})" if change.before else ""
    return (
        f"{_when(change.day, change.start)}: {shown_written_name(change.given_name, change.family_name, settings)}{was}"
    )


def _when(day: date, start: time) -> str:
    return f"{clock_time(start)} on {day_in_words(day)}"


def _said(line: int, sentence: str) -> str:
    return f"Line {line}: {sentence}" if line else sentence


def _some(lines: list[str]) -> list[str]:
    return lines if len(lines) <= _MOST else [*lines[:_MOST], f"… and {len(lines) - _MOST:,} more"]
