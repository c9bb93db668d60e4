"""What can still be read of damaged records on a server: each document by itself, and the trail as far as it holds."""

from contextlib import suppress

from kiosk.core.errors import RecordsDamaged
from kiosk.records.backend import AuditRow, DocumentRow
from kiosk.records.postgresql.commit_listener import Pulse
from kiosk.records.postgresql.sealing import RowSeal
from kiosk.records.postgresql.server_connection import first_connect, server_errors
from kiosk.records.postgresql.server_engine import PostgresEngine
from kiosk.records.postgresql.server_tables import check_server
from kiosk.records.readable import Readable, unbroken


def read_damaged_server(conninfo: str, seal: RowSeal, audit_key: bytes, after: tuple[int, bytes]) -> Readable:
    """Read what can be read of a database; `after` is number and hash of the backup's last audit entry.

    Where the server finds its own files damaged, what it had given until then is kept.
    """
    with server_errors(), first_connect(conninfo) as connection:
        check_server(connection)
    engine = PostgresEngine(conninfo, seal, Pulse())
    documents: list[tuple[str, DocumentRow]] = []
    entries: list[AuditRow] = []
    try:
        with suppress(RecordsDamaged):
            documents.extend(engine.readable())
        with suppress(RecordsDamaged):
            entries.extend(unbroken(engine.audit(after=after[0]), audit_key, after))
    finally:
        engine.close()
    return Readable(documents, entries)
