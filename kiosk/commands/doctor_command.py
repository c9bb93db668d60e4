"""`kiosk doctor`: whether all is well with a clinic."""

import argparse

from kiosk.commands.input_files import folder_of
from kiosk.commands.output import print_json, print_table
from kiosk.commands.parser import Groups

_FOUND = 1
_MARKS = {"well": "ok", "warning": "LOOK", "problem": "WRONG"}


def register(groups: Groups) -> None:
    """Add `kiosk doctor` to the front door."""
    parser = groups.add_parser(
        "doctor",
        help="check that all is well",
        description="Look at the folder and its permissions, the settings, the key, the disk, every page and every entry "
        "and document of the records, the clock, whether the protocols are signed, the recovery sheet, the "
        "last backup, and what is kept longer than the settings say. Ends with 1 if anything needs attention.",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document: a list of checks")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    from kiosk.operations.doctor import examine_clinic  # noqa: PLC0415  (brings everything it looks at)

    checks = examine_clinic(folder_of(args.data), clock=args.clock)
    if args.json:
        print_json([{"name": check.name, "state": check.state, "says": check.says} for check in checks])
    else:
        print_table(("", "what", "how it stands"), [(_MARKS[each.state], each.name, each.says) for each in checks])
    return _FOUND if any(check.state != "well" for check in checks) else 0
