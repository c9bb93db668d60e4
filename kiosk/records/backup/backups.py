"""A backup: one encrypted file with everything of a clinic but its key, made while the clinic works, wherever its records are."""

from contextlib import suppress
from pathlib import Path
from typing import Final

from kiosk.core.actor import Actor
from kiosk.core.errors import KeyMissing, RecordsUnavailable
from kiosk.core.taken_names import refuse_taken
from kiosk.records.embedded.failures import sqlite_errors
from kiosk.records.embedded.snapshot_file import SnapshotContents, export_snapshot, pour, write_snapshot
from kiosk.records.embedded.sqlite_connection import connect_file, opens
from kiosk.records.keys.clinic_ids import ID_FILE
from kiosk.records.keys.key_files import key_folder, read_key
from kiosk.records.read_only_copy import is_unwritable
from kiosk.records.secrets import derive
from kiosk.records.store import Records

DONE: Final = "backup.done"
"""The name of the entry that says that a backup is whole."""
_TAG_CHARACTERS: Final = 16


def backup(records: Records, key: bytes, file: Path, actor: Actor) -> SnapshotContents:
    """Write a backup into a new file, read it back, and return what it holds. Others may go on working meanwhile.

    The trail tells when one was begun, and again, with the file's hash, when it was whole and on the disk.
    Where nothing can be written beside the records, it is made all the same, elsewhere, and `unrecorded` says so.
    Raises `BadInput` if the file is there already, or `RecordsUnavailable`; then there is no file.
    """
    refuse_taken(file)
    unrecorded = _noted(records, actor, "backup")
    contents, sha256 = write_snapshot(file, key, lambda part: fill(records, key, part))
    unrecorded = _noted(records, actor, DONE, sha256=sha256, key=key_tag(key)) or unrecorded
    return contents._replace(unrecorded=unrecorded)


def _noted(records: Records, actor: Actor, event: str, **detail: str) -> str | None:
    """Write it into the trail; return why that failed, if nothing can be written."""
    try:
        with records.write(actor) as writer:
            writer.audit(event, detail=detail)
    except RecordsUnavailable as error:
        if not is_unwritable(error):
            raise
        return error.sentence
    return None


def fill(records: Records, key: bytes, part: Path) -> None:
    """Write one snapshot of open records into an empty file, wherever they are."""
    if records.is_embedded:
        export_snapshot(records.folder, key, part)
    else:
        with records.snapshot() as (source, state):
            pour(source, state, records.folder, key, part)


def key_tag(key: bytes) -> str:
    """Return the name that the trail uses for a backup's key; the key can't be worked out from it."""
    return derive(key, "backup").hex()[:_TAG_CHARACTERS]


def find_key_of(file: Path) -> bytes:
    """Return the key of this account that opens a backup, whatever clinic's it is. Raises `KeyMissing` if none does."""
    for candidate in sorted([*key_folder().glob("*.key"), *key_folder().glob("*.key.new")]):
        with suppress(KeyMissing):  # one that is spoiled says nothing about the others
            key = read_key(candidate)
            if file.is_file() and opens(file, key):
                return key
    raise KeyMissing(
        f"No key of this account opens {file}: give the clinic's key of the day it was made with --key-file, or the words of "
        "its recovery sheet; or it is damaged, or not a backup."
    )


def clinic_of(file: Path, key: bytes) -> str | None:
    """Return the clinic's id as the backup gives it, unchecked; None if it gives none."""
    with sqlite_errors():
        connection = connect_file(file, derive(key, "records"), wal=False)
        try:
            if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'backup'").fetchone() is None:
                return None
            found = connection.execute("SELECT content FROM backup WHERE name = ?", (ID_FILE,)).fetchone()
        finally:
            connection.close()
    return None if found is None else bytes(found[0]).decode("ascii", errors="replace").strip()
