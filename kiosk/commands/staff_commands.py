"""`kiosk staff`: who works here, and with which role."""

import argparse
from collections.abc import Mapping

from kiosk.clinic import Clinic
from kiosk.commands.open_clinic import opened, system_actor, system_user
from kiosk.commands.output import print_json, print_table, say
from kiosk.commands.parser import Groups, Parser, takes_pin
from kiosk.commands.pin_input import by_lead, new_pin
from kiosk.core.clean import clean
from kiosk.core.errors import BadInput
from kiosk.people.staff import StaffMember

_ROLES = ("receptionist", "practitioner", "lead")


def register(groups: Groups) -> None:
    """Add `kiosk staff` and its actions to the front door."""
    group = groups.add_parser(
        "staff",
        help="add, list, disable and unlock staff, reset a PIN",
        description="The members of staff and their roles.",
    )
    actions = group.add_subparsers(dest="action", metavar="ACTION", required=True, title="actions")
    adding = actions.add_parser("add", help="add somebody", description="Add a member of staff with a role and a PIN.")
    adding.add_argument("name", metavar="NAME", help="the name to sign in with")
    adding.add_argument("--role", dest="works_as", required=True, choices=_ROLES, help="what they do")
    adding.add_argument(
        "--treatment",
        action="append",
        metavar="ID",
        help="a treatment a practitioner may give; may be repeated; without it, all of the clinic's, later ones too",
    )
    _with_pin(adding)
    adding.set_defaults(run=_add)
    listing = actions.add_parser("list", help="everybody", description="List the members of staff, disabled ones too.")
    listing.add_argument("--json", action="store_true", help="print one JSON document: a list")
    listing.set_defaults(run=_list)
    disabling = actions.add_parser(
        "disable",
        help="stop somebody from signing in",
        description="Stop somebody from signing in; what they did stays under their name.",
    )
    disabling.add_argument("name", metavar="NAME", help="the name they sign in with")
    disabling.set_defaults(run=_disable)
    enabling = actions.add_parser(
        "enable", help="let somebody sign in again", description="Let somebody who was disabled sign in again."
    )
    enabling.add_argument("name", metavar="NAME", help="the name they sign in with")
    enabling.set_defaults(run=_enable)
    resetting = actions.add_parser(
        "reset-pin", help="a new PIN", description="Give somebody a new PIN; wrong tries are forgotten."
    )
    resetting.add_argument("name", metavar="NAME", help="the name they sign in with")
    _with_pin(resetting)
    resetting.set_defaults(run=_reset_pin)
    naming = actions.add_parser(
        "prescriber",
        help="name who may sign besides another practitioner",
        description="Name a practitioner as a prescriber: going ahead against a contraindication takes their PIN, or a lead's, "
        "besides the practitioner's own. A lead does it.",
    )
    naming.add_argument("name", metavar="NAME", help="the name they sign in with")
    naming.add_argument("--no-more", action="store_true", help="take it back")
    naming.add_argument("--by", metavar="LEAD", required=True, help="the lead who names them")
    takes_pin(naming, "the lead's PIN")
    naming.set_defaults(run=_name_prescriber)
    unlocking = actions.add_parser(
        "unlock",
        help="let somebody try again after too many wrong PINs",
        description="Forget somebody's wrong PINs on every terminal, so that they may try again at once. A lead does it.",
    )
    unlocking.add_argument("name", metavar="NAME", help="the name they sign in with")
    unlocking.add_argument("--by", metavar="LEAD", required=True, help="the lead who unlocks")
    takes_pin(unlocking, "the lead's PIN")
    unlocking.set_defaults(run=_unlock)


def _with_pin(parser: Parser) -> None:
    takes_pin(parser, "the PIN", asked="asked for twice")


def _add(args: argparse.Namespace) -> int:
    with opened(args) as clinic:
        treatments = _treatments(clinic, args)
        pin = new_pin(args.pin_fd, clean(args.name))
        member = clinic.staff.add(args.name, args.works_as, pin, treatments=treatments, actor=system_actor())
    say(f"{member.name} can sign in as {member.role}.")
    return 0


def _treatments(clinic: Clinic, args: argparse.Namespace) -> tuple[str, ...]:
    known = tuple(clinic.protocols)
    if args.works_as == "receptionist":
        if args.treatment:
            raise BadInput("--treatment goes with practitioners and leads; a receptionist gives none.")
        return ()
    for treatment in args.treatment or ():
        if treatment not in known:
            raise BadInput(f"There is no treatment {clean(treatment, 40)}; this clinic has {' and '.join(known)}.")
    return tuple(dict.fromkeys(args.treatment or ()))  # none named are all, those of later years too


def _gives(member: StaffMember, titles: Mapping[str, str]) -> str:
    named = ", ".join(titles.get(each, each) for each in member.treatments)
    return named or ("" if member.role == "receptionist" else "all")


def _list(args: argparse.Namespace) -> int:
    with opened(args) as clinic:
        members, known, titles = clinic.staff.all(), tuple(clinic.protocols), clinic.titles()
    if args.json:
        print_json(
            [
                {
                    "id": member.id,
                    "name": member.name,
                    "role": member.role,
                    "treatments": list(member.treatments or (known if member.role != "receptionist" else ())),
                    "all_treatments": _gives(member, titles) == "all",
                    "prescriber": member.prescriber,
                    "active": member.active,
                }
                for member in members
            ]
        )
    else:
        print_table(
            ("name", "role", "treatments", "may sign in"),
            [
                (member.name, member.role, _gives(member, titles), "yes" if member.active else "no")
                for member in members
            ],
        )
    return 0


def _disable(args: argparse.Namespace) -> int:
    with opened(args) as clinic:
        member = clinic.staff.disable(args.name, system_actor())
    say(f"{member.name} can no longer sign in.")
    return 0


def _enable(args: argparse.Namespace) -> int:
    with opened(args) as clinic:
        member = clinic.staff.enable(args.name, system_actor())
    say(f"{member.name} can sign in again.")
    return 0


def _reset_pin(args: argparse.Namespace) -> int:
    with opened(args) as clinic:
        member = clinic.staff.by_name(args.name)
        pin = new_pin(args.pin_fd, member.name)
        clinic.staff.reset_pin(args.name, pin, system_actor())
    say(f"{member.name} has a new PIN.")
    return 0


def _name_prescriber(args: argparse.Namespace) -> int:
    with opened(args) as clinic:
        named = clinic.staff.by_name(args.name)
        lead = by_lead(clinic, args.by, args.pin_fd, "names a prescriber")
        actor = lead.actor(clinic.terminal, system_user())
        member = clinic.staff.name_prescriber(named.name, actor, named=not args.no_more)
    say(f"{member.name} {'signs' if member.prescriber else 'no longer signs'} besides another practitioner.")
    return 0


def _unlock(args: argparse.Namespace) -> int:
    with opened(args) as clinic:
        named = clinic.staff.by_name(args.name)
        lead = by_lead(clinic, args.by, args.pin_fd, "unlocks")
        was_locked = named in clinic.staff.locked()
        member = clinic.staff.unlock(named.name, lead.actor(clinic.terminal, system_user()))
    say(f"{member.name} {'may try again at once' if was_locked else 'was not locked; wrong tries are forgotten'}.")
    return 0
