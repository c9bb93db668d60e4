"""One line of a table, read cell by cell."""

from collections.abc import Callable
from datetime import date
from typing import Literal, TypeVar

from kiosk.core.clean import clean
from kiosk.schedule import cells as read
from kiosk.schedule.booking_line import BookingLine, OffLine, Person, person
from kiosk.schedule.codes import read_code, why_none
from kiosk.schedule.file_habits import FileHabits, names_in
from kiosk.schedule.moments import Start, read_length, read_start
from kiosk.schedule.name_columns import says_more
from kiosk.schedule.nobodys_lines import is_nobodys
from kiosk.schedule.phones import read_phone
from kiosk.schedule.services import BookedServices
from kiosk.schedule.spreadsheet import SheetLine
from kiosk.schedule.status import CalledOff, is_marked
from kiosk.schedule.unclear import UnclearError

T = TypeVar("T")


class LineReader:
    """Reads every cell of one line before giving up, so that a person can mend them all at once."""

    def __init__(self, line: SheetLine, file: FileHabits) -> None:
        self.number = line.number
        self.wrong: list[str] = []
        self.remarks: list[str] = []
        self.code = ""
        self.people: set[Person] = set()
        self.more_names = False
        self._cells = line.cells
        self._file = file
        self._names = names_in(file.columns, line.cells)
        said = self._said()
        self.unknown_status = None in said
        self.off: CalledOff | None = "cancelled" if "cancelled" in said else "no_show" if "no_show" in said else None
        self.booked = self._may(lambda: file.services.read(self._cell("treatment")), BookedServices(()), "")
        self.what = self._what()

    @property
    def titled(self) -> bool:
        """Whether a title was left out of the name."""
        written = tuple(self._cell(name) for name in ("client", "given name", "family name"))
        return self._names != written

    def _what(self) -> Literal["appointment", "nobody", "elsewhere"]:
        """Tell an appointment of this kiosk's from lines that name nobody, and from other services."""
        if self.off is None and is_nobodys(
            name=" ".join(self._names).strip(),
            born=self._cell("date of birth"),
            phone=self._cell("phone"),
            code=self._cell("booking code"),
            number=self._cell("client number") if self._file.conventions.clients.says else "",
            when=self._cell("start") + self._cell("day"),
            ours=bool(self.booked.treatments),
        ):
            return "nobody"
        return "elsewhere" if self.booked.others and not self.booked.treatments else "appointment"

    def lines(self) -> list[BookingLine]:
        """Return a line for each treatment that is booked; none if something is `wrong`."""
        cell = self._cell
        self.code = self._must(self._code) or ""
        start = self._must(self._start)
        names = self._must(lambda: self._file.naming.read(*self._names))
        on = start.at.date() if start else None
        born = self._must(lambda: self._born(on))
        self._must(lambda: self._file.services.read(cell("treatment")))
        if names and born:
            self.people.add(person(" ".join(names).strip(), born))
        if start is None or names is None or born is None or self.wrong:
            return []
        phone, remark = self._may(self._phone, ("", ""), "the appointment was taken without it")
        self.remarks += [sentence([remark])] if remark else []
        self.more_names = says_more(*self._names)
        laser = self._may(lambda: read.read_laser(cell("laser")), None, "the kiosk will ask")
        language = self._may(lambda: read.read_language(cell("language")), None, "the client may choose one")
        return [
            BookingLine(
                number=self.number,
                day=start.at.date(),
                start=start.at.time(),
                given_name=names[0],
                family_name=names[1],
                date_of_birth=born,
                treatment=treatment,
                practitioner=clean(cell("practitioner"), limit=read.MOST_LETTERS),
                phone=phone,
                booking_code=self.code,
                laser=laser,
                language=language,
                minutes=start.minutes or read_length(start.at, cell("end"), cell("duration")),
            )
            for treatment in self.booked.treatments
        ]

    def off_line(self, how: CalledOff) -> OffLine:
        """Return as much of the line as can be read, whatever is wrong with it; of another service nothing is looked up."""
        start = self._must(self._start)
        names = self._must(lambda: self._file.naming.read(*self._names))
        born = self._must(lambda: self._born(None))
        ours = self.what == "appointment"
        return OffLine(
            number=self.number,
            how=how,
            booking_code=(self._must(self._code) or "") if ours else "",
            person=person(" ".join(names).strip(), born) if names and born and ours else None,
            treatment=next(iter(self.booked.treatments), None),
            day=start.at.date() if start else None,
            start=start.at.time() if start else None,
        )

    def _said(self) -> list[str | None]:
        columns, words = self._file.columns, self._file.conventions.words
        return [
            *(words.read(cell) for cell in columns.cells(self._cells, "status")),
            *("cancelled" for cell in columns.cells(self._cells, "cancelled") if is_marked(cell)),
            *("no_show" for cell in columns.cells(self._cells, "no show") if is_marked(cell)),
        ]

    def _cell(self, name: str) -> str:
        return self._file.columns.cell(self._cells, name)

    def _start(self) -> Start:
        conventions = self._file.conventions
        return read_start(self._cell("start"), self._cell("day"), conventions.date_order, conventions.zone)

    def _born(self, on: date | None) -> date:
        conventions = self._file.conventions
        return read.read_birth(self._cell("date of birth"), conventions.date_order, conventions.zone, on)

    def _code(self) -> str:
        code = read_code(self._cell("booking code")) if self._file.has_codes else ""
        if why := why_none(code):
            self.remarks.append(sentence([f"{why}; the appointment was taken without a code"]))
            return ""
        return code

    def _phone(self) -> tuple[str, str]:
        """Read the first number of several columns that is one."""
        unclear: UnclearError | None = None
        for cell in filter(None, self._file.columns.cells(self._cells, "phone")):
            try:
                return read_phone(cell)
            except UnclearError as error:
                unclear = unclear or error
        if unclear is not None:
            raise unclear
        return "", ""

    def _must(self, reading: Callable[[], T]) -> T | None:
        try:
            return reading()
        except UnclearError as unclear:
            self.wrong.append(str(unclear))
            return None

    def _may(self, reading: Callable[[], T], instead: T, without: str) -> T:
        """Read a cell that an appointment can do without: a mistyped telephone must not turn a client away."""
        try:
            return reading()
        except UnclearError as unclear:
            self.remarks += [sentence([f"{unclear}; {without}"])] if without else []
            return instead


def sentence(parts: list[str]) -> str:
    """Return what is wrong as one sentence."""
    text = "; also ".join(parts)
    return text[:1].upper() + text[1:] + "."
