"""How a clinic's calendar program writes an appointment."""

import re
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, field_validator

PARTS: Final = ("client", "treatment", "practitioner", "phone", "born", "code", "any")
"""What may be in braces in the pattern of a title; `any` is passed over."""
_BRACES: Final = re.compile(r"\{([a-z]*)\}")


class CalendarReading(BaseModel):
    """How iCalendar files are to be read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: StrictStr = Field(
        default="",
        json_schema_extra={
            "allowed": 'a pattern such as "{client}: {treatment}", in quotes; the parts are ' + ", ".join(PARTS)
        },
    )
    days: Annotated[StrictInt, Field(ge=1, le=366)] = 92

    @field_validator("title")
    @classmethod
    def _has_known_parts(cls, value: str) -> str:
        found = _BRACES.findall(value)
        if value and (not found or set(found) - set(PARTS) or len(set(found)) < len(found)):
            raise ValueError
        return value


def pattern_of(title: str) -> re.Pattern[str]:
    """Return what finds the parts of a title that is written like this."""
    pieces = _BRACES.split(title)  # text and names of parts in turn
    spelled = [f"(?P<{piece}>.+?)" if place % 2 else re.escape(piece) for place, piece in enumerate(pieces)]
    return re.compile("".join(spelled), re.IGNORECASE)
