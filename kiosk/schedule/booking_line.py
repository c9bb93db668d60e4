"""What every source of a schedule comes down to: one line for each appointment, whatever kind of file it was read from. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Literal, NamedTuple

from kiosk.people.names import every_word
from kiosk.schedule.name_titles import without_title
from kiosk.schedule.status import CalledOff
from kiosk.visits.visit_book import code_key

YesNo = Literal["yes", "no"]
Person = tuple[str, date]
"""The words of a name and a date of birth."""


def person(full_name: str, date_of_birth: date) -> Person:
    """Return what two spellings of one person have in common, with a title or without."""
    return (every_word(without_title(full_name)), date_of_birth)


class Refusal(NamedTuple):
    """An appointment that was not taken: its place in the file, from 1, and what is wrong with it."""

    line: int
    sentence: str


class Remark(NamedTuple):
    """What a person should look at, though the file was taken: its place in the file, or 0 for the whole of it. It is no refusal."""

    line: int
    sentence: str


def where(numbers: Sequence[int]) -> str:
    """Say on which lines something is: `line 3`, or `line 3 and 2 more`."""
    return f"line {numbers[0]}" + (f" and {len(numbers) - 1} more" if numbers[1:] else "")


@dataclass(frozen=True, slots=True)
class BookingLine:
    """One appointment as the schedule has it. Empty text means that the file does not say."""

    number: int
    day: date
    start: time
    given_name: str
    family_name: str
    date_of_birth: date
    treatment: str
    practitioner: str = ""
    phone: str = ""
    booking_code: str = ""
    laser: YesNo | None = None
    language: str | None = None
    minutes: int | None = None
    """For how long it is booked, where the schedule says so."""

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def person(self) -> Person:
        """Who this is, as far as a schedule can tell."""
        return person(self.full_name, self.date_of_birth)


@dataclass(frozen=True, slots=True)
class OffLine:
    """A cancelled or missed appointment, as far as its line can be read; it is looked up and never booked."""

    number: int
    how: CalledOff
    booking_code: str
    person: Person | None
    treatment: str | None
    day: date | None
    start: time | None


@dataclass(frozen=True, slots=True)
class Schedule:
    """A file that was read: its appointments in order of the file, what was refused, and remarks on the rest."""

    lines: tuple[BookingLine, ...]
    refused: tuple[Refusal, ...]
    remarks: tuple[Remark, ...]
    refused_codes: frozenset[str]
    """Booking codes on refused lines, as they are compared: those appointments are badly written, not gone."""
    refused_people: frozenset[Person]
    """Whom refused lines are about, where that can be read."""
    called_off: tuple[OffLine, ...] = ()
    elsewhere: int = 0
    """How many lines are about services that are not this kiosk's: they are counted, not refused."""
    is_whole: bool = True
    """Whether the file has every appointment of its days, so that one which it lacks is gone there."""


def identity(line: BookingLine) -> tuple[object, ...]:
    """Return what makes a line the same visit again: booking code and treatment, else client, birth, treatment and day."""
    if line.booking_code:
        return (code_key(line.booking_code), line.treatment)
    return (*line.person, line.treatment, line.day)


def without_repeats(lines: list[BookingLine]) -> tuple[list[BookingLine], list[Refusal]]:
    """Refuse a visit that the file has twice: two lines cannot both say when it is."""
    seen: dict[tuple[object, ...], int] = {}
    once: list[BookingLine] = []
    again: list[Refusal] = []
    for line in lines:
        key = identity(line)
        if key in seen:
            same = (
                "the same booking code and treatment"
                if line.booking_code
                else "the same client, date of birth and treatment on the same day"
            )
            again.append(Refusal(line.number, f"Line {seen[key]} has {same} already; correct one of the two."))
        else:
            seen[key] = line.number
            once.append(line)
    return once, again
