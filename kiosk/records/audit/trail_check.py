"""One walk along the audit trail, and then across the documents it names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kiosk.records.audit_trail import AuditEntry, StateSealer, fingerprint, link, name_in_trail
from kiosk.records.backend import AuditRow, DocumentRow, RecordsState
from kiosk.records.kinds import PASSING, Kind
from kiosk.records.storage import bare, came, carrying


@dataclass(frozen=True, slots=True)
class RecordsProblem:
    """One place where the records are not as they were written."""

    seq: int | None
    """The entry of the trail, if it is about one."""
    sentence: str

    def __str__(self) -> str:
        return self.sentence


def parsed(row: AuditRow) -> AuditEntry | None:
    """Return the entry, or ``None`` if the text is not one that was ever written."""
    try:
        entry = AuditEntry.parse(row.entry)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return entry if entry.canonical() == row.entry else None


class TrailCheck:
    """The state of one walk: first every entry, then the end, then every kind of document, then the state."""

    def __init__(self, key: bytes, start: tuple[int, bytes]) -> None:
        self.problems: list[RecordsProblem] = []
        self._key = key
        self._last, self._mac = start
        self._after: dict[tuple[str, str], str | None] = {}
        self._came: dict[tuple[str, str], int] = {}
        self._arrivals = 0
        self._last_at = ""
        self._changed_at: set[str] = set()

    def found(self, seq: int | None, sentence: str) -> None:
        """Note a problem."""
        self.problems.append(RecordsProblem(seq, sentence))

    def entry(self, row: AuditRow) -> None:
        """Check one entry against the one before it."""
        gap = row.seq != self._last + 1
        if gap:
            self._missing(self._last + 1, row.seq - 1)
        entry = parsed(row)
        if entry is None:
            self.found(row.seq, f"Entry {row.seq} was altered: it is not written as entries are.")
        elif entry.seq != row.seq:
            self.found(row.seq, f"Entry {row.seq} is in another's place: it was written as entry {entry.seq}.")
        elif not gap and link(self._key, self._mac, row.entry) != row.mac:
            self.found(row.seq, f"Entry {row.seq} was altered, or what it follows was.")
        elif row[1:4] != (entry.at.date().isoformat(), entry.subject, entry.actor.staff_id or ""):
            self.found(
                row.seq, f"Entry {row.seq} was altered: it is filed under a day, id or person that is not its own."
            )
        if entry is not None:
            for kind, id_, before, after in entry.changes:
                self._after[kind, id_] = after
                if before is None and entry.commit is None:
                    self._arrivals += 1
                    self._came[kind, id_] = self._arrivals
            self._last_at = entry.at.isoformat(timespec="microseconds")
        self._last, self._mac = row.seq, row.mac

    def end(self, seq: int, mac: bytes, marked: int) -> None:
        if self._last < max(seq, marked):
            self._missing(self._last + 1, max(seq, marked), " at the end")
        elif self._last > seq:
            self.found(self._last, f"Entries after {seq} were put in from outside.")
        elif self._mac != mac:
            self.found(seq, f"Entry {seq}, the last one, is not the one that was written last.")

    def documents(self, kind: Kind, rows: Iterator[DocumentRow]) -> None:
        """Check every document of a kind, with all its columns, against the last entry that names it."""
        expected = {id_: after for (of, id_), after in self._after.items() if of == kind}
        last = (0, 0)
        for row in rows:
            self._changed_at.add(row.changed_at)
            self._document(kind, row, expected)
            last = self._order(kind, row, last)
        for id_ in (id_ for id_, after in expected.items() if after is not None):
            self.found(None, f"The {kind} {id_} is gone, and no entry tells who removed it.")

    def _document(self, kind: Kind, row: DocumentRow, expected: dict[str, str | None]) -> None:
        id_ = name_in_trail(self._key, kind, row.id)
        if kind in PASSING and not self._carries_itself(kind, row):
            self.found(None, f"The {kind} {id_} is not as it was written: it was changed from outside.")
        if kind is Kind.TERMINAL:
            return
        if id_ not in expected:
            self.found(None, f"No entry tells where {kind} {id_} comes from.")
            return
        after = expected.pop(id_)
        if after is None:
            self.found(None, f"The {kind} {id_} is there, though the last entry about it says that it was removed.")
        elif kind not in PASSING and after != fingerprint(self._key, kind, row):
            self.found(None, f"The {kind} {id_} is not as the last entry about it says: it was changed from outside.")

    def _order(self, kind: Kind, row: DocumentRow, last: tuple[int, int]) -> tuple[int, int]:
        """Check that a document comes after those stored before it; return the place of the last one."""
        id_ = name_in_trail(self._key, kind, row.id)
        # A document from before format 2 does not carry its place; the trail tells it, as far as it goes back.
        position = (came(row), 0) if came(row) else (0, self._came.get((kind, id_), 0))
        if (0, 0) < position < last:
            self.found(
                None, f"The {kind} {id_} comes after one that was stored later: the order was changed from outside."
            )
        return max(position, last)

    def _carries_itself(self, kind: Kind, row: DocumentRow) -> bool:
        without, carried = bare(row)
        return row == carrying(without, carried) and carried == fingerprint(self._key, kind, without)

    def state(self, state: RecordsState) -> None:
        """Check that the moment of the last change is that of a change."""
        if state.last_at != self._last_at and state.last_at not in self._changed_at:
            self.found(None, "The time of the last change in the records' state belongs to no change: it was altered.")

    def seal(self, state: RecordsState, secrets: Mapping[str, bytes]) -> None:
        """Check that state and secrets are those that were sealed."""
        for sentence in StateSealer(secrets).problems(state):
            self.found(None, sentence)

    def _missing(self, first: int, last: int, where: str = "") -> None:
        if last < first:  # a number that is there twice, or goes back
            self.found(first, f"Entry {first} does not follow the one before it.")
        elif first == last:
            self.found(first, f"Entry {first} is missing{where}.")
        else:
            self.found(first, f"Entries {first} to {last} are missing{where}.")
