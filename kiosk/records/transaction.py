"""What can be done inside one transaction: looking, and writing with what the writer has read in mind."""

from collections import ChainMap
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from kiosk.core.actor import Actor
from kiosk.core.errors import StaleWrite
from kiosk.records.audit_trail import AuditEntry, Trail, entries, is_unsealed
from kiosk.records.backend import AuditRow, DocumentRow, Engine, RecordsState
from kiosk.records.kinds import AUDITED, COLUMNS, UNNAMED, Kind
from kiosk.records.storage import Json, RowDB, RowStorage, came, decode, table_name, values_of
from rules import day_in_words

_NOTHING: Mapping[str, Any] = MappingProxyType({})
_SECONDS_TOLD = 120
_HOURS_TOLD = 48


class StoreSession:
    """A connection with its TinyDB."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.storage = RowStorage(engine, self._note)
        self.db = RowDB(self.storage)
        self.changed = False
        self._trail: Trail | None = None

    def start(self, trail: Trail, now: datetime, by: str) -> None:
        """Allow changes."""
        self._trail = trail
        self.changed = False
        self.storage.stamp((now.isoformat(timespec="microseconds"), by, trail.sealed), trail.commit)

    def stop(self) -> None:
        """Forbid changes."""
        self._trail = None
        self.storage.stamp(None)

    def _note(self, kind: Kind, id_: str, before: DocumentRow | None, after: DocumentRow | None) -> None:
        self.changed = True
        comes = kind is Kind.DRAFT and before is None
        if self._trail is not None and (kind in AUDITED or comes or after is None):
            self._trail.changed(kind, id_, before, after)


class Reader:
    """One consistent snapshot of the records. Valid inside its ``with`` only."""

    def __init__(self, session: StoreSession, state: RecordsState) -> None:
        self._engine = session.engine
        self._db = session.db
        self.state = state
        """The state of the records in this snapshot."""

    def get(self, kind: str, id_: str) -> Json | None:
        """Return a document by its id, whatever its partition, or ``None``."""
        return self._db.table(table_name(Kind(kind), None)).get(doc_id=id_)  # type: ignore[call-overload, no-any-return]

    def all(self, kind: str, partition: str = "") -> list[Json]:
        """Return the documents of one partition, oldest first."""
        return list(self._db.table(table_name(Kind(kind), partition)))

    def find(self, kind: str, **columns: str) -> list[Json]:
        """Return the documents that have each of these values in their look-up columns, oldest first."""
        _check_columns(Kind(kind), columns)
        if not columns:
            raise ValueError("A look-up needs at least one column.")
        return [decode(row) for row in sorted(self._engine.lookup(Kind(kind), columns), key=came)]

    def partitions(self, kind: str) -> list[str]:
        """Return the names of the partitions that hold something, sorted."""
        return self._engine.partitions(Kind(kind))

    def count(self, kind: str, partition: str | None = None) -> int:
        """Return how many documents there are, in one partition or in all."""
        return self._engine.count(Kind(kind), partition)

    def trail(
        self, *, subject: str | None = None, staff: str | None = None, day: str | None = None
    ) -> Iterator[AuditEntry]:
        """Return audit entries in order: all, or those about this id, by this member of staff's id, of this UTC day."""
        return entries(self.trail_rows(subject=subject, staff=staff, day=day))

    def trail_rows(
        self, *, after: int = 0, subject: str | None = None, staff: str | None = None, day: str | None = None
    ) -> Iterator[AuditRow]:
        """Return audit entries as they are kept, with their keyed hashes: for checking the chain."""
        return self._engine.audit(after=after, subject=subject, staff=staff, day=day)

    def rows(self, kind: str) -> Iterator[DocumentRow]:
        """Return every document of a kind as it is kept, one after the other."""
        return self._engine.scan(Kind(kind), None)

    def outer_problems(self) -> Iterator[str]:
        """Return what is wrong with the tables, and with what documents are found by, as sentences."""
        yield from self._engine.layout_problems()
        yield from self._engine.lookup_problems()

    def is_unsealed(self) -> bool:
        """Tell whether nothing was written yet since a state has a seal."""
        return is_unsealed(self._engine, self.state)

    def bodies(self, kind: str) -> Iterator[tuple[str, str]]:
        """Return id and canonical text of every document of a kind, one after the other."""
        return ((row.id, row.body) for row in self._engine.scan(Kind(kind), None))


