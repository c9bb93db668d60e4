"""`kiosk recovery`: the clinic's key on paper, for the day on which the machine is lost."""

import argparse
import hmac
import sys
from pathlib import Path

from kiosk.commands.asking import ask_lines
from kiosk.commands.files import folder_of
from kiosk.commands.key import key_file_of, key_of, sheet_file
from kiosk.commands.opening import opened, system_actor
from kiosk.commands.output import say
from kiosk.commands.parser import Groups
from kiosk.commands.writing import refuse_there, write_new
from kiosk.errors import BadInput, NotAllowed
from kiosk.records import recovery
from kiosk.records.keys import clinic_id


def register(groups: Groups) -> None:
    """Add the group."""
    group = groups.add_parser(
        "recovery",
        help="print the recovery sheet, and confirm it",
        description="The recovery sheet: the clinic's key as eighteen words and a QR code, on paper.",
    )
    actions = group.add_subparsers(dest="action", metavar="ACTION", required=True, title="actions")
    showing = actions.add_parser(
        "sheet",
        help="write or show the sheet",
        description="Show the recovery sheet here, or write it into a PDF to be printed. Whoever sees it can read all "
        "records: let nobody look over your shoulder, and remove the file when it is printed.",
    )
    showing.add_argument("--pdf", metavar="FILE", type=Path, help="write a new PDF file instead")
    showing.set_defaults(run=_sheet)
    confirming = actions.add_parser(
        "confirm",
        help="note that somebody holds the sheet",
        description="Type the words from the paper, at the terminal or on standard input: if they are right, somebody "
        "holds the sheet, `kiosk doctor` warns no more, and the file that setup wrote is removed.",
    )
    confirming.set_defaults(run=_confirm)


def _sheet(args: argparse.Namespace) -> int:
    folder = folder_of(args.data)
    file = args.pdf.expanduser().absolute() if args.pdf else None
    if file is not None:
        refuse_there(file)
    with opened(args) as clinic:
        key, name = key_of(folder), clinic_id(folder)
        with clinic.records.write(system_actor()) as writer:
            writer.audit("recovery_sheet_shown")
        title, made_at = clinic.settings.clinic_name, clinic.now()
    if file is None:
        say(recovery.sheet(title, name, key, on_paper=not sys.stdout.isatty()))
        return 0
    from kiosk.documents.sheet import sheet_pdf  # noqa: PLC0415  (brings the PDF library, which is slow to load)

    write_new(file, sheet_pdf(title, name, key, made_at))
    say(f"{file} is the recovery sheet. Print it, remove the file, then `kiosk recovery confirm`.")
    return 0


def _confirm(args: argparse.Namespace) -> int:
    folder = folder_of(args.data)
    typed = recovery.from_words(" ".join(ask_lines("The words of the recovery sheet, then an empty line")))
    with opened(args) as clinic:
        key = key_of(folder)
        if not hmac.compare_digest(typed, key):
            raise BadInput("These are the words of another key: print a new sheet with `kiosk recovery sheet`.")
        recovery.confirm(clinic.records, key, system_actor())
    say("The words are right. Keep the sheet locked away, outside the clinic's rooms.")
    try:
        left = sheet_file(key_file_of(folder))
    except NotAllowed:  # the key comes from elsewhere, and so does the sheet
        return 0
    if left.exists():
        left.unlink()
        say(f"{left} is removed.")
    return 0
