"""`kiosk rekey`: a new key for the records."""

import argparse
from pathlib import Path

from kiosk.clinic import DEMO_KEY
from kiosk.commands.clinic_key import key_file_of, key_of, sheet_file
from kiosk.commands.input_files import folder_of
from kiosk.commands.open_clinic import system_actor
from kiosk.commands.output import print_json, say
from kiosk.commands.parser import Groups
from kiosk.commands.private_input import ask_each, at_terminal
from kiosk.commands.progress import progress
from kiosk.core.clock import Clock
from kiosk.core.errors import BadInput
from kiosk.core.settings import EMBEDDED
from kiosk.records import Records
from kiosk.records.keys import recovery_words
from kiosk.records.keys.key_files import retired
from kiosk.records.store_choice import store_of

_NO_SHEET = (
    "Nobody has confirmed holding the recovery sheet of the present key; without it, earlier backups open "
    "at this machine only."
)
_OTHER_MACHINES = (
    "At every other machine put this key in the place of the old one.",
    "If the role got the right to replace secrets for this, take it back: REVOKE UPDATE ON kiosk.secret FROM the role.",
)


def register(groups: Groups) -> None:
    """Add `kiosk rekey` to the front door."""
    parser = groups.add_parser(
        "rekey",
        help="give the records a new key",
        description="Encrypt the records under a new key and put it in place of the old one, for example after somebody "
        "who knew it has left. Refused while another terminal has the clinic open. If it is killed at any "
        "moment, a key still opens the records. Earlier backups need the old key, which is kept beside the "
        "new one, and the new key needs a new recovery sheet.",
    )
    parser.add_argument(
        "--yes",
        action="store_true",
        help="go ahead even if nobody has confirmed holding the recovery sheet of the present key",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document: where the key is")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    from kiosk.records.keys.key_change import rekey  # noqa: PLC0415  (slow to load)

    folder = folder_of(args.data)
    file, key = key_file_of(folder), key_of(folder)
    if not args.yes:
        _ask(folder, key, args.clock)
    with progress() as tell:
        tell("Encrypting every record under the new key")
        rekey(folder, key, file, actor=system_actor(), clock=args.clock)
    former = retired(file, key)
    if (sheet := sheet_file(file)).exists():  # it tells the old one
        sheet.rename(sheet_file(former))
    on_server = store_of(folder) != EMBEDDED
    if args.json:
        print_json({"key_file": str(file), "former_key_file": str(former)})
    else:
        say(
            f"The records have a new key, in {file}. The old one no longer opens them.",
            f"Backups made before open with the old key only, which is kept in {former}: make a new backup now, and remove "
            "that file once none of them is kept.",
            *(_OTHER_MACHINES if on_server else ()),
            "Then print a new recovery sheet: `kiosk recovery sheet --pdf FILE`, and `kiosk recovery confirm`.",
        )
    return 0


def _ask(folder: Path, key: bytes, clock: Clock) -> None:
    """Ask whether to go on if nobody holds the sheet of the old key, which opens older backups elsewhere."""
    if (folder / DEMO_KEY).exists():
        return
    with Records.open(folder, key, clock=clock, store=store_of(folder)) as records:
        if recovery_words.has_recovery_words(records, key):
            return
    if not at_terminal():
        raise BadInput(f"{_NO_SHEET} Confirm that sheet first (kiosk recovery confirm), or give --yes.")
    say(_NO_SHEET)
    if ask_each('Type "rekey" to go on')[0] != "rekey":
        raise BadInput("The key was not changed.")
