"""A table as a schedule: what each of its lines says, or why it cannot be taken. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kiosk.core.clean import clean
from kiosk.schedule import cells as read
from kiosk.schedule.booking_line import BookingLine, OffLine, Person, Refusal, Remark, Schedule, person, without_repeats
from kiosk.schedule.codes import are_row_numbers, read_code, why_none
from kiosk.schedule.columns import Columns, find_columns
from kiosk.schedule.conventions import ScheduleConventions
from kiosk.schedule.date_order import Cell, require_order
from kiosk.schedule.name_columns import ClientColumn, says_more
from kiosk.schedule.phones import read_phone
from kiosk.schedule.spreadsheet import Sheet, SheetLine
from kiosk.schedule.status import CalledOff, is_marked
from kiosk.schedule.unread_columns import passed_over, where
from kiosk.visits.visit_book import code_key

T = TypeVar("T")


def read_table(sheet: Sheet, conventions: ScheduleConventions) -> Schedule:
    """Read a table of appointments. A remark with line 0 is about the whole file.

    Raises BadInput if the file cannot be read as a schedule at all, or its dates are not in the clinic's order.
    """
    file = _File.of(find_columns(sheet.header), sheet.lines, conventions)
    readers = [_LineReader(line, file) for line in sheet.lines]
    taken: list[BookingLine] = []
    off: list[OffLine] = []
    refused, remarks = list(sheet.refused), []
    codes: set[str] = set()
    people: set[Person] = set()
    for reader in readers:
        if reader.off is not None:
            off.append(reader.off_line(reader.off))
        elif (line := reader.line()) is not None:
            taken.append(line)
            remarks += [Remark(reader.number, remark) for remark in reader.remarks]
        else:
            refused.append(Refusal(reader.number, _sentence(reader.wrong)))
            codes |= {code_key(reader.code)} - {""}
            people |= reader.people
    taken, again = without_repeats(taken)
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
    remarks: tuple[Remark, ...]

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
        return cls(conventions, columns, naming, not counting, tuple(Remark(0, remark) for remark in remarks))


_COUNTING = 'What is under "booking code" counts the lines of the file, so the appointments were taken without a code.'
_UNKNOWN_STATUS = (
    'The "status" is a word that the kiosk does not know ({where}), so the appointment was taken; '
    "say in clinic.toml what it means (docs/schedule.md)."
)
_MORE_NAMES = 'The "client" has more names than the columns of given and family name ({where}); those two were taken.'


def _about_many(readers: Sequence["_LineReader"]) -> list[Remark]:
    """Return one remark for what may concern every line."""
    found = (
        (_UNKNOWN_STATUS, [reader.number for reader in readers if reader.unknown_status]),
        (_MORE_NAMES, [reader.number for reader in readers if reader.more_names]),
    )
    return [Remark(0, sentence.format(where=where(numbers))) for sentence, numbers in found if numbers]


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

    def line(self) -> BookingLine | None:
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
        return BookingLine(
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


def _sentence(parts: list[str]) -> str:
    text = "; also ".join(parts)
    return text[:1].upper() + text[1:] + "."
