"""`kiosk supervise`: a kiosk that comes back whatever ends it."""

import argparse
import sys

from kiosk.commands.input_files import folder_of
from kiosk.commands.parser import Groups, add_role
from kiosk.core.errors import BadInput
from kiosk.records.keys.clinic_ids import clinic_id

_FOR_STAFF = "This screen starts again by itself in a moment. If it does not, ask whoever looks after this machine."


def register(groups: Groups) -> None:
    """Add `kiosk supervise` to the front door."""
    parser = groups.add_parser(
        "supervise",
        help="keep a kiosk open, whatever ends it",
        description="Open the full-screen app and start it again whatever ends it, at once and then ever later; meanwhile the wiped "
        'terminal sends clients to the desk. Each end is one line in the journal. "Close the kiosk" by staff, or '
        "`kiosk close`, ends the supervisor too, with 0.",
    )
    add_role(parser, default=argparse.SUPPRESS)
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    folder = folder_of(args.data)
    clinic_id(folder)  # a folder without a clinic is told now, and not by a kiosk that starts in vain
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty()):
        raise BadInput("A supervised kiosk needs a terminal: run `kiosk supervise` in one.")
    from kiosk.checkin.texts import first_texts  # noqa: PLC0415 - with the package comes more than --help needs
    from kiosk.operations.station.this_machine import this_program  # noqa: PLC0415
    from kiosk.operations.supervise import supervise  # noqa: PLC0415
    from kiosk.operations.supervised_terminal import SupervisedTerminal  # noqa: PLC0415

    words = first_texts.AT_THE_DESK if args.screens_of in (None, "client") else _FOR_STAFF
    options = ["--data", str(folder)]
    options += ["--role", args.screens_of] if args.screens_of else []
    options += [f"--terminal={args.terminal}"] if args.terminal else []
    world = SupervisedTerminal([*this_program(), *options], args.screens_of, words)
    return supervise(world, args.clock)
