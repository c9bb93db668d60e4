"""Bringing back what a clinic's folder or account lost while its records are whole: its id, its key, its counter."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kiosk.core.actor import Actor
from kiosk.core.clock import Clock
from kiosk.core.errors import BadInput, KeyMissing, KioskError, NotAllowed, NotFound, RecordsDamaged
from kiosk.core.settings import EMBEDDED
from kiosk.records import location
from kiosk.records.audit import checkpoints
from kiosk.records.audit.trail_check import RecordsProblem
from kiosk.records.audit.verification import verify
from kiosk.records.counter import FILE as COUNTER
from kiosk.records.counter import CommitCounter, CommitMark
from kiosk.records.embedded.page_check import check_pages
from kiosk.records.embedded.sqlite_connection import opens
from kiosk.records.keys.clinic_ids import clinic_id, id_in, write_clinic_id
from kiosk.records.keys.key_files import keep_key, key_file, key_folder, read_key, rename_unusable
from kiosk.records.keys.key_sources import find_key, source
from kiosk.records.store import Records
from kiosk.records.store_choice import chosen, store_of


def store_found(folder: Path) -> str:
    """Return the setting ``store``; where the settings cannot be read, what the folder itself shows."""
    try:
        return store_of(folder)
    except KioskError:
        if (folder / location.DATABASE).exists():
            return EMBEDDED
        raise


def opens_records(folder: Path, key: bytes) -> bool:
    """Tell whether a key opens the records of a clinic. Raises `NotFound` where there are none."""
    store = store_found(folder)
    if store == EMBEDDED:
        if not (folder / location.DATABASE).exists():
            raise NotFound(
                f"There are no records in {folder} to be opened: bring back the last backup with kiosk restore."
            )
        return opens(folder / location.DATABASE, key)
    try:
        chosen(store, folder, key).open()
    except KeyMissing:
        return False
    except RecordsDamaged:
        pass  # that could be told only once the key had opened them
    return True


def known_id(folder: Path) -> str | None:
    """Return the id of the clinic in a folder: as its file says it, else by the key of this account that opens the records."""
    with suppress(NotFound, BadInput):
        return clinic_id(folder)
    for file in sorted(key_folder().glob("C-*.key")):
        with suppress(KioskError):
            if id_in(file.stem) == file.stem and opens_records(folder, read_key(file)):
                return file.stem
    return None


def bring_id_back(folder: Path, known: str) -> bool:
    """Write the clinic's id again if it is missing or no id; tell whether it was."""
    try:
        clinic_id(folder)
    except (NotFound, BadInput):
        write_clinic_id(folder, known)
        return True
    return False


def opened_by_own(folder: Path, known: str) -> bool:
    """Tell whether this account has the key that opens the records."""
    try:
        return opens_records(folder, find_key(known, folder=folder))
    except KeyMissing:
        return False


@dataclass(frozen=True, slots=True)
class RestoredKey:
    """Where a key is kept again, and what was in its place."""

    file: Path
    previous: Path | None


def bring_key_back(folder: Path, known: str, key: bytes) -> RestoredKey:
    """Keep a key that came from the recovery sheet as this account's key of a clinic. Raises `KeyMissing` if it opens nothing."""
    if not opens_records(folder, key):
        raise KeyMissing(
            f"These words do not open the records in {folder}: they are another clinic's, or of a key that was replaced by "
            "`kiosk rekey` since. Nothing was changed."
        )
    if source(known) != "file":
        raise NotAllowed(
            "These words are the clinic's key, but here it comes from a credential or a file descriptor: put it right there, or "
            "run this under an account that has a key file."
        )
    file = key_file(known)
    previous = rename_unusable(file)
    return RestoredKey(keep_key(known, key), previous)


def bring_counter_back(
    folder: Path, key: bytes, *, clock: Clock, actor: Actor, checkpoint: str | None = None
) -> list[RecordsProblem]:
    """Look at all records and, if they are whole, write the counter beside them again; return what is wrong with them.

    Without it nobody can tell whether they are complete; a checkpoint kept elsewhere shows that. The trail says that it started over.
    """
    store = store_found(folder)
    file = folder / COUNTER
    left = folder / f"{COUNTER}.unusable"
    if os.path.lexists(file):
        file.replace(left)
    try:
        found = [RecordsProblem(None, sentence) for sentence in (check_pages(folder, key) if store == EMBEDDED else [])]
        if not found:
            _from_the_records(folder, key, store)
            with Records.open(folder, key, clock=clock, store=store) as records:
                found = verify(records)
                if checkpoint is not None:
                    found += [
                        RecordsProblem(None, sentence) for sentence in checkpoints.missing_since(records, checkpoint)
                    ]
                if not found:
                    records.note_new_memory(actor)
    except KioskError:
        _put_back(left, file)
        raise
    if found:
        _put_back(left, file)
    else:
        left.unlink(missing_ok=True)
    return found


def _from_the_records(folder: Path, key: bytes, store: str) -> None:
    """Write a counter that says what the records say of themselves."""
    where = chosen(store, folder, key)
    if store != EMBEDDED:
        where.open()  # writes one where there is none
        return
    engine = where.connect()
    try:
        state = engine.begin(write=False)
        engine.rollback()
    finally:
        engine.close()
    CommitCounter(folder, key).create(CommitMark(state.commits, state.audit_seq, state.audit_mac))


def _put_back(left: Path, file: Path) -> None:
    file.unlink(missing_ok=True)
    if left.exists():
        left.rename(file)
