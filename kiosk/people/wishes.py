"""How a client is called in the waiting room, and what help they always need: said once, and remembered until they say otherwise."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict

CallBy = Literal["name", "initials", "number", "fetch"]
Need = Literal["hearing", "sight", "stairs", "interpreter", "chaperone"]

CALL_WORDS: Mapping[CallBy, str] = MappingProxyType(
    {"name": "by name", "initials": "by initials", "number": "by a number", "fetch": "come and fetch them"}
)
NEED_WORDS: Mapping[Need, str] = MappingProxyType(
    {
        "hearing": "hard of hearing",
        "sight": "sees badly",
        "stairs": "no stairs",
        "interpreter": "interpreter",
        "chaperone": "chaperone",
    }
)
"""As staff read it."""


class Wishes(BaseModel):
    """What a client wishes at every visit. Nobody is called by a name that they do not use."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    call_by: CallBy = "name"
    name: str = ""
    """The name they use; empty where it is the one on record."""
    needs: tuple[Need, ...] = ()
    said_at: datetime
    noted_by: str = ""
    """Who of the staff noted it; empty where the client said it at a kiosk."""

    @property
    def calling(self) -> str:
        """How to call them, in the words of staff."""
        return f"by the name “{self.name}”" if self.call_by == "name" and self.name else CALL_WORDS[self.call_by]

    def for_staff(self, number: int | None) -> tuple[str, ...]:
        """Return how to call them, unless by the name on record, and what they need: a line each, for staff."""
        called = ""
        if self.call_by == "fetch":
            called = "Call nobody: come and fetch them"
        elif self.call_by != "name" or self.name:
            called = f"Call {self.calling}" + (f": {number}" if self.call_by == "number" and number else "")
        needs = f"Needs: {', '.join(self.needed)}" if self.needs else ""
        return tuple(line for line in (called, needs) if line)

    @property
    def needed(self) -> tuple[str, ...]:
        """What they need, in the words of staff."""
        return tuple(NEED_WORDS[need] for need in self.needs)


def shouted(wishes: Wishes | None, initials: str, number: int | None) -> str:
    """Return what is called out in the waiting room, in as few words as a board has room for; empty for the name on record."""
    if wishes is None:
        return ""
    match wishes.call_by:
        case "name":
            return f"“{wishes.name}”" if wishes.name else ""
        case "initials":
            return initials
        case "number":
            return f"no. {number}" if number else "a number"
        case "fetch":
            return "fetch"
