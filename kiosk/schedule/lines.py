"""A schedule as appointments: what each line of the file says, or why it cannot be taken. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import TypeVar
from zoneinfo import ZoneInfo

from kiosk.core.clean import clean
from kiosk.people.names import plain_words
from kiosk.schedule import cells as read
from kiosk.schedule.codes import are_row_numbers, read_code, why_none
from kiosk.schedule.columns import Columns, find_columns
from kiosk.schedule.date_order import Cell, require_order
from kiosk.schedule.name_columns import ClientColumn, says_more
from kiosk.schedule.phones import read_phone
from kiosk.schedule.spreadsheet import Refusal, SheetLine, read_sheet
from kiosk.schedule.status import CalledOff, StatusWords, is_marked
from kiosk.schedule.unread_columns import passed_over, where
from kiosk.visits.visit_book import code_key

T = TypeVar("T")
Person = tuple[str, date]
"""The words of a name and a date of birth."""


def person(full_name: str, date_of_birth: date) -> Person:
    """Return what two spellings of one person have in common; a name without any letter stands for itself."""
    return (" ".join(sorted(plain_words(full_name))) or full_name.casefold(), date_of_birth)


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

    lines: tuple[Line, ...]
    refused: tuple[Refusal, ...]
    remarks: tuple[Refusal, ...]
    refused_codes: frozenset[str]
    """Booking codes on refused lines, as they are compared: those appointments are badly written, not gone."""
    refused_people: frozenset[Person]
    """Whom refused lines are about, where that can be read."""
    called_off: tuple[OffLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ScheduleConventions:
    """How a clinic writes its schedule.

    `date_order` is "dmy", "mdy" or "ymd", the order of dates that are not ISO; `treatments` maps ids to titles.
    """

    date_order: str
    zone: ZoneInfo
    treatments: Mapping[str, str]
    words: StatusWords = field(default_factory=StatusWords.of)


def read_schedule(data: bytes, conventions: ScheduleConventions) -> Schedule:
    """Read a CSV schedule. A remark with line 0 is about the whole file.

    Raises BadInput if the file cannot be read as a schedule at all, or its dates are not in the clinic's order.
    """
    sheet = read_sheet(data)
    file = _File.of(find_columns(sheet.header), sheet.lines, conventions)
    readers = [_LineReader(line, file) for line in sheet.lines]
    taken: list[Line] = []
    off: list[OffLine] = []
    refused, remarks = list(sheet.refused), []
    codes: set[str] = set()
    people: set[Person] = set()
    for reader in readers:
        if reader.off is not None:
            off.append(reader.off_line(reader.off))
        elif (line := reader.line()) is not None:
            taken.append(line)
            remarks += [Refusal(reader.number, remark) for remark in reader.remarks]
        else:
            refused.append(Refusal(reader.number, _sentence(reader.wrong)))
            codes |= {code_key(reader.code)} - {""}
            people |= reader.people
    taken, again = _without_repeats(taken)
    return Schedule(
        lines=tuple(taken),
        refused=tuple(sorted(refused + again)),
        remarks=(*file.remarks, *_about_many(readers), *remarks),
        refused_codes=frozenset(codes),
        refused_people=frozenset(people),
        called_off=tuple(off),
    )


@dataclass(frozen=True, slots=True)
class _File:
    """What all lines of a file have in common."""

    conventions: ScheduleConventions
    columns: Columns
    naming: ClientColumn
    has_codes: bool
    remarks: tuple[Refusal, ...]

    @classmethod
    def of(cls, columns: Columns, lines: Sequence[SheetLine], conventions: ScheduleConventions) -> "_File":
        def cells(*names: str) -> list[tuple[str, ...]]:
            return [tuple(columns.cell(line.cells, name) for name in names) for line in lines]

        dates: list[Cell] = [
            (line.number, name, columns.cell(line.cells, name))
            for line in lines
            for name in ("start", "day", "date of birth")
        ]
        require_order(dates, conventions.date_order)
        naming = ClientColumn.of(
            (client, given, family) for client, given, family in cells("client", "given name", "family name")
        )
        counting = are_row_numbers(code for (code,) in cells("booking code"))
        remarks = [
            *columns.remarks,
            *passed_over(columns, lines, conventions.words),
            *([_COUNTING] if counting else []),
        ]
        return cls(conventions, columns, naming, not counting, tuple(Refusal(0, remark) for remark in remarks))


_COUNTING = 'What is under "booking code" counts the lines of the file, so the appointments were taken without a code.'
_UNKNOWN_STATUS = (
    'The "status" is a word that the kiosk does not know ({where}), so the appointment was taken; '
    "say in clinic.toml what it means (docs/schedule.md)."
)
_MORE_NAMES = 'The "client" has more names than the columns of given and family name ({where}); those two were taken.'


def _about_many(readers: Sequence["_LineReader"]) -> list[Refusal]:
    """Return one remark for what may concern every line."""
    found = (
        (_UNKNOWN_STATUS, [reader.number for reader in readers if reader.unknown_status]),
        (_MORE_NAMES, [reader.number for reader in readers if reader.more_names]),
    )
    return [Refusal(0, sentence.format(where=where(numbers))) for sentence, numbers in found if numbers]


class _LineReader:
    """Reads every cell of one line before giving up, so that a person can mend them all at once."""

    def __init__(self, line: SheetLine, file: _File) -> None:
        self.number = line.number
        self.wrong: list[str] = []
        self.remarks: list[str] = []
        self.code = ""
        self.people: set[Person] = set()
        self.unknown_status = self.more_names = False
        self._cells = line.cells
        self._file = file
        self.off = self._called_off()

    def _called_off(self) -> CalledOff | None:
        columns, words = self._file.columns, self._file.conventions.words
        said = [words.read(cell) for cell in columns.cells(self._cells, "status")]
        said += ["cancelled" for cell in columns.cells(self._cells, "cancelled") if is_marked(cell)]
        said += ["no_show" for cell in columns.cells(self._cells, "no show") if is_marked(cell)]
        if "cancelled" in said:
            return "cancelled"
        if "no_show" in said:
            return "no_show"
        self.unknown_status = None in said
        return None

    def line(self) -> Line | None:
        cell, conventions = self._cell, self._file.conventions
        self.code = self._must(self._code) or ""
        start = self._must(
            lambda: read.read_start(cell("start"), cell("day"), conventions.date_order, conventions.zone)
        )
        names = self._must(self._names)
        on = start.date() if start else None
        born = self._must(lambda: read.read_birth(cell("date of birth"), conventions.date_order, on))
        treatment = self._must(lambda: read.read_treatment(cell("treatment"), conventions.treatments))
        if names and born:
            self.people.add(person(" ".join(names).strip(), born))
        if start is None or names is None or born is None or treatment is None or self.wrong:
            return None
        phone, remark = self._may(lambda: read_phone(cell("phone")), ("", ""), "the appointment was taken without it")
        self.remarks += [_sentence([remark])] if remark else []
        self.more_names = says_more(cell("client"), cell("given name"), cell("family name"))
        return Line(
            number=self.number,
            day=start.date(),
            start=start.time(),
            given_name=names[0],
            family_name=names[1],
            date_of_birth=born,
            treatment=treatment,
            practitioner=clean(cell("practitioner"), limit=read.MOST_LETTERS),
            phone=phone,
            booking_code=self.code,
            laser=self._may(lambda: read.read_laser(cell("laser")), None, "the kiosk will ask"),
            language=self._may(lambda: read.read_language(cell("language")), None, "the client may choose one"),
        )

    def off_line(self, how: CalledOff) -> OffLine:
        """Return as much of the line as can be read, whatever is wrong with it."""
        cell, conventions = self._cell, self._file.conventions
        start = self._must(
            lambda: read.read_start(cell("start"), cell("day"), conventions.date_order, conventions.zone)
        )
        names = self._must(self._names)
        born = self._must(lambda: read.read_birth(cell("date of birth"), conventions.date_order, None))
        return OffLine(
            number=self.number,
            how=how,
            booking_code=self._must(self._code) or "",
            person=person(" ".join(names).strip(), born) if names and born else None,
            treatment=self._must(lambda: read.read_treatment(cell("treatment"), conventions.treatments)),
            day=start.date() if start else None,
            start=start.time() if start else None,
        )

    def _cell(self, name: str) -> str:
        return self._file.columns.cell(self._cells, name)

    def _code(self) -> str:
        code = read_code(self._cell("booking code")) if self._file.has_codes else ""
        if why := why_none(code):
            self.remarks.append(_sentence([f"{why}; the appointment was taken without a code"]))
            return ""
        return code

    def _names(self) -> tuple[str, str]:
        return self._file.naming.read(self._cell("client"), self._cell("given name"), self._cell("family name"))

    def _must(self, reading: Callable[[], T]) -> T | None:
        try:
            return reading()
        except read.UnclearError as unclear:
            self.wrong.append(str(unclear))
            return None

    def _may(self, reading: Callable[[], T], instead: T, without: str) -> T:
        """Read a cell that an appointment can do without: a mistyped telephone must not turn a client away."""
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
                "the same booking code and treatment"
                if line.booking_code
                else "the same client, date of birth and treatment on the same day"
            )
            again.append(Refusal(line.number, f"Line {seen[key]} has {same} already; correct one of the two."))
        else:
            seen[key] = line.number
            once.append(line)
    return once, again


def identity(line: Line) -> tuple[object, ...]:
    """Return what makes a line the same visit again: booking code and treatment, else client, birth, treatment and day."""
    if line.booking_code:
        return (code_key(line.booking_code), line.treatment)
    return (*line.person, line.treatment, line.day)


def _sentence(parts: list[str]) -> str:
    text = "; also ".join(parts)
    return text[:1].upper() + text[1:] + "."
