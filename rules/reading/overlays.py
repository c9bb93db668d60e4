"""An overlay: a clinic's additions to protocols. Extra questions and rules, stricter outcomes and periods, and nothing else.

A file can add and tighten; it has no words for weakening. What it does to a protocol is a protocol again, with its own
version and hash, judged and proven as any other.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from rules.model.period import Period
from rules.model.protocol import Protocol, Question, Rule
from rules.model.rules_errors import did_you_mean, near
from rules.reading.consistency import inconsistencies, too_long
from rules.reading.loader import protocol_of
from rules.reading.overlay_file import (
    AddedQuestion,
    AddedRule,
    Overlay,
    OverlayFile,
    is_overlay,
    load_overlay,
    read_overlay,
    refuse_at,
    shipped_overlay,
    shipped_overlays,
)
from rules.reading.strict_yaml import Loc, read_tree

__all__ = [
    "Overlay",
    "OverlayFile",
    "combined",
    "is_overlay",
    "load_overlay",
    "overlays_in_order",
    "read_overlay",
    "refuse_unfit",
    "shipped_overlay",
    "shipped_overlays",
    "taken_from",
]


def refuse_unfit(
    overlay: Overlay,
    protocols: Collection[str],
    rules_of: Callable[[str], Collection[str]],
    left_out: Iterable[Overlay] = (),
) -> None:
    """Refuse an overlay that names a protocol, or tightens a rule, that does not exist; ProtocolError with the line and the nearest name.

    `protocols` are the ids of all there are; `rules_of` tells the rules of one, with those of the overlays that count on it.
    `left_out` are overlays that exist and do not count: if one has the rule, the error says so.
    """
    named = overlay.says.protocols
    for number, each in enumerate(named):
        if each not in protocols:
            refuse_at(overlay, ("protocols", number), f"There is no protocol {each}{did_you_mean(each, protocols)}.")
    for number, change in enumerate(overlay.says.stricter):
        if any(change.rule in rules_of(each) for each in named):
            continue
        adds = next((other for other in left_out if any(change.rule == rule.id for rule in other.says.rules)), None)
        sentence = _no_rule(named, change.rule, [rule for each in named for rule in rules_of(each)])
        if adds is not None:
            sentence = f"{change.rule} is a rule of {adds.id}, which does not count here; adopt {adds.id} first."
        refuse_at(overlay, ("stricter", number, "rule"), sentence)


def _no_rule(protocols: Sequence[str], rule: str, known: Iterable[str]) -> str:
    has = "has" if len(protocols) == 1 else "have"
    return f"{' and '.join(protocols)} {has} no rule {rule}{near(rule, known)}."


def taken_from(overlay: Overlay, other: Overlay) -> tuple[str, ...]:
    """Name what an overlay takes from another: rules of it that it tightens, questions of it that its own parts look at."""
    rules = {rule.id for rule in other.says.rules}
    questions = {each.id for each in other.says.questions} - {each.id for each in overlay.says.questions}
    looked_at = [name for rule in overlay.says.rules for name in rule.questions_used]
    looked_at += [
        name for each in overlay.says.questions if each.only_if is not None for name in each.only_if.questions
    ]
    taken = [change.rule for change in overlay.says.stricter if change.rule in rules]
    return tuple(dict.fromkeys((*taken, *(name for name in looked_at if name in questions))))


def overlays_in_order(overlays: Iterable[Overlay]) -> list[Overlay]:
    """Return overlays as they go on a protocol: by id, but each after those that it rests on."""
    waiting, placed = sorted(overlays, key=lambda overlay: overlay.id), list[Overlay]()
    while waiting:
        free = (each for each in waiting if not any(taken_from(each, other) for other in waiting if other is not each))
        following = next(free, waiting[0])
        waiting.remove(following)
        placed.append(following)
    return placed


def combined(base: str, file: Path | str, *overlays: Overlay) -> Protocol:
    """Return the protocol that a base's text makes with overlays on it, one after the other.

    ProtocolError, with the line in the overlay, for whatever weakens the base or does not go with it.
    """
    tree = read_tree(base, file)
    protocol = protocol_of(tree, file)
    data = tree.data
    for overlay in overlays:
        data, protocol = _with(data, protocol, overlay)
    return protocol


def _with(data: dict[str, Any], base: Protocol, overlay: Overlay) -> tuple[dict[str, Any], Protocol]:
    says = overlay.says
    if base.id not in says.protocols:
        refuse_at(overlay, ("protocols",), f"This overlay is not made for {base.id}.")
    questions = _added(overlay, "questions", base.id)
    rules = _added(overlay, "rules", base.id)
    _refuse_known(overlay, base, questions, rules)
    merged = {
        **data,
        "version": str(base.version + says.version),
        "valid_from": max(base.valid_from, says.valid_from).isoformat(),
        "sources": [*data["sources"], *_raw(overlay, "sources")],
        "questions": [*data["questions"], *(_without_reach(raw) for _, raw in questions)],
        "rules": [*data["rules"], *(_cited(overlay, _inferred(raw, base.id)) for _, raw in rules)],
        "open_points": [*data.get("open_points", []), *_raw(overlay, "open_points")],
        "names": [*data.get("names", []), *_raw(overlay, "names")],
    }
    changed: dict[str, Loc] = {rule: ("stricter", number) for rule, number in _tighten(merged, base, overlay).items()}
    changed |= {question: ("kinds", number) for question, number in _list_kinds(merged, base, overlay).items()}
    document = base.sources[0].id
    marks = (*base.overlays, overlay.mark)
    protocol = Protocol.model_validate({**merged, "overlays": marks}, context={"document": document})
    for problem in inconsistencies(protocol):
        loc = _back(problem.loc, base, questions, rules, changed)
        refuse_at(overlay, loc, f"With {base.id}: {problem.sentence}")
    return merged, protocol


_Part = tuple[int, dict[str, Any]]


def _raw(overlay: Overlay, group: str) -> list[Any]:
    found: list[Any] = overlay.tree.data.get(group, [])
    return found


def _added(overlay: Overlay, group: str, base: str) -> list[_Part]:
    """Return what an overlay adds to one protocol, each with its place in the file."""
    parts: tuple[AddedQuestion | AddedRule, ...] = (
        overlay.says.questions if group == "questions" else overlay.says.rules
    )
    raw = _raw(overlay, group)
    return [(place, raw[place]) for place, part in enumerate(parts) if not part.only_for or base in part.only_for]


def _without_reach(raw: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in raw.items() if key not in ("only_for", "inferred_for")}


def _inferred(raw: dict[str, Any], base: str) -> dict[str, Any]:
    inferred = {"inferred": "true"} if base in raw.get("inferred_for", ()) else {}
    return {**_without_reach(raw), **inferred}


def _cited(overlay: Overlay, raw: dict[str, Any]) -> dict[str, Any]:
    """Write a rule's sources out: in an overlay "section item" means the overlay's own first document."""
    rule = next(rule for rule in overlay.says.rules if rule.id == raw["id"])
    return {**raw, "source": [ref.model_dump(mode="json") for ref in rule.source]}


def _refuse_known(overlay: Overlay, base: Protocol, questions: list[_Part], rules: list[_Part]) -> None:
    for place, document in enumerate(overlay.says.sources):
        if any(document.id == known.id for known in base.sources):
            refuse_at(
                overlay,
                ("sources", place, "id"),
                f'{base.id} has a source "{document.id}" already; give this one another name.',
            )
    for place, raw in questions:
        if base.has_question(raw["id"]):
            sentence = f'{base.id} asks "{raw["id"]}" already; an overlay adds questions and changes none.'
            refuse_at(overlay, ("questions", place, "id"), sentence)
    ids = {rule.id for rule in base.rules}
    for place, raw in rules:
        if raw["id"] in ids:
            sentence = f'{base.id} has the rule {raw["id"]} already; tighten it under "stricter", or give the new one another name.'
            refuse_at(overlay, ("rules", place, "id"), sentence)


def _tighten(merged: dict[str, Any], base: Protocol, overlay: Overlay) -> dict[str, int]:
    """Apply what is stricter; return where in the overlay each rule is tightened."""
    changed: dict[str, int] = {}
    places = {rule.id: place for place, rule in enumerate(base.rules)}
    for number, change in enumerate(overlay.says.stricter):
        if change.rule not in places:
            if len(overlay.says.protocols) == 1:
                refuse_at(overlay, ("stricter", number, "rule"), _no_rule([base.id], change.rule, places))
            continue
        if change.rule in changed:
            refuse_at(overlay, ("stricter", number, "rule"), f"{change.rule} is tightened twice; keep one.")
        changed[change.rule] = number
        rule, raw = base.rule(change.rule), dict(merged["rules"][places[change.rule]])
        loc: Loc = ("stricter", number)
        if change.outcome is not None:
            if change.outcome <= rule.outcome:
                sentence = (
                    f"{rule.id} is {rule.outcome.value} in {base.id}; {change.outcome.value} is not stricter, "
                    "and an overlay can't weaken a rule."
                )
                refuse_at(overlay, (*loc, "outcome"), sentence)
            raw["outcome"] = change.outcome.value
        if change.period is not None:
            if change.period.is_too_long:
                refuse_at(overlay, (*loc, "period"), too_long(change.period))
            _refuse_shorter(overlay, (*loc, "period"), base, rule, change.period)
            raw["when"] = _longer(raw["when"], change.period)
            _ask_for_longer(merged, rule, base, change.period)
        merged["rules"][places[change.rule]] = raw
    return changed


def _list_kinds(merged: dict[str, Any], base: Protocol, overlay: Overlay) -> dict[str, int]:
    """Put kinds on the lists of questions that have one; return where in the overlay each question's are."""
    listed: dict[str, int] = {}
    places = {question.id: place for place, question in enumerate(base.questions)}
    for number, added in enumerate(overlay.says.kinds):
        if added.question not in places:
            if len(overlay.says.protocols) == 1:
                sentence = f'{base.id} has no question "{added.question}"{near(added.question, places)}.'
                refuse_at(overlay, ("kinds", number, "question"), sentence)
            continue
        question, place = base.question(added.question), places[added.question]
        if question.kinds is None:
            refuse_at(overlay, ("kinds", number, "question"), f'No kind of "{question.id}" settles it in {base.id}.')
        merged["questions"][place] = {
            **merged["questions"][place],
            "kinds": list(dict.fromkeys((*question.kinds, *added.kinds))),
        }
        listed[added.question] = number
    return listed


