"""Calendar arithmetic that rounds to the safe side: a period has passed only once it has *fully* passed."""

import re
from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_serializer, model_validator

from rules.model.words import several

_WRITTEN = re.compile(r"([1-9][0-9]{0,3}) (day|week|month)s?")
_YEARS = re.compile(r"([1-9][0-9]?) years?")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_ISO_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_MONTHS_A_YEAR = 12
_MOST_DAYS_A_YEAR = 366
LONGEST_YEARS = 10
"""How many years a rule may look back: longer than any interval between treatments, and short enough to be proven day by day."""


class Unit(StrEnum):
    """What a period is counted in."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


class Period(BaseModel):
    """A count of days, weeks or calendar months, written "3 days", "4 weeks" or "6 months"."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    count: int = Field(ge=1, le=9999)
    unit: Unit

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        written = _WRITTEN.fullmatch(value)
        if written is None:
            years = _YEARS.fullmatch(value)
            months = several(int(years[1]) * _MONTHS_A_YEAR, "month", "months") if years else ""
            instead = f'; write "{months}" for it' if years else ""
            message = f'a period is written like "3 days", "4 weeks" or "6 months", not "{value}"{instead}'
            raise ValueError(message)
        return {"count": int(written[1]), "unit": f"{written[2]}s"}

    @model_serializer
    def _to_words(self) -> str:
        return self.words

    @classmethod
    def of(cls, words: str) -> Self:
        """Read "3 days", "4 weeks" or "6 months"; ValueError for anything else."""
        return cls.model_validate(words)

    @property
    def words(self) -> str:
        """The period as people say it: "1 month", "3 days"."""
        unit = self.unit.value
        return f"{self.count} {unit[:-1] if self.count == 1 else unit}"

    def __str__(self) -> str:
        return self.words

    def passed_on(self, start: date) -> date | None:
        """Return the first day on which this period, begun on `start`, has fully passed; None beyond the year 9999.

        Months round up: 31 August + 6 months is 1 March, because there is no 31 February.
        """
        if self.unit is Unit.MONTHS:
            return _months_after(start, self.count)
        try:
            return start + timedelta(days=self.count * (7 if self.unit is Unit.WEEKS else 1))
        except OverflowError:
            return None

    @property
    def shortest_days(self) -> int:
        """The fewest days this period can take."""
        if self.unit is Unit.MONTHS:
            return self.count * 28
        return self.count * (7 if self.unit is Unit.WEEKS else 1)

    @property
    def longest_days(self) -> int:
        """The most days this period can take."""
        if self.unit is Unit.MONTHS:
            return self.count * 31
        return self.shortest_days

    @property
    def is_too_long(self) -> bool:
        """Whether this is longer than a rule may look back."""
        if self.unit is Unit.MONTHS:
            return self.count > LONGEST_YEARS * _MONTHS_A_YEAR
        return self.shortest_days > LONGEST_YEARS * _MOST_DAYS_A_YEAR

    def surely_covers(self, other: "Period") -> bool:
        """Tell whether waiting this period always means having waited the other one, whatever the calendar."""
        if Unit.MONTHS not in (self.unit, other.unit) or self.unit is not other.unit:
            return self.shortest_days >= other.longest_days
        return self.count >= other.count


def _months_after(start: date, months: int) -> date | None:
    ahead = start.year * _MONTHS_A_YEAR + start.month - 1 + months
    year, month = ahead // _MONTHS_A_YEAR, ahead % _MONTHS_A_YEAR + 1
    if year > date.max.year:
        return None
    if start.day <= monthrange(year, month)[1]:
        return date(year, month, start.day)
    # The day does not exist in a short month; a month of 31 days follows it, so the next first is still in range.
    return date(year, month + 1, 1)


def read_day(text: str) -> date | None:
    """Read "2026-06-01"; None if it is not written so; ValueError if there is no such day."""
    written = _ISO_DAY.fullmatch(text)
    return None if written is None else date(int(written[1]), int(written[2]), int(written[3]))


def read_month(text: str) -> date | None:
    """Read "2026-06" as its last day; None if it is not written so; ValueError if there is no such month."""
    written = _ISO_MONTH.fullmatch(text)
    if written is None:
        return None
    first = date(int(written[1]), int(written[2]), 1)
    return first.replace(day=monthrange(first.year, first.month)[1])
