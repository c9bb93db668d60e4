"""The day on paper, for when the machine is down: who comes when, to whom, for what. No answer and no verdict."""

from datetime import date
from itertools import groupby

from kiosk.core.phrases import clock_time, day_and_time, long_day
from kiosk.handouts.page import LabelledLine, Paper, Section, section
from kiosk.visits.books import Books
from kiosk.visits.closed_record import closed_as
from kiosk.visits.day_book import DayBook, DayEntry
from kiosk.visits.visit import VisitState
from rules import day_in_words

_NOT_COMING = frozenset({VisitState.cancelled, VisitState.put_off, VisitState.requested})


def morning_list(books: Books, day: date) -> Paper:
    """Return the appointments of a day, by practitioner."""
    entries = [entry for entry in DayBook(books, day).entries() if entry.visit.state not in _NOT_COMING]
    entries.sort(key=lambda entry: (entry.visit.practitioner, entry.visit.start))
    titles, guarded = books.titles(), _guarded(books, entries)
    parts = [
        _of_one(practitioner, list(theirs), titles, guarded)
        for practitioner, theirs in groupby(entries, key=lambda entry: entry.visit.practitioner)
    ]
    return Paper(
        title=long_day(day),
        lead=f"{books.settings.clinic_name}, as of {day_and_time(books.now())}. Keep it where clients can't read it, and shred it "
        "in the evening.",
        foot=f"Morning list, {day_in_words(day)}",
        made_at=books.now(),
        sections=tuple(parts) or (section("Nobody is booked.", []),),
        kind="Morning list",
    )


def _of_one(practitioner: str, entries: list[DayEntry], titles: dict[str, str], guarded: frozenset[str]) -> Section:
    lines = [_line(entry, titles, guarded) for entry in entries]
    return section(practitioner or "No practitioner named yet", lines)


def _guarded(books: Books, entries: list[DayEntry]) -> frozenset[str]:
    """Return the clients whose records nobody opens without a reason: the list says of them what the board does."""
    with books.records.read() as reader:
        ids = {entry.client.id for entry in entries}
        return frozenset(each for each in ids if closed_as(books, reader, each))


def _line(entry: DayEntry, titles: dict[str, str], guarded: frozenset[str]) -> LabelledLine:
    visit, client = entry.visit, entry.client
    label, treatment = f"{clock_time(visit.start)}   ☐ is here", titles.get(visit.treatment, visit.treatment)
    if client.id in guarded:
        return LabelledLine(label, f"{client.full_name}; {treatment}")
    called = client.wishes.for_staff(visit.call_number) if client.wishes else ()
    words = (
        f"{client.full_name}, born {day_in_words(client.date_of_birth)}",
        treatment,
        f"telephone {client.phone}" if client.phone else "",
        *called,
    )
    return LabelledLine(label, "; ".join(filter(None, words)))
