"""Changing one number: a longer period for a rule, written into the clinic's own protocol, or into its own overlay."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from kiosk.core.errors import BadInput
from kiosk.governance.library import Library
from kiosk.governance.protocol_files import FOLDER, OVERLAY, read_bytes
from rules import Period, Protocol, Rule, shipped
from rules.reading.strict_yaml import Loc, Tree, read_tree

_OWN: Final = "own-"
_NONE: Final = "stricter: []\n"


@dataclass(frozen=True, slots=True)
class NewNumber:
    """What a new number is written as: the file, its text, and the overlay that carries it, if one does."""

    path: Path
    text: str
    overlay: str | None

    @property
    def changed(self) -> Mapping[str, bytes | None]:
        """The overlay as it is going to be."""
        return {} if self.overlay is None else {self.overlay: self.text.encode()}

    @property
    def own_text(self) -> bytes | None:
        """The protocol's own file as it is going to be, if the number is there."""
        return self.text.encode() if self.overlay is None else None


@dataclass(frozen=True, slots=True)
class RepairedOverlay:
    """The clinic's own overlay on a treatment, without what it tightened in rules that are no longer in force."""

    overlay: str
    text: str
    dropped: tuple[str, ...]
    adopted: bool

    @property
    def changed(self) -> Mapping[str, bytes | None]:
        """The overlay as it counts once it is mended, if it counts."""
        return {self.overlay: self.text.encode()} if self.adopted and self.dropped else {}


def mended(library: Library, treatment: str) -> RepairedOverlay | None:
    """Return the clinic's own overlay on a treatment, mended where it has to be; None if there is none."""
    overlay = f"{_OWN}{treatment}"
    if treatment not in shipped() or overlay not in library.overlays():
        return None
    path, says = library.overlay_path(overlay), library.overlay(overlay).says
    text = read_bytes(path).decode()
    there = {
        rule.id
        for each in says.protocols
        if each in library.candidates()
        for rule in library.drafted(each, {overlay: None}).protocol.rules
    }
    gone = {number: each.rule for number, each in enumerate(says.stricter) if each.rule not in there}
    decided = library.decided().get(overlay)
    adopted = decided is not None and decided.decision == "adopt"
    return RepairedOverlay(overlay, _without(text, path, gone), tuple(gone.values()), adopted)


def _without(text: str, path: Path, gone: Mapping[int, str]) -> str:
    """Take entries of `stricter` out, each with its lines, and leave all else, comments too, as it is."""
    tree = read_tree(text, path)
    lines = text.splitlines(keepends=True)
    entries = len(tree.data.get("stricter", ()))
    starts = [tree.at(("stricter", number))[0] - 1 for number in range(entries)]
    after = [tree.at((key,), key=True)[0] - 1 for key in tree.data]
    for number in sorted(gone, reverse=True):
        start = starts[number]
        if not lines[start].lstrip().startswith("- "):
            raise BadInput(
                f'{path} was changed by hand: take {gone[number]} out under "stricter" there, because no such rule is in force; '
                "then set the period."
            )
        end = min((line for line in (*starts, *after) if line > start), default=len(lines))
        while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
            end -= 1
        del lines[start:end]
    if gone and len(gone) == entries:
        lines[tree.at(("stricter",), key=True)[0] - 1] = _NONE
    return "".join(lines)


def periods(protocol: Protocol) -> dict[str, Period]:
    """Return the rules of a protocol that measure a period."""
    return {rule.id: rule.period for rule in protocol.rules if rule.period is not None}


def longer(
    library: Library, protocol: Protocol, rule_id: str, period: Period, day: date, *, own: RepairedOverlay | None = None
) -> NewNumber:
    """Write a longer period for a rule; BadInput if there is no such rule, or the period is no longer than now.

    `own` is the clinic's own overlay on the treatment, if it was mended already.
    """
    known = periods(protocol)
    if rule_id not in known:
        raise BadInput(f"{protocol.id} has no rule {rule_id} with a period; there are {', '.join(known) or 'none'}.")
    now = known[rule_id]
    if period == now or not period.surely_covers(now):
        raise BadInput(
            f"{rule_id} asks for {now}; {period} is not longer. This makes rules stricter only: a signed protocol can't be "
            "weakened by it."
        )
    if protocol.id in shipped():
        return _in_overlay(library, protocol, rule_id, period, day, own=own or mended(library, protocol.id))
    return _in_protocol(library, protocol.rule(rule_id), protocol, period, day)