def _refuse_shorter(overlay: Overlay, loc: Loc, base: Protocol, rule: Rule, period: Period) -> None:
    periods = set(_periods(rule.when.model_dump(mode="json")))
    if not periods:
        refuse_at(overlay, loc, f"{rule.id} of {base.id} does not measure a period.")
    for now in map(Period.of, sorted(periods)):
        if period == now or not period.surely_covers(now):
            sentence = (
                f"{rule.id} asks for {now} in {base.id}; {period} is not longer, and an overlay can't weaken a rule."
            )
            refuse_at(overlay, loc, sentence)


def _periods(when: Any) -> Iterator[str]:
    if isinstance(when, dict):
        for key, value in when.items():
            if key == "less_than_ago":
                yield value
            yield from _periods(value)
    elif isinstance(when, list | tuple):
        for part in when:
            yield from _periods(part)


def _longer(when: Any, period: Period) -> Any:
    if isinstance(when, dict):
        return {key: period.words if key == "less_than_ago" else _longer(value, period) for key, value in when.items()}
    if isinstance(when, list):
        return [_longer(part, period) for part in when]
    return when


def _ask_for_longer(merged: dict[str, Any], rule: Rule, base: Protocol, period: Period) -> None:
    """Ask "when did you last ...?" for the longer period, so that an answer of longer ago settles the rule."""
    for place, raw in enumerate(merged["questions"]):
        asked = raw["id"] in rule.when.questions and "period" in raw and base.has_question(raw["id"])
        if asked and not Period.of(raw["period"]).surely_covers(period):
            merged["questions"][place] = {**raw, "period": period.words}


def _back(loc: Loc, base: Protocol, questions: list[_Part], rules: list[_Part], changed: dict[str, Loc]) -> Loc:
    """Return the place in the overlay that causes an error of the whole."""
    group, *rest = loc
    if not rest or not isinstance(rest[0], int):
        return ()
    added, known = (questions, len(base.questions)) if group == "questions" else (rules, len(base.rules))
    if group in ("questions", "rules") and rest[0] >= known:
        return (group, added[rest[0] - known][0], *rest[1:])
    if group in ("questions", "rules"):
        parts: tuple[Question | Rule, ...] = base.questions if group == "questions" else base.rules
        return changed.get(parts[rest[0]].id, ())
    return ()
