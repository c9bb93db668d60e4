"""The day on paper, for when the machine is down: who comes when, to whom, for what. No answer and no verdict."""

from datetime import date
from itertools import groupby

from kiosk.core.phrases import clock_time, day_and_time, long_day
from kiosk.handouts.page import LabelledLine, Paper, Section, section
from kiosk.visits.books import Books
from kiosk.visits.day_book import DayBook, DayEntry
from kiosk.visits.visit import VisitState
from rules import day_in_words

_NOT_COMING = frozenset({VisitState.cancelled, VisitState.put_off, VisitState.requested})


def morning_list(books: Books, day: date) -> Paper:
    """Return the appointments of a day, by practitioner."""
    entries = [entry for entry in DayBook(books, day).entries() if entry.visit.state not in _NOT_COMING]
    entries.sort(key=lambda entry: (entry.visit.practitioner, entry.visit.start))
    titles = books.titles()
    parts = [
        _of_one(practitioner, list(theirs), titles)
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


def _of_one(practitioner: str, entries: list[DayEntry], titles: dict[str, str]) -> Section:
    return section(practitioner or "No practitioner named yet", [_line(entry, titles) for entry in entries])


def _line(entry: DayEntry, titles: dict[str, str]) -> LabelledLine:
    visit, client = entry.visit, entry.client
    called = client.wishes.for_staff(visit.call_number) if client.wishes else ()
    words = (
        f"{client.full_name}, born {day_in_words(client.date_of_birth)}",
        titles.get(visit.treatment, visit.treatment),
        f"telephone {client.phone}" if client.phone else "",
        *called,
    )
    return LabelledLine(f"{clock_time(visit.start)}   ☐ is here", "; ".join(filter(None, words)))
