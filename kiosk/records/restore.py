"""Bringing a clinic back: the last backup, and what can still be read of the damaged records.

Everything is made ready in a folder beside the damaged records and put in their place at the very end. What was
there is kept, in a folder of its own. Where the folder's own settings name a server, what was made ready is moved there.
"""

import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Final

from kiosk.actor import Actor
from kiosk.clock import Clock
from kiosk.errors import BadInput, RecordsDamaged, RecordsUnavailable
from kiosk.records import place
from kiosk.records.backup import Contents, inspect, state_of
from kiosk.records.counter import FILE as COUNTER
from kiosk.records.counter import Counter, Mark
from kiosk.records.embedded import EMBEDDED, EmbeddedStore, store_of
from kiosk.records.engine import State
from kiosk.records.failures import told
from kiosk.records.keys import ID_FILE
from kiosk.records.salvage import NOTHING, Salvaged, salvage
from kiosk.records.sealed import Seal
from kiosk.records.secrets import derive, unseal
from kiosk.records.sqlcipher import connect, migrate
from kiosk.records.store import Records
from kiosk.records.trail import Entry
from kiosk.settings import FILE as SETTINGS
from kiosk.settings import Settings, load, save

_WORK: Final = "restore.part"
_RECORDS: Final = (
    place.DATABASE,
    f"{place.DATABASE}-wal",
    f"{place.DATABASE}-shm",
    f"{place.DATABASE}-journal",
    COUNTER,
)

Source = Callable[[Mapping[str, bytes], tuple[int, bytes]], Salvaged]
"""Reads what is left of damaged records, given the clinic's secrets, and number and hash of the backup's last entry."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back."""

    backup_of: datetime | None
    """When the newest change in the backup was made."""
    newer: int
    """Documents that were newer in the damaged records than in the backup, and were still readable there."""
    lost: tuple[str, ...]
    """Kind and id of each document whose newest version is known of and could not be read: the backup's stands."""
    kept_in: Path | None
    """Where the damaged records are now."""
    on_server: bool = False
    """Whether it came back on a server, and not in the folder."""
    was_on_server: bool = False
    """Whether the records were on a server when the backup was made."""
    behind: int = 0
    """On a server: how many changes this machine had seen that the backup lacks."""


def restore(
    file: Path, folder: Path, key: bytes, *, actor: Actor, clock: Clock, newer_from: str | None = None
) -> Restored:
    """Bring a backup back into an empty folder, or into a clinic's folder whose records are damaged.

    If the folder's settings name a server, it comes back there, into a database that holds no clinic. `newer_from` is the
    address of damaged records on a server: what can still be read there and is newer than the backup is kept.

    Raises what `kiosk.records.backup.inspect` raises, `BadInput` if the folder is another clinic's, and
    `RecordsUnavailable` while another terminal has the clinic open. If it is stopped at any point, run it again.
    """
    contents = inspect(file, key)
    place.make_private_folder(folder)
    _same_clinic(folder, contents)
    if (store := store_of(folder)) != EMBEDDED:
        source = _nothing if newer_from is None else _server(newer_from, key)
        return _restore_on_server(file, folder, key, contents, store=store, source=source, actor=actor, clock=clock)
    old = _old_records(folder)
    if old is not None:
        _refuse_if_open(old / place.DATABASE)
    work = folder / _WORK
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700)
    found = _make(file, work, key, _folder(old, work, key) if newer_from is None else _server(newer_from, key))
    newer, lost = _bring_back(work, key, found, actor, clock)
    settings = contents.files.get(SETTINGS, b"")
    here = _here(settings, work)
    kept_in = _swap(folder, work, clock)
    _write_files(folder, {**contents.files, **({SETTINGS: here} if settings else {})})
    kept_in = kept_in or (old if old != folder else None)
    return Restored(contents.last_change, newer, lost, kept_in, was_on_server=here != settings)


def _restore_on_server(
    file: Path, folder: Path, key: bytes, contents: Contents, *, store: str, source: Source, actor: Actor, clock: Clock
) -> Restored:
    """Make the records ready in the folder and move them to the server, whose commit is the moment they are back."""
    from kiosk.records.migrate import bring, holds  # noqa: PLC0415  (psycopg is there only where it is needed)

    work = folder / _WORK
    newer, behind = 0, 0
    lost: tuple[str, ...] = ()
    if not _stands_as(work, key, present := holds(store)):
        if present is not None:
            raise BadInput(
                "The PostgreSQL database that the setting store names holds a clinic already: make an empty one, write its "
                "address into the setting, and restore again; nothing was changed."
            )
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(mode=0o700)
        newer, lost = _bring_back(work, key, _make(file, work, key, source), actor, clock)
    bring(work, key, store)
    if source is _nothing:
        with suppress(RecordsDamaged):  # there is no counter, on a new machine
            behind = max(0, Counter(folder, key).read().commits - contents.commits)
    if (work / COUNTER).exists():
        (work / COUNTER).rename(folder / COUNTER)
    _write_files(folder, contents.files)
    shutil.rmtree(work)
    place.sync_folder(folder)
    return Restored(contents.last_change, newer, lost, None, on_server=True, was_on_server=True, behind=behind)


def _stands_as(work: Path, key: bytes, present: State | None) -> bool:
    """Tell whether a restore that was stopped has brought to the server what it had made ready here."""
    if present is None or not (work / place.DATABASE).exists():
        return False
    try:
        engine = EmbeddedStore(work, key).connect()
        try:
            return engine.begin(write=False) == present
        finally:
            engine.close()
    except (RecordsDamaged, RecordsUnavailable):
        return False


