"""`kiosk rules check`: prove what must hold of every protocol, or show the smallest answers with which it does not."""

import argparse
import shutil
import textwrap
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from kiosk.commands.output import print_json, say
from kiosk.commands.parser import Groups, a_file
from kiosk.commands.progress import progress
from kiosk.commands.rules.protocol_arguments import Names
from kiosk.commands.rules.resolve_protocol import to_check
from kiosk.core.clean import clean
from kiosk.core.telling import Tell
from rules import Protocol, several
from rules.checks.results import Property, PropertyResult
from rules.compare.sharing import Clash
from rules.proof.protocol_proof import Report
from rules.proof.proving import prove

if TYPE_CHECKING:
    from rules.prover.world import Shared

_NOT_PROVEN = 1
_LONGEST = 1000
_MOST = 20
"""How many faults of one property are shown."""
_WIDEST = 120
_NARROWEST = 60
_HEAD = "   proven    cases  seconds  "


def register(commands: Groups) -> None:
    """Add `check` to the commands of `rules`."""
    parser = commands.add_parser(
        "check",
        help="prove the rules, or show answers that break them",
        description="Judges every property that must hold of a protocol over all its cases. "
        "Exit status: 0 all proven, 1 a counterexample, 2 a file can't be read.",
    )
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        type=a_file,
        help="a protocol or an overlay, by its file or id; without one, all there are",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(run=run_check)


def run_check(args: argparse.Namespace) -> int:
    """Prove the protocols named; return 0 if every property holds, 1 if not. ProtocolError if a file can't be read."""
    Names(args).say_if_nowhere()
    found = to_check(args, args.files)
    shared: Shared = {}
    with progress() as tell:
        reports = [
            prove(
                each.protocol,
                each.translations,
                shared,
                tell=_telling(tell, _of(each.protocol), number, len(found.chosen)),
            )
            for number, each in enumerate(found.chosen, start=1)
        ]
    clashes = [tuple(each.worded.clashes(found.in_force)) for each in found.chosen]
    if args.json:
        print_json(
            {
                "proven": all(report.proven for report in reports),
                "seconds": round(sum(report.seconds for report in reports), 3),
                "protocols": [
                    {**report.to_json(), "clashes": [each.sentence for each in named]}
                    for report, named in zip(reports, clashes, strict=True)
                ],
            }
        )
    else:
        for report, named in zip(reports, clashes, strict=True):
            say(*report_lines(report), *clashes_in_words(named), "")
        if len(reports) > 1:
            seconds = sum(report.seconds for report in reports)
            failed = [_name(report) for report in reports if not report.proven]
            say(f"{_verdict(failed)} {several(len(reports), 'protocol', 'protocols')} in {seconds:.1f} s.")
    return 0 if all(report.proven for report in reports) else _NOT_PROVEN


def _telling(tell: Tell, name: str, number: int, count: int) -> Callable[[Property], None]:
    return lambda judged: tell(f"Proving {name} ({number} of {count}): {judged.letter}")


def report_lines(report: Report) -> Iterator[str]:
    """Write a report as a table: a row for each property, a counterexample below the one it is against."""
    width = _width()
    yield f"{_name(report)}, version {report.version}, {report.sha256[:12]}"
    yield f"{_HEAD}property"
    for result in report.results:
        yield from _row(result, width)
    failed = [result.judged.letter for result in report.failures]
    cases = sum(result.cases for result in report.results)
    properties = several(len(report.results), "property", "properties")
    yield f"{_verdict(failed)} {properties}, {several(cases, 'case', 'cases')}, {report.seconds:.1f} s."


def clashes_in_words(clashes: Iterable[Clash]) -> Iterator[str]:
    """Say what other treatments in force ask under the same id in other words."""
    for number, each in enumerate(clashes):
        if number == 0:
            yield "Asked differently by another treatment:"
        text = clean(each.sentence, limit=_LONGEST)
        yield from textwrap.wrap(text, _width(), initial_indent="  - ", subsequent_indent="    ")


def _row(result: PropertyResult, width: int) -> Iterator[str]:
    proven = "yes" if result.proven else "NO"
    head = f"{result.judged.letter}  {proven:6}{result.cases:9,}{result.seconds:9.2f}  "
    yield from textwrap.wrap(
        result.judged.says, width, initial_indent=head, subsequent_indent=" " * len(_HEAD), break_on_hyphens=False
    )
    for note in result.notes:
        yield from _inside(note, width)
    for exception in result.exceptions:
        yield from _inside(f"except {exception}", width)
    for counterexample in result.counterexamples[:_MOST]:
        for number, line in enumerate(counterexample.lines()):
            yield from _inside(f"> {line}" if number == 0 else f"    {line.strip()}", width)
    if len(result.counterexamples) > _MOST:
        yield from _inside(f"> and {len(result.counterexamples) - _MOST} more like these.", width)


def _width() -> int:
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns))


def _inside(line: str, width: int) -> Iterator[str]:
    lead = " " * (len(_HEAD) + len(line) - len(line.lstrip()))
    text = clean(line.strip(), limit=_LONGEST)
    yield from textwrap.wrap(text, width, initial_indent=lead, subsequent_indent=f"{lead}  ", break_on_hyphens=False)


def _name(report: Report) -> str:
    return clean(" + ".join((report.protocol, *report.overlays)))


def _of(protocol: Protocol) -> str:
    return clean(" + ".join((protocol.id, *protocol.overlays)))


def _verdict(failed: list[str]) -> str:
    return f"Not proven ({', '.join(failed)}):" if failed else "Proven:"
