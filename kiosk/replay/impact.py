"""Whom a change of the rules touches: visits on record that would be judged differently, who waits now, and who is booked."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, time

from kiosk.core.errors import NotAllowed
from kiosk.governance.library import Library
from kiosk.records import Kind, Reader
from kiosk.visits import recall, rejudge
from kiosk.visits.books import Books
from kiosk.visits.judge import Judge
from kiosk.visits.visit import CheckInRecord, Visit, VisitState
from rules import AnswerError, Answers, Protocol, Verdict, evaluate
from rules.compare.comparison import differs

_TO_COME = frozenset({VisitState.requested, VisitState.booked, VisitState.arrived})


@dataclass(frozen=True, slots=True)
class ChangedVerdict:
    """A visit that two versions judge differently, by its id and day; nobody's name."""

    visit: str
    day: date
    before: Verdict
    after: Verdict


@dataclass(frozen=True, slots=True)
class StoredCheckIns:
    """How many check-ins on record were judged under both versions, and which differ."""

    judged: int
    touched: tuple[ChangedVerdict, ...]


@dataclass(frozen=True, slots=True)
class BookedVisits:
    """Booked visits: those whose last answers on record would be judged differently on their day, and those without any."""

    booked: int
    unknown: int
    touched: tuple[ChangedVerdict, ...]


@dataclass(frozen=True, slots=True)
class WaitingVisit:
    """A visit that is checked in and not yet treated, with the verdict as it stands and as signing draws it again."""

    visit: str
    start: time
    before: Verdict
    after: Verdict | None
    """None if its answers can't be judged any more."""

    @property
    def stays(self) -> bool:
        """Whether it comes out the same."""
        return self.after is not None and not differs(self.before, self.after)


@dataclass(frozen=True)
class RulebookOnceSigned:
    """The clinic's rules once a protocol is signed and, with it, some overlays are decided on."""

    library: Library
    treatment: str
    decided: Collection[str] = ()

    def is_signed(self, treatment: str) -> bool:
        """Tell whether the lead has signed what is in force then."""
        return treatment == self.treatment or self.library.is_signed(treatment)

    def undecided(self, treatment: str) -> tuple[str, ...]:
        """Return the overlays that are still to be decided on then."""
        return tuple(each for each in self.library.undecided(treatment) if each not in self.decided)

    def by_hash(self, sha256: str) -> Protocol | None:
        """Return rules that somebody was judged by once."""
        return self.library.by_hash(sha256)


def waiting_visits(books: Books, new: Protocol, decided: Collection[str] = ()) -> tuple[WaitingVisit, ...]:
    """Return who is checked in today for a treatment and not yet treated, and how its new rules judge them once signed.

    `decided` are the overlays that the signing decides on.
    """
    if new.valid_from > books.today():
        return ()
    at, found = books.clock.now(), []
    rulebook = RulebookOnceSigned(books.library, new.id, decided)
    judge = Judge({**books.protocols, new.id: new}, rulebook, books.settings.finding_valid_days)
    with books.records.read() as reader:
        for visit in rejudge.checked_in_today(books, reader):
            if visit.treatment == new.id and visit.verdict is not None:
                others = rejudge.others_of(books, reader, [visit])
                after = None
                with suppress(NotAllowed):
                    after = judge.judge_all([visit], others, on=rejudge.day_judged_for(books, visit), at=at)[0].verdict
                found.append(WaitingVisit(visit.id, visit.start, visit.verdict, after))
    return tuple(found)


def visits(reader: Reader, first: date | None = None, last: date | None = None) -> Iterator[Visit]:
    """Return the visits of a span of days, in order of their day."""
    for partition in reader.partitions(Kind.VISIT):
        day = date.fromisoformat(partition)
        if (first is None or first <= day) and (last is None or day <= last):
            for document in reader.all(Kind.VISIT, partition=partition):
                yield Visit.model_validate(document)


def given(library: Library, record: CheckInRecord, reader: Reader) -> Answers | None:
    """Return the answers of a check-in under the rules they were given for; None if those were never kept."""
    protocol = library.by_hash(record.sha256, reader)
    if protocol is None:
        return None
    try:
        return Answers.from_json(protocol, record.answers)
    except AnswerError:
        return None


def stored(books: Books, old: Protocol, new: Protocol) -> StoredCheckIns:
    """Judge every check-in on record under both versions, each on the day it was judged for."""
    judged, touched = 0, []
    with books.records.read() as reader:
        for visit in visits(reader):
            if visit.treatment != new.id or visit.checkin is None:
                continue
            answers = given(books.library, visit.checkin, reader)
            if answers is None:
                continue
            judged += 1
            on = date.fromisoformat(visit.checkin.verdict["on"])
            before, after = (evaluate(each, answers, on=on) for each in (old, new))
            if differs(before, after):
                touched.append(ChangedVerdict(visit.id, visit.day, before, after))
    return StoredCheckIns(judged, tuple(touched))


def to_come(books: Books, old: Protocol | None, new: Protocol) -> BookedVisits:
    """Judge what clients of booked visits answered last, on the day of the visit, under both versions."""
    booked, unknown, touched = 0, 0, []
    with books.records.read() as reader:
        for visit in visits(reader, first=books.today()):
            if visit.treatment != new.id or visit.state not in _TO_COME:
                continue
            booked += 1
            last = recall.last_completed(books.visits.of_client(visit.client_id, reader), new.id, [visit.id])
            answers = given(books.library, last.record, reader) if last else None
            if answers is None or old is None:
                unknown += 1
                continue
            before, after = (evaluate(each, answers, on=visit.day) for each in (old, new))
            if differs(before, after):
                touched.append(ChangedVerdict(visit.id, visit.day, before, after))
    return BookedVisits(booked, unknown, tuple(touched))
