"""`kiosk recovery`: the clinic's key on paper, for the day the machine is lost."""

import argparse
import hmac
import sys
from pathlib import Path

from kiosk.commands.clinic_key import key_file_of, key_of, sheet_file
from kiosk.commands.input_files import folder_of, read_input
from kiosk.commands.open_clinic import opened, system_actor
from kiosk.commands.output import say
from kiosk.commands.parser import Groups, a_file, a_path
from kiosk.commands.private_input import ask_lines
from kiosk.commands.progress import progress
from kiosk.core.errors import BadInput, NotAllowed, NotFound
from kiosk.core.new_file import write_output
from kiosk.core.paths import path_of
from kiosk.core.settings import FILE, Settings
from kiosk.core.taken_names import refuse_taken
from kiosk.records.counter import FILE as COUNTER
from kiosk.records.keys import recovery_words
from kiosk.records.keys.clinic_ids import clinic_id, id_in
from kiosk.records.location import OWN_FILES


def register(groups: Groups) -> None:
    """Add `kiosk recovery` and its actions to the front door."""
    group = groups.add_parser(
        "recovery",
        help="print and confirm the recovery sheet, and bring back lost files",
        description="The recovery sheet is the clinic's key on paper, as eighteen words and a QR code. If the key or a "
        "file beside the records is lost while the records are whole, these actions bring it back.",
    )
    actions = group.add_subparsers(dest="action", metavar="ACTION", required=True, title="actions")
    showing = actions.add_parser(
        "sheet",
        help="write or show the sheet",
        description="Show the recovery sheet here, or write it into a PDF to be printed. Anyone who sees it can read all "
        "records: let nobody look over your shoulder, and remove the file once it is printed.",
    )
    showing.add_argument("--pdf", metavar="FILE", type=a_path, help="write a new PDF file instead")
    showing.set_defaults(run=_sheet)
    confirming = actions.add_parser(
        "confirm",
        help="note that somebody holds the sheet",
        description="Type the words from the paper, at the terminal or on standard input: if they are right, somebody "
        "holds the sheet, `kiosk doctor` stops warning, and the file that setup wrote is removed.",
    )
    confirming.set_defaults(run=_confirm)
    restoring = actions.add_parser(
        "restore",
        help="bring back a lost key file, or the file clinic.id",
        description="Bring back the clinic's key with the words of the recovery sheet, typed at the terminal or on "
        "standard input, if the records are whole and only the key file is lost or damaged. If the clinic's "
        "id is lost too, it is found by the key or read from the sheet: type it before the words.",
    )
    restoring.set_defaults(run=_restore)
    setting = actions.add_parser(
        "settings",
        help="write clinic.toml again",
        description="Write a lost or damaged clinic.toml again as the records last kept it.",
    )
    setting.add_argument(
        "--store", metavar="URL", help="the address of the PostgreSQL server, where the records are on one"
    )
    setting.add_argument("--name", help="the clinic's name, if the records keep no copy of the settings")
    setting.add_argument(
        "--time-zone", metavar="ZONE", help="the time zone, if the records keep no copy of the settings"
    )
    setting.set_defaults(run=_settings)
    counting = actions.add_parser(
        "counter",
        help="write records.counter again",
        description="Check every page, entry and document and, if all are whole, write a lost or damaged records.counter "
        "again. Without that file, only a checkpoint kept elsewhere can show whether the last changes are "
        "missing. Ends with 1, and writes nothing, if anything is not as it was written.",
    )
    counting.add_argument("--checkpoint", metavar="FILE", type=a_file, help="a checkpoint kept elsewhere")
    counting.set_defaults(run=_counter)


def _sheet(args: argparse.Namespace) -> int:
    folder = folder_of(args.data)
    file = path_of(args.pdf) if args.pdf else None
    if file is not None:
        refuse_taken(file)
    with opened(args) as clinic:
        key, name = key_of(folder), clinic_id(folder)
        with clinic.records.write(system_actor()) as writer:
            writer.audit("recovery_sheet_shown")
        title, made_at = clinic.settings.clinic_name, clinic.now()
    if file is None:
        say(recovery_words.sheet(title, name, key, on_paper=not sys.stdout.isatty()))
        return 0
    from kiosk.handouts.recovery_pdf import sheet_pdf  # noqa: PLC0415  (brings the PDF library, which is slow to load)

    write_output(file, sheet_pdf(title, name, key, made_at))
    say(f"{file} is the recovery sheet. Print it, remove the file, then `kiosk recovery confirm`.")
    return 0


