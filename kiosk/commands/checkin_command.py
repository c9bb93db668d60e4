"""`kiosk checkin`: a paper form, entered for a client."""

import argparse

import rules
from kiosk.checkin import paper_form
from kiosk.commands.date_argument import a_date
from kiosk.commands.input_files import MOST_BYTES, read_input
from kiosk.commands.open_clinic import opened, system_user
from kiosk.commands.output import print_json, say
from kiosk.commands.parser import Groups, a_file, takes_pin
from kiosk.commands.pin_input import known_pin
from kiosk.commands.visit_output import details, verdict_lines
from kiosk.visits.day_book import DayEntry
from kiosk.visits.standing import standing


def register(groups: Groups) -> None:
    """Add `kiosk checkin` to the front door."""
    parser = groups.add_parser(
        "checkin",
        help="enter a paper form for a client",
        description="Enter the answers of a paper form for a client: the same check-in, verdict and record as at the "
        "kiosk. The audit trail names the account that ran the command and the member of staff who entered "
        "the form.",
    )
    parser.add_argument("visit", metavar="VISIT", help="the visit's id, such as V-7K3M9QXTAB")
    parser.add_argument(
        "file",
        metavar="FILE",
        type=a_file,
        help='the answers as JSON, such as {"area": ["face"], "rosacea": "no", ...}, or "-" for standard input',
    )
    parser.add_argument("--staff", metavar="NAME", required=True, help="the member of staff for whom it is entered")
    takes_pin(parser, "that member's PIN")
    parser.add_argument(
        "--consent",
        choices=("paper", "declined"),
        help="whether the client signed the consent on paper; without it, the consent is still to be taken before "
        "the treatment",
    )
    parser.add_argument(
        "--on",
        type=a_date,
        metavar="DATE",
        help="the day the form was filled in, as 2026-07-31 or as the clinic writes it; without it, today. The visit is judged for its own day",
    )
    parser.add_argument(
        "--language", metavar="CODE", default="en", help="the language of the form, such as es; without it, English"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document: visit and verdict")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    with opened(args) as clinic:
        answers = rules.read_answers(read_input(args.file, MOST_BYTES))
        staff = clinic.staff.by_name(args.staff)
        staff = clinic.staff.check_pin(staff.name, known_pin(args.pin_fd, staff.name), terminal=clinic.terminal)
        visit = paper_form.enter(
            clinic,
            args.visit.strip().upper(),
            answers,
            staff=staff,
            consent=args.consent,
            on=args.on,
            language=args.language,
            system_user=system_user(),
        )
        entry = DayEntry(visit, clinic.clients.get(visit.client_id))
    if args.json:
        print_json({"visit": details(entry), "verdict": visit.verdict.to_json() if visit.verdict else None})
    else:
        say(f"{visit.id}: {standing(visit)}", *verdict_lines(entry))
    return 0
