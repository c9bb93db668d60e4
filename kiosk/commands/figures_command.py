"""`kiosk figures`: how many checked in, how long it took, what the rules said; of a day or a month, without names."""

import argparse
import calendar
import re
import shutil
from datetime import date

from kiosk.commands.date_argument import a_date
from kiosk.commands.open_clinic import noted_if_it_can_be, opened, system_actor
from kiosk.commands.output import say
from kiosk.commands.parser import Groups, a_path
from kiosk.core.new_file import write_output
from kiosk.core.paths import path_of
from kiosk.lead.figures import figures
from kiosk.lead.figures_text import figures_as_csv, figures_in_lines

_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])", re.ASCII)
_MONTH_FIRST = re.compile(r"(?P<month>0?[1-9]|1[0-2])[./-](?P<year>\d{4})", re.ASCII)
_NARROW, _WIDE = 60, 100


def register(groups: Groups) -> None:
    """Add `kiosk figures` to the front door."""
    parser = groups.add_parser(
        "figures",
        help="the figures of a day or a month",
        description="Show how many checked in, how long it took, which questions were hard, what the rules said and what was "
        "overridden. Numbers below 5 are not shown, and nothing is counted by client or by member of staff.",
    )
    when = parser.add_mutually_exclusive_group()
    when.add_argument(
        "--day",
        type=a_date,
        metavar="DATE",
        help="as 2026-07-31, or as the clinic writes it; without it, the clinic's today",
    )
    when.add_argument("--month", type=a_month, metavar="MONTH", help="as 2026-07 or 07/2026")
    parser.add_argument(
        "--csv", metavar="FILE", type=a_path, help="write a CSV file; an existing one is never replaced"
    )
    parser.set_defaults(run=_figures)


def a_month(text: str) -> date:
    """Return the first day of a month written as 2026-07 or 07/2026; for argparse, which makes a sentence of what is raised."""
    found = _MONTH.fullmatch(text) or _MONTH_FIRST.fullmatch(text)
    if found is None:
        raise argparse.ArgumentTypeError("a month is written like 2026-07")
    return date(int(found["year"]), int(found["month"]), 1)


def _figures(args: argparse.Namespace) -> int:
    with opened(args, look=True) as clinic:
        first = args.month or args.day or clinic.today()
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1]) if args.month else first
        found = figures(clinic, first, last)
        with noted_if_it_can_be(), clinic.records.write(system_actor()) as writer:
            writer.audit("figures.look", detail={"from": first.isoformat(), "to": last.isoformat()})
    if args.csv:
        file = path_of(args.csv)
        write_output(file, figures_as_csv(found))
        say(f"{file} holds the figures.")
    else:
        width = min(_WIDE, max(_NARROW, shutil.get_terminal_size().columns))
        say(*list(figures_in_lines(found, width))[1:])
    return 0
