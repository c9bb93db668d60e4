"""`kiosk doctor`: whether all is well with a clinic and the machine it is on."""

import argparse
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.commands.input_files import folder_of
from kiosk.commands.output import print_json, print_table
from kiosk.commands.parser import Groups, a_path
from kiosk.commands.progress import progress
from kiosk.core.errors import KioskError
from kiosk.core.paths import path_of

if TYPE_CHECKING:
    from kiosk.operations.check import Check

_FOUND = 1
_MARKS = {"well": "ok", "unknown": "?", "warning": "LOOK", "problem": "WRONG"}


def register(groups: Groups) -> None:
    """Add `kiosk doctor` to the front door."""
    parser = groups.add_parser(
        "doctor",
        help="check that all is well",
        description="Look at this terminal, its colours, mouse and size, the locale, what keeps the clock right, the versions of "
        "what runs, the units of systemd; at the folder and its permissions, the settings, the printer, the key, the disk and how "
        "fast it keeps a write; at every page and every entry and document of the records, the clock, how fast the records answer, "
        "whether the protocols and the languages are signed, the recovery sheet, the last backup, and what is kept longer than the settings say. "
        "Ends with 1 if anything needs attention.",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document: a list of checks")
    parser.add_argument(
        "--health",
        metavar="FILE",
        type=a_path,
        help="also write how all stands into FILE, for monitoring; without it, into monitoring.health_file of the settings, if set",
    )
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    from kiosk.operations.check import Check  # noqa: PLC0415  (brings everything it looks at, as the next two do)
    from kiosk.operations.doctor import examine_clinic  # noqa: PLC0415
    from kiosk.operations.machine_facts import this_machine  # noqa: PLC0415

    folder, machine = folder_of(args.data), this_machine()
    with progress() as tell:
        tell("Reading every page and every record")
        checks = examine_clinic(folder, machine, clock=args.clock)
    file = _health_file(folder, args.health)
    if file is not None:
        try:
            _write(file, checks, args, machine.versions.kiosk if machine.versions else "")
        except KioskError as error:
            checks.append(Check("health file", "problem", error.sentence))
    if args.json:
        print_json([{"name": check.name, "state": check.state, "says": check.says} for check in checks])
    else:
        print_table(("", "what", "how it stands"), [(_MARKS[each.state], each.name, each.says) for each in checks])
    return _FOUND if any(check.asks for check in checks) else 0


def _health_file(folder: Path, named: Path | None) -> Path | None:
    """Return where the health file goes, if anywhere; settings that can't be read are a finding of their own."""
    if named is not None:
        return path_of(named)
    from kiosk.core.settings import load  # noqa: PLC0415

    with suppress(KioskError):
        return Path(said) if (said := load(folder).monitoring.health_file) else None
    return None


def _write(file: Path, checks: "list[Check]", args: argparse.Namespace, version: str) -> None:
    from kiosk.operations.health_file import health_of, write_health  # noqa: PLC0415

    write_health(file, health_of(checks, args.clock.now(), version))
