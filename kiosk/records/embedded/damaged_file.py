"""What can still be read in damaged records.

A damaged page hides what is on it and stops whoever reads across it. So the numbers of the rows are gathered from
both ends of the table and of its indexes, and each row is then read by itself.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2

from kiosk.records.backend import AuditRow, DocumentRow
from kiosk.records.embedded.sqlite_connection import connect_file
from kiosk.records.readable import Readable, unbroken
from kiosk.records.secrets import derive

_WAYS: Final = (
    "SELECT n FROM document ORDER BY n",
    "SELECT n FROM document ORDER BY n DESC",
    "SELECT n FROM document INDEXED BY document_by_id ORDER BY kind, id",
    "SELECT n FROM document INDEXED BY document_by_id ORDER BY kind DESC, id DESC",
)

_DOCUMENT: Final = (
    "SELECT kind, id, partition, revision, changed_at, changed_by, keys, body FROM document NOT INDEXED WHERE n = ?"
)
_ENTRIES: Final = "SELECT seq, day, subject, staff, entry, mac FROM audit WHERE seq > ? ORDER BY seq"


def read_damaged_file(file: Path, key: bytes, audit_key: bytes, after: tuple[int, bytes]) -> Readable:
    """Read what can be read of a copy of damaged records; `after` is number and hash of the backup's last audit entry."""
    damaged = _DamagedFile(file, key)
    try:
        numbers = sorted({number for way in _WAYS for (number,) in damaged.read(way)})
        documents = [(kind, DocumentRow(*row)) for number in numbers for kind, *row in damaged.read(_DOCUMENT, number)]
        entries = list(unbroken(map(AuditRow._make, damaged.read(_ENTRIES, after[0])), audit_key, after))
    finally:
        damaged.close()
    return Readable(documents, entries)


class _DamagedFile:
    """A damaged database, read as far as it can be, again and again."""

    def __init__(self, file: Path, key: bytes) -> None:
        self._file = file
        self._key = derive(key, "records")
        self._connection: dbapi2.Connection | None = None

    def read(self, statement: str, *values: Any) -> Iterator[Any]:
        """Return the rows before the first that cannot be read."""
        try:
            if self._connection is None:
                self._connection = connect_file(self._file, self._key)
            yield from self._connection.execute(statement, values)
        except dbapi2.DatabaseError:
            self.close()  # after a page that was altered, SQLCipher reads nothing more over this connection

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
