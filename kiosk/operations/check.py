"""One thing the doctor looked at, and how it stands."""

from dataclasses import dataclass
from typing import Literal

State = Literal["well", "unknown", "warning", "problem"]
"""In the order of how much it asks for; `unknown` is what can't be told here, and asks for nothing."""
STATES: tuple[State, ...] = ("well", "unknown", "warning", "problem")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `says` is a sentence, and names what to do unless all is well."""

    name: str
    state: State
    says: str

    @property
    def asks(self) -> bool:
        """Whether somebody has to do something."""
        return self.state in ("warning", "problem")
