"""`kiosk rules explain`: a verdict as sentences, of answers in a file or of a visit."""

import argparse

from kiosk.commands.input_files import read_input
from kiosk.commands.open_clinic import opened, system_actor
from kiosk.commands.output import say
from kiosk.commands.rules.protocol_arguments import Names
from kiosk.commands.rules.resolve_protocol import protocol_meant
from kiosk.core.clean import clean
from kiosk.core.errors import BadInput
from kiosk.replay.explaining import explain_visit
from rules import evaluate, read_answers, resolve
from rules.engine.outlook import account


def explain_case(args: argparse.Namespace) -> int:
    """Say a verdict in sentences."""
    if args.visit is not None:
        if args.protocol is not None or args.on is not None:
            raise BadInput("--visit names all there is to explain; leave out the protocol, the file and --on.")
        return _of_visit(args)
    if args.protocol is None or args.file is None or args.on is None:
        raise BadInput("Which verdict? PROTOCOL FILE --on DATE, or --visit VISIT; see `kiosk rules explain --help`.")
    Names(args).say_if_nowhere()
    found = protocol_meant(args, args.protocol)
    protocol = found.protocol
    answers = resolve(protocol, read_answers(read_input(args.file)), answered_on=args.on)
    _say(account(protocol, answers, evaluate(protocol, answers, on=args.on)))
    _say((f"These rules are {found.says}.",))
    return 0


def _of_visit(args: argparse.Namespace) -> int:
    with opened(args) as clinic:
        visit = clinic.visits.get(args.visit.strip().upper())
        lines = explain_visit(clinic, visit)
        with clinic.records.write(system_actor()) as writer:
            writer.audit("visit.explain", subject=visit.client_id, detail={"visit": visit.id})
    _say(lines)
    return 0


def _say(lines: tuple[str, ...]) -> None:
    for line in lines:
        kept = line.lstrip(" ")
        say(" " * (len(line) - len(kept)) + clean(kept, limit=2000))
