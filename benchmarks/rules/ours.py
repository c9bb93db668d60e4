"""The kiosk's own engine as a contestant: verdicts with findings, texts for client and staff, sources and dates.

usage: python -m benchmarks.rules.ours given|resolved
"""

import sys
from time import perf_counter

_START = perf_counter()
import rules  # noqa: E402
from benchmarks.rules.timing import hand_over, since, timed  # noqa: E402

_IMPORTED = since(_START)


def main(way: str) -> None:
    start = perf_counter()
    protocols = {name: rules.protocol(name) for name in rules.shipped()}
    loaded = since(start)
    from benchmarks.rules.clients import ON, clients  # noqa: PLC0415

    hits, spent = {}, {}
    for name, protocol in protocols.items():
        given = [client["raw"] for client in clients(name)]
        inputs = given if way == "given" else [rules.resolve(protocol, raw, answered_on=ON) for raw in given]
        verdicts = [rules.evaluate(protocol, each, on=ON) for each in inputs]
        hits[name] = [sorted(finding.rule for finding in verdict.findings) for verdict in verdicts]
        spent[name] = timed(lambda each, protocol=protocol: rules.evaluate(protocol, each, on=ON), inputs)
    hand_over({"import": _IMPORTED, "load": loaded, "hits": hits, "spent": spent, "probes": _probes(protocols)})


def _probes(protocols: dict[str, rules.Protocol]) -> dict[str, str]:
    from datetime import date  # noqa: PLC0415

    peel = protocols["parisian-peel"]
    harmless = {question.id: "no" for question in peel.questions if question.type is rules.QuestionType.YES_NO}
    harmless |= {"area": ["face"], "isotretinoin": "never", "concerns": ["none"]}
    day = date(2026, 9, 15)

    def say(raw: dict[str, object], on: date = day) -> str:
        verdict = rules.evaluate(peel, raw, on=on)
        left = f", asks for {', '.join(verdict.unanswered)}" if verdict.unanswered else ""
        return f"{verdict.outcome}{left}" + (f", from {verdict.earliest}" if verdict.earliest else "")

    missing = {question: value for question, value in harmless.items() if question != "rosacea"}
    stopped = {**harmless, "isotretinoin": "stopped", "isotretinoin_last": "2026-08-31"}
    return {
        "missing": say(missing),
        "not_sure": say({**harmless, "rosacea": "not_sure"}),
        "months": say(stopped, date(2027, 2, 28)),
    }


if __name__ == "__main__":
    main(sys.argv[1])
