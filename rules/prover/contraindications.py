"""(a) What the treatment's own source speaks against is at least put off: no such rule, once it holds, lets anybody in."""

from collections.abc import Iterator
from typing import Any, Final

from rules.protocol import Protocol
from rules.prover.results import Counterexample, Property, Tally
from rules.prover.second_reading import SEVERITY
from rules.prover.world import World

PROPERTY: Final = Property(
    "a",
    "A rule that cites a contraindication or a discontinuation of its own treatment, surely true, is at least deferred.",
)
_SECTIONS: Final = ("contraindication", "discontinu")
_DEFERRED: Final = SEVERITY.index("deferred")
_CAUTION: Final = SEVERITY.index("caution")


def judge(world: World, tally: Tally) -> Iterator[Counterexample]:
    """Look at every case in which such a rule surely holds."""
    rules = world.reading.rules
    least = {
        place: _CAUTION if is_elsewhere(rules, place, world.protocol) else _DEFERRED
        for place, rule in enumerate(rules)
        if speaks_against(rule, world.protocol)
    }
    for place, needed in least.items():
        if needed != _DEFERRED:
            tally.excuse(f"{rules[place]['id']}: elsewhere, a caution")
    for case in world.cases:
        for place in case.component.rules:
            if place not in least or case.held[place].truth != "yes":
                continue
            tally.cases += 1
            if case.outcome < least[place]:
                sentence = (
                    f"{rules[place]['id']} surely holds and cites {cited(rules[place], world.protocol)}, "
                    f"and the verdict is only {SEVERITY[case.outcome]}."
                )
                yield world.counterexample(sentence, case.raw)


def speaks_against(rule: dict[str, Any], protocol: Protocol) -> bool:
    """Tell whether a rule cites a contraindication or a discontinuation of its own treatment."""
    return any(is_against(source["document"], source["section"], protocol) for source in rule["source"])


def own_document(protocol: Protocol) -> str:
    """Name the document about this treatment: the one with its id; without one, the first that the protocol lists."""
    documents = [document.id for document in protocol.sources]
    return protocol.id if protocol.id in documents else documents[0]


def is_against(document: str, section: str, protocol: Protocol) -> bool:
    """Tell whether a section is a list of the treatment's own contraindications or discontinuations."""
    return document == own_document(protocol) and section.startswith(_SECTIONS)


def cited(rule: dict[str, Any], protocol: Protocol) -> str:
    """Say which contraindications and discontinuations a rule cites."""
    places = (
        f"{each['section']} {each['item']}"
        for each in rule["source"]
        if is_against(each["document"], each["section"], protocol)
    )
    return " and ".join(places)


def is_elsewhere(rules: list[dict[str, Any]], place: int, protocol: Protocol) -> bool:
    """Tell whether a rule is the named exception: the same contraindication, in another place than the one treated.

    It is that only beside a rule that cites the same, looks at the same two questions, and defers where they meet.
    """
    rule = rules[place]
    apart = rule["when"]
    if "apart_from" not in apart:
        return False
    return any(
        {"question": apart["question"], "meets": apart["apart_from"]} == other["when"]
        and cited(other, protocol) == cited(rule, protocol)
        and SEVERITY.index(other["outcome"]) >= _DEFERRED
        for other in rules
    )