def _confirm(args: argparse.Namespace) -> int:
    folder = folder_of(args.data)
    typed = recovery_words.from_words(" ".join(ask_lines("The words of the recovery sheet, then an empty line")))
    with opened(args) as clinic:
        key = key_of(folder)
        if not hmac.compare_digest(typed, key):
            raise BadInput("These are the words of another key: print a new sheet with `kiosk recovery sheet`.")
        recovery_words.confirm_recovery_words(clinic.records, key, system_actor())
    say("The words are right. Keep the sheet locked away, outside the clinic's rooms.")
    try:
        left = sheet_file(key_file_of(folder))
    except NotAllowed:  # the key comes from elsewhere, and so does the sheet
        return 0
    if left.exists():
        left.unlink()
        say(f"{left} is removed.")
    return 0


def _restore(args: argparse.Namespace) -> int:
    from kiosk.records.keys import repair  # noqa: PLC0415  (slow to load)

    folder = _clinic_folder(args)
    known = repair.known_id(folder)
    typed = "" if known else _typed()
    known = known or id_in(typed)
    if known is None:
        raise BadInput("The clinic's id is lost too: type it as it is on the sheet, before the words.")
    if not typed and repair.opened_by_own(folder, known):
        _say_id(repair.bring_id_back(folder, known), folder)
        say("The clinic's key is here and opens the records.")
        return 0
    typed = typed or _typed()
    back = repair.bring_key_back(folder, known, recovery_words.from_words(typed.upper().replace(known, " ")))
    _say_id(repair.bring_id_back(folder, known), folder)
    if back.previous:
        say(f"What was in the key's place is now {back.previous}.")
    say(f"The key is back in {back.file} and opens the records.")
    return 0


def _say_id(written: bool, folder: Path) -> None:
    if written:
        say(f"{folder / 'clinic.id'} is written again.")


def _typed() -> str:
    return " ".join(ask_lines("The words of the recovery sheet, then an empty line"))


def _clinic_folder(args: argparse.Namespace) -> Path:
    folder = folder_of(args.data)
    if not any((folder / name).exists() for name in OWN_FILES):
        raise NotFound(f"There is nothing of a clinic in {folder}: choose another folder with --data.")
    return folder


def _settings(args: argparse.Namespace) -> int:
    from kiosk.operations.new_clinic import NAME, machine_time_zone  # noqa: PLC0415
    from kiosk.records import Records, kept_settings  # noqa: PLC0415
    from kiosk.records.keys.repair import store_found  # noqa: PLC0415

    folder = _clinic_folder(args)
    store = args.store or store_found(folder)
    values = {"clinic_name": args.name or NAME, "time_zone": args.time_zone or machine_time_zone(), "store": store}
    otherwise = Settings.checked(values, "kiosk recovery settings")
    with Records.open(folder, key_of(folder), clock=args.clock, store=store) as records:
        noted = kept_settings.write_again(records, folder, otherwise)
        with records.write(system_actor()) as writer:
            writer.audit("settings.back", detail={"noted": noted})
    if noted:
        say(f"{folder / FILE} is written again as it was last.")
    else:
        say(
            f"{folder / FILE} is written from scratch, because the records kept no copy of it. It says "
            f"{otherwise.clinic_name} and {otherwise.time_zone}: correct it, and whatever else the clinic had set "
            "(docs/settings.md)."
        )
    return 0


def _counter(args: argparse.Namespace) -> int:
    from kiosk.records.keys.repair import bring_counter_back  # noqa: PLC0415  (slow to load)

    note = read_input(args.checkpoint).decode("utf-8", errors="replace") if args.checkpoint else None
    folder = _clinic_folder(args)
    with progress() as tell:
        tell("Reading every page and every record")
        found = bring_counter_back(folder, key_of(folder), clock=args.clock, actor=system_actor(), checkpoint=note)
    if found:
        say(*(str(each) for each in found), "Nothing was written: bring back the last backup with kiosk restore.")
        return 1
    say(
        f"All records are whole, and {folder / COUNTER} is written again.",
        "Without a checkpoint nobody can tell whether the last changes are missing: look at the newest visits."
        if note is None
        else "They hold everything the checkpoint knows of.",
    )
    return 0
