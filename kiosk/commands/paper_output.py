"""Where a command puts a paper: into a new file, or to a printer."""

import argparse

from kiosk.commands.parser import Parser, a_path
from kiosk.core.new_file import write_output
from kiosk.core.paths import path_of
from kiosk.core.printer_settings import Printing, is_a_printer
from kiosk.core.taken_names import refuse_taken
from kiosk.handouts.page import Paper


def takes_place(parser: Parser) -> None:
    """Add the options that say where a paper goes."""
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--to", metavar="FILE", type=a_path, help="a new PDF file; an existing one is never replaced")
    where.add_argument(
        "--printer",
        metavar="NAME",
        type=_a_printer,
        help="a printer as `lpstat -e` shows it; without it, the one that is set",
    )


def _a_printer(name: str) -> str:
    if not is_a_printer(name):
        raise argparse.ArgumentTypeError(f"{name} is no printer's name")
    return name


def check_place(args: argparse.Namespace) -> None:
    """Refuse a file that is there already, before anything is opened."""
    if args.to is not None:
        args.to = path_of(args.to)
        refuse_taken(args.to)


def put(args: argparse.Namespace, paper: Paper, printing: Printing) -> str:
    """Write or print a paper; return what to say."""
    if args.to is not None:
        from kiosk.handouts.pdf import to_pdf  # noqa: PLC0415 - the PDF library is slow to load

        write_output(args.to, to_pdf(paper))
        return f"{args.to} holds it."
    from kiosk.handouts.printing import print_paper  # noqa: PLC0415

    printer = print_paper(paper, printing, args.printer or "", otherwise="or save the paper as PDF with --to FILE")
    return f"{paper.kind}: sent to the printer “{printer}”."
