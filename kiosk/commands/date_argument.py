"""Dates on a command line: as 2026-07-31 everywhere, and in the clinic's own order where a clinic is named."""

import argparse
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, tzinfo
from types import MappingProxyType

from kiosk.core.errors import BadInput

_MOMENT = re.compile(r"(.*?)(?:[ T]+(\d{1,2}:\d{2}))?", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WRITTEN = re.compile(r"(\d{1,4})([./ -])(\d{1,2})\2(\d{1,4})", re.ASCII)
EXAMPLES: Mapping[str, str] = MappingProxyType({"dmy": "31.07.2026", "mdy": "07/31/2026", "ymd": "2026-07-31"})
"""How a clinic writes a date, by its setting `date_order`."""
_BIRTHS: Mapping[str, str] = MappingProxyType({"dmy": "05.03.1984", "mdy": "03/05/1984", "ymd": "1984-03-05"})


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A date in an order that only the clinic knows; `in_order` makes a date of it."""

    text: str
    parts: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class WrittenMoment:
    """A minute of a day, or its beginning, by the clock of a clinic."""

    day: date | WrittenDay
    at: time

    def in_zone(self, zone: tzinfo) -> datetime:
        """Return the moment; its day is a date by then. BadInput for one at either end of all years."""
        if isinstance(self.day, WrittenDay):
            raise TypeError(self.day.text)
        moment = datetime.combine(self.day, self.at, tzinfo=zone)
        try:
            moment.astimezone(UTC)
        except OverflowError:
            raise BadInput("This is farther away than clocks go: choose another day.") from None
        return moment


def a_date(text: str) -> date | WrittenDay:
    """Read a date of the command line; for argparse, which makes a sentence of what is raised."""
    if _ISO.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise argparse.ArgumentTypeError("there is no such day in the calendar") from None
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise argparse.ArgumentTypeError("a date is written like 2026-07-31, or as the clinic writes it")
    return WrittenDay(text.strip(), (found[1], found[3], found[4]))


def a_moment(text: str) -> WrittenMoment:
    """Read a date of the command line, and a time of day behind it; for argparse, which makes a sentence of what is raised."""
    found = _MOMENT.fullmatch(text.strip())
    day = a_date(found[1] if found else text)
    try:
        return WrittenMoment(day, datetime.strptime(found[2] if found and found[2] else "0:00", "%H:%M").time())  # noqa: DTZ007
    except ValueError:
        raise argparse.ArgumentTypeError("there is no such time of day") from None


def in_order(args: argparse.Namespace) -> None:
    """Make dates of what was written in the clinic's order; BadInput if no clinic is named, or there is no such day."""
    for name, value in vars(args).items():
        if isinstance(value, WrittenDay):
            setattr(args, name, _day_of(args, value))
        elif isinstance(value, WrittenMoment) and isinstance(value.day, WrittenDay):
            setattr(args, name, replace(value, day=_day_of(args, value.day)))


def _day_of(args: argparse.Namespace, written: WrittenDay) -> date:
    return _day(written, order_of(args, f"{written.text} is read in the order of a clinic."))


def order_of(args: argparse.Namespace, because: str = "") -> str:
    """Return the order of dates of the clinic that is named."""
    from kiosk.commands.input_files import folder_of  # noqa: PLC0415 - most commands are given no date
    from kiosk.core.settings import load  # noqa: PLC0415

    try:
        folder = folder_of(args.data)
    except BadInput as error:
        raise BadInput(f"{because} {error.sentence} Or write the date like 2026-07-31.".strip()) from None
    return load(folder).date_order


def birth_example(order: str) -> str:
    """Return a date of birth as a clinic of this order writes it."""
    return _BIRTHS[order]


def typed_date(text: str, order: str) -> date:
    """Read a date that was typed at a question, in this order or as 1984-03-05.

    BadInput if it is not one; that does not say what was typed, which is somebody's date of birth.
    """
    try:
        read = a_date(text)
        return read if isinstance(read, date) else _day(read, order)
    except (argparse.ArgumentTypeError, BadInput):
        raise BadInput(f"This is not a date: this clinic writes dates like {EXAMPLES[order]}.") from None


def _day(written: WrittenDay, order: str) -> date:
    from kiosk.core.typed_dates import typed_day  # noqa: PLC0415

    year_first = len(written.parts[0]) == len("2026")
    parts = dict(zip("ymd" if year_first else order, written.parts, strict=True))
    try:
        return typed_day(parts, example="1984")
    except BadInput as error:
        said = error.sentence.partition(" Please check")[0]
        raise BadInput(f"“{written.text}”: {said} This clinic writes dates like {EXAMPLES[order]}.") from None
