"""Conditions as plain data: what a protocol may say about answers.

A condition has no `not` and no free expression. Each kind looks at one or two answers; `all` and `any` join several. How
they are judged is said in rules/engine/judging.py.
"""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Final

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from rules.model.period import Period


class _Condition(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)

    kind: ClassVar[str]
    """The word for this kind in a protocol file."""
    needs: ClassVar[frozenset[str]] = frozenset()
    """The types of question this kind can look at."""

    @property
    def questions(self) -> tuple[str, ...]:
        """The ids of the questions this condition looks at, in the order it names them."""
        return tuple(dict.fromkeys(question for part in self.parts for question in part.questions))

    @property
    def options(self) -> tuple[str, ...]:
        """The options of its question that this condition names itself."""
        return ()

    @property
    def parts(self) -> "tuple[Condition, ...]":
        """The conditions this one is made of; empty for one that looks at answers itself."""
        return ()

    @property
    def period(self) -> Period | None:
        """The (first) period this condition measures."""
        return next((part.period for part in self.parts if part.period is not None), None)


class _OnOne(_Condition):
    question: str

    @property
    def questions(self) -> tuple[str, ...]:
        return (self.question,)


class Is(_OnOne):
    """The answer is this option."""

    kind = "is"
    needs = frozenset({"yes_no", "one_of"})
    option: str = Field(alias="is")

    @property
    def options(self) -> tuple[str, ...]:
        return (self.option,)


class IsAnyOf(_OnOne):
    """The answer is one of these options."""

    kind = "is_any_of"
    needs = frozenset({"yes_no", "one_of"})
    is_any_of: tuple[str, ...] = Field(min_length=1)

    @property
    def options(self) -> tuple[str, ...]:
        return self.is_any_of


class Includes(_OnOne):
    """The options chosen include this one."""

    kind = "includes"
    needs = frozenset({"areas", "any_of"})
    includes: str

    @property
    def options(self) -> tuple[str, ...]:
        return (self.includes,)


class Meets(_OnOne):
    """Two sets of areas share a place. Sharing only `other` cannot be settled: it may be the same place."""

    kind = "meets"
    needs = frozenset({"areas"})
    meets: str

    @property
    def questions(self) -> tuple[str, ...]:
        """The two questions about areas."""
        return (self.question, self.meets)


class ApartFrom(_OnOne):
    """Two sets of areas share no place. Sharing only `other` cannot be settled."""

    kind = "apart_from"
    needs = frozenset({"areas"})
    apart_from: str

    @property
    def questions(self) -> tuple[str, ...]:
        """The two questions about areas."""
        return (self.question, self.apart_from)


class LessThanAgo(_OnOne):
    """The last time was less than this period ago: the period has not fully passed."""

    kind = "less_than_ago"
    needs = frozenset({"last_time"})
    less_than_ago: Period

    @property
    def period(self) -> Period | None:
        """The period that must have passed."""
        return self.less_than_ago


class Written(_Condition):
    """Something was written."""

    kind = "written"
    needs = frozenset({"note"})
    written: str

    @property
    def questions(self) -> tuple[str, ...]:
        return (self.written,)


class All(_Condition):
    """Every part holds; for as long as the part that ends first."""

    kind = "all"
    all: "tuple[Condition, ...]" = Field(min_length=2)

    @property
    def parts(self) -> "tuple[Condition, ...]":
        """The conditions that must all hold."""
        return self.all


class AnyOf(_Condition):
    """At least one part holds; for as long as the part that ends last."""

    kind = "any"
    any: "tuple[Condition, ...]" = Field(min_length=2)

    @property
    def parts(self) -> "tuple[Condition, ...]":
        """The conditions: one of them must hold."""
        return self.any


_KINDS: Final = ("all", "any", "is", "is_any_of", "includes", "meets", "apart_from", "less_than_ago", "written")


def _kind(value: Any) -> str | None:
    if isinstance(value, _Condition):
        return value.kind
    if isinstance(value, dict):
        return next((kind for kind in _KINDS if kind in value), None)
    return None


Condition = Annotated[
    Annotated[All, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Is, Tag("is")]
    | Annotated[IsAnyOf, Tag("is_any_of")]
    | Annotated[Includes, Tag("includes")]
    | Annotated[Meets, Tag("meets")]
    | Annotated[ApartFrom, Tag("apart_from")]
    | Annotated[LessThanAgo, Tag("less_than_ago")]
    | Annotated[Written, Tag("written")],
    Discriminator(
        _kind,
        custom_error_type="condition",
        custom_error_message=f"a condition says one of: {', '.join(_KINDS)}",
    ),
]
"""One condition, as a protocol file writes it."""

All.model_rebuild()
AnyOf.model_rebuild()


def looks(condition: Condition) -> Iterator[Condition]:
    """Walk down to the conditions that look at answers themselves."""
    if not condition.parts:
        yield condition
    for part in condition.parts:
        yield from looks(part)
