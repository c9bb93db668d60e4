"""`kiosk client`: one client's data, found, handed out, joined, held, or removed for good."""

import argparse

from kiosk.clinic import Clinic
from kiosk.commands import client_rights
from kiosk.commands.client_rights import id_of, names_client, reason_to_open
from kiosk.commands.date_argument import birth_example, order_of, typed_date
from kiosk.commands.open_clinic import opened, system_actor
from kiosk.commands.output import print_json, print_table, say
from kiosk.commands.parser import Groups, a_path
from kiosk.commands.private_input import ask_each
from kiosk.core.clean import clean
from kiosk.core.errors import BadInput
from kiosk.core.new_file import write_output
from kiosk.core.paths import path_of
from kiosk.core.taken_names import refuse_taken
from kiosk.people.client_book import Client
from kiosk.privacy.legal_hold import hold_of, place_hold, release_hold
from kiosk.privacy.merge_clients import merge, unmerge
from rules import day_in_words, several


def register(groups: Groups) -> None:
    """Add `kiosk client` and its actions to the front door."""
    group = groups.add_parser(
        "client",
        help="find, export, erase, hold and merge a client's records",
        description="The records of one client, named by an id; `kiosk client find` tells the id.",
    )
    actions = group.add_subparsers(dest="action", metavar="ACTION", required=True, title="actions")
    finding = actions.add_parser(
        "find",
        help="the id of a client",
        description="Find clients by name or telephone, by date of birth (in the clinic's order, or as 1984-03-05), or by both. Both are asked for "
        "at the terminal or read from two lines of standard input, because everybody on this machine can read "
        "a command's arguments; a line may be empty.",
    )
    finding.add_argument("--json", action="store_true", help="print one JSON document: a list of clients")
    finding.set_defaults(run=_find)
    exporting = actions.add_parser(
        "export",
        help="everything held about a client",
        description="Hand out everything held about a client: as JSON on standard output, as a PDF, or both.",
    )
    names_client(exporting)
    exporting.add_argument("--json", action="store_true", help="print one JSON document: everything")
    exporting.add_argument("--pdf", metavar="FILE", type=a_path, help="write a new PDF file")
    exporting.set_defaults(run=_export)
    client_rights.register(actions)
    holding = actions.add_parser(
        "hold",
        help="keep everything held about a client",
        description="Place a client under a legal hold: neither erase nor purge removes anything about them. The reason "
        "is asked for at the terminal, or read from a line of standard input.",
    )
    names_client(holding)
    holding.set_defaults(run=_hold)
    releasing = actions.add_parser("release", help="end a hold", description="Release a client from a legal hold.")
    names_client(releasing)
    releasing.set_defaults(run=_release)
    merging = actions.add_parser(
        "merge",
        help="join two records of one client",
        description="Join the record OTHER to the record CLIENT-ID, which takes its visits. From now on, a search for the "
        "other's name or birth date finds the first. `kiosk client unmerge OTHER` undoes it.",
    )
    names_client(merging)
    merging.add_argument("other", metavar="OTHER", help="the id of the record that is the same person")
    merging.add_argument(
        "--other-birth-date", action="store_true", help="the two have different dates of birth, and one was mistyped"
    )
    merging.set_defaults(run=_merge)
    parting = actions.add_parser(
        "unmerge",
        help="undo a merge",
        description="Undo a merge: the record gets back the visits it brought; later ones stay.",
    )
    parting.add_argument("other", metavar="OTHER", help="the id of the record that was merged")
    parting.set_defaults(run=_unmerge)


def _find(args: argparse.Namespace) -> int:
    order = order_of(args)
    name, born_text = ask_each("Name or telephone", f"Date of birth, as {birth_example(order)}")
    born = typed_date(born_text, order) if born_text else None
    words = clean(name)
    if not words and born is None:
        raise BadInput("Give a name or telephone number, a date of birth, or both.")
    with opened(args) as clinic, clinic.records.write(system_actor()) as writer:
        found = clinic.clients.look_up(words, born, writer)
        for client in found:
            writer.audit("client.found", subject=client.id)
        if not found:
            writer.audit("client.not_found")  # what was looked for would be a name
        rows = [_row(clinic, client, len(clinic.visits.of_client(client.id, writer))) for client in found]
        for row in rows:
            row["held"] = hold_of(clinic, writer, str(row["id"])) is not None
    if args.json:
        print_json(rows)
    elif not rows:
        say("Nobody was found.")
    else:
        print_table(
            ("id", "name", "born", "visits", "hold"),
            [
                (
                    client.id,
                    client.full_name,
                    day_in_words(client.date_of_birth),
                    str(row["visits"]),
                    "yes" if row["held"] else "",
                )
                for client, row in zip(found, rows, strict=True)
            ],
        )
    return 0


def _row(clinic: Clinic, client: Client, visits: int) -> dict[str, object]:
    return {
        "id": client.id,
        "name": client.full_name,
        "date_of_birth": client.date_of_birth.isoformat(),
        "visits": visits,
        "on_record_since": clinic.local(client.created_at).date().isoformat(),
    }


def _export(args: argparse.Namespace) -> int:
    from kiosk.privacy.export import export_client, noting_failure  # noqa: PLC0415  (brings the PDF library, which is slow to load)

    if not args.json and args.pdf is None:
        raise BadInput("Choose an output: give --json, --pdf FILE, or both.")
    file = path_of(args.pdf) if args.pdf else None
    if file is not None:
        refuse_taken(file)
    with opened(args) as clinic:
        reason_to_open(clinic, id_of(args))
        document, paper = export_client(clinic, id_of(args), system_actor())
        if file is not None:
            from kiosk.handouts.pdf import to_pdf  # noqa: PLC0415

            with noting_failure(clinic, "client.export", document["client"]["id"], system_actor()):
                write_output(file, to_pdf(paper))
    if args.json:
        print_json(document)
    else:
        say(
            f"{file} holds everything about {document['client']['id']}. Hand it over in a way that nobody else can read."
        )
    return 0


def _hold(args: argparse.Namespace) -> int:
    (reason,) = ask_each("Reason, such as the number of a complaint")
    with opened(args) as clinic:
        hold = place_hold(clinic, id_of(args), reason, system_actor())
    say(f"{hold.client_id} is under a hold: nothing about this client is removed until it is released.")
    return 0


def _release(args: argparse.Namespace) -> int:
    with opened(args) as clinic:
        hold = release_hold(clinic, id_of(args), system_actor())
    say(f"{hold.client_id} is no longer under a hold.")
    return 0


def _merge(args: argparse.Namespace) -> int:
    with opened(args) as clinic:
        kept = merge(
            clinic, id_of(args), clean(args.other, 40).upper(), system_actor(), other_birth_date=args.other_birth_date
        )
        visits = len(clinic.visits.of_client(kept.id))
    say(
        f"{clean(args.other, 40).upper()} is now part of {kept.id}, which has "
        f"{several(visits, 'visit', 'visits')}. `kiosk client unmerge` undoes it."
    )
    return 0


def _unmerge(args: argparse.Namespace) -> int:
    with opened(args) as clinic:
        alone = unmerge(clinic, clean(args.other, 40).upper(), system_actor())
        visits = len(clinic.visits.of_client(alone.id))
    say(f"{alone.id} is separate again, with {several(visits, 'visit', 'visits')}.")
    return 0