class Writer(Reader):
    """The only writer, until its ``with`` ends."""

    def __init__(self, session: StoreSession, state: RecordsState, actor: Actor, now: datetime, trail: Trail) -> None:
        super().__init__(session, state)
        self._storage = session.storage
        self._actor = actor
        self._now = now
        self._trail = trail

    def put(
        self,
        kind: str,
        doc: Mapping[str, Any],
        *,
        partition: str = "",
        expect: int | None = None,
        index: Mapping[str, str | Collection[str]] | None = None,
    ) -> int:
        """Write a document and return its new revision.

        `expect` is the revision the caller read; ``None`` says that the document must be new. Anything else raises
        `StaleWrite`. Look-up values come from `index`, else from the fields of the same names; a column may hold
        several values. Putting a document with another partition moves it there.
        """
        which = Kind(kind)
        id_ = doc["id"]
        _check_columns(which, index or {})
        before = self._expect(which, id_, expect)
        sources = ChainMap(dict(index or {}), dict(doc))
        values = {column: values_of(sources.get(column)) for column in COLUMNS[which]}
        return self._storage.replace(before, which, id_, partition, doc, index=values)

    def remove(self, kind: str, id_: str, *, expect: int) -> None:
        """Remove a document. Raises `StaleWrite` unless it is at the revision `expect`."""
        which = Kind(kind)
        self._expect(which, id_, expect)
        self._db.table(table_name(which, None)).remove(doc_ids=[id_])  # type: ignore[list-item]

    def audit(self, event: str, *, subject: str = "", detail: Mapping[str, Any] = _NOTHING) -> None:
        """Add an entry to the audit trail. `subject` is an id; `detail` holds no personal data."""
        self._trail.say(event, subject, detail)

    def row(self, kind: str, id_: str) -> DocumentRow | None:
        return self._engine.fetch(Kind(kind), id_)

    def bring_back(self, kind: str, row: DocumentRow) -> None:
        """Write a document exactly as it was kept elsewhere, its revision included: for restoring."""
        before = self.row(kind, row.id)
        self._engine.store(Kind(kind), row, before)
        self._storage.note(Kind(kind), row.id, before, row)

    def named(self, kind: str, id_: str) -> str:
        """Return the id that the trail uses for a document."""
        return self._trail.named(kind, id_)

    def spoken_of(self, kind: str, named: str) -> DocumentRow | None:
        """Return the stored document that the trail calls by this name."""
        if kind in UNNAMED:
            return next((row for row in self.rows(kind) if self._trail.named(kind, row.id) == named), None)
        return self.row(kind, named)

    def set_back(self, kind: str, named: str, noted: str | None) -> bool:
        """Note in the trail if a document is not the one an entry names, because that one is lost; return whether."""
        row = self.spoken_of(kind, named)
        if self._trail.fits(kind, noted, row):
            return False
        self._trail.set_back(kind, named, noted, row)
        return True

    def keep_noted(self, kind: str, named: str, noted: str) -> None:
        """Say a document's hash again in the trail, because the entry that says it is removed."""
        self._trail.noted(kind, named, noted)

    def cut_trail(self, through: int) -> int:
        """Remove the oldest audit entries, up to this one; `kiosk.records.audit.trimming.cut` leaves the anchor that explains it."""
        return self._engine.cut_audit(through)

    def _expect(self, kind: Kind, id_: str, revision: int | None) -> DocumentRow | None:
        found = self._engine.fetch(kind, id_)
        if found is None:
            if revision is not None:
                raise StaleWrite(f"This {kind} was removed in the meantime: nothing was saved.")
        elif found.revision != revision:
            at = datetime.fromisoformat(found.changed_at)
            raise StaleWrite(
                f"{found.changed_by} changed this {kind} {_ago(self._now, at)}: look at it again, then save.",
                who=found.changed_by,
                at=at,
                current=decode(found),
            )
        return found


def _check_columns(kind: Kind, columns: Collection[str]) -> None:
    unknown = [column for column in columns if column not in COLUMNS[kind]]
    if unknown:
        raise ValueError(f"{kind} has no look-up column {', '.join(unknown)}.")


def _ago(now: datetime, then: datetime) -> str:
    seconds = max(0, round((now - then).total_seconds()))
    if seconds < _SECONDS_TOLD:
        return f"{seconds} s ago"
    if seconds < _HOURS_TOLD * 3600:
        return f"{seconds // 60} min ago"
    return f"on {day_in_words(then.date())}"
