"""`kiosk rules`: look at the protocols and try them. Needs no clinic, no key and no screen, unless one is named."""

import argparse
from collections.abc import Callable

from kiosk.commands.date_argument import a_date
from kiosk.commands.input_files import read_input
from kiosk.commands.output import print_json, print_table, say
from kiosk.commands.parser import Groups, Parser, a_file
from kiosk.commands.printable import complain
from kiosk.commands.rules import author_commands, check_command, examples_command
from kiosk.commands.rules.protocol_arguments import Names
from kiosk.commands.rules.protocol_text import protocol_in_words
from kiosk.commands.rules.resolve_protocol import Meant, protocol_meant
from kiosk.core.clean import clean
from kiosk.core.errors import BadInput, KeyMissing
from rules import RulesError, day_in_words, evaluate, protocol, read_answers, shipped

_SHORT_HASH = 12
_LONGEST_SENTENCE = 400


def register(groups: Groups) -> None:
    """Add `rules` and its commands to the front door."""
    group = groups.add_parser(
        "rules", help="look at the rules and try them", description="The rules: show, try, prove, change and sign them."
    )
    commands = group.add_subparsers(dest="rules_command", metavar="COMMAND", title="commands", required=True)
    _add(commands, "list", _list, "list the protocols")
    show = _add(
        commands, "show", _show, "show a protocol: questions, rules with sources, course, after-care, open points"
    )
    show.add_argument("protocol", metavar="PROTOCOL", help="a protocol's id or file, ID+OVERLAY, ID@VERSION or ID@base")
    judge = _add(commands, "evaluate", _evaluate, "judge answers (JSON) on a day; prints the verdict as JSON")
    judge.add_argument(
        "protocol", metavar="PROTOCOL", help="a protocol's id or file, ID+OVERLAY, ID@VERSION or ID@base"
    )
    judge.add_argument(
        "file", metavar="FILE|-", type=a_file, help='the answers: {"area": ["face"], "rosacea": "no", ...}; - for stdin'
    )
    judge.add_argument(
        "--on", type=a_date, metavar="DATE", required=True, help="the day of the treatment, like 2026-07-31"
    )
    check_command.register(commands)
    examples_command.register(commands)
    author_commands.register(commands)


def _add(commands: Groups, name: str, run: Callable[[argparse.Namespace], int], help_text: str) -> Parser:
    parser = commands.add_parser(name, help=help_text, description=f"{help_text[:1].upper()}{help_text[1:]}.")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(run=run)
    return parser


def _list(args: argparse.Namespace) -> int:
    names = Names(args)
    names.say_if_nowhere()
    if names.has_clinic:
        try:
            return author_commands.loads_when_run("in_force", "list_in_force")(args)
        except KeyMissing as error:  # the rules need neither a clinic nor its key
            complain(f"{error.sentence} What follows are the protocols that come with the kiosk.")
    protocols = [protocol(protocol_id) for protocol_id in shipped()]
    if args.json:
        print_json(
            [
                {
                    "id": each.id,
                    "title": each.title,
                    "version": each.version,
                    "valid_from": each.valid_from.isoformat(),
                    "status": each.status,
                    "sha256": each.sha256,
                    "questions": len(each.questions),
                    "rules": len(each.rules),
                }
                for each in protocols
            ]
        )
        return 0
    print_table(
        ("PROTOCOL", "TITLE", "VERSION", "VALID FROM", "STATUS", "QUESTIONS", "RULES", "HASH"),
        [
            (
                each.id,
                each.title,
                str(each.version),
                day_in_words(each.valid_from),
                each.status,
                str(len(each.questions)),
                str(len(each.rules)),
                each.sha256[:_SHORT_HASH],
            )
            for each in protocols
        ],
    )
    return 0


def _show(args: argparse.Namespace) -> int:
    found = _meant(args)
    shown = found.protocol
    if args.json:
        print_json({**shown.model_dump(mode="json"), "sha256": shown.sha256, "which": found.says})
    else:
        say(*protocol_in_words(shown, found.says))
    return 0


def _evaluate(args: argparse.Namespace) -> int:
    judging = _meant(args).protocol
    try:
        verdict = evaluate(judging, read_answers(read_input(args.file)), on=args.on)
    except RulesError as error:
        raise _as_bad_input(error) from None
    print_json(verdict.to_json())
    return 0


def _meant(args: argparse.Namespace) -> Meant:
    Names(args).say_if_nowhere()
    try:
        return protocol_meant(args, args.protocol)
    except RulesError as error:
        raise _as_bad_input(error) from None


def _as_bad_input(error: RulesError) -> BadInput:
    # What the sentence quotes came from a file; it is not to steer the terminal it is shown on.
    return BadInput(clean(str(error), limit=_LONGEST_SENTENCE))
