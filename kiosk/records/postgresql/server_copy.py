"""Copying a clinic's records to a PostgreSQL server, each of them read back and compared before anything counts.

Everything is written in one transaction of the server and read back in it; only if every record, look-up value, entry of
the trail and secret is there as it was, the transaction is ended.
"""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from kiosk.core.errors import BadInput, RecordsDamaged
from kiosk.records.backend import Engine, RecordsState
from kiosk.records.kinds import Kind
from kiosk.records.postgresql.commit_listener import Pulse
from kiosk.records.postgresql.sealing import RowSeal
from kiosk.records.postgresql.server_connection import Connection, server_errors
from kiosk.records.postgresql.server_engine import PostgresEngine
from kiosk.records.postgresql.server_tables import check_server, put_first, stands
from kiosk.records.secrets import SEALED, lacking, unseal


def copy(here: Engine, state: RecordsState, conninfo: str, key: bytes) -> tuple[int, int]:
    """Write everything to a server and compare it, in one transaction; return how many documents and entries.

    What an earlier call brought there is compared and left, or replaced if the clinic has gone on here since. `state` is
    the state of `here`.
    """
    secrets = {name: _secret(here, name) for name in SEALED}
    seal = RowSeal(key, unseal(key, "index", secrets["index"]))
    there = PostgresEngine(conninfo, seal, Pulse())
    try:
        connection = there.connection
        with server_errors():
            check_server(connection)
            with connection.transaction():
                present = stands(connection)
                if present is None:
                    put_first(connection, secrets, state)
                    _write(here, there)
                elif present != state:  # else an earlier move ended just before the setting was changed
                    if not _is_earlier(present, here, there):
                        raise BadInput(
                            "There is a clinic in that PostgreSQL database already: choose another database."
                        )
                    _empty(connection, state)
                    _write(here, there)
                return _compare(here, there, seal)
    finally:
        there.close()


def _is_earlier(present: RecordsState, here: Engine, there: Engine) -> bool:
    """Tell whether a server holds what these records were before: an earlier move left it, and nobody worked there."""
    if any(here.secret(name) != there.secret(name) for name in SEALED):
        return False
    last = next(here.audit(after=present.audit_seq - 1), None) if present.audit_seq else None
    return last is not None and (last.seq, last.mac) == (present.audit_seq, present.audit_mac)


def _empty(connection: Connection, state: RecordsState) -> None:
    """Remove what an earlier move left; the role of the kiosks may not empty a whole table at once."""
    for statement in (b"DELETE FROM kiosk.lookup", b"DELETE FROM kiosk.document", b"DELETE FROM kiosk.audit"):
        connection.execute(statement)
    connection.execute(
        "UPDATE kiosk.state SET commits = %s, audit_seq = %s, audit_mac = %s, last_at = %s, seal = %s", tuple(state)
    )


def _write(here: Engine, there: PostgresEngine) -> None:
    with there.connection.pipeline():
        for kind in Kind:
            for row in here.scan(kind, None):
                there.store(kind, row, None)
        for entry in here.audit():
            there.append_audit(entry)


def _compare(here: Engine, there: PostgresEngine, seal: RowSeal) -> tuple[int, int]:
    """Read everything back. Raises `RecordsDamaged` at the first difference."""
    documents = entries = 0
    for kind in Kind:
        for ours, theirs in zip_longest(here.scan(kind, None), there.scan(kind, None)):
            if ours is None or ours != theirs:
                raise RecordsDamaged(_NOT_THE_SAME.format(what=f"a {kind}"))
            documents += 1
    for ours, theirs in zip_longest(here.audit(), there.audit()):
        if ours is None or ours != theirs:
            raise RecordsDamaged(_NOT_THE_SAME.format(what="the audit trail"))
        entries += 1
    wanted = sorted(_lookups(here, seal))
    if wanted != sorted(_lookups_there(there.connection)):
        raise RecordsDamaged(_NOT_THE_SAME.format(what="an index"))
    if any(here.secret(name) != there.secret(name) for name in SEALED):
        raise RecordsDamaged(_NOT_THE_SAME.format(what="a secret"))
    return documents, entries


def _lookups(here: Engine, seal: RowSeal) -> Iterator[tuple[bytes, bytes]]:
    for kind in Kind:
        for row in here.scan(kind, None):
            name = seal.hashed("id", kind, row.id)
            yield from ((value, name) for value in PostgresEngine.hashes(seal, kind, row))


def _lookups_there(connection: Connection) -> Iterator[tuple[bytes, bytes]]:
    cursor = connection.execute("SELECT l.value, d.id FROM kiosk.lookup l LEFT JOIN kiosk.document d USING (n)")
    return ((bytes(value), bytes(name or b"")) for value, name in cursor)


def _secret(here: Engine, name: str) -> bytes:
    sealed = here.secret(name)
    if sealed is None:
        raise lacking(name)
    return sealed


_NOT_THE_SAME: Final = (
    "On the server {what} is not as it is here: nothing was moved, and the clinic stays in its folder."
)
