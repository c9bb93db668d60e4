"""(a) What the treatment's own source speaks against is at least put off: no such rule, once it holds, lets anybody in.

Which sections those are the source's entry says (`against`). A source that names no contraindications says so too: what is
merely not said would switch this property off unseen. For the same reason the report names the sections that count and the
cited ones that do not, and a section whose rules mostly put the treatment off has to count.
"""

from collections.abc import Iterator
from typing import Any, Final

from rules.checks.results import Counterexample, Property, Tally
from rules.checks.speaking_against import is_against, own_document
from rules.checks.written_protocol import SEVERITY
from rules.model.protocol import Protocol
from rules.model.words import several
from rules.prover.world import World

PROPERTY: Final = Property(
    "a",
    "A rule that cites a contraindication or a discontinuation of its own treatment, surely true, is at least deferred.",
)
_SOUNDS: Final = ("contraindic", "counterindic", "discontinu", "neveruse", "donotuse", "notfor", "warning", "exclusion")
"""What the name of a section that speaks against a treatment commonly holds, blanks and hyphens left out."""
_DEFERRED: Final = SEVERITY.index("deferred")
_CAUTION: Final = SEVERITY.index("caution")
_MOST_TIGHTENED: Final = 2
"""So many items of a section may be put off by what overlays made stricter, and the section need not count for it."""


def judge(world: World, tally: Tally) -> Iterator[Counterexample]:
    """Look at what the source says it speaks against, then at every case in which a rule on that surely holds."""
    rules = world.written.rules
    tally.notes.extend(_sections(rules, world.protocol))
    yield from _undeclared(world.protocol, tally)
    yield from _uncounted(rules, world.protocol)
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


def _undeclared(protocol: Protocol, tally: Tally) -> Iterator[Counterexample]:
    """Find what the entry of the treatment's own source does not say: whether, and where, it speaks against the treatment."""
    own = next(document for document in protocol.sources if document.id == own_document(protocol))
    if own.against is None:
        yield Counterexample(
            f"{own.id} names no contraindications: list the sections that speak against the treatment under "
            '"against", or write "against: []" if the source has none.'
        )
        return
    if not own.against:
        tally.excuse(f"{own.id} names no contraindications")
    for section in own.against:
        if section not in own.sections:
            yield Counterexample(f'{own.id} lists "{section}" under "against", and has no such section.')
    for section in own.sections:
        if section not in own.against and _sounds_against(section):
            yield Counterexample(
                f'{own.id} has a section "{section}", which sounds as if it speaks against the treatment; list it under '
                '"against".'
            )


def _sounds_against(section: str) -> bool:
    plain = "".join(filter(str.isalpha, section.lower()))
    return any(sound in plain for sound in _SOUNDS)


def _sections(rules: list[dict[str, Any]], protocol: Protocol) -> Iterator[str]:
    """Say which of the cited sections count as speaking against the treatment, and which do not."""
    against = [
        section for each in protocol.sources if each.id == own_document(protocol) for section in each.against or ()
    ]
    yield f"counts as speaking against it: {', '.join(against) or 'no section'} of {own_document(protocol)}"
    beside = dict.fromkeys(
        f"{ref['document']} {ref['section']}"
        for rule in rules
        for ref in rule["source"]
        if not is_against(ref["document"], ref["section"], protocol)
    )
    if beside:
        yield f"cited, and does not count: {', '.join(beside)}"


def _uncounted(rules: list[dict[str, Any]], protocol: Protocol) -> Iterator[Counterexample]:
    """Find sections of the treatment's own source that do not count, though most rules that rest on them put it off.

    What is inferred, or rests on a section that counts too, is left out; and what an overlay makes stricter is the clinic's
    own doing, and not what the source says.
    """
    own = next(document for document in protocol.sources if document.id == own_document(protocol))
    for section in own.sections:
        if section in (own.against or ()) or _sounds_against(section):
            continue
        resting = [
            rule
            for rule in rules
            if not rule["inferred"]
            and not speaks_against(rule, protocol)
            and any((ref["document"], ref["section"]) == (own.id, section) for ref in rule["source"])
        ]
        off = [rule for rule in resting if SEVERITY.index(rule["outcome"]) >= _DEFERRED]
        items = {
            ref["item"]
            for rule in off
            for ref in rule["source"]
            if (ref["document"], ref["section"]) == (own.id, section)
        }
        if 2 * len(off) > len(resting) and len(items) > (_MOST_TIGHTENED if protocol.overlays else 0):
            yield Counterexample(
                f'{len(off)} of {several(len(resting), "rule", "rules")} that rest on "{section}" of {own.id} put the treatment off '
                f"({', '.join(rule['id'] for rule in off)}), and it does not count as speaking against it; list it under "
                '"against".'
            )


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
