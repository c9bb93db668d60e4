"""What a store must be able to do below the documents: rows, look-ups, one transaction at a time; and a change of its key."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from kiosk.records.counter import CommitMark


class DocumentRow(NamedTuple):
    """One document as the store keeps it."""

    id: str
    partition: str
    revision: int
    changed_at: str  # ISO, UTC
    changed_by: str
    keys: str  # JSON: lists of values by look-up column
    body: str  # JSON, without the revision


class RecordsState(NamedTuple):
    """How far the records have come: changes with every commit."""

    commits: int
    audit_seq: int
    audit_mac: bytes
    last_at: str  # ISO, UTC; empty before the first commit
    seal: bytes = (
        b""  # of all this and of the secrets (see kiosk.records.audit_trail.StateSealer); empty before format 2
    )


def state_of(found: Sequence[Any]) -> RecordsState:
    """Return the state that a store gave as a row."""
    commits, audit_seq, audit_mac, last_at, seal = found
    return RecordsState(commits, audit_seq, bytes(audit_mac), last_at, bytes(seal))


class AuditRow(NamedTuple):
    """One entry of the audit trail: its canonical text and its keyed hash, and what it is found by."""

    seq: int
    day: str
    subject: str
    staff: str
    entry: str
    mac: bytes


class Engine(Protocol):
    """One connection to the store. Used by one thread at a time; knows no rule of the clinic."""

    def begin(self, *, write: bool) -> RecordsState:
        """Start a transaction: a snapshot to read, or the only writer. Return the state of the records."""
        ...

    def commit(self, state: RecordsState) -> None:
        """Make everything since `begin` durable, together with the new state."""
        ...

    def rollback(self) -> None:
        """Forget everything since `begin`; harmless if there is nothing to forget."""
        ...

    def fetch(self, kind: str, id_: str) -> DocumentRow | None: ...

    def scan(self, kind: str, partition: str | None) -> Iterator[DocumentRow]:
        """Return the documents of one partition, or of all if it is ``None``, oldest first."""
        ...

    def lookup(self, kind: str, columns: Mapping[str, str]) -> list[DocumentRow]:
        """Return the documents that have each of these values."""
        ...

    def partitions(self, kind: str) -> list[str]:
        """Return the names of the partitions that hold something, sorted."""
        ...

    def count(self, kind: str, partition: str | None) -> int:
        """Return how many documents there are."""
        ...

    def store(self, kind: str, row: DocumentRow, before: DocumentRow | None) -> None:
        """Write one document and its look-up values; `before` is what it replaces, as `fetch` gave it."""
        ...

    def delete(self, kind: str, before: DocumentRow) -> None:
        """Remove one document and its look-up values."""
        ...

    def append_audit(self, row: AuditRow) -> None:
        """Add one entry to the audit trail."""
        ...

    def audit(
        self, *, after: int = 0, subject: str | None = None, staff: str | None = None, day: str | None = None
    ) -> Iterator[AuditRow]:
        """Return audit entries in order, all or those with this subject, member of staff, day."""
        ...

    def cut_audit(self, through: int) -> int:
        """Remove the oldest audit entries, up to and including this one; return how many."""
        ...

    def secret(self, name: str) -> bytes | None: ...

    def lookup_problems(self) -> Iterator[str]:
        """Compare what documents are found by with the documents; return what is wrong, as sentences."""
        ...

    def layout_problems(self) -> Iterator[str]:
        """Compare tables, indexes and triggers with those that the kiosk made; return what is wrong, as sentences."""
        ...

    def is_indexed(self) -> bool:
        """Tell, at once, whether there is anything that documents are found by, if there are clients to be found."""
        ...

    def fold(self) -> bool:
        """Fold every log away, so that nothing is left of what was removed; false if others are busy."""
        ...

    def data_version(self) -> int:
        """Return a number that changes when another connection committed."""
        ...

    def close(self) -> None:
        """Give the connection back."""
        ...


class Watch(Protocol):
    """Notices what others commit."""

    def data_version(self) -> int:
        """Return a number that changes when somebody committed."""
        ...

    def trouble(self) -> str | None:
        """Return what to tell a person while the records cannot be reached."""
        ...

    def close(self) -> None: ...


class Store(Protocol):
    """Where records are kept."""

    def create(self) -> None:
        """Make empty records."""
        ...

    def open(self) -> CommitMark:
        """Check that the records can be used with this key, and return what they must hold at least."""
        ...

    def connect(self) -> Engine: ...

    def refuse_others(self) -> None:
        """Raise `RecordsUnavailable`, which names them, while other terminals have the records open."""
        ...

    def keep_older(self) -> Path | None:
        """Return the backup that an older kiosk can restore, made before this one changes the tables; None if it changes none."""
        ...

    def watch(self) -> Watch:
        """Return what notices the commits of others."""
        ...

    def key_change(self) -> "KeyChange":
        """Return what gives the records another key."""
        ...


class KeyChange(Protocol):
    """Gives the records of a store another key; whenever it is killed, one key opens them."""

    def steps(self, key: bytes, new_key: Callable[[], bytes]) -> Iterator[str]:
        """Do the work step by step, and name each one that is done: a kill may come after any.

        `new_key` makes the new key and returns it as it is kept; it is asked once nobody else has the records open.
        """
        ...

    def opens(self, key: bytes) -> bool:
        """Tell whether a key opens the records, once an interrupted change is over."""
        ...

    def keep_old(self) -> None:
        """Remove what an unfinished change left."""
        ...

    def take_new(self, old: bytes | None, new: bytes) -> None:
        """Finish a change after which the new key opens the records; `old` is the one before, if it is known."""
        ...
