"""`kiosk audit`: who did what, when and where, and whether the trail is as it was written."""

import argparse
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kiosk.clinic import Clinic
from kiosk.commands.clinic_key import key_of
from kiosk.commands.date_argument import a_date
from kiosk.commands.input_files import folder_of, read_input
from kiosk.commands.open_clinic import opened, system_actor
from kiosk.commands.output import print_json, print_table, say
from kiosk.commands.parser import Groups, a_file, a_path
from kiosk.commands.printable import complain
from kiosk.commands.progress import progress
from kiosk.core.errors import BadInput
from kiosk.core.paths import path_of
from kiosk.core.phrases import day_and_time
from kiosk.core.taken_names import refuse_taken
from kiosk.privacy.client_trail import is_about
from kiosk.records.read_only_copy import UNRECORDED
from kiosk.records.store_choice import store_of

if TYPE_CHECKING:
    from kiosk.records.audit_trail import AuditEntry

FOUND = 1
"""The exit status of a check that found something."""


def register(groups: Groups) -> None:
    """Add `kiosk audit` and its actions to the front door."""
    group = groups.add_parser(
        "audit",
        help="check, show and sign the audit trail",
        description="The audit trail: every look at a client's record, every change, sign-off, export and sign-in.",
    )
    actions = group.add_subparsers(dest="action", metavar="ACTION", required=True, title="actions")
    verifying = actions.add_parser(
        "verify",
        help="find what was altered, removed, swapped or cut",
        description="Check every page of the encrypted file, every entry, both ends of the chain, every document with all "
        "its columns against the last entry about it, and the indexes that find documents. Ends with 1 if "
        "anything is not as it was written.",
    )
    verifying.add_argument(
        "--checkpoint",
        metavar="FILE",
        type=a_file,
        help="a checkpoint kept elsewhere: shows whether the records were put back to an older state",
    )
    verifying.add_argument("--json", action="store_true", help="print one JSON document: the problems")
    verifying.set_defaults(run=_verify)
    showing = actions.add_parser(
        "show", help="the entries", description="Show entries, oldest first. Looking adds an entry of its own."
    )
    showing.add_argument("--client", metavar="CLIENT-ID", help="about this client")
    showing.add_argument("--visit", metavar="VISIT", help="about this visit")
    showing.add_argument("--staff", metavar="NAME", help="by this member of staff")
    showing.add_argument(
        "--day",
        type=a_date,
        metavar="DATE",
        help="of this day, as 2026-07-31 or as the clinic writes it, in the clinic's zone",
    )
    showing.add_argument(
        "--hashes",
        action="store_true",
        help="show the keyed hash of each changed document, before and after; the JSON document always has them",
    )
    showing.add_argument("--json", action="store_true", help="print one JSON document: a list of entries")
    showing.set_defaults(run=_show)
    marking = actions.add_parser(
        "checkpoint",
        help="sign where the trail stands",
        description="Write a signed note of how far the trail has come. Keep it away from this machine: with it, `kiosk audit "
        "verify --checkpoint FILE` can show later that the records were cut or put back.",
    )
    marking.add_argument("file", metavar="FILE", type=a_path, help="a new file; an existing one is never replaced")
    marking.set_defaults(run=_checkpoint)


def _verify(args: argparse.Namespace) -> int:
    from kiosk.records.audit import examination  # noqa: PLC0415  (slow to load)

    text = read_input(args.checkpoint).decode("utf-8", errors="replace") if args.checkpoint else None
    folder = folder_of(args.data)
    # The clinic itself is not opened: it may write when it is, and that would hide what the state was altered to.
    with progress() as tell:
        tell("Reading every page and every record")
        looked = examination.look(
            folder, key_of(folder), clock=args.clock, store=store_of(folder), checkpoint=text, by=system_actor()
        )
    problems = [{"entry": each.seq, "says": each.sentence} for each in looked.problems]
    if looked.unwritable:
        complain(UNRECORDED.format(why=looked.unwritable))
    if args.json:
        print_json({"entries": looked.entries, "problems": problems})
    elif problems:
        say(*(str(each["says"]) for each in problems))
    else:
        say(f"The trail is whole up to entry {looked.entries}, and every page and every record is as it was written.")
    return FOUND if problems else 0


def _show(args: argparse.Namespace) -> int:
    from kiosk.records.audit.listing import show  # noqa: PLC0415  (slow to load)

    with opened(args) as clinic:
        client, visit = (each.strip().upper() if each else None for each in (args.client, args.visit))
        staff = clinic.staff.by_name(args.staff).id if args.staff else None
        if visit is not None:
            owner = clinic.visits.get(visit).client_id
            if client not in {None, owner}:
                raise BadInput(f"{visit} is another client's visit: leave --client out.")
            client = owner
        found = show(clinic.records, subject=client, staff=staff, day=args.day, zone=clinic.settings.zone)
        if visit is not None:
            found = [entry for entry in found if is_about(entry, visit)]
        with clinic.records.write(system_actor()) as writer:
            writer.audit("audit.show", subject=client or "", detail={"entries": len(found)})
        shown = [as_shown(clinic, entry) for entry in found]
    if args.json:
        print_json(shown)
    elif not shown:
        say("There are no such entries.")
    else:
        print_table(
            ("entry", "when", "who", "terminal", "what", "about", "more"),
            [
                (
                    str(each["entry"]),
                    day_and_time(datetime.fromisoformat(each["at"]), seconds=True),
                    each["who"],
                    each["terminal"],
                    each["what"],
                    each["about"],
                    ", ".join(f"{name} {_short(value)}" for name, value in each["detail"].items()),
                )
                for each in shown
            ],
        )
    if args.hashes and not args.json:
        changes = [(str(each["entry"]), change) for each in shown for change in each["changes"]]
        say("")
        print_table(
            ("entry", "document", "hash before", "hash after"),
            [(seq, f"{of['kind']} {of['id']}", of["before"] or "none", of["after"] or "none") for seq, of in changes],
        )
    return 0


def as_shown(clinic: Clinic, entry: "AuditEntry") -> dict[str, Any]:
    """Return an entry as a program reads it, its moment in the clinic's zone."""
    return {
        "entry": entry.seq,
        "at": clinic.local(entry.at).isoformat(timespec="seconds"),
        "who": str(entry.actor),
        "role": entry.actor.role,
        "terminal": entry.actor.terminal,
        "what": entry.event,
        "about": entry.subject,
        "detail": dict(entry.detail),
        "changed": [f"{kind} {id_}" for kind, id_, _, _ in entry.changes],
        "changes": [
            {"kind": kind, "id": id_, "before": before, "after": after} for kind, id_, before, after in entry.changes
        ],
    }


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    most = 40
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _checkpoint(args: argparse.Namespace) -> int:
    from kiosk.records.audit import checkpoints  # noqa: PLC0415  (slow to load)

    file = path_of(args.file)
    refuse_taken(file)
    with opened(args) as clinic:
        with clinic.records.write(system_actor()) as writer:
            writer.audit("audit.checkpoint")
        checkpoints.write_checkpoint(clinic.records, file)
    say(f"{file} says how far the trail has come. Keep it away from this machine.")
    return 0
