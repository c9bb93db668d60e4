"""The records of a clinic: documents in transactions, shared by threads and processes.

>>> with records.read() as reader:                       # one consistent snapshot
...     visit = reader.get("visit", "V-7K3M9QXTA")
>>> with records.write(actor) as writer:                 # the only writer; all of it or nothing
...     writer.put("visit", {**visit, "room": 2}, partition="2026-07-30", expect=visit["revision"])
...     writer.audit("visit moved", subject=visit["client_id"])
"""

import threading
from collections import ChainMap
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from kiosk.actor import Actor
from kiosk.clock import Clock, SystemClock
from kiosk.errors import RecordsDamaged, RecordsUnavailable, StaleWrite
from kiosk.records import place
from kiosk.records.counter import Counter, Mark
from kiosk.records.engine import AuditRow, Engine, Row, State
from kiosk.records.failures import NOT_KEPT, Error, is_io
from kiosk.records.kinds import AUDITED, COLUMNS, Kind
from kiosk.records.secrets import SEALED, derive, unseal
from kiosk.records.setup import create_database, open_database
from kiosk.records.sqlcipher import SqlCipherEngine
from kiosk.records.storage import Json, RowDB, RowStorage, decode, table_name, values_of
from kiosk.records.trail import Entry, Trail, entries

_NOTHING: Mapping[str, Any] = MappingProxyType({})
_SECONDS_TOLD = 120
_HOURS_TOLD = 48


class Reader:
    """One consistent snapshot of the records. Valid inside its ``with`` only."""

    def __init__(self, session: "_Session", state: State) -> None:
        self._engine = session.engine
        self._db = session.db
        self.state = state
        """Where the records stand in this snapshot."""

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
        return [decode(row) for row in self._engine.lookup(Kind(kind), columns)]

    def partitions(self, kind: str) -> list[str]:
        """Return the names of the partitions that hold something, sorted."""
        return self._engine.partitions(Kind(kind))

    def count(self, kind: str, partition: str | None = None) -> int:
        """Return how many documents there are, in one partition or in all."""
        return self._engine.count(Kind(kind), partition)

    def trail(self, *, subject: str | None = None, staff: str | None = None, day: str | None = None) -> Iterator[Entry]:
        """Return audit entries in order: all, or those about this id, by this member of staff's id, of this UTC day."""
        return entries(self.trail_rows(subject=subject, staff=staff, day=day))

    def trail_rows(
        self, *, after: int = 0, subject: str | None = None, staff: str | None = None, day: str | None = None
    ) -> Iterator[AuditRow]:
        """Return audit entries as they are kept, with their keyed hashes: for checking the chain."""
        return self._engine.audit(after=after, subject=subject, staff=staff, day=day)

    def bodies(self, kind: str) -> Iterator[tuple[str, str]]:
        """Return id and canonical text of every document of a kind, one after the other."""
        return ((row.id, row.body) for row in self._engine.scan(Kind(kind), None))


class Writer(Reader):
    """The only writer, until its ``with`` ends."""

    def __init__(self, session: "_Session", state: State, actor: Actor, now: datetime, trail: Trail) -> None:
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
        """Remove a document. Raises `StaleWrite` unless it stands at the revision `expect`."""
        which = Kind(kind)
        self._expect(which, id_, expect)
        self._db.table(table_name(which, None)).remove(doc_ids=[id_])  # type: ignore[list-item]

    def audit(self, what: str, *, subject: str = "", detail: Mapping[str, Any] = _NOTHING) -> None:
        """Add an entry to the audit trail. `subject` is an id; `detail` holds no personal data."""
        self._trail.say(what, subject, detail)

    def row(self, kind: str, id_: str) -> Row | None:
        """Return a document as it is kept."""
        return self._engine.fetch(Kind(kind), id_)

    def bring_back(self, kind: str, row: Row) -> None:
        """Write a document exactly as it was kept elsewhere, its revision included: for restoring."""
        before = self.row(kind, row.id)
        self._engine.store(Kind(kind), row, before)
        self._storage.note(Kind(kind), row.id, None if before is None else before.body, row.body)

    def set_back(self, kind: str, id_: str, noted: str | None) -> bool:
        """Note it in the trail if a document is not the one an entry speaks of, because that one is lost; tell whether."""
        row = self.row(kind, id_)
        text = None if row is None else row.body
        if self._trail.fits(noted, text):
            return False
        self._trail.set_back(kind, id_, noted, text)
        return True

    def cut_trail(self, through: int) -> int:
        """Remove the oldest audit entries, up to this one; `kiosk.records.audit.cut` leaves the anchor that explains it."""
        return self._engine.cut_audit(through)

    def _expect(self, kind: Kind, id_: str, revision: int | None) -> Row | None:
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


