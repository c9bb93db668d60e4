"""`python -m benchmarks.rules`: time the engine against its peers and keep the tables in benchmarks/RESULTS.md.

Exit status 1 if a contestant's hits differ from ours, so that no number stands for another rulebook.
"""

import json
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from typing import Any

from benchmarks.environment import ROOT, peers_python
from benchmarks.report import keep, machine, table
from benchmarks.rules.rulebook import RULES

PROCESSES = 3
OPENINGS = 9
COMMAND = "python -m benchmarks.rules"


@dataclass(frozen=True)
class Contestant:
    name: str
    argument: str
    ours: bool = False
    explains: str = "no"
    in_probes: bool = True


CONTESTANTS = (
    Contestant("clinic-kiosk", "resolved", ours=True, explains="yes"),
    Contestant("clinic-kiosk, from the raw answers", "given", ours=True, explains="yes", in_probes=False),
    Contestant("zen-engine, decision", "zen-engine"),
    Contestant("zen-engine, decision with trace", "zen-engine-traced", explains="trace", in_probes=False),
    Contestant("rule-engine", "rule-engine"),
    Contestant("business-rules", "business-rules"),
    Contestant("panzi-json-logic", "panzi-json-logic"),
    Contestant("zen-engine, one folded expression", "zen-engine-folded", in_probes=False),
)


@dataclass
class Measured:
    imports: list[float] = field(default_factory=list)
    loads: list[float] = field(default_factory=list)
    spent: dict[str, list[float]] = field(default_factory=dict)
    hits: dict[str, list[list[str]]] = field(default_factory=dict)
    probes: dict[str, str] = field(default_factory=dict)

    def add(self, result: dict[str, Any]) -> None:
        self.imports.append(result["import"])
        self.loads.append(result["load"])
        self.hits, self.probes = result["hits"], result["probes"]
        for protocol, spent in result["spent"].items():
            before = self.spent.get(protocol, spent)
            self.spent[protocol] = [min(pair) for pair in zip(before, spent, strict=True)]

    def p50(self, protocol: str) -> float:
        return statistics.median(self.spent[protocol])

    def p99(self, protocol: str) -> float:
        return statistics.quantiles(self.spent[protocol], n=100)[98]


def main() -> int:
    peers = str(peers_python())
    measured = {each: Measured() for each in CONTESTANTS}
    # In turns, so that a busy moment of the machine meets them all.
    for _ in range(PROCESSES):
        for each in CONTESTANTS:
            measured[each].add(_run(each, peers))
    first = CONTESTANTS[0]
    for each in CONTESTANTS[1:]:
        difference = _difference(measured[first].hits, measured[each].hits)
        if difference:
            print(f"{each.name} and {first.name} fire different rules: {difference}", file=sys.stderr)
            return 1
    text = _report(measured, _loading())
    print(text)
    keep("rules", text)
    return 0


def _run(each: Contestant, peers: str) -> dict[str, Any]:
    python, module = (sys.executable, "ours") if each.ours else (peers, "peers")
    command = [python, "-m", f"benchmarks.rules.{module}", each.argument]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _loading() -> dict[str, float]:
    """Return the median milliseconds until a clinic has its rules, signed and not, each in fresh processes, in turns."""
    spent: dict[str, list[float]] = {"signed": [], "files": []}
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.rules.loading"]
        subprocess.run([*command, "make", folder], cwd=ROOT, check=True)
        for _ in range(OPENINGS):
            for what, times in spent.items():
                done = subprocess.run([*command, what, folder], cwd=ROOT, check=True, stdout=subprocess.PIPE)
                times.append(json.loads(done.stdout)["load"])
    return {what: statistics.median(times) for what, times in spent.items()}


def _difference(ours: dict[str, list[list[str]]], theirs: dict[str, list[list[str]]]) -> str:
    for protocol, hits in ours.items():
        for number, (one, other) in enumerate(zip(hits, theirs[protocol], strict=True)):
            if one != other:
                return f"{protocol}, client {number}: {one} here, {other} there"
    return ""


def _report(measured: dict[Contestant, Measured], loading: dict[str, float]) -> str:
    peel, facial = RULES
    ours = measured[CONTESTANTS[0]]

    def ratio(each: Contestant) -> float:
        return statistics.mean(measured[each].p50(protocol) / ours.p50(protocol) for protocol in RULES)

    fastest = min((each for each in CONTESTANTS if not each.ours and "folded" not in each.argument), key=ratio)
    rows = []
    for each, got in measured.items():
        rows.append(
            [
                each.name,
                *(f"{number:.1f}" for protocol in RULES for number in (got.p50(protocol), got.p99(protocol))),
                f"{ratio(each):.1f}",
                each.explains,
                f"{statistics.median(got.imports):.0f}",
                f"{statistics.median(got.loads):.1f}",
            ]
        )
    head = ["", "peel p50", "p99", "facial p50", "p99", "ratio", "explains", "import ms", "load ms"]
    fired = sum(len(hits) for protocol in RULES for hits in ours.hits[protocol])
    probes = [
        [each.name.split(",")[0], got.probes["missing"], got.probes["not_sure"], _months(got)]
        for each, got in measured.items()
        if each.in_probes
    ]
    asked = ["", "rosacea not answered", 'rosacea: "not_sure"', "31 August 2026 + 6 months"]
    return f"""## Rules: against the engines Python can call

`{COMMAND}` · {machine()}

Microseconds to judge one client, over {len(ours.hits[peel]):,} seeded clients a protocol, each the best of many rounds; `ratio` is to
the first line (both protocols, p50). The peers get {len(RULES[peel])} and {len(RULES[facial])} rules in their own language, and the days and full months since
each last time already reckoned; they return the ids of the rules that fire. The kiosk gets the checked answers (second
line: the answers as they were given, which it checks and resolves), reckons its periods, and returns a verdict that carries,
for each finding, the texts for client and staff, the source and the first possible day. All hit lists were equal ({fired:,} hits).
Import and load are the medians of {PROCESSES} fresh processes; load is from the protocol files, both, with every check.

{table(head, rows)}

Against the fastest peer that keeps rules as rules ({fastest.name}): {ratio(fastest):.1f} times. The last line is no engine of rules: all of
them folded by hand into one compiled expression of zen's language, evaluated in Rust. It shows where the floor is.

When a terminal opens in a clinic with extended screening, both protocols are there after {loading["signed"]:.1f} ms where the lead has
signed them (they come from the records, with their sign-off), and after {loading["files"]:.1f} ms where nobody has (the YAML is read):
{loading["files"] / loading["signed"]:.1f} times as long. Medians of {OPENINGS} fresh processes.

What each says to what a form really brings; a peer's answer is to "is there rosacea?", where False lets the client pass:

{table(asked, probes)}
"""


def _months(got: Measured) -> str:
    said = got.probes["months"]
    if said == "None":
        return "has no dates"
    return f"{said} (a day too early)" if said == "2027-02-28" else said


if __name__ == "__main__":
    sys.exit(main())
