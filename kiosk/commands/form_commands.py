"""`kiosk forms`: blank questionnaires, and the day's list for when the machine is down."""

import argparse

from kiosk.commands.date_argument import a_date
from kiosk.commands.open_clinic import opened, system_actor
from kiosk.commands.output import say
from kiosk.commands.paper_output import check_place, put, takes_place
from kiosk.commands.parser import Groups


def register(groups: Groups) -> None:
    """Add `kiosk forms` and its actions to the front door."""
    group = groups.add_parser(
        "forms", help="print blank forms and the morning list", description="Papers to have at hand."
    )
    actions = group.add_subparsers(dest="action", metavar="ACTION", required=True, title="actions")
    printing = actions.add_parser(
        "print",
        help="a treatment's questionnaire and consent, to fill in by hand",
        description="Print the questionnaire and consent of the protocol in force, to fill in by hand, or write it as PDF.",
    )
    printing.add_argument("treatment", metavar="TREATMENT", help="the treatment's id, such as parisian-peel")
    printing.add_argument(
        "--language",
        metavar="CODE",
        default="en",
        help="the language of the form, such as es, once the lead has signed its words; without it, English",
    )
    printing.add_argument("--large-print", action="store_true", help="in letters of 18 points")
    takes_place(printing)
    printing.set_defaults(run=_print)
    listing = actions.add_parser(
        "morning-list",
        help="the day's appointments, for when the machine is down",
        description="Print the day's appointments by practitioner, or write them as PDF. It names clients: shred it in the evening.",
    )
    listing.add_argument(
        "--day",
        type=a_date,
        metavar="DATE",
        help="as 2026-07-31, or as the clinic writes it; without it, the clinic's today",
    )
    takes_place(listing)
    listing.set_defaults(run=_morning_list)


def _print(args: argparse.Namespace) -> int:
    from kiosk.checkin.blank_form import blank_form  # noqa: PLC0415 - with it comes what a check-in needs

    check_place(args)
    with opened(args, look=True) as clinic:
        paper = blank_form(clinic, args.treatment, large=args.large_print, language=args.language)
        said = put(args, paper, clinic.settings.printing)
    say(said)
    return 0


def _morning_list(args: argparse.Namespace) -> int:
    from kiosk.desk.morning_list import morning_list  # noqa: PLC0415

    check_place(args)
    with opened(args) as clinic:
        day = args.day or clinic.today()
        said = put(args, morning_list(clinic, day), clinic.settings.printing)
        with clinic.records.write(system_actor()) as writer:
            writer.audit("desk.opening_paper", detail={"paper": "morning-list", "day": day.isoformat()})
    say(said)
    return 0
