"""`kiosk backup`: everything of the clinic but its key, in one encrypted file."""

import argparse

from kiosk.commands.clinic_key import key_of
from kiosk.commands.input_files import folder_of
from kiosk.commands.open_clinic import opened, system_actor
from kiosk.commands.output import print_json, say
from kiosk.commands.parser import Groups, a_path
from kiosk.commands.printable import complain
from kiosk.commands.progress import progress
from kiosk.core.paths import path_of
from kiosk.core.phrases import day_and_time
from rules import several


def register(groups: Groups) -> None:
    """Add `kiosk backup` to the front door."""
    parser = groups.add_parser(
        "backup",
        help="write a backup while the clinic works",
        description="Write all of the clinic except its key into one encrypted file and check it. Others can go on "
        "working. Keep it on another disk; the clinic's key, or the recovery sheet, opens it.",
    )
    parser.add_argument("file", metavar="FILE", type=a_path, help="a new file; an existing one is never replaced")
    parser.add_argument("--json", action="store_true", help="print one JSON document: what the backup holds")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    from kiosk.records.backup.backups import backup  # noqa: PLC0415  (slow to load)

    file = path_of(args.file)
    with opened(args, look=True) as clinic:
        with progress() as tell:
            tell("Writing the backup, and reading it back")
            made = backup(clinic.records, key_of(folder_of(args.data)), file, system_actor())
        with clinic.records.read() as reader:
            counts = {kind: reader.count(kind) for kind in ("client", "visit")}
        last = clinic.local(made.last_change) if made.last_change else None
    if made.unrecorded:
        complain(f"The backup is made, but this could not be recorded: {made.unrecorded}")
    if args.json:
        print_json(
            {
                "file": str(file),
                "bytes": file.stat().st_size,
                "last_change": last.isoformat() if last else None,
                "changes": made.commits,
                "files": sorted(made.files),
            }
        )
    else:
        when = f" on {day_and_time(last, seconds=True)}" if last else ""
        say(
            f"{file} holds the clinic as it was{when} "
            f"({several(counts['visit'], 'visit', 'visits')}, {several(counts['client'], 'client', 'clients')}); "
            "it was read back and is whole.",
            "It opens with the clinic's key only. Keep it on another disk, and the recovery sheet elsewhere.",
        )
    return 0
