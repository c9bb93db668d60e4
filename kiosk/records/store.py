"""The records of a clinic: documents in transactions, shared by threads and processes.

>>> with records.read() as reader:                       # one consistent snapshot
...     visit = reader.get("visit", "V-7K3M9QXTA")
>>> with records.write(actor) as writer:                 # the only writer; all of it or nothing
...     writer.put("visit", {**visit, "room": 2}, partition="2026-07-30", expect=visit["revision"])
...     writer.audit("visit moved", subject=visit["client_id"])
"""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from kiosk.core.actor import Actor
from kiosk.core.clock import Clock
from kiosk.core.errors import BadInput, KeyMissing, KioskError, RecordsDamaged, RecordsUnavailable
from kiosk.core.settings import EMBEDDED
from kiosk.records import location
from kiosk.records.audit_trail import StateSealer, Trail, is_unsealed
from kiosk.records.backend import Engine, RecordsState, Store
from kiosk.records.counter import FILE as COUNTER
from kiosk.records.counter import CommitCounter, CommitMark
from kiosk.records.embedded.failures import NOT_KEPT, is_io
from kiosk.records.embedded.file_store import EmbeddedStore
from kiosk.records.read_only_copy import copy_elsewhere, is_unwritable
from kiosk.records.secrets import KEY_BYTES, SEALED, lacking, unseal
from kiosk.records.session_pool import SessionPool
from kiosk.records.store_choice import chosen
from kiosk.records.transaction import Reader, StoreSession, Writer


