"""The commands of `rules` that a lead or an author uses, with their arguments; what they do is loaded when it is needed."""

import argparse
import importlib
from collections.abc import Callable

from kiosk.commands.date_argument import a_date
from kiosk.commands.parser import Groups, Parser, a_file, takes_pin

Run = Callable[[argparse.Namespace], int]


def loads_when_run(module: str, function: str) -> Run:
    """Return a function that loads its module when it is called."""

    def run(args: argparse.Namespace) -> int:
        return int(getattr(importlib.import_module(f"kiosk.commands.rules.{module}"), function)(args))

    return run


def register(commands: Groups) -> None:
    """Add the commands to `rules`."""
    _explaining(commands)
    _comparing(commands)
    _deciding(commands)
    _translating(commands)
    _writing(commands)


def _explaining(commands: Groups) -> None:
    parser = commands.add_parser(
        "explain",
        help="say a verdict in sentences: answers, rules, sources, until when, and what would change it",
        description="Puts a verdict into sentences: which answers, which rule, which source, until when, and what would change "
        "it. Of answers in a file (PROTOCOL FILE --on DATE), or of a visit as it stands (--visit VISIT).",
    )
    parser.add_argument(
        "protocol", metavar="PROTOCOL", nargs="?", help="a protocol's id or file, ID+OVERLAY, ID@VERSION or ID@base"
    )
    parser.add_argument(
        "file", metavar="FILE|-", nargs="?", type=a_file, help="the answers, as for evaluate; - for stdin"
    )
    parser.add_argument("--on", type=a_date, metavar="DATE", help="the day of the treatment, like 2026-07-31")
    parser.add_argument("--visit", metavar="VISIT", help="a visit's id, such as V-7K3M9QXTAB")
    parser.set_defaults(run=loads_when_run("explain_command", "explain_case"))


def _comparing(commands: Groups) -> None:
    again = commands.add_parser(
        "replay",
        help="recompute stored verdicts",
        description="Recomputes every stored verdict of the visits of these days from the rules and answers behind it. "
        "Exit status: 0 all come out the same, 1 there are differences.",
    )
    again.add_argument("--from", dest="first", type=a_date, metavar="DATE", required=True, help="the first day")
    again.add_argument("--to", dest="last", type=a_date, metavar="DATE", required=True, help="the last day")
    again.add_argument("--json", action="store_true", help="print one JSON document")
    again.set_defaults(run=loads_when_run("replay_command", "run_replay"))
    between = commands.add_parser(
        "diff",
        help="say what differs between two versions, and for whom",
        description="Says in words what differs between two versions of a protocol, then which of all cases, and which of "
        "the clinic's visits (if --data or KIOSK_DATA names a clinic), are judged differently.",
    )
    for name in ("old", "new"):
        between.add_argument(
            name,
            metavar=name.upper(),
            help="an id (what is in force), a file, ID+OVERLAY, ID@base, or a version that was signed in the clinic: ID@VERSION",
        )
    between.add_argument("--json", action="store_true", help="print one JSON document")
    between.set_defaults(run=loads_when_run("replay_command", "diff"))


def _deciding(commands: Groups) -> None:
    signing = _for_a_lead(commands, "sign", "sign_protocol", "sign a protocol, as the clinic's lead")
    signing.add_argument("protocol", metavar="PROTOCOL", help="a protocol's id in this clinic")
    signing.add_argument(
        "--language", metavar="CODE", help="sign its words in a language, such as es, old and new beside each other"
    )
    for name, function, what in (
        ("adopt", "adopt", "put an overlay in force, as the clinic's lead"),
        ("refuse", "refuse_overlay", "refuse an overlay, as the clinic's lead"),
    ):
        deciding = _for_a_lead(commands, name, function, what)
        deciding.add_argument("overlay", metavar="OVERLAY", help="such as extended-screening")
    changing = _for_a_lead(commands, "set", "set_period", "make a rule's period longer, as the clinic's lead")
    changing.add_argument("protocol", metavar="PROTOCOL", help="a protocol's id in this clinic")
    changing.add_argument("rule", metavar="RULE", nargs="?", help="such as PP-ACCUTANE-6M; without it, it is asked for")
    changing.add_argument(
        "period", metavar="PERIOD", nargs="?", help='such as "12 months"; without it, it is asked for'
    )
    changing.add_argument(
        "--from", dest="first", type=a_date, metavar="DATE", help="the first day it counts; without it, today"
    )


def _for_a_lead(commands: Groups, name: str, function: str, help_text: str) -> Parser:
    parser = commands.add_parser(
        name,
        help=help_text,
        description=f"{help_text[:1].upper()}{help_text[1:]}. Shows what changed since the last signed version, the open points and "
        "the booked visits it touches, and runs the check. Exit status: 0 done, 1 not signed, 2 it can't be done.",
    )
    parser.add_argument("--by", metavar="NAME", required=True, help="the lead who signs")
    takes_pin(parser, "the lead's PIN")
    parser.add_argument(
        "--weaker", action="store_true", help="sign it though it is weaker than what was signed before; needs --because"
    )
    parser.add_argument(
        "--because", metavar="TEXT", help="why it may be weaker; kept with the signature and in the trail"
    )
    parser.set_defaults(run=loads_when_run("lead_commands", function))
    return parser


def _translating(commands: Groups) -> None:
    translating = commands.add_parser(
        "texts",
        help="print the texts of a protocol or an overlay beside their translation, or take a translation in",
        description="Prints every text that clients read, in English and in a language, in columns or as CSV for a translator; "
        "takes what the translator sends back, once it is whole and every check of a translation holds, into the clinic's "
        "folder. Exit status: 0 done, 2 it can't be done, and nothing was changed.",
    )
    translating.add_argument("protocol", metavar="PROTOCOL", help="the id of a protocol or an overlay")
    translating.add_argument("--language", metavar="CODE", required=True, help="such as es, fr or pt-BR")
    how = translating.add_mutually_exclusive_group()
    how.add_argument("--csv", action="store_true", help="print CSV: place, english, translation")
    how.add_argument("--take", metavar="FILE|-", type=a_file, help="take such a CSV in; - for stdin")
    translating.set_defaults(run=loads_when_run("texts_command", "show_texts"))


def _writing(commands: Groups) -> None:
    new = commands.add_parser(
        "new",
        help="start the rules of a new treatment",
        description="Begins a new protocol in the clinic's folder (--data or KIOSK_DATA): a draft to be changed, with "
        "comments, worked examples, and the schema for your editor. docs/protocols/tutorial.md shows how, step by step.",
    )
    new.add_argument("name", metavar="NAME", help='its id, such as "glycolic-peel"')
    new.set_defaults(run=loads_when_run("new_protocol", "new"))
    schema = commands.add_parser(
        "schema",
        help="print the JSON Schema of protocol files, for editors",
        description="Prints the JSON Schema of protocol files, or of overlay files, so that an editor can complete them.",
    )
    schema.add_argument(
        "what", nargs="?", choices=("protocol", "overlay"), default="protocol", help="which kind of file (protocol)"
    )
    schema.set_defaults(run=loads_when_run("new_protocol", "schema"))
