"""Moving a clinic from its own folder to a PostgreSQL server, verified record by record before anything counts.

Everything is written in one transaction of the server and read back in it; only if every record, look-up value, entry of
the trail and secret is there as it was, the transaction is ended. Then the setting ``store`` is changed, while nobody
else has the clinic open. A kill at any moment leaves the clinic where it was, or moved; running the move again ends it.
"""

from collections.abc import Generator, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Final, NamedTuple, cast

from kiosk.actor import Actor
from kiosk.clock import Clock
from kiosk.errors import BadInput, RecordsDamaged, RecordsUnavailable
from kiosk.records import audit, place
from kiosk.records.counter import Counter
from kiosk.records.embedded import EmbeddedStore
from kiosk.records.engine import Engine, State
from kiosk.records.kinds import Kind
from kiosk.records.postgresql import PostgresEngine
from kiosk.records.postgresql_connection import Connection, checked, first_connect, told
from kiosk.records.postgresql_pulse import Pulse
from kiosk.records.postgresql_store import check_server, put_first, stands
from kiosk.records.rekey import alone
from kiosk.records.sealed import Seal
from kiosk.records.secrets import SEALED, unseal
from kiosk.records.store import Records
from kiosk.records.trail import entries as read
from kiosk.settings import EMBEDDED, Settings, load, save

OLD: Final = "records.before-postgresql"
MOVED: Final = "records.moved"
_NOT_THE_SAME: Final = (
    "On the server {what} is not as it is here: nothing was moved, and the clinic stays in its folder."
)


class Moved(NamedTuple):
    """What was moved, and where the old file lies."""

    documents: int
    entries: int
    old: Path


def migrate(folder: Path, key: bytes, url: str, *, actor: Actor, clock: Clock) -> Moved:
    """Move the clinic in a folder to the database at `url`, and change its setting ``store``.

    Raises `BadInput` if the address, the database or the clinic is not fit for it, `RecordsUnavailable` while another
    terminal has the clinic open, `RecordsDamaged` if what was written is not what was read.
    """
    work = steps(folder, key, url, actor=actor, clock=clock)
    while True:
        try:
            next(work)
        except StopIteration as end:
            return cast("Moved", end.value)


def steps(folder: Path, key: bytes, url: str, *, actor: Actor, clock: Clock) -> Generator[str, None, Moved]:
    """Do the work step by step, and name each one that is done: a kill may come after any, and it can be run again."""
    settings = load(folder)
    file = folder / place.DATABASE
    if settings.store != EMBEDDED and not (settings.store == url and file.exists()):
        raise BadInput("The clinic is on PostgreSQL already: its setting store says so.")
    if settings.store == EMBEDDED:
        moved = Settings.checked(
            {**settings.model_dump(exclude_none=True), "store": url}, "The address given with --to"
        )
        holds(url)  # says why, if the server cannot be reached
        place.check_folder(folder)
        with alone(file, key):
            pass
        _refuse_damaged(folder, key, clock)
        yield "found whole"
        state = bring(folder, key, url)
        yield "copied"
        with alone(file, key):
            if Counter(folder, key).read().commits != state.commits:
                raise RecordsUnavailable(
                    "Somebody used the clinic meanwhile: run kiosk migrate again; nothing was lost."
                )
            save(folder, moved)
            place.sync_folder(folder)
        yield "the setting changed"
    documents, entries = _note(folder, key, url, actor, clock)
    yield "noted in the trail"
    file.rename(folder / OLD)
    place.sync_folder(folder)
    yield "put aside"
    return Moved(documents, entries, folder / OLD)


def _refuse_damaged(folder: Path, key: bytes, clock: Clock) -> None:
    with Records.open(folder, key, clock=clock) as records:
        problems = audit.verify(records)
    if problems:
        raise RecordsDamaged(f"The clinic is not moved, because its records are not whole: {problems[0]}")


def _note(folder: Path, key: bytes, url: str, actor: Actor, clock: Clock) -> tuple[int, int]:
    """Tell the trail on the server what moved there, unless a move that was stopped then has told it; return how much."""
    here = EmbeddedStore(folder, key).connect()
    try:
        left = here.begin(write=False)
        documents, entries = sum(here.count(kind, None) for kind in Kind), sum(1 for _ in here.audit())
        here.rollback()
    finally:
        here.close()
    with Records.open(folder, key, clock=clock, store=url) as records, records.write(actor) as writer:
        if not any(entry.what == MOVED for entry in read(writer.trail_rows(after=left.audit_seq))):
            writer.audit(MOVED, detail={"to": "postgresql", "documents": documents, "entries": entries})
    return documents, entries


def holds(url: str) -> State | None:
    """Return where the records in a database stand, or ``None`` if it holds no clinic but could."""
    with told(), first_connect(checked(url)) as connection:
        check_server(connection)
        return stands(connection)


def bring(folder: Path, key: bytes, url: str) -> State:
    """Write all that lies in a folder to a server, as `copy` does; return where it stands."""
    here = EmbeddedStore(folder, key).connect()
    try:
        state = here.begin(write=True)  # nobody writes here until it is over
        copy(here, state, checked(url), key)
        here.rollback()
    finally:
        here.close()
    return state


def copy(here: Engine, state: State, conninfo: str, key: bytes) -> tuple[int, int]:
    """Write everything to a server and compare it, in one transaction; return how many documents and entries.

    What an earlier call brought there is compared and left, or replaced if the clinic has gone on here since. `state` is
    where `here` stands.
    """
    secrets = {name: _secret(here, name) for name in SEALED}
    seal = Seal(key, unseal(key, "index", secrets["index"]))
    there = PostgresEngine(conninfo, seal, Pulse())
    try:
        connection = there.connection
        with told():
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


def _is_earlier(present: State, here: Engine, there: Engine) -> bool:
    """Tell whether a server holds what these records were before: an earlier move left it, and nobody worked there."""
    if any(here.secret(name) != there.secret(name) for name in SEALED):
        return False
    last = next(here.audit(after=present.audit_seq - 1), None) if present.audit_seq else None
    return last is not None and (last.seq, last.mac) == (present.audit_seq, present.audit_mac)


def _empty(connection: Connection, state: State) -> None:
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


def _compare(here: Engine, there: PostgresEngine, seal: Seal) -> tuple[int, int]:
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


def _lookups(here: Engine, seal: Seal) -> Iterator[tuple[bytes, bytes]]:
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
        raise RecordsDamaged(f"The clinic's records lack a secret ({name}): bring back the last backup.")
    return sealed
