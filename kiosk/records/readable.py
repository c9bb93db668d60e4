"""What can still be read of damaged records, whatever store they stood on."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from kiosk.records.engine import AuditRow, Row
from kiosk.records.trail import link


class Salvaged(NamedTuple):
    """The readable part of damaged records."""

    documents: list[tuple[str, Row]]
    """Kind and row of each document."""
    entries: list[AuditRow]
    """The audit entries that follow the end of the backup's chain without a break."""


NOTHING: Final = Salvaged([], [])


def chain(rows: Iterator[AuditRow], key: bytes, after: tuple[int, bytes]) -> Iterator[AuditRow]:
    """Return the entries that follow one another without a break."""
    last, mac = after
    for row in rows:
        if row.seq != last + 1 or link(key, mac, row.entry) != row.mac:
            return
        yield row
        last, mac = row.seq, row.mac
