"""A schedule merged into the day book: one file, one transaction.

Each line finds its visit (`KnownVisits`), and what the file says now is compared with what it said the last time (`ImportHistory`):
only the difference is written. A visit whose client has come is never changed by a file; a person is told instead.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from kiosk.core.actor import Actor
from kiosk.records import Reader
from kiosk.schedule.booked_clients import People, person_of
from kiosk.schedule.booking_line import BookingLine, OffLine, Remark, Schedule, identity
from kiosk.schedule.conventions import ScheduleConventions
from kiosk.schedule.import_history import ImportHistory, note_import
from kiosk.schedule.known_visits import KnownVisits, code_of
from kiosk.schedule.remarks import double_bookings, practitioners
from kiosk.schedule.report import CalledOff, ImportReport, Vanished
from kiosk.schedule.sources import read_schedule
from kiosk.schedule.status import StatusWords
from kiosk.schedule.unread_columns import where
from kiosk.visits.books import Books
from kiosk.visits.visit import Visit, VisitState
from kiosk.visits.visit_book import code_key

_FIELDS = ("day", "start", "treatment", "practitioner", "laser", "language")
_MOVES = frozenset({"day", "start"})


def import_schedule(books: Books, data: bytes, *, actor: Actor, dry_run: bool = False) -> ImportReport:
    """Take a schedule of any kind into the day book and report what was done; with `dry_run`, only report what would be.

    Raises BadInput if the file cannot be read as a schedule at all; then nothing is changed.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    return take_lines(books, read_schedule(data, conventions_of(books)), sha256, actor=actor, dry_run=dry_run)


def take_lines(books: Books, schedule: Schedule, sha256: str, *, actor: Actor, dry_run: bool = False) -> ImportReport:
    """Take a schedule that was read; `sha256` is the hash of what it was read from.

    All good lines are taken in one transaction, each visit audited under `actor`.
    """
    if dry_run:
        with books.records.read() as reader:
            return _Merge(books, reader, schedule).report(dry_run=True)
    with books.records.write(actor) as writer:
        merge = _Merge(books, writer, schedule)
        merge.people.keep(writer)
        for what, visit in merge.changes:
            books.visits.write(writer, visit, what)
        merge.memory.keep(writer)
        note_import(writer, books.clock.now(), sha256)
        report = merge.report(dry_run=False)
        counts = {"new": report.taken, "moved": report.moved, "changed": report.changed, "refused": len(report.refused)}
        writer.audit("schedule.import", detail=counts)
    return report


