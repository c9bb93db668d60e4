"""Making a clinic's records again out of a backup and what can still be read of the damaged ones.

They are made in a folder of their own, under the clinic's own key, and every page of them is looked at.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.core.actor import Actor
from kiosk.core.clock import Clock
from kiosk.core.errors import KioskError, RecordsUnavailable
from kiosk.records import location
from kiosk.records.audit_trail import AuditEntry, StateSealer
from kiosk.records.backend import RecordsState, state_of
from kiosk.records.counter import CommitCounter, CommitMark
from kiosk.records.embedded.damaged_file import read_damaged_file
from kiosk.records.embedded.failures import sqlite_errors
from kiosk.records.embedded.page_check import check_pages
from kiosk.records.embedded.reencryption import reencrypt
from kiosk.records.embedded.sqlite_connection import connect_file, migrate_file
from kiosk.records.kinds import AUDITED
from kiosk.records.readable import NOTHING_READABLE, Readable
from kiosk.records.secrets import derive, unseal
from kiosk.records.storage import commit_of
from kiosk.records.store import Records
from kiosk.records.store_choice import on_server

_STATE: Final = "SELECT commits, audit_seq, audit_mac, last_at, seal FROM state"

Source = Callable[[Mapping[str, bytes], tuple[int, bytes]], Readable]
"""Reads what is left of damaged records, given the clinic's secrets, and number and hash of the backup's last entry."""


@dataclass(frozen=True, slots=True)
class RestoreKeys:
    """The keys that a restore may need."""

    backup: bytes
    """Opens the backup."""
    own: bytes
    """Opens the records afterwards: the clinic's present one, if there is one."""
    others: tuple[bytes, ...] = ()
    """What else may open the damaged records."""

    def for_damaged(self) -> tuple[bytes, ...]:
        """Return the keys to try on damaged records, each once."""
        return tuple(dict.fromkeys((self.own, self.backup, *self.others)))


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was made; `kiosk.records.backup.restoration.Restored` tells what each means."""

    newer: int = 0
    lost: tuple[str, ...] = ()
    entries_lost: int | None = None
    without_entry: int = 0


def nothing(_secrets: Mapping[str, bytes], _after: tuple[int, bytes]) -> Readable:
    """Be the source that gives nothing."""
    return NOTHING_READABLE


def in_folder(old: Path | None, work: Path, keys: RestoreKeys) -> Source:
    """Return what reads damaged records in a folder."""
    return lambda secrets, after: _most(
        _salvaged(old, work, key, secrets["audit"], after) for key in keys.for_damaged()
    )


def in_database(url: str, folder: Path, keys: RestoreKeys) -> Source:
    """Return what reads damaged records on a server; `folder` is the clinic's."""
    return lambda secrets, after: _most(
        on_server(url, folder, key).read_damaged(secrets, after) for key in keys.for_damaged()
    )


