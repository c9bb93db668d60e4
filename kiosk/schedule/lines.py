"""A schedule as appointments: what each line of the file says, or why it cannot be taken. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import TypeVar
from zoneinfo import ZoneInfo

from kiosk.clean import clean
from kiosk.names import name_key
from kiosk.schedule import cells as read
from kiosk.schedule.columns import Columns, find_columns
from kiosk.schedule.sheet import Refusal, SheetLine, read_sheet
from kiosk.visits import code_key

T = TypeVar("T")
Person = tuple[str, date]
"""The words of a name and a date of birth."""


def person(full_name: str, date_of_birth: date) -> Person:
    """Return what two spellings of one person have in common; a name without any letter stands for itself."""
    return (name_key(full_name) or full_name.casefold(), date_of_birth)


@dataclass(frozen=True, slots=True)
class Line:
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
    laser: read.YesNo | None = None
    language: str | None = None

    @property
    def full_name(self) -> str:
        """The name as one says it."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def person(self) -> Person:
        """Who this is, as far as a schedule can tell."""
        return person(self.full_name, self.date_of_birth)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A file that was read: its appointments in order of the file, what was refused, and remarks on the rest."""

    lines: tuple[Line, ...]
    refused: tuple[Refusal, ...]
    remarks: tuple[Refusal, ...]
    refused_codes: frozenset[str]
    """Booking codes on refused lines, as they are compared: those appointments are badly written, not gone."""
    refused_people: frozenset[Person]
    """Who stands on refused lines, where that can be read."""


def read_schedule(data: bytes, *, date_order: str, zone: ZoneInfo, treatments: Mapping[str, str]) -> Schedule:
    """Read a CSV schedule.

    `date_order` is "dmy", "mdy" or "ymd", the order in which this clinic writes dates that are not ISO; `zone` is the
    clinic's; `treatments` maps the ids of its treatments to their titles. A remark with line 0 is about the whole file.
    Raises BadInput if the file cannot be read as a schedule at all.
    """
    sheet = read_sheet(data)
    columns = find_columns(sheet.header)
    taken: list[Line] = []
    refused = list(sheet.refused)
    remarks = [Refusal(0, remark) for remark in columns.remarks]
    codes: set[str] = set()
    people: set[Person] = set()
    for number_and_cells in sheet.lines:
        reader = _LineReader(number_and_cells, columns, date_order, zone, treatments)
        line = reader.line()
        if line is None:
            refused.append(Refusal(reader.number, _sentence(reader.wrong)))
            codes |= {code_key(reader.code)} - {""}
            people |= reader.people
        else:
            taken.append(line)
            remarks += [Refusal(reader.number, remark) for remark in reader.remarks]
    taken, again = _without_repeats(taken)
    return Schedule(tuple(taken), tuple(sorted(refused + again)), tuple(remarks), frozenset(codes), frozenset(people))


class _LineReader:
    """Reads every cell of one line before giving up, so that a person can mend them all at once."""

    def __init__(
        self, line: SheetLine, columns: Columns, order: str, zone: ZoneInfo, treatments: Mapping[str, str]
    ) -> None:
        self.number = line.number
        self.wrong: list[str] = []
        self.remarks: list[str] = []
        self.code = ""
        self.people: set[Person] = set()
        self._cells = line.cells
        self._columns = columns
        self._order = order
        self._zone = zone
        self._treatments = treatments

    def line(self) -> Line | None:
        cell = self._cell
        self.code = self._must(lambda: read.read_code(cell("booking code"))) or ""
        start = self._must(lambda: read.read_start(cell("start"), cell("day"), self._order, self._zone))
        names = self._must(lambda: read.read_names(cell("client"), cell("given name"), cell("family name")))
        on = start.date() if start else None
        born = self._must(lambda: read.read_birth(cell("date of birth"), self._order, on))
        treatment = self._must(lambda: read.read_treatment(cell("treatment"), self._treatments))
        if names and born:
            self.people.add(person(" ".join(names).strip(), born))
        if start is None or names is None or born is None or treatment is None or self.wrong:
            return None
        return Line(
            number=self.number,
            day=start.date(),
            start=start.time(),
            given_name=names[0],
            family_name=names[1],
            date_of_birth=born,
            treatment=treatment,
            practitioner=clean(cell("practitioner"), limit=read.MOST_LETTERS),
            phone=self._may(lambda: read.read_phone(cell("phone")), "", "the appointment was taken without it"),
            booking_code=self.code,
            laser=self._may(lambda: read.read_laser(cell("laser")), None, "the kiosk will ask"),
            language=self._may(lambda: read.read_language(cell("language")), None, "the client may choose one"),
        )

    def _cell(self, name: str) -> str:
        return self._columns.cell(self._cells, name)

    def _must(self, reading: Callable[[], T]) -> T | None:
        try:
            return reading()
        except read.UnclearError as unclear:
            self.wrong.append(str(unclear))
            return None

    def _may(self, reading: Callable[[], T], instead: T, without: str) -> T:
        """Read what an appointment can do without: a client must not be turned away for a mistyped telephone."""
        try:
            return reading()
        except read.UnclearError as unclear:
            self.remarks.append(_sentence([f"{unclear}; {without}"]))
            return instead


def _without_repeats(lines: list[Line]) -> tuple[list[Line], list[Refusal]]:
    """Refuse a visit that the file has twice: two lines cannot both say when it is."""
    seen: dict[tuple[object, ...], int] = {}
    once: list[Line] = []
    again: list[Refusal] = []
    for line in lines:
        key = identity(line)
        if key in seen:
            same = (
                "the same booking code"
                if line.booking_code
                else "the same client, date of birth and treatment on the same day"
            )
            again.append(Refusal(line.number, f"Line {seen[key]} has {same} already; correct one of the two."))
        else:
            seen[key] = line.number
            once.append(line)
    return once, again


def identity(line: Line) -> tuple[object, ...]:
    """Return what makes a line the same visit again: its booking code, else client, birth, treatment and day."""
    if line.booking_code:
        return (code_key(line.booking_code),)
    return (*line.person, line.treatment, line.day)


def _sentence(parts: list[str]) -> str:
    text = "; also ".join(parts)
    return text[:1].upper() + text[1:] + "."