def _in_overlay(
    library: Library, protocol: Protocol, rule_id: str, period: Period, day: date, *, own: RepairedOverlay | None
) -> NewNumber:
    overlay = f"{_OWN}{protocol.id}"
    path = library.folder / FOLDER / overlay / OVERLAY
    entry = f"  - rule: {rule_id}\n    period: {period}\n    why: Set by the clinic's lead on {day.isoformat()}.\n"
    if own is None:
        return NewNumber(path, _head(overlay, protocol, day) + entry, overlay)
    text = own.text
    tree = read_tree(text, path)
    stricter = tree.data.get("stricter", [])
    edits: dict[Loc, str] = {("version",): str(int(tree.data["version"]) + 1), ("valid_from",): day.isoformat()}
    place = next((number for number, each in enumerate(stricter) if each["rule"] == rule_id), None)
    if place is not None and "period" in stricter[place]:
        edits["stricter", place, "period"] = period.words
        return NewNumber(path, _edited(text, tree, edits), overlay)
    if place is not None or list(tree.data)[-1] != "stricter":
        raise BadInput(f'{path} was changed by hand: write the new period under "stricter" there, then sign.')
    head = _edited(text, tree, edits).rstrip("\n") + "\n"
    return NewNumber(path, (head if stricter else head.replace(_NONE, "stricter:\n")) + entry, overlay)


def _head(overlay: str, protocol: Protocol, day: date) -> str:
    title = f"{protocol.title}, as this clinic gives it"
    return (
        f"# What this clinic does more strictly than {protocol.id} as it comes. The next entries go at the end.\n\n"
        f"overlay: {overlay}\ntitle: {title}\nversion: 1\nvalid_from: {day.isoformat()}\nstatus: active\n"
        f"summary: Longer periods, set by the clinic's lead.\nprotocols: [{protocol.id}]\n\nstricter:\n"
    )


def _in_protocol(library: Library, rule: Rule, protocol: Protocol, period: Period, day: date) -> NewNumber:
    path = library.path(protocol.id)
    text = read_bytes(path).decode()
    tree = read_tree(text, path)
    places = [each["id"] for each in tree.data["rules"]]
    if rule.id not in places:
        raise BadInput(f"{rule.id} comes from an overlay of {protocol.id}; write the new period there.")
    when: Loc = ("rules", places.index(rule.id), "when")
    edits: dict[Loc, str] = dict.fromkeys(_measured(tree.data["rules"][when[1]]["when"], when), period.words)
    for number, question in enumerate(tree.data["questions"]):
        asked = question["id"] in rule.when.questions and "period" in question
        if asked and not Period.of(question["period"]).surely_covers(period):
            edits["questions", number, "period"] = period.words
    edits["version",] = str(max(int(tree.data["version"]), library.highest(protocol.id)) + 1)
    edits["valid_from",] = day.isoformat()
    return NewNumber(path, _edited(text, tree, edits), None)


def _measured(when: Any, loc: Loc) -> list[Loc]:
    if isinstance(when, dict):
        here: list[Loc] = [(*loc, "less_than_ago")] if "less_than_ago" in when else []
        return here + [found for key, part in when.items() for found in _measured(part, (*loc, key))]
    if isinstance(when, list):
        return [found for number, part in enumerate(when) for found in _measured(part, (*loc, number))]
    return []


def _edited(text: str, tree: Tree, edits: Mapping[Loc, str]) -> str:
    """Replace single words, and leave all else, comments too, as it is."""
    lines = text.splitlines(keepends=True)
    for loc, words in sorted(edits.items(), key=lambda edit: tree.at(edit[0]), reverse=True):
        was: Any = tree.data
        for step in loc:
            was = was[step]
        line, column = tree.at(loc)
        head, tail = lines[line - 1][: column - 1], lines[line - 1][column - 1 :]
        quoted = tail[0] in "\"'"
        if not tail[int(quoted) :].startswith(was):
            raise BadInput(f'Line {line}: "{was}" is on more than one line there; change it by hand, then sign.')
        end = len(was) + 2 * quoted
        lines[line - 1] = head + words + tail[end:]
    return "".join(lines)
