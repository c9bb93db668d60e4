"""`kiosk purge`: remove what need not be kept any longer."""

import argparse

from kiosk.commands.open_clinic import opened, system_actor, system_user
from kiosk.commands.output import print_json, say
from kiosk.commands.parser import Groups, takes_pin
from kiosk.commands.pin_input import by_lead
from kiosk.core.errors import BadInput
from kiosk.privacy.leftover_files import names, put_aside
from kiosk.privacy.purge import find_due, purge, purged_as_json
from kiosk.records import retention_settings
from rules import several


def register(groups: Groups) -> None:
    """Add `kiosk purge` to the front door."""
    parser = groups.add_parser(
        "purge",
        help="remove what need not be kept any longer",
        description="Remove visits, drafts, the oldest audit entries and older records that were put aside, once they are "
        "past the times in the clinic's settings (keep_years, keep_drafts_hours, keep_audit_days, "
        "keep_put_aside_days), and overwrite where they were. Clients under a legal hold are left out. A "
        "running reception terminal does this every night by itself.",
    )
    parser.add_argument(
        "--put-aside",
        action="store_true",
        help="remove everything put aside in the clinic's folder (damaged-..., before-format-..., before-upgrade-..., "
        "records.before-postgresql, restore.part), not only what is older than keep_put_aside_days",
    )
    parser.add_argument(
        "--confirm",
        action="store_true",
        help="remove nothing; as a lead, confirm changed keeping times in clinic.toml",
    )
    parser.add_argument("--by", metavar="LEAD", help="the lead who confirms")
    takes_pin(parser, "the lead's PIN")
    parser.add_argument("--dry-run", action="store_true", help="only count")
    parser.add_argument("--json", action="store_true", help="print one JSON document: how much")
    parser.set_defaults(run=_run)


def _confirm(args: argparse.Namespace) -> int:
    if args.by is None:
        raise BadInput("--confirm needs --by LEAD: who confirms it?")
    with opened(args) as clinic:
        lead = by_lead(clinic, args.by, args.pin_fd, "confirms how long records are kept")
        retention_settings.confirm_times(clinic.records, clinic.settings, lead.actor(clinic.terminal, system_user()))
        said = ", ".join(f"{name} = {getattr(clinic.settings, name)}" for name in retention_settings.REMOVING)
    say(f"{lead.name} confirmed: {said}.")
    return 0


def _run(args: argparse.Namespace) -> int:
    if args.confirm:
        return _confirm(args)
    with opened(args) as clinic:
        if args.dry_run:
            found = find_due(clinic, all_put_aside=args.put_aside)
            counts = {
                "visits": len(found.visits),
                "drafts": len(found.drafts),
                "audit_entries": found.audit_entries,
                "held": len(found.held),
                "put_aside": len(found.put_aside),
            }
        else:
            counts = purged_as_json(purge(clinic, system_actor(), all_put_aside=args.put_aside))
        left = () if args.dry_run else put_aside(clinic.folder)
    if args.json:
        print_json(counts)
        return 0
    verb = "need not be kept any longer" if args.dry_run else "were removed"
    say(
        f"{several(counts['visits'], 'visit', 'visits')}, {several(counts['drafts'], 'draft', 'drafts')} and "
        f"{several(counts['audit_entries'], 'audit entry', 'audit entries')} {verb}."
    )
    if counts["put_aside"]:
        number = counts["put_aside"]
        one = "need not be kept any longer" if args.dry_run else "was removed"
        say(
            f"{several(number, 'older record', 'older records')} put aside in the clinic's folder {one if number == 1 else verb}."
        )
    if left:
        say(
            f"There are older records put aside in the clinic's folder ({names(left)}), which may hold clients who "
            "were erased since: `kiosk purge --put-aside` removes "
            f"them{', unless a client is under a legal hold' if args.put_aside else ''}."
        )
    if counts.get("clients"):
        say(f"Also removed, with their last visit: {several(counts['clients'], 'client', 'clients')}.")
    if counts.get("fingerprints"):
        say(f"{several(counts['fingerprints'], 'fingerprint', 'fingerprints')} of erased clients were removed too.")
    if counts["held"]:
        say(f"{several(counts['held'], 'visit is', 'visits are')} kept longer, under a legal hold.")
    if not counts.get("log_emptied", True):
        say("Another terminal was busy, so the next purge empties the log beside the records.")
    return 0
