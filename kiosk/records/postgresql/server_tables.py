"""What is on a PostgreSQL server: whether it may be used, whose records it holds, and the first rows of a clinic."""

from typing import Any, Final

from kiosk.core.errors import BadInput, RecordsUnavailable, SchemaTooNew
from kiosk.records.backend import RecordsState, state_of
from kiosk.records.postgresql.server_connection import Connection

FORMAT: Final = 2


_OLDEST_SERVER: Final = 130000


def check_server(connection: Connection) -> None:
    """Refuse a server that is too old or does not keep what it acknowledges, and tables that are not ours."""
    if connection.info.server_version < _OLDEST_SERVER:
        raise BadInput("The PostgreSQL server is older than version 13: update it.")
    for name in ("fsync", "full_page_writes"):
        ((value,),) = connection.execute("SELECT current_setting(%s)", (name,)).fetchall()
        if value != "on":
            raise BadInput(
                f"The PostgreSQL server has {name} turned off, so a power cut would lose what was saved: turn it on."
            )
    found = connection.execute("SELECT version FROM kiosk.format").fetchone()
    version = found[0] if found else 0
    if version > FORMAT:
        raise SchemaTooNew(
            f"The tables on the PostgreSQL server are a newer kiosk's (format {version}, this one knows up to {FORMAT}): "
            "start the newer version."
        )
    if version == 0:
        raise RecordsUnavailable(
            "The tables on the PostgreSQL server are not complete: run the SQL of docs/postgresql.md."
        )
    if version < FORMAT:
        raise RecordsUnavailable(
            f"The tables on the PostgreSQL server are an older kiosk's (format {version}, this one needs {FORMAT}): close the "
            "kiosk everywhere and run, as their owner, the SQL that docs/postgresql.md gives for it; nothing was lost."
        )


def stands(connection: Connection) -> RecordsState | None:
    """Return the state of the records on the server; None if it holds no clinic."""
    row = connection.execute("SELECT commits, audit_seq, audit_mac, last_at, seal FROM kiosk.state").fetchone()
    return None if row is None else state_of(row)


def put_first(connection: Connection, secrets: dict[str, bytes], state: RecordsState) -> None:
    """Write what makes an empty database a clinic's, as part of a transaction."""
    values: list[Any] = [*state]
    made = connection.execute(
        "INSERT INTO kiosk.state VALUES (1, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING", values
    ).rowcount
    if made != 1:
        raise BadInput("There is a clinic in that PostgreSQL database already: choose another database.")
    for name, sealed in secrets.items():
        connection.execute("INSERT INTO kiosk.secret VALUES (%s, %s)", (name, sealed))
