"""Bringing a clinic back: the last backup, and what can still be read of the damaged records.

Everything is made ready in a folder beside the damaged records and takes their place at the very end. What was
there is kept, in a folder of its own. Where the folder's own settings name a server, what was made ready is moved there.
"""

import errno
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, Final

from kiosk.core.actor import Actor
from kiosk.core.clock import Clock
from kiosk.core.errors import BadInput, NotFound, RecordsDamaged, RecordsUnavailable
from kiosk.core.settings import EMBEDDED, Settings, load, save
from kiosk.core.settings import FILE as SETTINGS
from kiosk.records import location
from kiosk.records.backend import RecordsState
from kiosk.records.backup.rebuild import (
    Rebuilt,
    RestoreKeys,
    Source,
    in_database,
    in_folder,
    nothing,
    rebuild,
    work_folder,
)
from kiosk.records.clinic_settings import in_the_folder_again
from kiosk.records.counter import FILE as COUNTER
from kiosk.records.counter import CommitCounter, CommitMark
from kiosk.records.embedded.file_store import EmbeddedStore
from kiosk.records.embedded.snapshot_file import SnapshotContents, inspect
from kiosk.records.keys.clinic_ids import ID_FILE, clinic_id, is_id
from kiosk.records.lock_holders import taken_file
from kiosk.records.move_to_server import bring
from kiosk.records.store import Records
from kiosk.records.store_choice import on_server, store_of

_RECORDS: Final = (
    location.DATABASE,
    f"{location.DATABASE}-wal",
    f"{location.DATABASE}-shm",
    f"{location.DATABASE}-journal",
    COUNTER,
)

_AHEAD: Final = 1_000_000
"""How far ahead restored records on a server count, so that no other machine's counter is beyond them."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back."""

    backup_of: datetime | None
    """When the newest change in the backup was made."""
    newer: int
    """Documents that were newer in the damaged records than in the backup, and were still readable there."""
    lost: tuple[str, ...]
    """Kind and id of each document whose newest version could not be read, so that the backup's counts."""
    kept_in: Path | None
    """Where the damaged records are now."""
    on_server: bool = False
    """Whether it came back on a server, and not in the folder."""
    was_on_server: bool = False
    """Whether the records were on a server when the backup was made."""
    behind: int = 0
    """On a server: how many changes this machine had seen that the backup lacks."""
    entries_lost: int | None = None
    """How many entries of the trail are lost; ``None`` if this machine knows of none that must be there."""
    without_entry: int = 0
    """How many of the `newer` documents came back without the entry that says who changed them last."""


def restore(
    file: Path,
    folder: Path,
    key: bytes,
    *,
    actor: Actor,
    clock: Clock,
    newer_from: str | None = None,
    own: bytes | None = None,
    others: Sequence[bytes] = (),
) -> Restored:
    """Bring a backup back into an empty folder, or into a clinic's folder whose records are damaged.

    If the folder's settings name a server, it comes back there, into a database that holds no clinic. `newer_from` is the
    address of damaged records on a server: what can still be read there and is newer than the backup is kept.

    `key` opens the backup. The records come back under `own`, the clinic's present key, if it has another one since;
    damaged records are read by whichever of these and the `others` opens them.

    Raises what `kiosk.records.embedded.snapshot_file.inspect` raises, `BadInput` if the folder is another clinic's, and
    `RecordsUnavailable` while another terminal has the clinic open. If it is stopped at any point, run it again.
    """
    contents = inspect(file, key)
    location.make_private_folder(folder)
    _same_clinic(folder, contents)
    keys = RestoreKeys(key, own or key, tuple(others))
    _make_room(folder)
    if (store := store_of(folder)) != EMBEDDED:
        source = nothing if newer_from is None else in_database(newer_from, folder, keys)
        with _cannot_be_written(folder):
            return _restore_on_server(
                file, folder, keys, contents, store=store, source=source, actor=actor, clock=clock
            )
    old = _old_records(folder)
    if old is not None:
        _refuse_if_open(old / location.DATABASE)
    work = folder / location.WORK
    settings = contents.files.get(SETTINGS, b"")
    with _cannot_be_written(folder):
        with work_folder(work):
            source = in_folder(old, work, keys) if newer_from is None else in_database(newer_from, folder, keys)
            _check_location(folder, work, contents)
            made = rebuild(file, work, keys, source, actor, clock, known=_known((old or folder, folder), keys))
            here = _here(settings, work, keys.own, clock)
        kept_in = _swap(folder, work, clock)
        _write_files(folder, {**contents.files, **({SETTINGS: here} if settings else {})})
    kept_in = kept_in or (old if old != folder else None)
    return _restored(made, contents, kept_in=kept_in, was_on_server=here != settings)


def _restored(made: Rebuilt, contents: SnapshotContents, **more: Any) -> Restored:
    return Restored(
        contents.last_change,
        made.newer,
        made.lost,
        entries_lost=made.entries_lost,
        without_entry=made.without_entry,
        **more,
    )


def _check_location(folder: Path, work: Path, contents: SnapshotContents) -> None:
    """Refuse a place where records are not safe, by what the restored settings vouch for."""
    there = folder / SETTINGS
    settings = there.read_bytes() if there.exists() else contents.files.get(SETTINGS)
    if settings is not None:
        _write(work, SETTINGS, settings)
    location.check_local(work, called=folder)


