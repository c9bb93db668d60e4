"""`kiosk rekey`: a new key for the records."""

import argparse

from kiosk.clock import SystemClock
from kiosk.commands.files import folder_of
from kiosk.commands.key import key_file_of, key_of, sheet_file
from kiosk.commands.opening import system_actor
from kiosk.commands.output import print_json, say
from kiosk.commands.parser import Groups
from kiosk.settings import load

_OTHER_MACHINES = (
    "At every other machine bring this key in place of the old one, and remove records.counter in the clinic's folder.",
    "If the role got the right to replace secrets for this, take it back: REVOKE UPDATE ON kiosk.secret FROM the role.",
)


def register(groups: Groups) -> None:
    """Add the command."""
    parser = groups.add_parser(
        "rekey",
        help="give the records a new key",
        description="Encrypt the records anew under a new key and put it in place of the old one, as after somebody left "
        "who knew it. Refused while another terminal has the clinic open. A kill at any moment leaves a key that opens the "
        "records. Backups made before need the old key, and a new recovery sheet is needed.",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document: where the key is")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    from kiosk.records.rekey import rekey  # noqa: PLC0415  (slow to load)

    folder = folder_of(args.data)
    file = key_file_of(folder)
    rekey(folder, key_of(folder), file, actor=system_actor(), clock=SystemClock())
    sheet_file(file).unlink(missing_ok=True)  # it told the old one
    on_server = load(folder).store != "embedded"
    if args.json:
        print_json({"key_file": str(file)})
    else:
        say(
            f"The records have a new key, in {file}. The old one opens them no more.",
            "Make a new backup now: those made before need the old key, which only their recovery sheet tells.",
            *(_OTHER_MACHINES if on_server else ()),
            "Then print a new recovery sheet: `kiosk recovery sheet --pdf FILE`, and `kiosk recovery confirm`.",
        )
    return 0
