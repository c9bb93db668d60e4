"""`kiosk purge`: what has had its time is removed."""

import argparse

from kiosk.commands.opening import opened, system_actor, system_user
from kiosk.commands.output import print_json, say
from kiosk.commands.parser import Groups
from kiosk.commands.pins import by_lead
from kiosk.errors import BadInput
from kiosk.life.aside import names, put_aside
from kiosk.life.purge import as_json, due, purge
from kiosk.records import times


def register(groups: Groups) -> None:
    """Add the command."""
    parser = groups.add_parser(
        "purge",
        help="remove what has had its time",
        description="Remove visits, drafts, the oldest audit entries and older records that lie aside, if their time is over by "
        "the clinic's settings (keep_years, keep_drafts_hours, keep_audit_days, keep_put_aside_days), and overwrite where they lay. Clients under a legal hold "
        "are left out. A running reception terminal does this every night by itself.",
    )
    parser.add_argument(
        "--put-aside",
        action="store_true",
        help="remove everything that lies aside in the clinic's folder (damaged-..., before-format-..., "
        "records.before-postgresql, restore.part), and not only what is older than keep_put_aside_days",
    )
    parser.add_argument(
        "--confirm",
        action="store_true",
        help="remove nothing: confirm, as a lead, how long clinic.toml says that records are kept, after it was changed",
    )
    parser.add_argument("--by", metavar="LEAD", help="the lead who confirms")
    parser.add_argument(
        "--pin-fd",
        metavar="N",
        type=int,
        help="read the lead's PIN from file descriptor N; without it, it is asked for",
    )
    parser.add_argument("--dry-run", action="store_true", help="only count")
    parser.add_argument("--json", action="store_true", help="print one JSON document: how much")
    parser.set_defaults(run=_run)


def _confirm(args: argparse.Namespace) -> int:
    if args.by is None:
        raise BadInput("--confirm needs --by LEAD: who confirms it?")
    with opened(args) as clinic:
        lead = by_lead(clinic, args.by, args.pin_fd, "confirms how long records are kept")
        times.confirm(clinic.records, clinic.settings, lead.actor(clinic.terminal, system_user()))
        said = ", ".join(f"{name} = {getattr(clinic.settings, name)}" for name in times.REMOVING)
    say(f"{lead.name} confirmed: {said}.")
    return 0


def _run(args: argparse.Namespace) -> int:
    if args.confirm:
        return _confirm(args)
    with opened(args) as clinic:
        if args.dry_run:
            found = due(clinic, all_put_aside=args.put_aside)
            counts = {
                "visits": len(found.visits),
                "drafts": len(found.drafts),
                "audit_entries": found.audit_entries,
                "held": len(found.held),
                "put_aside": len(found.put_aside),
            }
        else:
            counts = as_json(purge(clinic, system_actor(), all_put_aside=args.put_aside))
        left = () if args.dry_run else put_aside(clinic.folder)
    if args.json:
        print_json(counts)
        return 0
    verb = "have had their time" if args.dry_run else "were removed"
    say(f"{counts['visits']} visits, {counts['drafts']} drafts and {counts['audit_entries']} audit entries {verb}.")
    if counts["put_aside"]:
        say(f"{counts['put_aside']} older records that lay aside in the clinic's folder {verb}.")
    if left:
        say(
            f"Older records lie aside in the clinic's folder ({names(left)}), which may hold clients who were erased since: "
            f"`kiosk purge --put-aside` removes them{', unless a client is under a legal hold' if args.put_aside else ''}."
        )
    if counts.get("clients"):
        say(f"{counts['clients']} clients went with their last visit.")
    if counts["held"]:
        say(f"{counts['held']} visits stay longer, under a legal hold.")
    if not counts.get("log_emptied", True):
        say("Another terminal was busy, so the log beside the records is emptied by the next purge.")
    return 0
