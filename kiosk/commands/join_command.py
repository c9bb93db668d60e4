"""`kiosk join`: one more machine for a clinic whose records are on a server."""

import argparse
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kiosk.commands.input_files import folder_of
from kiosk.commands.output import say
from kiosk.commands.parser import Groups, a_path
from kiosk.commands.private_input import ask_lines, at_terminal
from kiosk.core.errors import BadInput
from kiosk.core.printer_settings import is_a_printer
from kiosk.core.versions import installed_version
from kiosk.operations.join_clinic import JoinedClinic, OfferedKey, join, own_keys, refuse_unusable
from kiosk.operations.shared_looks import no_site
from kiosk.records.keys import recovery_words
from kiosk.records.keys.clinic_ids import id_in
from kiosk.records.keys.key_files import read_key


def register(groups: Groups) -> None:
    """Add `kiosk join` to the front door."""
    parser = groups.add_parser(
        "join",
        help="let this machine work for a clinic on PostgreSQL",
        description="Make the folder of one more machine for a clinic whose records are on PostgreSQL, in the folder that --data (before "
        "the command) or KIOSK_DATA names. It needs the clinic's key: the words of the recovery sheet, typed at the terminal or on "
        "standard input, or a key file, or one that this account has. The server's password is in libpq's passfile.",
    )
    parser.add_argument(
        "url", metavar="URL", help="where the records are: postgresql://ROLE@HOST/DATABASE, without a password"
    )
    parser.add_argument(
        "--key-file", type=a_path, metavar="FILE", help="the clinic's key file, copied from another machine"
    )
    parser.add_argument("--printer", metavar="NAME", help="this machine's printer, as `lpstat -e` shows it")
    parser.add_argument("--site", metavar="NAME", help="the clinic's site at which this machine is, if it has several")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    folder = folder_of(args.data)
    if args.printer and not is_a_printer(args.printer):
        raise BadInput("--printer takes the name of a printer, as `lpstat -e` shows it.")
    refuse_unusable(folder, args.url)
    own: dict[str, Any] = {"site": args.site} if args.site else {}
    own |= {"printing": {"printer": args.printer}} if args.printer else {}
    made = join(folder, args.url, _keys(args), own=own, version=installed_version(), clock=args.clock)
    command = f"kiosk --data {shlex.quote(str(folder))}"
    say(
        f"This is machine {made.letter} of {made.clinic} now: its folder is {folder}.",
        "The key comes from a credential or a file descriptor."
        if made.key_file is None
        else f"The key is kept in {made.key_file}, for this account only.",
        f"What belongs to this machine is in {folder / 'clinic.toml'}; the clinic's rules and settings come from its records.",
        *_left_to_set(made, args, folder),
        "",
        "What comes next:",
        f"  {command} doctor    whether all is well here",
        f"  {command} --terminal NAME station write DIR --role kiosk|desk|room    lets this machine start with a kiosk",
        f"  {command}    the kiosk itself",
    )
    return 0


def _left_to_set(made: JoinedClinic, args: argparse.Namespace, folder: Path) -> Iterator[str]:
    """Say what of this machine nobody has named; the doctor says it again."""
    if made.sites and not args.site:
        yield no_site(folder, made.sites)
    if not args.printer:
        yield f"No printer was named: where one is to print, write printing.printer into {folder / 'clinic.toml'}."


def _keys(args: argparse.Namespace) -> Iterator[OfferedKey]:
    """Return what may be the clinic's key; the words are asked for only if nothing else opens the records."""
    if args.key_file is not None:
        yield OfferedKey(read_key(args.key_file), id_in(args.key_file.stem))
        return
    yield from own_keys()
    if at_terminal():
        say("Take the clinic's recovery sheet. Let nobody look over your shoulder.")
    typed = " ".join(ask_lines("The words of the recovery sheet, then an empty line"))
    known = id_in(typed)
    yield OfferedKey(recovery_words.from_words(typed.upper().replace(known or "\n", " ")), known)
