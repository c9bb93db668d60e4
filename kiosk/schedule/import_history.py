"""What the schedule said the last time it was read.

A booking program and the desk both change appointments. What the file still says as it said before is no news, and
must not undo what the desk has changed since; only what differs from the last file does something.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from kiosk.records import Kind, Reader, Writer
from kiosk.records.context import Context
from kiosk.schedule.booking_line import BookingLine, Person

_LAST = "schedule"


def last_import(context: Context) -> datetime | None:
    """Return when a schedule was last imported, aware, or None if never."""
    with context.records.read() as reader:
        document = reader.get(Kind.IMPORT, _LAST)
    return datetime.fromisoformat(document["at"]) if document else None


def note_import(writer: Writer, at: datetime, sha256: str) -> None:
    """Keep when a schedule was imported, and its hash."""
    document = writer.get(Kind.IMPORT, _LAST)
    writer.put(
        Kind.IMPORT,
        {"id": _LAST, "at": at.isoformat(), "sha256": sha256},
        expect=document["revision"] if document else None,
        index={"sha256": sha256},
    )


class ImportHistory:
    """The last line of each visit, a document for each day."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._days: dict[date, dict[str, Any]] = {}
        self._born: dict[date, dict[str, list[str]]] = {}
        self._revisions: dict[date, int | None] = {}
        self._touched: set[date] = set()

    def line(self, visit_id: str, day: date) -> BookingLine | None:
        """Return what the schedule last said of a visit that is on `day`."""
        kept = self._load(day).get(visit_id)
        return None if kept is None else _line(kept)

    def of_person(self, who: Person, day: date) -> list[str]:
        """Return the ids of the visits that the schedule last had for a person on `day`."""
        lines = self._load(day)
        if day not in self._born:
            born = self._born[day] = {}
            for visit_id, kept in lines.items():
                born.setdefault(kept["date_of_birth"], []).append(visit_id)
        same = self._born[day].get(who[1].isoformat(), [])
        return [visit_id for visit_id in same if visit_id in lines and _line(lines[visit_id]).person == who]

    def remember(self, visit_id: str, line: BookingLine, *, before: date | None = None) -> None:
        """Keep what the schedule says now; `before` is the day it was kept under, if another."""
        if before is not None and before != line.day and visit_id in self._load(before):
            del self._load(before)[visit_id]
            self._touched.add(before)
        kept = _as_kept(line)
        if self._load(line.day).get(visit_id) != kept:
            self._load(line.day)[visit_id] = kept
            self._touched.add(line.day)

    def keep(self, writer: Writer) -> None:
        """Write the days that changed."""
        for day in sorted(self._touched):
            document = {"id": _id(day), "lines": self._days[day]}
            writer.put(Kind.IMPORT, document, partition=day.isoformat(), expect=self._revisions[day])

    def _load(self, day: date) -> dict[str, Any]:
        if day not in self._days:
            document = self._reader.get(Kind.IMPORT, _id(day))
            self._revisions[day] = document["revision"] if document else None
            self._days[day] = document["lines"] if document else {}
        return self._days[day]


def _id(day: date) -> str:
    return f"schedule-{day.isoformat()}"


_TEXTS = ("given_name", "family_name", "treatment", "practitioner", "phone", "booking_code", "laser", "language")


def _as_kept(line: BookingLine) -> dict[str, Any]:
    texts = {name: getattr(line, name) for name in _TEXTS}
    length = {} if line.minutes is None else {"minutes": line.minutes}
    return (
        texts
        | length
        | {
            "day": line.day.isoformat(),
            "start": line.start.isoformat(),
            "date_of_birth": line.date_of_birth.isoformat(),
        }
    )


def _line(stored: Mapping[str, Any]) -> BookingLine:
    return BookingLine(
        number=0,
        day=date.fromisoformat(stored["day"]),
        start=time.fromisoformat(stored["start"]),
        date_of_birth=date.fromisoformat(stored["date_of_birth"]),
        minutes=stored.get("minutes"),
        **{name: stored[name] for name in _TEXTS},
    )
