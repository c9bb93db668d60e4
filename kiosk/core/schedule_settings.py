"""How a clinic's schedule is to be read: a part of its settings."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, StrictStr, field_validator

from kiosk.core.calendar_settings import CalendarReading
from kiosk.core.setting_owners import MACHINE


def _may_be(words: str) -> Any:
    return Field(json_schema_extra={"allowed": words})


def _several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Words = Annotated[tuple[StrictStr, ...], _may_be('a list of words, such as ["storno", "weg"]')]
Titles = Annotated[
    tuple[StrictStr, ...],
    BeforeValidator(_several),
    _may_be('the title of a column as the file has it, in quotes, or a list of them, such as ["Mobile", "Landline"]'),
]
ServiceNames = Annotated[tuple[StrictStr, ...], BeforeValidator(_several)]
Program = Literal[
    "acuity", "calendly", "cliniko", "fresha", "jane", "mindbody", "phorest", "setmore", "simplybook", "square", "timely", "vetdata", "zenoti"
]  # fmt: skip
"""The booking programs whose columns are known."""


class StatusColumn(BaseModel):
    """Words of a clinic's own in the status column of its schedule."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    booked: Words = ()
    cancelled: Words = ()
    no_show: Words = ()


class ScheduleColumns(BaseModel):
    """What the columns of a clinic's schedule are called there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: Titles = ()
    day: Titles = ()
    end: Titles = ()
    duration: Titles = ()
    client: Titles = ()
    client_number: Titles = ()
    given_name: Titles = ()
    family_name: Titles = ()
    date_of_birth: Titles = ()
    treatment: Titles = ()
    practitioner: Titles = ()
    phone: Titles = ()
    booking_code: Titles = ()
    status: Titles = ()
    cancelled: Titles = ()
    no_show: Titles = ()
    laser: Titles = ()
    language: Titles = ()

    def by_name(self) -> dict[str, Sequence[str]]:
        """Return the titles of each column that has any, by the column's name in words."""
        return {name.replace("_", " "): titles for name, titles in self.model_dump().items() if titles}


class ScheduleReading(BaseModel):
    """How a clinic's schedule is to be read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    keep_files_days: Annotated[StrictInt, Field(ge=1, le=365)] = 30
    preset: Annotated[
        Program | None, _may_be("a booking program that docs/schedule.md lists, in quotes, or nothing")
    ] = None
    date_order: Annotated[Literal["ymd", "dmy", "mdy"] | None, _may_be('"ymd", "dmy" or "mdy", or nothing')] = None
    name_order: Literal["given_first", "family_first"] = "given_first"
    other_services: Annotated[Words, _may_be('a list of services, such as ["Massage", "Waxing"]')] = ()
    clients_file: Annotated[StrictStr, MACHINE, _may_be("a file's whole path, in quotes, or an empty text")] = ""
    columns: ScheduleColumns = ScheduleColumns()
    treatments: Annotated[
        dict[StrictStr, ServiceNames],
        _may_be('a table of the clinic\'s treatments, such as parisian-peel = ["Glow Peel", "Peel 60"]'),
    ] = {}
    calendar: CalendarReading = CalendarReading()
    status: StatusColumn = StatusColumn()

    @field_validator("clients_file")
    @classmethod
    def _is_a_path(cls, value: str) -> str:
        if value and not (value.isprintable() and PurePath(value).is_absolute()):
            raise ValueError
        return value
