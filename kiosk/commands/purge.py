"""`kiosk purge`: what has had its time is removed."""

import argparse

from kiosk.commands.opening import opened, system_actor
from kiosk.commands.output import print_json, say
from kiosk.commands.parser import Groups
from kiosk.life.purge import as_json, due, purge


def register(groups: Groups) -> None:
    """Add the command."""
    parser = groups.add_parser(
        "purge",
        help="remove what has had its time",
        description="Remove visits, drafts and the oldest audit entries whose time is over by the clinic's settings "
        "(keep_visits_days, keep_drafts_hours, keep_audit_days), and overwrite where they lay. Clients under a legal hold "
        "are left out. A running reception terminal does this every night by itself.",
    )
    parser.add_argument("--dry-run", action="store_true", help="only count")
    parser.add_argument("--json", action="store_true", help="print one JSON document: how much")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    with opened(args) as clinic:
        if args.dry_run:
            found = due(clinic)
            counts = {
                "visits": len(found.visits),
                "drafts": len(found.drafts),
                "audit_entries": found.audit_entries,
                "held": len(found.held),
            }
        else:
            counts = as_json(purge(clinic, system_actor()))
    if args.json:
        print_json(counts)
        return 0
    verb = "have had their time" if args.dry_run else "were removed"
    say(f"{counts['visits']} visits, {counts['drafts']} drafts and {counts['audit_entries']} audit entries {verb}.")
    if counts.get("clients"):
        say(f"{counts['clients']} clients went with their last visit.")
    if counts["held"]:
        say(f"{counts['held']} visits stay longer, under a legal hold.")
    if not counts.get("log_emptied", True):
        say("Another terminal was busy, so the log beside the records is emptied by the next purge.")
    return 0
