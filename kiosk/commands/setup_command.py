"""`kiosk setup`: a new clinic."""

import argparse
import shlex
from collections.abc import Iterator
from pathlib import Path

from kiosk.commands.clinic_key import sheet_file
from kiosk.commands.date_argument import EXAMPLES
from kiosk.commands.input_files import folder_of
from kiosk.commands.open_clinic import system_actor
from kiosk.commands.output import say
from kiosk.commands.parser import Groups, takes_pin
from kiosk.commands.pin_input import new_pin
from kiosk.commands.rules.overlay_decisions import Rulings, add_options, from_options
from kiosk.commands.setup_questions import ORDER, YEARS, clinic_answers
from kiosk.core.clean import clean
from kiosk.core.clock import Clock
from kiosk.core.errors import BadInput
from kiosk.core.language_names import english_name
from kiosk.core.new_file import write_output
from kiosk.operations.new_clinic import NewClinic, refuse_used, setup
from kiosk.records.keys.clinic_ids import clinic_id
from kiosk.records.keys.key_files import read_key
from rules import several
from rules.reading.loader import shipped, shipped_file
from rules.reading.overlays import shipped_overlays
from rules.reading.translations import translations_beside

_DECIDED = {"adopt": "adopted", "refuse": "refused"}


def register(groups: Groups) -> None:
    """Add `kiosk setup` to the front door."""
    parser = groups.add_parser(
        "setup",
        help="make a new clinic",
        description="Make a new clinic in the folder that --data (before the command) or KIOSK_DATA names: its records, its "
        "settings (clinic.toml), its first lead, and its key, which is kept in your configuration folder.",
        epilog="Exit status: 0 if all is there, 1 if only the recovery sheet could not be written: what setup prints says how to write it again.",
    )
    parser.add_argument("--lead", metavar="NAME", help="the first lead: signs the rules, adds the other staff")
    takes_pin(parser, "the lead's PIN", asked="asked for twice")
    parser.add_argument("--name", help="the clinic's name, as clients read it")
    parser.add_argument(
        "--time-zone",
        metavar="ZONE",
        help="the clinic's time zone, such as Europe/Madrid; without it, it is asked for, and this machine's where no question is asked",
    )
    parser.add_argument(
        "--keep-years",
        metavar="N",
        type=int,
        help="for how many calendar years records are kept after a client's last visit, as your law and insurer "
        f"require; without it, it is asked for, and {YEARS} where no question is asked",
    )
    parser.add_argument(
        "--date-order",
        choices=("dmy", "mdy", "ymd"),
        help=f"how this clinic writes dates; without it, it is asked for, and {ORDER} where no question is asked",
    )
    add_options(parser)
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    folder = folder_of(args.data)
    refuse_used(folder)
    asks = args.pin_fd is None
    if not asks and not args.lead:
        raise BadInput("--pin-fd asks no question, so it needs --lead NAME: whose PIN is it?")
    from_options(args, asks=False)  # what will not do there is told before anything is asked
    answers = clinic_answers(args, asks=asks)
    settings, lead = answers.settings, answers.lead
    rulings = from_options(args, asks=asks)
    made = setup(
        folder,
        lead=lead,
        pin=new_pin(args.pin_fd, clean(lead)),
        actor=system_actor(),
        settings=settings,
        clock=args.clock,
        overlays=rulings.decisions,
        reasons=rulings.reasons,
    )
    command = f"kiosk --data {shlex.quote(str(folder))}"
    sheet, status = _of_sheet(made, args.clock, command)
    say(
        f"{made.settings.clinic_name} is ready in {folder}.",
        f"Its key is {made.key_file}. Without this file nobody can read the records.",
        sheet,
        f"Time zone: {settings.time_zone}. Dates are written like {EXAMPLES[settings.date_order]}. The settings are in "
        f"{folder / 'clinic.toml'}.",
        f"Records are kept for {several(settings.keep_years, 'calendar year', 'calendar years')} after a "
        "client's last visit. "
        + ("See" if args.keep_years or asks else "Nobody was asked: see")
        + " what your law and your insurer ask for; the setting is keep_years.",
        "The privacy notice that clients read names the clinic, these years, and as contact the desk: write your own into "
        "privacy_contact, and clinic_phone and clinic_address for what clients take home.",
        *_decided(rulings, command, shlex.quote(made.lead.name)),
        "",
        "What comes next:",
        f"  {command} staff add NAME --role practitioner    for each practitioner, receptionist and lead",
        f"  {command} schedule import FILE",
        f"  {command} rules sign PROTOCOL --by {shlex.quote(made.lead.name)}   ({' and '.join(shipped())}; until then "
        "the practitioner looks first at every visit)",
        f"  {command} rules sign PROTOCOL --language CODE --by {shlex.quote(made.lead.name)}   ({_languages()}; until then staff "
        "help clients who read it)",
        f"  {command}    the kiosk itself",
    )
    return status


def _of_sheet(made: NewClinic, clock: Clock, command: str) -> tuple[str, int]:
    """Write the recovery sheet; return what to say of it, and with what to end: the clinic is there also without the sheet."""
    confirm = f"type its words into `{command} recovery confirm`"
    try:
        sheet = f"Print its recovery sheet {_sheet(made, clock)}, lock it away outside the clinic's rooms, and {confirm}, which removes that file."
    except BadInput as error:
        sheet = f"Its recovery sheet is missing: {error.sentence} Mend that, write it with `{command} recovery sheet --pdf FILE`, print it, "
        return f"{sheet}remove that file, lock the sheet away outside the clinic's rooms, and {confirm}.", 1
    return sheet, 0


def _languages() -> str:
    names = {
        code: english_name(code) for treatment in shipped() for code in translations_beside(shipped_file(treatment))
    }
    return ", ".join(f"{code} for {name}" for code, name in names.items())


def _sheet(made: NewClinic, clock: Clock) -> Path:
    """Write the recovery sheet beside the key, which it tells; return its file."""
    from kiosk.handouts.recovery_pdf import sheet_pdf  # noqa: PLC0415  (brings the PDF library, which is slow to load)

    file = sheet_file(made.key_file)
    now = clock.now().astimezone(made.settings.zone)
    write_output(file, sheet_pdf(made.settings.clinic_name, clinic_id(made.folder), read_key(made.key_file), now))
    return file


def _decided(rulings: Rulings, command: str, lead: str) -> Iterator[str]:
    """Say what was decided on each overlay that ships, and what is still to be."""
    for overlay in shipped_overlays():
        decision = rulings.decisions.get(overlay)
        if decision is None:
            yield (
                f"Nobody has decided on {overlay} yet, so the practitioner looks first at every visit: "
                f"`{command} rules adopt {overlay} --by {lead}`, or `rules refuse {overlay} --because TEXT --by {lead}`."
            )
        else:
            other = f"refuse {overlay} --because TEXT" if decision == "adopt" else f"adopt {overlay}"
            yield f"{overlay} is {_DECIDED[decision]}; `{command} rules {other} --by {lead}` changes that."
