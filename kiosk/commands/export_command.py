"""`kiosk visits export`: visits that are over, for other programs; and the schema of what goes out."""

import argparse
from typing import get_args

from kiosk.commands.date_argument import a_moment
from kiosk.commands.open_clinic import opened, system_actor
from kiosk.commands.output import print_json, say
from kiosk.commands.parser import Groups, a_path
from kiosk.commands.progress import progress
from kiosk.core.paths import path_of
from kiosk.handouts.exported_visit import schema_of_export
from kiosk.privacy.visit_export import ExportFormat, export_visits
from rules import several


def register(actions: Groups) -> None:
    """Add the actions to those of `kiosk visits`."""
    parser = actions.add_parser(
        "export",
        help="visits that are over, as files for other programs",
        description="Write each visit that ended since a moment, or changed after it had ended, into a folder: once, and once more when it "
        "changes. The next time it goes on where it stopped, whatever --since says. Each is in the audit trail. Visits whose record is "
        "private or locked are left out. docs/export.md tells of the files.",
    )
    parser.add_argument(
        "--since",
        type=a_moment,
        metavar="TIME",
        required=True,
        help="where the first export into this folder begins: as 2026-07-31, or 2026-07-31T14:30, by the clinic's clock",
    )
    parser.add_argument(
        "--to", type=a_path, metavar="DIR", required=True, help="a folder; it is made if it is not there"
    )
    parser.add_argument(
        "--format",
        choices=get_args(ExportFormat),
        required=True,
        help="json or pdf: a file a visit, which takes the place of an earlier one; csv: a new file each time, a row a visit",
    )
    parser.add_argument(
        "--again", action="store_true", help="begin at --since once more, and leave nothing out that is out"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document: what was written")
    parser.set_defaults(run=_export)
    describing = actions.add_parser(
        "export-schema",
        help="the JSON Schema of an exported visit",
        description="Print the JSON Schema of the files that `kiosk visits export --format json` writes.",
    )
    describing.set_defaults(run=_schema)


def _schema(_args: argparse.Namespace) -> int:
    print_json(schema_of_export())
    return 0


def _export(args: argparse.Namespace) -> int:
    to = path_of(args.to)
    with progress() as tell, opened(args) as clinic:
        since = args.since.in_zone(clinic.settings.zone)
        done = export_visits(clinic, to, args.format, since, system_actor(), again=args.again, tell=tell)
    if args.json:
        print_json({"visits": done.visits, "left_out": done.left_out, "files": [str(to / name) for name in done.files]})
        return 0
    if done.visits:
        say(f"{several(done.visits, 'visit is', 'visits are')} out, in {to}.")
    else:
        say("Nothing new to export: no visit has ended or changed.")
    if done.left_out:
        say(
            f"{several(done.left_out, 'visit is', 'visits are')} left out, because the record is private or locked; `kiosk visits file` "
            "hands one out, for a reason."
        )
    return 0
