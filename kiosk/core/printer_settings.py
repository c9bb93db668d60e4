"""How a machine of the clinic prints: a part of its settings."""

import re
from datetime import time
from pathlib import PurePath
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictStr, field_validator

_PRINTER: Final = re.compile(r"[^\s/#-][^\s/#]{0,126}")
"""What CUPS takes as a name, and no option of `lp`."""
_TIME: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")

Morning = Literal["morning-list", "forms", "forms-large"]
"""What can be printed by itself: the day's list; a blank questionnaire of each treatment, and the same in large print."""


def is_a_printer(name: str) -> bool:
    """Tell whether a printer can have this name."""
    return name.isprintable() and _PRINTER.fullmatch(name) is not None


def _may_be(words: str) -> Any:
    return Field(json_schema_extra={"allowed": words})


class Printing(BaseModel):
    """Where this machine's papers go, and what it prints by itself. Without a printer, nothing is printed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    printer: Annotated[StrictStr, _may_be("the name of a printer as `lpstat -e` shows it, in quotes")] = ""
    a5_paper: StrictBool = False
    folder: Annotated[StrictStr, _may_be("a folder's whole path, in quotes")] = ""
    at_opening: Annotated[
        tuple[Morning, ...], _may_be('a list of "morning-list", "forms" and "forms-large", or an empty one')
    ] = ()
    earliest: Annotated[StrictStr, _may_be('a time such as "07:30", in quotes')] = "07:00"

    @property
    def not_before(self) -> time:
        """The time of day from which on the papers of a day are printed by themselves."""
        return time.fromisoformat(self.earliest)

    @field_validator("printer")
    @classmethod
    def _is_a_printer(cls, value: str) -> str:
        if value and not is_a_printer(value):
            raise ValueError
        return value

    @field_validator("folder")
    @classmethod
    def _is_a_path(cls, value: str) -> str:
        if value and not (value.isprintable() and PurePath(value).is_absolute()):
            raise ValueError
        return value

    @field_validator("earliest")
    @classmethod
    def _is_a_time(cls, value: str) -> str:
        if not _TIME.fullmatch(value):
            raise ValueError
        return value
