"""Judges the copy of the project it is run in: what do the loader, the worked examples, the prover and the oracle say?

Run as `python -m tests.mutants.judge [--every | --oracle] PROTOCOL ...` from the copy; prints one JSON object. What comes first
notices first, the cheapest first; with `--every` the prover and the oracle judge what an example noticed, too, and with
`--oracle` the oracle alone is asked.
"""

import json
import sys
from itertools import chain
from pathlib import Path

import rules
from rules.checks.results import Tally
from rules.compare.worked_cases import load_cases, run
from rules.proof import properties
from rules.prover.components import NotEnumerableError
from rules.prover.world import World
from rules.reading.translations import translations_of
from tests.rules.clinic import shipped_cases

EVERY = "--every"
ORACLE = "--oracle"
_LAST = "gf"
"""The properties that take longest."""


def main(words: list[str]) -> None:
    names = [word for word in words if word not in (EVERY, ORACLE)]
    if not Path(rules.__file__).is_relative_to(Path.cwd()):
        sys.exit(f"this judges {rules.__file__}, not the copy it is run in")
    if ORACLE in words:
        print(json.dumps(_differing(names)))
        return
    said: dict[str, str] = {}
    try:
        protocols = [rules.protocol(name) for name in names]
    except rules.RulesError as error:
        print(json.dumps({"loader": error.sentence}))
        return
    for protocol in protocols:
        failed = [
            result.case.name for result in run(protocol, load_cases(shipped_cases(protocol.id))) if not result.passed
        ]
        if failed and "cases" not in said:
            said["cases"] = f"{failed[0]} ({len(failed)} in all)"
    for protocol in protocols if EVERY in words or not said else ():
        if "check" not in said:
            said |= _checked(protocol)
    if EVERY in words or not said:
        said |= _differing(names)
    print(json.dumps(said))


def _checked(protocol: rules.Protocol) -> dict[str, str]:
    world, translations = World(protocol), translations_of(protocol, shipped_cases(protocol.id))
    judges = {each.letter: judge for each, judge in properties.PROPERTIES}
    for letter in sorted(judges, key=_LAST.find):
        try:
            found = next(judges[letter](world, translations, Tally()), None)
        except NotEnumerableError as error:
            found = error.why
        if found is not None:
            return {"check": f"({letter}) {found.sentence}"}
    return {}


def _differing(names: list[str]) -> dict[str, str]:
    """Say what the engine or the second evaluation says otherwise than the oracle expects."""
    from tests.rules.evaluations import ALL, any_differing, both, differing, sampled  # a mutant may stop the import

    shipped = (both(name, overlays) for name in names for overlays in ((), ALL))
    told = chain.from_iterable(differing(*each, sampled(each[0], 40)) for each in shipped)
    found = next(chain(told, chain.from_iterable(map(any_differing, range(60)))), None)
    return {} if found is None else {"oracle": found}


if __name__ == "__main__":
    main(sys.argv[1:])
