"""When the clinic is open: a setting, from which free times are proposed."""

from __future__ import annotations

import re
from datetime import date, time
from itertools import pairwise
from typing import Annotated, Final, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StrictStr, field_validator

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")

Hours: TypeAlias = tuple[time, time]
"""From when to when the clinic is open without a break."""
_Day = Annotated[
    tuple[StrictStr, ...],
    Field(json_schema_extra={"allowed": 'a list of hours, such as ["09:00-13:00", "14:00-18:30"]'}),
]
_Days = Annotated[tuple[StrictStr, ...], Field(json_schema_extra={"allowed": 'a list of days, such as ["2026-12-25"]'})]


class OpeningHours(BaseModel):
    """A clinic's week. A week without any hours says nothing: then free times are worked out from what is booked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    monday: _Day = ()
    tuesday: _Day = ()
    wednesday: _Day = ()
    thursday: _Day = ()
    friday: _Day = ()
    saturday: _Day = ()
    sunday: _Day = ()
    closed: _Days = ()

    @field_validator(*WEEKDAYS)
    @classmethod
    def _are_hours(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        hours = [_read(each) for each in value]
        if any(opens >= closes for opens, closes in hours) or any(one[1] > two[0] for one, two in pairwise(hours)):
            raise ValueError
        return value

    @field_validator("closed")
    @classmethod
    def _are_days(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for each in value:
            date.fromisoformat(each)
        return value

    @property
    def is_known(self) -> bool:
        """Whether the clinic says when it is open."""
        return any(getattr(self, name) for name in WEEKDAYS)

    def on(self, day: date) -> tuple[Hours, ...]:
        """Return the hours of a day in order; none on a day on which the clinic is closed."""
        if day.isoformat() in self.closed:
            return ()
        return tuple(_read(each) for each in getattr(self, WEEKDAYS[day.weekday()]))


def _read(text: str) -> Hours:
    found = _HOURS.fullmatch(text)
    if found is None:
        raise ValueError
    one, two, three, four = map(int, found.groups())
    return time(one, two), time(three, four)
