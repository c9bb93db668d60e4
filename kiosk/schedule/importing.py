"""A schedule file taken into the day book, some lines at a time, so that nobody who checks in waits for it.

Each part is one transaction: whatever ends it in between, the parts before it are kept, nothing is half done, and the
same file read again goes on from there.
"""

import hashlib
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

from kiosk.core.actor import Actor
from kiosk.core.errors import KioskError
from kiosk.schedule.booked_clients import birth_of
from kiosk.schedule.clients_file import ClientsFile
from kiosk.schedule.column_titles import ColumnTitles
from kiosk.schedule.conventions import CalendarConventions, ScheduleConventions
from kiosk.schedule.import_history import note_import
from kiosk.schedule.merge_bookings import Merge
from kiosk.schedule.report import ImportReport
from kiosk.schedule.sources import read_schedule
from kiosk.schedule.status import StatusWords
from kiosk.schedule.taken_files import as_read, note_read_file
from kiosk.visits.books import Books
from rules import several

AT_ONCE: Final = 50
"""How many lines are written in one transaction. While it lasts, some 0.05 s, everybody else who writes waits."""
_GAP_SECONDS: Final = 0.01


def let_others_write() -> None:
    """Wait a moment: whoever waits for the records looks every 2 ms whether they are free."""
    time.sleep(_GAP_SECONDS)


def import_schedule(
    books: Books,
    data: bytes,
    *,
    actor: Actor,
    dry_run: bool = False,
    bring_back: bool = False,
    between: Callable[[], object] = let_others_write,
    file: str = "",
    by_itself: bool = False,
) -> ImportReport:
    """Take a schedule of any kind into the day book and report what was done; with `dry_run`, only report what would be.

    Clients who were erased are left out, unless `bring_back` says that they come again. Each visit is audited under `actor`;
    `between` is called after each part that is written. `file` is the file's name, for the desk, which looks at it
    afterwards if it came in `by_itself`. Raises BadInput if the file cannot be read as a schedule at all; then nothing is
    changed. Else raises what stopped it, with a word on what was taken before.
    """
    schedule = read_schedule(data, conventions_of(books))
    merge = Merge(books, schedule, bring_back)
    lines = merge.in_order()
    if dry_run:
        with books.records.read() as reader:
            merge.take(reader, lines)
            return merge.report(reader, dry_run=True)
    for begin in range(0, len(lines), AT_ONCE):
        try:
            with books.records.write(actor) as writer:
                merge.take(writer, lines[begin : begin + AT_ONCE])
                merge.keep(writer)
        except KioskError as error:
            raise _after(error, begin, len(lines)) from error
        between()
    with books.records.read() as reader:
        report = merge.report(reader, dry_run=False)
    with books.records.write(actor) as writer:
        note_import(writer, books.clock.now(), hashlib.sha256(data).hexdigest())
        counts = {"new": report.taken, "moved": report.moved, "changed": report.changed, "refused": len(report.refused)}
        counts |= {"held_back": len(report.held_back)} if report.held_back else {}
        writer.audit("schedule.import", detail=counts)
        note_read_file(writer, as_read(books.clock.now(), file, actor, report, by_itself=by_itself))
    return report


def _after(error: KioskError, done: int, of: int) -> KioskError:
    """Return an error that also says how far the file was read."""
    if done == 0:
        return error
    taken = f"{several(done, 'line', 'lines')} of {of:,} had been taken; read the same file again to take the rest."
    return type(error)(f"{error.sentence} {taken}")


def conventions_of(books: Books) -> ScheduleConventions:
    """Return how a clinic's schedule is to be read."""
    settings = books.settings
    reading, words = settings.schedule, settings.schedule.status
    titles = ColumnTitles(reading.columns.by_name(), reading.preset)
    clients = Path(reading.clients_file) if reading.clients_file else None
    return ScheduleConventions(
        date_order=reading.date_order or settings.date_order,
        zone=settings.zone,
        treatments=books.titles(),
        words=StatusWords.of(booked=words.booked, cancelled=words.cancelled, no_show=words.no_show),
        titles=titles,
        clients=ClientsFile.read(clients, titles) if clients else ClientsFile(),
        called=reading.treatments,
        elsewhere=reading.other_services,
        family_first=reading.name_order == "family_first",
        calendar=CalendarConventions(
            first=books.today(),
            last=books.today() + timedelta(days=settings.schedule.calendar.days),
            title=settings.schedule.calendar.title,
            staff=frozenset(member.name.casefold() for member in books.staff.all()),
            birth_of=partial(birth_of, books),
        ),
    )
