"""The database's errors, as sentences that a person can act on."""

from contextlib import AbstractContextManager
from typing import Final

from sqlcipher3 import dbapi2

from kiosk.core.errors import KioskError, RecordsDamaged, RecordsUnavailable
from kiosk.records.translated_errors import translated_errors

Error = dbapi2.Error

# SQLite's result codes: https://sqlite.org/rescode.html
_BUSY: Final = 5
_LOCKED: Final = 6
_NO_MEMORY: Final = 7
_READ_ONLY: Final = 8
_IO: Final = 10
_CORRUPT: Final = 11
_FULL: Final = 13
_CANNOT_OPEN: Final = 14
_NOT_A_DATABASE: Final = 26

UNWRITABLE: Final = "The clinic's folder cannot be written to: make the disk writable and try again; nothing was lost."
DISK_FULL: Final = "The disk is full: make room and try again; nothing was lost."
_UNAVAILABLE: Final = {
    _BUSY: "Another terminal has been writing for too long: try again; nothing was lost.",
    _LOCKED: "Another terminal has been writing for too long: try again; nothing was lost.",
    _NO_MEMORY: "The machine has no memory left: close other programs and try again; nothing was lost.",
    _READ_ONLY: UNWRITABLE,
    _IO: "The disk does not answer: check it and try again; nothing was lost.",
    _FULL: DISK_FULL,
    _CANNOT_OPEN: "The clinic's records cannot be opened: check the folder and the disk, then try again; "
    "nothing was lost.",
}

CANNOT_WRITE: Final = frozenset({DISK_FULL, UNWRITABLE, _UNAVAILABLE[_CANNOT_OPEN]})
"""What is said if records cannot be opened because nothing can be written beside them."""
NOT_KEPT: Final = (
    "The disk failed to keep what was written, so this kiosk stopped writing: check the disk, then start the kiosk "
    "again; what was confirmed before is kept."
)
DAMAGED: Final = "The clinic's records are damaged: bring back the last backup with kiosk restore."


def is_io(error: BaseException | None) -> bool:
    """Tell whether the disk failed. In a commit that may be an fsync, after which nothing the disk says can be trusted."""
    return isinstance(error, dbapi2.Error) and getattr(error, "sqlite_errorcode", 0) & 0xFF == _IO


def sqlite_failure(error: dbapi2.Error) -> KioskError | None:
    """Return what to tell a person, or ``None`` if the error is a mistake in this program."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in {_CORRUPT, _NOT_A_DATABASE}:
        return RecordsDamaged(DAMAGED)
    sentence = _UNAVAILABLE.get(code)
    return None if sentence is None else RecordsUnavailable(sentence)


def sqlite_errors() -> AbstractContextManager[None]:
    """Turn what the database raises inside into the kiosk's own errors."""
    return translated_errors(dbapi2.Error, sqlite_failure)
