"""`kiosk schedule`: the clinic's appointments, from a file."""

import argparse
from collections.abc import Callable
from itertools import count
from pathlib import Path

from kiosk.commands import watch_command as watching
from kiosk.commands.input_files import read_input
from kiosk.commands.open_clinic import opened, system_actor
from kiosk.commands.output import print_json, say
from kiosk.commands.parser import Groups, a_file
from kiosk.commands.progress import progress
from kiosk.core.clean import clean
from kiosk.core.errors import BadInput
from kiosk.core.phrases import clock_time
from kiosk.core.telling import Tell
from kiosk.schedule import MOST_BYTES, ImportReport, import_schedule
from kiosk.schedule.importing import AT_ONCE, let_others_write
from kiosk.schedule.report_words import report_in_words
from kiosk.schedule.schedule_files import calendars_in
from rules import several


def register(groups: Groups) -> None:
    """Add `kiosk schedule` and its actions to the front door."""
    group = groups.add_parser("schedule", help="import the schedule", description="The clinic's appointments.")
    actions = group.add_subparsers(dest="action", metavar="ACTION", required=True, title="actions")
    parser = actions.add_parser(
        "import",
        help="take a file of appointments into the day book",
        description="Take the appointments of a CSV file, an Excel workbook or an iCalendar file (docs/schedule.md describes them) into the day book. An "
        "appointment that is already there is moved if its time differs. One that vanished from the file or "
        "is cancelled in it is reported; only the desk cancels it. Every line that cannot be taken is "
        "reported with its number; the others are taken.",
        epilog="Exit status: 0 all lines taken or remarked on, 1 some refused, 2 the file cannot be read.",
    )
    parser.add_argument(
        "file",
        metavar="FILE",
        type=a_file,
        help='a CSV file, a workbook (.xlsx) or a calendar (.ics), a folder of calendars, or "-" for standard input',
    )
    parser.add_argument("--dry-run", action="store_true", help="report what would be done and write nothing")
    parser.add_argument(
        "--bring-back",
        action="store_true",
        help="take appointments of clients who were erased, because they have booked again since",
    )
    parser.add_argument("--json", action="store_true", help="print the report as one JSON document")
    parser.set_defaults(run=_import)
    watching.register(actions)


def _import(args: argparse.Namespace) -> int:
    with opened(args) as clinic:
        data = _read(args.file)
        with progress() as tell:
            tell("Reading the schedule")
            report = import_schedule(
                clinic,
                data,
                actor=system_actor(),
                dry_run=args.dry_run,
                bring_back=args.bring_back,
                between=_counting(tell),
                file=Path(args.file).name,
            )
    if args.json:
        print_json(_document(report))
    else:
        say(*report_in_words(report))
    return report.exit_status


def _counting(tell: Tell) -> Callable[[], None]:
    """Return what is called after each part that is written: it lets others write, and tells how far the file is taken."""
    parts = count(1)

    def between() -> None:
        let_others_write()
        lines = several(next(parts) * AT_ONCE, "line", "lines")
        tell(f"Taking the schedule: {lines} so far")

    return between


def _read(name: str) -> bytes:
    """Return a file, or all calendars of a folder one after the other."""
    if name == "-" or not Path(name).is_dir():
        return read_input(name, MOST_BYTES)
    try:
        calendars = calendars_in(Path(name))
    except OSError:
        raise BadInput(f"Cannot read the folder {clean(name)}: you may not.") from None
    if not calendars:
        raise BadInput(f"There is no calendar (.ics) in the folder {clean(name)}; name a file in it.")
    read = bytearray()
    for path in calendars:
        read += read_input(str(path), MOST_BYTES) + b"\n"
        if len(read) > MOST_BYTES:
            break  # too much is refused where it is read
    return bytes(read)


def _document(report: ImportReport) -> dict[str, object]:
    return {
        "taken": report.taken,
        "moved": report.moved,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "refused": [pair._asdict() for pair in report.refused],
        "warnings": [pair._asdict() for pair in report.warnings],
        "vanished": [
            {"id": gone.visit_id, "day": gone.day.isoformat(), "start": clock_time(gone.start)}
            for gone in report.vanished
        ],
        "cancelled": report.cancelled,
        "called_off": [
            {"id": off.visit_id, "day": off.day.isoformat(), "start": clock_time(off.start), "how": off.how}
            for off in report.called_off
        ],
        "held_back": list(report.held_back),
        "elsewhere": report.elsewhere,
        "dry_run": report.dry_run,
    }