class Records:
    """The records of one clinic. May be used from any thread; each transaction has a connection to itself."""

    def __init__(self, folder: Path, key: bytes, clock: Clock) -> None:
        self.folder = folder
        self.clock = clock
        self._root = key
        self._counter = Counter(folder, key)
        self._guard = threading.Lock()
        self._writing = threading.Lock()
        self._writer_thread: int | None = None
        self._idle: list[_Session] = []
        self._watcher: _Session | None = None
        self._secrets: dict[str, bytes] = {}
        self._seen = 0
        self._stopped = False
        self._closed = False

    @classmethod
    def create(cls, folder: Path, key: bytes, *, clock: Clock | None = None) -> Self:
        """Make the records of a new clinic in a folder (made if need be) and open them; `key` is 32 random bytes."""
        create_database(folder, key)
        return cls.open(folder, key, clock=clock)

    @classmethod
    def open(cls, folder: Path, key: bytes, *, clock: Clock | None = None) -> Self:
        """Open the records in a folder.

        Raises `NotFound`, `NotAllowed` (others can reach the files), `SchemaTooNew`, `RecordsDamaged`,
        `RecordsUnavailable` or `KeyMissing` (the key is another clinic's).
        """
        place.check_folder(folder)
        records = cls(folder, key, clock or SystemClock())
        records._seen = open_database(folder, key).commits
        with records.read():
            pass  # compares the database with its counter
        return records

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """Open one consistent snapshot."""
        session = self._take()
        try:
            state = session.engine.begin(write=False)
            self._check(state)
            yield Reader(session, state)
        finally:
            self._give(session)

    @contextmanager
    def write(self, actor: Actor) -> Iterator[Writer]:
        """Become the only writer. Everything is durable when the ``with`` ends, or undone if it ends by an error."""
        if self._stopped:
            raise RecordsUnavailable(NOT_KEPT)
        if self._writer_thread == threading.get_ident():
            raise RuntimeError("This thread is writing already.")
        key = self.secret("audit")
        with self._writing:
            self._writer_thread = threading.get_ident()
            session = self._take()
            try:
                state = session.engine.begin(write=True)
                self._check(state)
                now = self.clock.now().astimezone(UTC)
                trail = Trail(key, actor, now, state.audit_seq, state.audit_mac)
                session.start(trail, now, str(actor))
                yield Writer(session, state, actor, now, trail)
                self._commit(session, state, trail, now)
            finally:
                self._writer_thread = None
                self._give(session)

    def data_version(self) -> int:
        """Return a number that changes whenever anybody, this process included, has committed. Takes microseconds."""
        with self._guard:
            if self._closed:
                raise RuntimeError("These records are closed.")
            if self._watcher is None:
                self._watcher = _Session(SqlCipherEngine(self.folder / place.DATABASE, derive(self._root, "records")))
            return self._watcher.engine.data_version()

    def secret(self, name: str) -> bytes:
        """Return the clinic's ``"pepper"`` (PINs), ``"index"`` (look-up hashes), ``"audit"`` or ``"signing"`` key."""
        if name not in SEALED:
            raise ValueError(f"No secret is called {name}.")
        if name not in self._secrets:
            from cryptography.exceptions import InvalidTag  # noqa: PLC0415  (as in kiosk.records.secrets)

            session = self._take()
            try:
                session.engine.begin(write=False)
                sealed = session.engine.secret(name)
                if sealed is None:
                    raise RecordsDamaged(
                        "A secret of the clinic is missing from its records: bring back the last backup."
                    )
                self._secrets[name] = unseal(self._root, name, sealed)
            except InvalidTag:
                raise RecordsDamaged("A secret of the clinic was altered: bring back the last backup.") from None
            finally:
                self._give(session)
        return self._secrets[name]

    def mark(self) -> Mark:
        """Return what the counter beside the database says must be in it."""
        return self._counter.read()

    def last_change(self) -> datetime | None:
        """Return when the newest change was made, or ``None`` if there was none: the clock should not be before it."""
        session = self._take()
        try:
            at = session.engine.begin(write=False).last_at
        finally:
            self._give(session)
        return datetime.fromisoformat(at) if at else None

    def close(self) -> None:
        """Close every connection that is not in use; one in use is closed when its transaction ends."""
        with self._guard:
            self._closed = True
            sessions, self._idle = self._idle, []
            if self._watcher is not None:
                sessions.append(self._watcher)
                self._watcher = None
        for session in sessions:
            session.engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _commit(self, session: "_Session", state: State, trail: Trail, now: datetime) -> None:
        rows = trail.rows()
        if not rows and not session.changed:
            return
        for row in rows:
            session.engine.append_audit(row)
        after = State(state.commits + 1, trail.seq, trail.mac, now.isoformat(timespec="microseconds"))
        try:
            session.engine.commit(after)
        except RecordsUnavailable as error:
            if is_io(error.__cause__):
                self._stopped = True  # what the disk holds is unknown now, and trying again would only hide it
                raise RecordsUnavailable(NOT_KEPT) from error
            raise
        self._see(after.commits)
        with suppress(OSError):  # the change itself is durable; the next commit writes a newer mark
            self._counter.advance(Mark(after.commits, after.audit_seq, after.audit_mac))

    def _check(self, state: State) -> None:
        if state.commits < self._seen:
            raise RecordsDamaged(
                f"The records in {self.folder} lack the last {self._seen - state.commits} changes that were made: bring "
                "back the last backup with kiosk restore."
            )
        self._see(state.commits)

    def _see(self, commits: int) -> None:
        with self._guard:
            self._seen = max(self._seen, commits)

    def _take(self) -> "_Session":
        with self._guard:
            if self._closed:
                raise RuntimeError("These records are closed.")
            if self._idle:
                return self._idle.pop()
        return _Session(SqlCipherEngine(self.folder / place.DATABASE, derive(self._root, "records")))

    def _give(self, session: "_Session") -> None:
        """End whatever the session was doing and keep it for the next."""
        session.stop()
        try:
            session.engine.rollback()
        except (Error, RecordsUnavailable, RecordsDamaged):
            session.engine.close()  # a new connection starts clean
            return
        with self._guard:
            if not self._closed:
                self._idle.append(session)
                return
        session.engine.close()


class _Session:
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
        self.storage.stamp((now.isoformat(timespec="microseconds"), by))

    def stop(self) -> None:
        """Forbid changes."""
        self._trail = None
        self.storage.stamp(None)

    def _note(self, kind: Kind, id_: str, before: str | None, after: str | None) -> None:
        self.changed = True
        if self._trail is not None and kind in AUDITED:
            self._trail.changed(kind, id_, before, after)


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
    return f"on {then.date().isoformat()}"