@contextmanager
def work_folder(work: Path) -> Iterator[None]:
    """Lend an empty folder; it is removed again if what is made in it does not become whole."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700)
    try:
        yield
    except (KioskError, OSError):
        shutil.rmtree(work, ignore_errors=True)
        raise


def rebuild(  # noqa: PLR0917  (one call, all of it needed)
    file: Path,
    work: Path,
    keys: RestoreKeys,
    source: Source,
    actor: Actor,
    clock: Clock,
    *,
    above: int = 0,
    known: CommitMark | None = None,
) -> Rebuilt:
    """Make records out of the backup and what else can be read, under the clinic's own key, and look at all of it.

    The records count their changes on from `above`, if that is more than the backup's. `known` is how far they had come.
    """
    found, end = _fill(file, work, keys, source, above)
    entries_lost = None if known is None else max(0, known.audit_seq - end)
    made = _bring_back(work, keys.own, found, actor, clock, entries_lost)
    if bad := check_pages(work, keys.own):
        raise RecordsUnavailable(
            f"What was made out of the backup cannot be read back ({bad[0].partition(': bring')[0]}): check the disk, then "
            "restore again; nothing that was there is lost."
        )
    return made


def _fill(file: Path, work: Path, keys: RestoreKeys, source: Source, above: int) -> tuple[Readable, int]:
    """Make records out of the backup, with the audit trail as far as it goes; return what else can be read, and its end."""
    database = work / location.DATABASE
    shutil.copyfile(file, database)
    database.chmod(0o600)
    if keys.own != keys.backup:
        reencrypt(database, keys.backup, keys.own)
    with sqlite_errors():
        connection = connect_file(database, derive(keys.own, "records"), wal=False)
        try:
            connection.execute("DROP TABLE backup")
            migrate_file(connection, database)
            sealed = dict(connection.execute("SELECT name, sealed FROM secret"))
            secrets = {name: unseal(keys.own, name, bytes(each)) for name, each in sealed.items()}
            commits, seq, mac, last_at, _ = state_of(connection.execute(_STATE).fetchone())
            found = source(secrets, (seq, mac))
            for row in found.entries:
                connection.execute(
                    "INSERT INTO audit (seq, day, subject, staff, entry, mac) VALUES (?, ?, ?, ?, ?, ?)", row
                )
                seq, mac = row.seq, row.mac
                entry = AuditEntry.parse(row.entry)
                last_at = max(last_at, entry.at.isoformat(timespec="microseconds"))
                commits = max(commits, entry.commit or 0)
            commits = max(commits, above, *(commit_of(row) for _, row in found.documents))
            state = StateSealer(secrets).sealed(RecordsState(commits, seq, mac, last_at))
            connection.execute(
                "UPDATE state SET commits = ?, audit_seq = ?, audit_mac = ?, last_at = ?, seal = ?", state
            )
        finally:
            connection.close()
    CommitCounter(work, keys.own).create(CommitMark(commits, seq, mac))
    return found, seq


def _most(readings: Iterator[Readable]) -> Readable:
    """Return the first reading that found anything, because no two keys open the same records."""
    return next((found for found in readings if found.documents or found.entries), NOTHING_READABLE)


def _salvaged(old: Path | None, work: Path, key: bytes, audit_key: bytes, after: tuple[int, bytes]) -> Readable:
    if old is None or not (old / location.DATABASE).exists():
        return NOTHING_READABLE
    # Read from a copy: opening a database folds its log into it, and what is left should stay as it is.
    copy = work / "damaged"
    copy.mkdir(mode=0o700)
    for name in (location.DATABASE, f"{location.DATABASE}-wal"):
        if (old / name).exists():
            shutil.copyfile(old / name, copy / name)
    found = read_damaged_file(copy / location.DATABASE, key, audit_key, after)
    shutil.rmtree(copy)
    return found


def _bring_back(  # noqa: PLR0917  (as above)
    work: Path, key: bytes, found: Readable, actor: Actor, clock: Clock, entries_lost: int | None
) -> Rebuilt:
    """Write what is newer than the backup's."""
    noted = {(kind, id_): after for row in found.entries for kind, id_, _, after in AuditEntry.parse(row.entry).changes}
    brought: set[tuple[str, str]] = set()
    with Records.open(work, key, clock=clock) as records, records.write(actor) as writer:
        for kind, row in found.documents:
            present = writer.row(kind, row.id)
            if present is None or present.revision < row.revision:
                writer.bring_back(kind, row)
                brought.add((kind, writer.named(kind, row.id)))
        for (kind, id_), after in noted.items():
            left = writer.spoken_of(kind, id_)
            if after is None and left is not None:
                writer.remove(kind, left.id, expect=left.revision)
        unlike = {of for of, after in noted.items() if after and writer.set_back(*of, after)}
        # If an entry could not be read, what was read is newer than the last one that could.
        without_entry = {
            of for of in brought if of[0] in AUDITED and (of not in noted or (entries_lost and of in unlike))
        }
        lost = tuple(f"{kind} {id_}" for kind, id_ in noted if (kind, id_) in unlike - without_entry)
        made = Rebuilt(len(brought), lost, entries_lost, len(without_entry))
        detail = {"newer": made.newer, "entries": len(found.entries), "lost": len(lost)}
        writer.audit("restored", detail={**detail, "entries_lost": entries_lost, "untold": made.without_entry})
    return made