class Records:
    """The records of one clinic. May be used from any thread; each transaction has a connection to itself."""

    def __init__(self, folder: Path, key: bytes, clock: Clock, store: Store) -> None:
        self.folder = folder
        self.clock = clock
        self._root = key
        self._pool = SessionPool(store)
        self.is_embedded = isinstance(store, EmbeddedStore)
        """Whether the records are in the clinic's folder, and not on a server."""
        self._counter = CommitCounter(folder, key)
        self._guard = threading.Lock()
        self._writing = threading.Lock()
        self._writer_thread: int | None = None
        self._secrets: dict[str, bytes] = {}
        self._sealer: StateSealer | None = None
        self._seen = 0
        self._stopped = False
        self.unwritable: str | None = None
        """Why nothing can be written, if this is a copy of records that can only be read."""

    @classmethod
    def create(cls, folder: Path, key: bytes, *, clock: Clock, store: str = EMBEDDED) -> Self:
        """Make the records of a new clinic in a folder (made if need be) and open them; `key` is 32 random bytes.

        `store` is the setting of that name: where the records are.
        """
        if len(key) != KEY_BYTES:
            raise BadInput(f"The key of a clinic has {KEY_BYTES} bytes, this one has {len(key)}.")
        chosen(store, folder, key).create()
        return cls.open(folder, key, clock=clock, store=store)

    @classmethod
    def open(cls, folder: Path, key: bytes, *, clock: Clock, store: str = EMBEDDED) -> Self:
        """Open the records of the clinic in a folder.

        Raises `NotFound`, `NotAllowed` (others can reach the files), `SchemaTooNew`, `RecordsDamaged`,
        `RecordsUnavailable` or `KeyMissing` (the key is another clinic's).
        """
        location.check_folder(folder)
        if len(key) != KEY_BYTES:
            raise KeyMissing(
                f"The key of a clinic has {KEY_BYTES} bytes, this one has {len(key)}: look for the right key."
            )
        location.forbid_core_dumps()
        where = chosen(store, folder, key)
        seen = where.open().commits
        records = cls(folder, key, clock, where)
        records._seen = seen
        with records._pool.session() as session:
            records._check(session.engine.begin(write=False))  # compares the database with its counter
            _refuse_incomplete(session.engine)
        return records

    @classmethod
    def look(cls, folder: Path, key: bytes, *, clock: Clock, store: str = EMBEDDED) -> Self:
        """Open the records as `open` does; where nothing can be written, open a copy, so that they can be read at least.

        `unwritable` says then what a write will raise.
        """
        try:
            return cls.open(folder, key, clock=clock, store=store)
        except RecordsUnavailable as error:
            if store != EMBEDDED or not is_unwritable(error):
                raise
            copy = copy_elsewhere(folder, error)
            try:
                records = cls.open(copy, key, clock=clock, store=store)
            except KioskError as found:
                shutil.rmtree(copy, ignore_errors=True)
                raise type(found)(found.sentence.replace(str(copy), str(folder))) from None
            records.unwritable = error.sentence
            return records

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """Open one consistent snapshot."""
        with self._pool.session() as session:
            state = session.engine.begin(write=False)
            self._check(state)
            yield Reader(session, state)

    @contextmanager
    def write(self, actor: Actor) -> Iterator[Writer]:
        """Become the only writer. Everything is durable when the ``with`` ends, or undone if it ends by an error."""
        if self._stopped:
            raise RecordsUnavailable(NOT_KEPT)
        if self.unwritable is not None:
            raise RecordsUnavailable(self.unwritable)
        if self._writer_thread == threading.get_ident():
            raise RuntimeError("This thread is writing already.")
        key, sealer = self.secret("audit"), self._own_sealer()
        with self._writing, self._pool.session() as session:
            self._writer_thread = threading.get_ident()
            try:
                state = session.engine.begin(write=True)
                self._check(state)
                _refuse_altered(sealer, state, session.engine)
                now = self.clock.now().astimezone(UTC)
                trail = Trail(key, actor, now, state)
                session.start(trail, now, str(actor))
                yield Writer(session, state, actor, now, trail)
                self._commit(session, sealer, trail, now)
            finally:
                self._writer_thread = None

    @contextmanager
    def snapshot(self) -> Iterator[tuple[Engine, RecordsState]]:
        """Lend the store itself in one consistent snapshot, with its state: for copying everything."""
        with self._pool.session() as session:
            state = session.engine.begin(write=False)
            self._check(state)
            yield session.engine, state

    def data_version(self) -> int:
        """Return a number that changes whenever anybody, this process included, has committed. Takes microseconds.

        It changes too when a server can be reached again after it could not.
        """
        return self._pool.data_version()

    def trouble(self) -> str | None:
        """Return what to tell a person while a server cannot be reached, else ``None``. Takes microseconds."""
        return self._pool.trouble()

    def secret(self, name: str) -> bytes:
        """Return the clinic's ``"pepper"`` (PINs), ``"index"`` (look-up hashes), ``"audit"`` or ``"signing"`` key."""
        if name not in SEALED:
            raise ValueError(f"No secret is called {name}.")
        if name not in self._secrets:
            self._secrets[name] = self.open_secret(name)
        return self._secrets[name]

    def open_secret(self, name: str) -> bytes:
        """Return one of these as it is kept now. Raises `RecordsDamaged` if it is missing or was altered."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415  (as in kiosk.records.secrets)

        with self._pool.session() as session:
            session.engine.begin(write=False)
            sealed = session.engine.secret(name)
        if sealed is None:
            raise lacking(name)
        try:
            return unseal(self._root, name, sealed)
        except InvalidTag:
            raise RecordsDamaged(f"A secret of the clinic ({name}) was altered: bring back the last backup.") from None

    def fold(self) -> bool:
        """Fold the log into the database and empty it, so that what was removed is in neither; false if others are busy."""
        try:
            with self._pool.session() as session:
                return session.engine.fold()
        except RecordsUnavailable as error:
            self._stop_if_unsure(error)
            raise

    def mark(self) -> CommitMark:
        """Return what the counter beside the database says must be in it."""
        return self._counter.read()

    def note_new_memory(self, actor: Actor) -> None:
        """Say in the trail that only from now on this machine remembers how far the records had come.

        At a new machine that is so; at one that worked before, somebody removed its memory, or put an older state back.
        """
        with self.write(actor) as writer:
            writer.audit("machine.memory_begins", detail={"file": COUNTER})

    def last_change(self) -> datetime | None:
        """Return when the newest change was made, or ``None`` if there was none: the clock should not be before it."""
        with self._pool.session() as session:
            at = session.engine.begin(write=False).last_at
        return datetime.fromisoformat(at) if at else None

    def close(self) -> None:
        """Close every connection that is not in use; one in use is closed when its transaction ends."""
        self._pool.close()
        if self.unwritable is not None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _own_sealer(self) -> StateSealer:
        if self._sealer is None:
            self._sealer = StateSealer({name: self.secret(name) for name in SEALED})
        return self._sealer

    def _commit(self, session: StoreSession, sealer: StateSealer, trail: Trail, now: datetime) -> None:
        rows = trail.rows()
        if not rows and not session.changed:
            return
        for row in rows:
            session.engine.append_audit(row)
        after = sealer.sealed(RecordsState(trail.commit, trail.seq, trail.mac, now.isoformat(timespec="microseconds")))
        try:
            session.engine.commit(after)
        except RecordsUnavailable as error:
            self._stop_if_unsure(error)
            raise
        self._see(after.commits)
        with suppress(OSError):  # the change itself is durable; the next commit writes a newer mark
            self._counter.advance(CommitMark(after.commits, after.audit_seq, after.audit_mac))

    def _stop_if_unsure(self, error: RecordsUnavailable) -> None:
        """Write no more after the disk failed: what it holds is unknown then, and trying again would only hide it."""
        if is_io(error.__cause__):
            self._stopped = True
            raise RecordsUnavailable(NOT_KEPT) from error

    def _check(self, state: RecordsState) -> None:
        if state.commits < self._seen:
            lost = self._seen - state.commits
            changes = "the last change that was" if lost == 1 else f"the last {lost:,} changes that were"
            raise RecordsDamaged(
                f"The records in {self.folder} lack {changes} made (their log cannot be replayed, or they were put back): "
                "bring back the last backup with kiosk restore."
            )
        self._see(state.commits)

    def _see(self, commits: int) -> None:
        with self._guard:
            self._seen = max(self._seen, commits)


def _refuse_altered(sealer: StateSealer, state: RecordsState, engine: Engine) -> None:
    """Write nothing on top of a state that was altered: the write would seal the alteration."""
    if state.seal != sealer.of(state) and not is_unsealed(engine, state):
        raise RecordsDamaged(
            f"{sealer.problems(state)[0]} Nothing is written: bring back the last backup with kiosk restore."
        )


def _refuse_incomplete(engine: Engine) -> None:
    """Notice at once what would otherwise only be missed later: a secret, or what clients are found by."""
    for name in SEALED:
        if engine.secret(name) is None:
            raise lacking(name)
    if not engine.is_indexed():
        raise RecordsDamaged(
            "The clinic's records lack the index that finds clients and visits: bring back the last backup."
        )
