"""A schedule merged into the day book.

Each line finds its visit (`KnownVisits`), and what the file says now is compared with what it said the last time (`ImportHistory`):
only the difference is written. A visit whose client has come is never changed by a file; a person is told instead.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any, Literal

from kiosk.privacy.erased_before import ErasedBefore
from kiosk.records import Reader, Writer
from kiosk.schedule.booked_clients import People, person_of
from kiosk.schedule.booking_line import BookingLine, OffLine, Remark, Schedule, identity, where
from kiosk.schedule.import_history import ImportHistory
from kiosk.schedule.known_visits import KnownVisits, code_of
from kiosk.schedule.remarks import double_bookings, practitioners
from kiosk.schedule.report import CalledOff, Change, ImportReport, Vanished
from kiosk.schedule.standing_words import STANDS
from kiosk.visits.books import Books
from kiosk.visits.visit import Visit, VisitState
from kiosk.visits.visit_book import code_key

_FIELDS = ("day", "start", "treatment", "practitioner", "laser", "language", "minutes")
_MOVES = frozenset({"day", "start"})


@dataclass
class _Counts:
    taken: int = 0
    moved: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True)
class _Placed:
    """A line with the visit it now stands for."""

    line: BookingLine
    visit: Visit


@dataclass
class Merge:
    """What a schedule changes, some lines at a time: each time against the records as they are then."""

    books: Books
    schedule: Schedule
    bring_back: bool = False
    """Whether clients who were erased are taken all the same, because somebody says so."""

    def __post_init__(self) -> None:
        self._known = KnownVisits(self.books, self.schedule.lines)
        self._people = People(self.books)
        self._counts = _Counts()
        self._warnings = list(self.schedule.remarks)
        self._placed: list[_Placed] = []
        self._spoken_of: set[str] = set()
        self._called_off: list[CalledOff] = []
        self._staff = {member.name.casefold(): member.name for member in self.books.staff.all()}
        self._reader: Reader
        self._memory: ImportHistory
        self._changes: list[tuple[str, Visit]] = []
        self._erased: ErasedBefore
        self._back: dict[str, BookingLine] = {}
        self._held_back: list[int] = []
        self._told: list[Change] = []

    def in_order(self) -> list[BookingLine | OffLine]:
        """Return all lines in the order in which they are to be taken.

        Lines with a code find their visit for certain; the others match what is left. Those of a day come together, so
        that what is kept of a day is written once.
        """
        lines = sorted(self.schedule.lines, key=lambda line: (not line.booking_code, line.day, line.number))
        live = {identity(line) for line in lines if line.booking_code}
        off = [  # else it was booked again under the same code
            off for off in self.schedule.called_off if (code_key(off.booking_code), off.treatment) not in live
        ]
        return [*lines, *off]

    def take(self, reader: Reader, lines: Sequence[BookingLine | OffLine]) -> None:
        """Work out what these lines change in the records as `reader` sees them. Nothing is written."""
        self._reader, self._memory, self._changes = reader, ImportHistory(reader), []
        self._erased, self._back = ErasedBefore(self.books, reader), {}
        self._known.look_at(reader, self._memory)
        self._people.look_at(reader)
        for line in lines:
            if isinstance(line, OffLine):
                self._call_off(line)
            else:
                self._place(self._in_staffs_spelling(line))

    def keep(self, writer: Writer) -> None:
        """Write what the lines taken last change."""
        self._people.keep(writer)
        for what, visit in self._changes:
            self.books.visits.write(writer, visit, what)
        self._memory.keep(writer)
        for client_id, line in self._back.items():
            self._erased.welcome_back(writer, client_id, line.full_name, line.date_of_birth)

    def _in_staffs_spelling(self, line: BookingLine) -> BookingLine:
        return replace(line, practitioner=self._staff.get(line.practitioner.casefold(), line.practitioner))

    def _place(self, line: BookingLine) -> None:
        is_erased = self._is_erased(line)
        if is_erased and not self.bring_back:
            self._held_back.append(line.number)
            return
        visit = self._known.find(line)
        if line.number in self._known.doubtful:
            line = replace(line, booking_code="")
        if visit is None:
            visit = self._new(line)
            self._known.claim(visit.id)
            self._counts.taken += 1
            self._told.append(_change("new", line, visit))
            self._changes.append(("visit.schedule", visit))
            self._memory.remember(visit.id, line)
        else:
            visit = self._merged(line, visit)
        self._placed.append(_Placed(line, visit))
        if is_erased:
            self._back[visit.client_id] = line

    def _is_erased(self, line: BookingLine) -> bool:
        """Tell whether this is somebody who was erased, and who has not come back in person since."""
        at = self._erased.when(line.full_name, line.date_of_birth)
        return at is not None and not any(
            client.created_at > at
            for client in self.books.clients.matching(
                line.date_of_birth, lambda client: person_of(client) == line.person, self._reader
            )
        )

    def _call_off(self, off: OffLine) -> None:
        """Note on a booked visit that the schedule has it as cancelled: a person at the desk cancels."""
        visit = self._known.find_off(off)
        if visit is None or visit.is_over:
            return
        self._spoken_of.add(visit.id)
        if visit.state is not VisitState.booked:
            self._warnings.append(Remark(off.number, STANDS[visit.state]))
            return
        self._called_off.append(CalledOff(visit.id, visit.day, visit.start, off.how))
        if visit.called_off != off.how:
            self._changes.append(("visit.schedule.called_off", visit.model_copy(update={"called_off": off.how})))

    def _new(self, line: BookingLine) -> Visit:
        client = self._people.find_or_new(line)
        return Visit(
            id=self.books.visits.new_id(),
            client_id=client.id,
            day=line.day,
            start=line.start,
            treatment=line.treatment,
            practitioner=line.practitioner,
            booking_code=line.booking_code or None,
            laser=line.laser,
            language=line.language,
            minutes=line.minutes,
        )

    def _merged(self, line: BookingLine, visit: Visit) -> Visit:
        """Return the visit as it stands after the line, and note what was done."""
        last = self._memory.line(visit.id, visit.day) or self._memory.line(visit.id, line.day)
        news = _news(line, last, visit)
        if visit.state is not VisitState.booked:
            if news.keys() - {"minutes", "language"} or visit.called_off or self._is_somebody_else(line, last, visit):
                self._warn(line, STANDS[visit.state])
            else:
                self._memory.remember(visit.id, line, before=visit.day)
            self._counts.unchanged += 1
            return visit
        client_id = self._client_of(line, last, visit)
        if line.booking_code and not visit.booking_code:
            news["booking_code"] = line.booking_code
        if client_id != visit.client_id:
            news["client_id"] = client_id
        if visit.called_off:
            news["called_off"] = None
        self._memory.remember(visit.id, line, before=visit.day)
        if not news:
            self._counts.unchanged += 1
            return visit
        if "day" in news:
            news["moved_from"] = visit.day
        after = visit.model_copy(update=news)
        if _MOVES & set(news):
            self._counts.moved += 1
            self._told.append(_change("moved", line, after, (visit.day, visit.start)))
            self._changes.append(("visit.schedule.move", after))
        else:
            self._counts.changed += 1
            self._told.append(_change("changed", line, after))
            self._changes.append(("visit.schedule.change", after))
        return after

    def _client_of(self, line: BookingLine, last: BookingLine | None, visit: Visit) -> str:
        """Return whose visit it is now. A name that the desk corrected stays; another person under a code is told."""
        client = self.books.clients.get(visit.client_id, self._reader)
        if not self._is_somebody_else(line, last, visit):
            self._people.note_phone(client, line)
            return client.id
        now = self._people.find_or_new(line)
        if now.id != client.id:
            self._warn(
                line,
                "This booking code has another name or date of birth than before, so the visit was given to that "
                "client; if it is the same person, correct the name at the desk.",
            )
        return now.id

    def _is_somebody_else(self, line: BookingLine, last: BookingLine | None, visit: Visit) -> bool:
        if last is not None:
            return line.person != last.person
        return line.person != person_of(self.books.clients.get(visit.client_id, self._reader))

    def _warn(self, line: BookingLine, sentence: str) -> None:
        self._warnings.append(Remark(line.number, sentence))

    # What a person must look at

    def report(self, reader: Reader, *, dry_run: bool) -> ImportReport:
        """Return what all lines did, or would do; `reader` sees the records as they are afterwards."""
        days = {day: self.books.visits.of_day(day, reader) for day in self._days()}
        placed = {placed.visit.id for placed in self._placed}
        others = [visit for day in days for visit in days[day] if visit.id not in placed]
        warnings = [
            *self._warnings,
            *self._people.warnings,
            *double_bookings([(placed.line, placed.visit) for placed in self._placed], others),
            *practitioners((placed.line for placed in self._placed), set(self._staff.values())),
            *self._doubtful_codes(),
            *self._all_past(),
        ]
        return ImportReport(
            taken=self._counts.taken,
            moved=self._counts.moved,
            changed=self._counts.changed,
            unchanged=self._counts.unchanged,
            warnings=tuple(sorted(warnings)),
            refused=self.schedule.refused,
            vanished=tuple(self._vanished(others, ImportHistory(reader))) if self.schedule.is_whole else (),
            cancelled=len(self.schedule.called_off),
            elsewhere=self.schedule.elsewhere,
            called_off=tuple(self._called_off),
            held_back=tuple(sorted(self._held_back)),
            changes=tuple(sorted(self._told, key=lambda each: (each.day, each.start))),
            dry_run=dry_run,
        )

    def _days(self) -> list[date]:
        """Return every day from the file's first to its last."""
        days = self._all_days()
        if not days or (max(days) - min(days)).days > _LONGEST_SPAN:
            return sorted(set(days))
        return [min(days) + timedelta(days=n) for n in range((max(days) - min(days)).days + 1)]

    def _all_days(self) -> list[date]:
        return [line.day for line in self.schedule.lines] + [off.day for off in self.schedule.called_off if off.day]

    def _vanished(self, others: Iterable[Visit], memory: ImportHistory) -> Iterable[Vanished]:
        for visit in others:
            if visit.id in self._spoken_of or visit.state is not VisitState.booked:
                continue
            last = memory.line(visit.id, visit.day)  # a visit that no schedule ever had cannot vanish from one
            if last is not None and not self._is_on_a_refused_line(visit, last):
                yield Vanished(visit.id, visit.day, visit.start)

    def _is_on_a_refused_line(self, visit: Visit, last: BookingLine) -> bool:
        return code_of(visit) in self.schedule.refused_codes or last.person in self.schedule.refused_people

    def _doubtful_codes(self) -> list[Remark]:
        if not self._known.doubtful:
            return []
        lines = where(sorted(self._known.doubtful))
        return [Remark(0, f"A booking code stands for another client already ({lines}). {_BOTH_KEPT}")]

    def _all_past(self) -> list[Remark]:
        days = self._all_days()
        if days and max(days) < self.books.today():
            return [Remark(0, "All appointments of this file are on days that have passed; is it the right file?")]
        return []


_LONGEST_SPAN = 370
_BOTH_KEPT = "Both appointments are kept, the new one without its code. If the codes count the lines of the file, leave that column out."


def _change(
    kind: Literal["new", "moved", "changed"], line: BookingLine, visit: Visit, before: tuple[date, time] | None = None
) -> Change:
    return Change(kind, line.given_name, line.family_name, visit.day, visit.start, before)


def _news(line: BookingLine, last: BookingLine | None, visit: Visit) -> dict[str, Any]:
    """Return what the schedule has changed since the last time; without a last time, where it differs from the visit.

    What the file leaves empty is no news.
    """
    before: BookingLine | Visit = last or visit
    news: dict[str, Any] = {}
    for name in _FIELDS:
        now = getattr(line, name)
        if now and now != getattr(before, name) and now != getattr(visit, name):
            news[name] = now
    return news