@contextmanager
def _cannot_be_written(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        why = "the disk is full: make room" if full else f"{(error.strerror or 'no reason given').lower()}: see to it"
        raise RecordsUnavailable(
            f"{folder} cannot be written, {why} and restore again; nothing that was there is lost."
        ) from error


def _restore_on_server(
    file: Path,
    folder: Path,
    keys: RestoreKeys,
    contents: SnapshotContents,
    *,
    store: str,
    source: Source,
    actor: Actor,
    clock: Clock,
) -> Restored:
    """Make the records ready in the folder and move them to the server, whose commit is the moment they are back."""
    work = folder / location.WORK
    known, made = _known((folder,), keys), Rebuilt()
    seen = known.commits if known else 0
    if not _stands_as(work, keys.own, present := on_server(store, folder, keys.own).holds()):
        if present is not None:
            raise BadInput(
                "The PostgreSQL database that the setting store names holds a clinic already: make an empty one, write its "
                "address into the setting, and restore again; nothing was changed."
            )
        with work_folder(work):
            _check_location(folder, work, contents)
            above = max(seen, contents.commits) + _AHEAD
            made = rebuild(file, work, keys, source, actor, clock, above=above, known=known)
    bring(work, keys.own, store)
    # The one change that follows every backup is the note that it is whole.
    behind = max(0, seen - contents.commits - 1) if source is nothing else 0
    if (work / COUNTER).exists():
        (work / COUNTER).rename(folder / COUNTER)
    _write_files(folder, contents.files)
    shutil.rmtree(work)
    location.sync_folder(folder)
    return _restored(made, contents, kept_in=None, on_server=True, was_on_server=True, behind=behind)


def _known(folders: Sequence[Path], keys: RestoreKeys) -> CommitMark | None:
    """Return how far the records had come, by the first folder that tells; None on a new machine."""
    for folder in folders:
        for key in keys.for_damaged():
            with suppress(RecordsDamaged):
                return CommitCounter(folder, key).read()
    return None


def _stands_as(work: Path, key: bytes, present: RecordsState | None) -> bool:
    """Tell whether a restore that was stopped has brought to the server what it had made ready here."""
    if present is None or not (work / location.DATABASE).exists():
        return False
    try:
        engine = EmbeddedStore(work, key).connect()
        try:
            return engine.begin(write=False) == present
        finally:
            engine.close()
    except (RecordsDamaged, RecordsUnavailable):
        return False


def _here(content: bytes, work: Path, key: bytes, clock: Clock) -> bytes:
    """Return settings out of a backup as they must be where the records are in the folder: the clinic's, too, if it shared them."""
    if b"postgresql" not in content:
        return content
    (work / SETTINGS).write_bytes(content)
    if load(work).store != EMBEDDED:
        with Records.open(work, key, clock=clock) as records, records.read() as reader:
            values = in_the_folder_again(reader, work)
        save(work, Settings.checked({**values, "store": EMBEDDED}, "kiosk restore"))
    return (work / SETTINGS).read_bytes()


def _swap(folder: Path, work: Path, clock: Clock) -> Path | None:
    present = [folder / name for name in _RECORDS if (folder / name).exists()]
    kept_in = None
    if present:
        kept_in = folder / f"damaged-{clock.now().astimezone(UTC):%Y%m%dT%H%M%S%f}"
        kept_in.mkdir(mode=0o700)
        for file in present:
            file.rename(kept_in / file.name)
        location.sync_folder(kept_in)
    (work / COUNTER).rename(folder / COUNTER)
    (work / location.DATABASE).rename(folder / location.DATABASE)
    shutil.rmtree(work)
    return kept_in


def _old_records(folder: Path) -> Path | None:
    """Return where the damaged records are: in place, or put aside by a restore that was interrupted."""
    if (folder / location.DATABASE).exists():
        return folder
    left = sorted(path for path in folder.glob("damaged-*") if (path / location.DATABASE).exists())
    if left:
        return left[-1]
    return folder if (folder / COUNTER).exists() else None


def _refuse_if_open(file: Path) -> None:
    if file.exists() and location.is_open_elsewhere(file):
        raise taken_file(file)


def _make_room(folder: Path) -> None:
    """Put aside whatever is in the way of the clinic's id and settings, which the backup brings."""
    with suppress(NotFound):
        try:
            clinic_id(folder)
        except BadInput:
            (folder / ID_FILE).replace(folder / f"{ID_FILE}.unusable")
    with suppress(NotFound):
        try:
            load(folder)
        except BadInput:
            (folder / SETTINGS).replace(folder / f"{SETTINGS}.unusable")


def _same_clinic(folder: Path, contents: SnapshotContents) -> None:
    there = folder / ID_FILE
    held = there.read_bytes() if there.exists() else b""
    if is_id(held) and held != contents.files.get(ID_FILE, held):
        raise BadInput(f"The folder {folder} is another clinic's: choose an empty one.")


def _write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        _write(folder, name, content)
    location.sync_folder(folder)


def _write(folder: Path, name: str, content: bytes) -> None:
    """Write one of the clinic's other files, unless it is there: that one may be newer."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise BadInput(f"The backup holds a file that would be outside the folder ({name}): use another backup.")
    target = folder / path
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not target.exists():
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
