"""`kiosk migrate`: move the clinic's records to a PostgreSQL server."""

import argparse
from pathlib import Path

from kiosk.commands.input_files import folder_of
from kiosk.commands.open_clinic import system_actor
from kiosk.commands.output import say
from kiosk.commands.parser import Groups, a_path
from kiosk.commands.progress import progress
from kiosk.records.keys.clinic_ids import clinic_id
from kiosk.records.keys.key_sources import find_key
from rules import several


def register(groups: Groups) -> None:
    """Add `kiosk migrate` to the front door."""
    parser = groups.add_parser(
        "migrate",
        help="move the records to PostgreSQL",
        description="Move the clinic's records to a PostgreSQL server, verified record by record, and change the setting "
        "store. Close the kiosk everywhere before. docs/postgresql.md tells how to prepare the server.",
    )
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "--to",
        metavar="URL",
        help="where to: postgresql://ROLE@HOST/DATABASE, without a password (libpq's passfile holds it)",
    )
    which.add_argument(
        "--sql", action="store_true", help="print the SQL that prepares an empty database, and do nothing else"
    )
    parser.add_argument(
        "--key-file", type=a_path, metavar="FILE", help="the clinic's key, if it is not where it usually is"
    )
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    if args.sql:
        say(_SQL.read_text(encoding="utf-8").rstrip("\n"))
        return 0
    folder = folder_of(args.data)
    key = find_key(clinic_id(folder), file=args.key_file, folder=folder)
    from kiosk.records.move_to_server import move_to_server  # noqa: PLC0415  (psycopg is there only where it is needed)

    with progress() as tell:
        moved = move_to_server(folder, key, args.to, actor=system_actor(), clock=args.clock, tell=tell)
    say(
        f"The clinic is on PostgreSQL now: {several(moved.documents, 'record', 'records')} and "
        f"{several(moved.entries, 'entry', 'entries')} of the audit trail, each read back and compared.",
        f"The old records are {moved.old}, encrypted as they were. Remove that file once the server's own backup runs.",
        "At every other machine: kiosk --data DIR join URL, with the words of the recovery sheet (docs/postgresql.md).",
    )
    return 0


_SQL = Path(__file__).parents[1] / "records" / "postgresql" / "postgresql.sql"
