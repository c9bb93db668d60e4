"""An overlay's file: what a clinic may write in it, and reading it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, NoReturn

from pydantic import Field, model_validator

from rules.model.course import OpenPoint
from rules.model.fields import Count, Day, Document, Name, ProtocolId, ProtocolPart, RuleId, Text
from rules.model.outcome import Outcome
from rules.model.period import Period
from rules.model.protocol import Question, Rule, with_periods
from rules.model.rules_errors import ProtocolError
from rules.reading.loader import read_text, validated
from rules.reading.strict_yaml import Loc, Tree, read_tree

_FOLDER: Final = Path(__file__).parents[1] / "protocols" / "overlays"
_SHIPPED: Final = {
    "allergy": "allergy.yaml",
    "extended-screening": "extended_screening.yaml",
    "pregnancy": "pregnancy.yaml",
}


class AddedQuestion(Question):
    """A question that an overlay adds; `only_for` names the protocols that get it, if not all of the overlay's do."""

    only_for: tuple[ProtocolId, ...] = ()


class AddedRule(Rule):
    """A rule that an overlay adds.

    `inferred_for` names the protocols on which its sources speak of another treatment; there it is inferred, and no more than
    a review.
    """

    only_for: tuple[ProtocolId, ...] = ()
    inferred_for: tuple[ProtocolId, ...] = ()


class Stricter(ProtocolPart):
    """A protocol's own rule made stricter: another outcome, a longer period, or both."""

    rule: RuleId
    outcome: Outcome | None = None
    period: Period | None = None
    why: Text


class Kinds(ProtocolPart):
    """Kinds of what a question asks for that do not count: a practitioner who names one settles the answer."""

    question: Name
    kinds: tuple[Text, ...] = Field(min_length=1)
    why: Text


class OverlayFile(ProtocolPart):
    """What an overlay file says."""

    overlay: ProtocolId
    title: Text
    version: Count
    valid_from: Day
    status: Literal["draft", "active", "retired"]
    summary: Text
    protocols: tuple[ProtocolId, ...] = Field(min_length=1)
    sources: tuple[Document, ...] = ()
    questions: tuple[AddedQuestion, ...] = ()
    rules: tuple[AddedRule, ...] = ()
    stricter: tuple[Stricter, ...] = ()
    kinds: tuple[Kinds, ...] = ()
    open_points: tuple[OpenPoint, ...] = ()
    names: tuple[Text, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _periods_of_rules_in_texts(cls, value: Any) -> Any:
        return with_periods(value)


@dataclass(frozen=True)
class Overlay:
    """An overlay that was read, with its tree for errors that name the line."""

    says: OverlayFile
    tree: Tree
    file: Path | str

    @property
    def id(self) -> str:
        return self.says.overlay

    @property
    def mark(self) -> str:
        """The overlay as a protocol lists it: "extended-screening 1"."""
        return f"{self.id} {self.says.version}"


def shipped_overlays() -> tuple[str, ...]:
    """Return the ids of the overlays that come with the product; none is in force before a lead adopts it."""
    return tuple(_SHIPPED)


def shipped_overlay(overlay_id: str) -> Path:
    """Return the file of a shipped overlay; KeyError if there is none of that id."""
    return _FOLDER / _SHIPPED[overlay_id]


def is_overlay(text: str) -> bool:
    """Tell whether the text of a file is meant to be an overlay: it begins a line with "overlay:"."""
    return any(line.startswith("overlay:") for line in text.splitlines())


def load_overlay(path: Path) -> Overlay:
    """Read an overlay file; ProtocolError if it can't be read or says something it may not."""
    return read_overlay(read_text(path), path)


def read_overlay(text: str, file: Path | str) -> Overlay:
    """Read the text of an overlay file; `file` is what errors name."""
    tree = read_tree(text, file)
    says = validated(OverlayFile, tree, file)
    overlay = Overlay(says, tree, file)
    groups: tuple[tuple[str, Sequence[AddedQuestion | AddedRule]], ...] = (
        ("questions", says.questions),
        ("rules", says.rules),
    )
    for group, parts in groups:
        for place, part in enumerate(parts):
            for number, protocol_id in enumerate(part.only_for):
                if protocol_id not in says.protocols:
                    loc = (group, place, "only_for", number)
                    refuse_at(overlay, loc, f'"{protocol_id}" is not among the protocols of this overlay.')
    for place, rule in enumerate(says.rules):
        _refuse_inferred(overlay, place, rule)
    for place, change in enumerate(says.stricter):
        if change.outcome is None and change.period is None:
            refuse_at(overlay, ("stricter", place), f"{change.rule} gets neither an outcome nor a period; say which.")
    return overlay


def _refuse_inferred(overlay: Overlay, place: int, rule: AddedRule) -> None:
    for number, protocol_id in enumerate(rule.inferred_for):
        if protocol_id not in overlay.says.protocols or (rule.only_for and protocol_id not in rule.only_for):
            refuse_at(overlay, ("rules", place, "inferred_for", number), f"{rule.id} does not go on {protocol_id}.")
    if (rule.inferred or rule.inferred_for) and rule.outcome > Outcome.REVIEW:
        sentence = (
            f"{rule.id} is inferred, so it can't be more than a review; write a rule of its own for where it is not."
        )
        refuse_at(overlay, ("rules", place, "outcome"), sentence)


def refuse_at(overlay: Overlay, loc: Loc, sentence: str) -> NoReturn:
    """Raise the error that names a place in an overlay's file."""
    raise ProtocolError(overlay.file, *overlay.tree.at(loc), sentence)
