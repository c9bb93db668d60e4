"""What can still be read of damaged records, whatever store they were in."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from kiosk.records.audit_trail import link
from kiosk.records.backend import AuditRow, DocumentRow


class Readable(NamedTuple):
    """The readable part of damaged records."""

    documents: list[tuple[str, DocumentRow]]
    """Kind and row of each document."""
    entries: list[AuditRow]
    """The audit entries that follow the end of the backup's chain without a break."""


NOTHING_READABLE: Final = Readable([], [])


def unbroken(rows: Iterator[AuditRow], key: bytes, after: tuple[int, bytes]) -> Iterator[AuditRow]:
    """Return the entries that follow one another without a break."""
    last, mac = after
    for row in rows:
        if row.seq != last + 1 or link(key, mac, row.entry) != row.mac:
            return
        yield row
        last, mac = row.seq, row.mac