def _here(content: bytes, work: Path) -> bytes:
    """Return settings out of a backup as they must be where the records lie in the folder."""
    if b"postgresql" not in content:
        return content
    (work / SETTINGS).write_bytes(content)
    settings = load(work)
    if settings.store != EMBEDDED:
        save(work, Settings.checked({**settings.model_dump(exclude_none=True), "store": EMBEDDED}, "kiosk restore"))
    return (work / SETTINGS).read_bytes()


def _make(file: Path, work: Path, key: bytes, source: Source) -> Salvaged:
    """Make records out of the backup, with the audit trail as far as it goes; return what else can be read."""
    database = work / place.DATABASE
    shutil.copyfile(file, database)
    database.chmod(0o600)
    with told():
        connection = connect(database, derive(key, "records"), wal=False)
        try:
            connection.execute("DROP TABLE backup")
            migrate(connection, database)
            sealed = dict(connection.execute("SELECT name, sealed FROM secret"))
            commits, seq, mac, last_at = state_of(connection)
            found = source({name: unseal(key, name, bytes(each)) for name, each in sealed.items()}, (seq, mac))
            for row in found.entries:
                connection.execute(
                    "INSERT INTO audit (seq, day, subject, staff, entry, mac) VALUES (?, ?, ?, ?, ?, ?)", row
                )
                seq, mac = row.seq, row.mac
                last_at = max(last_at, Entry.parse(row.entry).at.isoformat(timespec="microseconds"))
            connection.execute("UPDATE state SET audit_seq = ?, audit_mac = ?, last_at = ?", (seq, mac, last_at))
        finally:
            connection.close()
    Counter(work, key).create(Mark(commits, seq, mac))
    return found


def _nothing(_secrets: Mapping[str, bytes], _after: tuple[int, bytes]) -> Salvaged:
    return NOTHING


def _folder(old: Path | None, work: Path, key: bytes) -> Source:
    return lambda secrets, after: _salvaged(old, work, key, secrets["audit"], after)


def _server(url: str, key: bytes) -> Source:
    from kiosk.records.postgresql_salvage import salvage as read  # noqa: PLC0415  (psycopg is there only where needed)

    return lambda secrets, after: read(url, Seal(key, secrets["index"]), secrets["audit"], after)


def _salvaged(old: Path | None, work: Path, key: bytes, audit_key: bytes, after: tuple[int, bytes]) -> Salvaged:
    if old is None or not (old / place.DATABASE).exists():
        return NOTHING
    # Read from a copy: opening a database folds its log into it, and what is left should stay as it is.
    copy = work / "damaged"
    copy.mkdir(mode=0o700)
    for name in (place.DATABASE, f"{place.DATABASE}-wal"):
        if (old / name).exists():
            shutil.copyfile(old / name, copy / name)
    found = salvage(copy / place.DATABASE, key, audit_key, after)
    shutil.rmtree(copy)
    return found


def _bring_back(work: Path, key: bytes, found: Salvaged, actor: Actor, clock: Clock) -> tuple[int, tuple[str, ...]]:
    """Write what is newer than the backup's; return how many documents are, and which are lost."""
    noted = {(kind, id_): after for row in found.entries for kind, id_, _, after in Entry.parse(row.entry).changes}
    newer = 0
    with Records.open(work, key, clock=clock) as records, records.write(actor) as writer:
        for kind, row in found.documents:
            present = writer.row(kind, row.id)
            if present is None or present.revision < row.revision:
                writer.bring_back(kind, row)
                newer += 1
        for (kind, id_), after in noted.items():
            left = writer.spoken_of(kind, id_)
            if after is None and left is not None:
                writer.remove(kind, left.id, expect=left.revision)
        lost = tuple(
            f"{kind} {id_}" for (kind, id_), after in noted.items() if after and writer.set_back(kind, id_, after)
        )
        writer.audit("restored", detail={"newer": newer, "entries": len(found.entries), "lost": len(lost)})
    return newer, lost


def _swap(folder: Path, work: Path, clock: Clock) -> Path | None:
    present = [folder / name for name in _RECORDS if (folder / name).exists()]
    kept_in = None
    if present:
        kept_in = folder / f"damaged-{clock.now().astimezone(UTC):%Y%m%dT%H%M%S%f}"
        kept_in.mkdir(mode=0o700)
        for file in present:
            file.rename(kept_in / file.name)
        place.sync_folder(kept_in)
    (work / COUNTER).rename(folder / COUNTER)
    (work / place.DATABASE).rename(folder / place.DATABASE)
    shutil.rmtree(work)
    return kept_in


def _old_records(folder: Path) -> Path | None:
    """Return where the damaged records are: in place, or already put aside by a restore that was stopped."""
    if (folder / place.DATABASE).exists():
        return folder
    aside = sorted(path for path in folder.glob("damaged-*") if (path / place.DATABASE).exists())
    if aside:
        return aside[-1]
    return folder if (folder / COUNTER).exists() else None


def _refuse_if_open(file: Path) -> None:
    if file.exists() and place.is_open_elsewhere(file):
        raise RecordsUnavailable("The clinic is open at another terminal: close the kiosk everywhere, then try again.")


def _same_clinic(folder: Path, contents: Contents) -> None:
    there = folder / ID_FILE
    if there.exists() and there.read_bytes() != contents.files.get(ID_FILE, there.read_bytes()):
        raise BadInput(f"The folder {folder} is another clinic's: choose an empty one.")


def _write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        _write(folder, name, content)
    place.sync_folder(folder)


def _write(folder: Path, name: str, content: bytes) -> None:
    """Write one of the clinic's other files, unless there is one: it may be newer."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise BadInput(f"The backup holds a file that would lie outside the folder ({name}): use another backup.")
    target = folder / path
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not target.exists():
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
