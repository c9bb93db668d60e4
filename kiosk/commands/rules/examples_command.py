"""`kiosk rules test`: run a protocol's worked examples and show, in words, where it does something else."""

import argparse
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.commands.output import print_json, say
from kiosk.commands.parser import Groups
from kiosk.commands.rules.protocol_arguments import Named, Names
from kiosk.core.clean import clean
from kiosk.core.errors import BadInput
from rules import Protocol, several
from rules.compare.worked_cases import CaseResult, WorkedCases, load_cases, run

_DIFFERENCES = 1


@dataclass(frozen=True, slots=True)
class _Run:
    protocol: Protocol
    cases: WorkedCases
    results: tuple[CaseResult, ...]
    seconds: float

    @property
    def failed(self) -> list[CaseResult]:
        return [result for result in self.results if not result.passed]


def register(commands: Groups) -> None:
    """Add `test` to the commands of `rules`."""
    parser = commands.add_parser(
        "test",
        help="run the worked examples beside a protocol",
        description="Runs the worked examples (cases.yaml) beside each protocol. "
        "Exit status: 0 all as expected, 1 there are differences, 2 a file can't be read.",
    )
    parser.add_argument(
        "protocols",
        nargs="*",
        metavar="PROTOCOL",
        help="a protocol or an overlay, by its file or id; without one, all there are",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(run=run_test)


def run_test(args: argparse.Namespace) -> int:
    """Run the examples of the protocols named; return 0 if all came as expected, 1 if not."""
    names = Names(args)
    names.say_if_nowhere()
    found = names.chosen(args.protocols)
    runs = [_run(each) for each in found]
    if args.json:
        print_json([_as_json(each) for each in runs])
    else:
        say(*(line for each in runs for line in _in_words(each)))
    return _DIFFERENCES if any(each.failed for each in runs) else 0


def _run(named: Named) -> _Run:
    judged, cases = named.protocol, load_cases(named.cases)
    if cases.protocol != judged.id:
        raise BadInput(f"{_shown(named.cases)} holds cases of {clean(cases.protocol)}, not of {judged.id}.")
    start = time.perf_counter()
    results = run(judged, cases)
    return _Run(judged, cases, results, time.perf_counter() - start)


def _in_words(each: _Run) -> Iterable[str]:
    for result in each.failed:
        yield f"{_shown(each.cases.file)}, line {result.case.line}: {clean(result.case.name)}"
        for difference in result.differences:
            yield f"  {clean(difference, limit=500)}"
    count, failed = len(each.results), len(each.failed)
    came = f"{failed} of them came out differently" if failed else "all as expected"
    milliseconds = round(each.seconds * 1000)
    named = " with ".join((each.protocol.id, *each.protocol.overlays))
    yield f"{named}: {several(count, 'case', 'cases')}, {came} ({milliseconds} ms)"


def _shown(file: Path) -> str:
    here = Path.cwd()
    return clean(str(file.relative_to(here) if file.is_relative_to(here) else file))


def _as_json(each: _Run) -> dict[str, Any]:
    return {
        "protocol": each.protocol.id,
        "version": each.protocol.version,
        "sha256": each.protocol.sha256,
        "file": str(each.cases.file),
        "cases": len(each.results),
        "differences": [
            {"name": result.case.name, "line": result.case.line, "differences": list(result.differences)}
            for result in each.failed
        ],
    }
