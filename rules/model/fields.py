"""What the parts of a protocol file are made of: kinds, texts, counts, days, and places in source documents."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationInfo, model_validator

from rules.model.period import read_day

OTHER: Final = "other"
"""The option of an `areas` question that names no place: two of them may or may not be the same place."""


class QuestionType(StrEnum):
    """How a question is answered."""

    YES_NO = "yes_no"
    ONE_OF = "one_of"
    ANY_OF = "any_of"
    AREAS = "areas"
    LAST_TIME = "last_time"
    NOTE = "note"


class Horizon(StrEnum):
    """How far back a question looks; questions are asked in this order."""

    SETTING = "setting"
    TODAY = "today"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    EVER = "ever"
    CLOSING = "closing"

    @property
    def rank(self) -> int:
        """0 for setting to 6 for closing."""
        return _HORIZONS.index(self.value)


_HORIZONS: Final = [horizon.value for horizon in Horizon]


class When(StrEnum):
    """When a piece of after-care applies."""

    AT_ONCE = "at_once"
    TONIGHT = "tonight"
    NEXT_MORNING = "next_morning"
    IN_SUN = "in_sun"
    UNTIL_NEXT_MORNING = "until_next_morning"
    ANY_TIME = "any_time"


def _written_bool(value: Any) -> Any:
    if isinstance(value, str):
        if value not in ("true", "false"):
            message = f'this is true or false, not "{value}"'
            raise ValueError(message)
        return value == "true"
    return value


def _written_int(value: Any) -> Any:
    if isinstance(value, str):
        if not (value.isascii() and value.isdigit()) or len(value) > len("9999"):
            message = f'this is a whole number, not "{value}"'
            raise ValueError(message)
        return int(value)
    return value


def _written_day(value: Any) -> Any:
    if isinstance(value, str):
        day = read_day(value)
        if day is None:
            message = f'a day is written like "2026-06-01", not "{value}"'
            raise ValueError(message)
        return day
    return value


Flag = Annotated[bool, BeforeValidator(_written_bool)]
Count = Annotated[int, BeforeValidator(_written_int), Field(ge=1)]
Day = Annotated[date, BeforeValidator(_written_day)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, pattern=r"^[^{}]*$")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
RuleId = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$")]
ProtocolId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Range = tuple[Count, Count]
Stated = Annotated[
    str,
    Field(
        pattern=r"^((half an?|[1-9][0-9]{0,3}( to [1-9][0-9]{0,3})?) (minute|hour|day|week|month|year|session)s?"
        r"|[A-Z][A-Z0-9]*(-[A-Z0-9]+)+)$"
    ),
]
"""A length of time that a text states by itself: "2 weeks", "3 to 7 days", or the rule whose period it is."""


class ProtocolPart(BaseModel):
    """A part of a protocol: frozen, and it refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


def added_later(default: Any) -> Any:
    """Return a field that the model got after contents were signed: at its default it is no part of what is kept and hashed.

    So what says nothing of it keeps its hash, and its sign-offs and its proof still hold.
    """
    return Field(default=default, exclude_if=lambda value: bool(value == default))


_MOST_WORDS: Final = 3


class SourceRef(ProtocolPart):
    """A place in a source document, written "contraindications 1", or "medical-facial steps 2" in a further document.

    The document, where it is not named, is the first that the protocol lists.
    """

    document: str
    section: str
    item: int | str | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, value: Any, info: ValidationInfo) -> Any:
        if not isinstance(value, str):
            return value
        words = value.split()
        if len(words) > _MOST_WORDS:
            message = f'a source is written "section item" or "document section item", not "{value}"'
            raise ValueError(message)
        document = words.pop(0) if len(words) == _MOST_WORDS else (info.context or {}).get("document", "")
        item = words[1] if len(words) > 1 else None
        number = item is not None and item.isascii() and item.isdigit()
        return {"document": document, "section": words[0], "item": int(item or 0) if number else item}

    def __str__(self) -> str:
        item = "" if self.item is None else f" {self.item}" if isinstance(self.item, int) else f": {self.item}"
        return f"{self.document}, {self.section}{item}"


Sources = tuple[SourceRef, ...]


class Document(ProtocolPart):
    """A source document: its sections, each with the number of its items or the names we give its passages.

    `strength` says what kind of source it is: a maker's label, a society's advice, a review, a single study, or what clinics do.
    `vocabulary` are words of the source that clients have to meet as they are. `against` are the sections that speak against
    the treatment, including what it has to wait for; an empty list says that the source names no contraindications. `items` says
    in a word or two what each item of a section is about, so that a citation of the wrong one is noticed.
    """

    id: ProtocolId
    title: Text
    strength: Literal["label", "society", "review", "study", "clinic practice"] | None = None
    note: Text | None = None
    vocabulary: tuple[Text, ...] = ()
    sections: dict[str, Count | tuple[str, ...]]
    against: tuple[str, ...] | None = None
    items: dict[str, tuple[Text, ...]] = added_later({})

    def has(self, ref: SourceRef) -> bool:
        """Tell whether this document has the section and item cited."""
        items = self.sections.get(ref.section)
        if ref.item is None or items is None:
            return items is not None
        if isinstance(items, int):
            return isinstance(ref.item, int) and 1 <= ref.item <= items
        return ref.item in items