def conventions_of(books: Books) -> ScheduleConventions:
    """Return how a clinic's schedule is to be read."""
    settings, words = books.settings, books.settings.schedule.status
    return ScheduleConventions(
        date_order=settings.date_order,
        zone=settings.zone,
        treatments=books.titles(),
        words=StatusWords.of(booked=words.booked, cancelled=words.cancelled, no_show=words.no_show),
    )


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
class _Merge:
    """What a schedule changes, worked out against one snapshot of the records without writing anything."""

    books: Books
    reader: Reader
    schedule: Schedule
    changes: list[tuple[str, Visit]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.memory = ImportHistory(self.reader)
        self.known = KnownVisits(self.books, self.reader, self.memory, self.schedule.lines)
        self.people = People(self.books, self.reader)
        self._counts = _Counts()
        self._warnings = list(self.schedule.remarks)
        self._placed: list[_Placed] = []
        self._spoken_of: set[str] = set()
        self._called_off: list[CalledOff] = []
        self._staff = {member.name.casefold(): member.name for member in self.books.staff.all()}
        # Lines with a code find their visit for certain; the others match what is left.
        for line in sorted(self.schedule.lines, key=lambda line: not line.booking_code):
            self._place(self._in_staffs_spelling(line))
        live = {identity(line) for line in self.schedule.lines if line.booking_code}
        for off in self.schedule.called_off:
            if (code_key(off.booking_code), off.treatment) not in live:  # else it was booked again under the same code
                self._call_off(off)

    def _in_staffs_spelling(self, line: BookingLine) -> BookingLine:
        return replace(line, practitioner=self._staff.get(line.practitioner.casefold(), line.practitioner))

    def _place(self, line: BookingLine) -> None:
        visit = self.known.find(line)
        if line.number in self.known.doubtful:
            line = replace(line, booking_code="")
        if visit is None:
            visit = self._new(line)
            self._counts.taken += 1
            self.changes.append(("visit.schedule", visit))
            self.memory.remember(visit.id, line)
        else:
            visit = self._merged(line, visit)
        self._placed.append(_Placed(line, visit))

    def _call_off(self, off: OffLine) -> None:
        """Note on a booked visit that the schedule has it as cancelled: a person at the desk cancels."""
        visit = self.known.find_off(off)
        if visit is None or visit.is_over:
            return
        self._spoken_of.add(visit.id)
        if visit.state is not VisitState.booked:
            self._warnings.append(Remark(off.number, _STANDS[visit.state]))
            return
        self._called_off.append(CalledOff(visit.id, visit.day, visit.start, off.how))
        if visit.called_off != off.how:
            self.changes.append(("visit.schedule.called_off", visit.model_copy(update={"called_off": off.how})))

    def _new(self, line: BookingLine) -> Visit:
        client = self.people.find_or_new(line)
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
        )

    def _merged(self, line: BookingLine, visit: Visit) -> Visit:
        """Return the visit as it stands after the line, and note what was done."""
        last = self.memory.line(visit.id, visit.day) or self.memory.line(visit.id, line.day)
        news = _news(line, last, visit)
        if visit.state is not VisitState.booked:
            if news or visit.called_off or self._is_somebody_else(line, last, visit):
                self._warn(line, _STANDS[visit.state])
            else:
                self.memory.remember(visit.id, line, before=visit.day)
            self._counts.unchanged += 1
            return visit
        client_id = self._client_of(line, last, visit)
        if line.booking_code and not visit.booking_code:
            news["booking_code"] = line.booking_code
        if client_id != visit.client_id:
            news["client_id"] = client_id
        if visit.called_off:
            news["called_off"] = None
        self.memory.remember(visit.id, line, before=visit.day)
        if not news:
            self._counts.unchanged += 1
            return visit
        if "day" in news:
            news["moved_from"] = visit.day
        after = visit.model_copy(update=news)
        if _MOVES & set(news):
            self._counts.moved += 1
            self.changes.append(("visit.schedule.move", after))
        else:
            self._counts.changed += 1
            self.changes.append(("visit.schedule.change", after))
        return after

    def _client_of(self, line: BookingLine, last: BookingLine | None, visit: Visit) -> str:
        """Return whose visit it is now. A name that the desk corrected stays; another person under a code is told."""
        client = self.books.clients.get(visit.client_id, self.reader)
        if not self._is_somebody_else(line, last, visit):
            self.people.note_phone(client, line)
            return client.id
        now = self.people.find_or_new(line)
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
        return line.person != person_of(self.books.clients.get(visit.client_id, self.reader))

    def _warn(self, line: BookingLine, sentence: str) -> None:
        self._warnings.append(Remark(line.number, sentence))

    # What a person must look at

    def report(self, *, dry_run: bool) -> ImportReport:
        warnings = [
            *self._warnings,
            *self.people.warnings,
            *double_bookings([(placed.line, placed.visit) for placed in self._placed], self._others()),
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
            vanished=tuple(self._vanished()),
            cancelled=len(self.schedule.called_off),
            elsewhere=self.schedule.elsewhere,
            called_off=tuple(self._called_off),
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

    def _others(self) -> list[Visit]:
        placed = {placed.visit.id for placed in self._placed}
        days = {placed.visit.day for placed in self._placed}
        return [visit for day in sorted(days) for visit in self.known.of_day(day) if visit.id not in placed]

    def _vanished(self) -> Iterable[Vanished]:
        placed = {placed.visit.id for placed in self._placed} | self._spoken_of
        for day in self._days():
            for visit in self.known.of_day(day):
                if visit.id in placed or visit.state is not VisitState.booked:
                    continue
                last = self.memory.line(visit.id, day)  # a visit that no schedule ever had cannot vanish from one
                if last is not None and not self._is_on_a_refused_line(visit, last):
                    yield Vanished(visit.id, visit.day, visit.start)

    def _is_on_a_refused_line(self, visit: Visit, last: BookingLine) -> bool:
        return code_of(visit) in self.schedule.refused_codes or last.person in self.schedule.refused_people

    def _doubtful_codes(self) -> list[Remark]:
        if not self.known.doubtful:
            return []
        lines = where(sorted(self.known.doubtful))
        return [Remark(0, f"A booking code stands for another client already ({lines}). {_BOTH_KEPT}")]

    def _all_past(self) -> list[Remark]:
        days = self._all_days()
        if days and max(days) < self.books.today():
            return [Remark(0, "All appointments of this file are on days that have passed; is it the right file?")]
        return []


_LONGEST_SPAN = 370
_BOTH_KEPT = "Both appointments are kept, the new one without its code. If the codes count the lines of the file, leave that column out."
_ENDED_WORDS = "so what the schedule says of it now was not taken; talk to the client or make a new booking"
_STANDS = {
    VisitState.requested: "This client asks to be taken in without an appointment; accept that at the desk.",
    VisitState.arrived: "This client is checking in already, so the visit was left as it is; change it at the desk.",
    VisitState.screened: "This client has checked in already, so the visit was left as it is; change it at the desk.",
    VisitState.confirmed: "This client has checked in already, so the visit was left as it is; change it at the desk.",
    VisitState.in_progress: "This client is with the practitioner already, so the visit was left as it is.",
    VisitState.finished: f"This visit is finished, {_ENDED_WORDS}.",
    VisitState.put_off: f"This visit was put off, {_ENDED_WORDS}.",
    VisitState.declined: f"This visit was declined, {_ENDED_WORDS}.",
    VisitState.left: f"This client has left, {_ENDED_WORDS}.",
    VisitState.cancelled: f"This visit was cancelled here, {_ENDED_WORDS}.",
    VisitState.no_show: f"This client was marked as a no-show, {_ENDED_WORDS}.",
}


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
