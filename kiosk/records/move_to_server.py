"""Moving a clinic from its own folder to a PostgreSQL server.

The copy is compared with the records before it counts (`kiosk.records.postgresql.server_copy`). Then the setting ``store`` is changed,
while nobody else has the clinic open, and the clinic's settings go into the records; the file keeps those of the machine. A kill at any moment leaves the clinic where it was, or moved; running the move again
ends it.
"""

from collections.abc import Generator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple, cast

from kiosk.core.actor import Actor
from kiosk.core.clock import Clock
from kiosk.core.errors import BadInput, RecordsDamaged, RecordsUnavailable
from kiosk.core.settings import EMBEDDED, Settings, clinics, file_values, load, save
from kiosk.core.telling import Tell, tell_nobody
from kiosk.records import location
from kiosk.records.audit.verification import verify
from kiosk.records.audit_trail import entries as read
from kiosk.records.backend import RecordsState
from kiosk.records.clinic_settings import keep_settings, write_copy, write_machine_file
from kiosk.records.counter import CommitCounter
from kiosk.records.embedded.file_store import EmbeddedStore
from kiosk.records.embedded.reencryption import exclusive_access
from kiosk.records.kinds import Kind
from kiosk.records.store import Records
from kiosk.records.store_choice import on_server

OLD: Final = "records.before-postgresql"
MOVED: Final = "records.moved"
_NEXT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "found whole": "Copying every record to the server, and comparing the copy",
        "copied": "Changing the setting",
        "the setting changed": "Writing into the trail what moved",
        "noted in the trail": "Putting the old records aside",
        "put aside": "Done",
    }
)
"""What begins after each step that is done."""


class MoveResult(NamedTuple):
    """What was moved, and where the old file is."""

    documents: int
    entries: int
    old: Path


def move_to_server(
    folder: Path, key: bytes, url: str, *, actor: Actor, clock: Clock, tell: Tell = tell_nobody
) -> MoveResult:
    """Move the clinic in a folder to the database at `url`, and change its setting ``store``.

    Raises `BadInput` if the address, the database or the clinic is not fit for it, `RecordsUnavailable` while another
    terminal has the clinic open, `RecordsDamaged` if what was written is not what was read. `tell` hears each step that begins.
    """
    tell("Reading every record")
    work = move_in_steps(folder, key, url, actor=actor, clock=clock)
    while True:
        try:
            tell(_NEXT[next(work)])
        except StopIteration as end:
            return cast("MoveResult", end.value)


def move_in_steps(
    folder: Path, key: bytes, url: str, *, actor: Actor, clock: Clock
) -> Generator[str, None, MoveResult]:
    """Do the work step by step, and name each one that is done: a kill may come after any, and it can be run again."""
    settings = load(folder)
    file = folder / location.DATABASE
    if settings.store != EMBEDDED and not (settings.store == url and file.exists()):
        raise BadInput("The clinic is on PostgreSQL already: its setting store says so.")
    if settings.store == EMBEDDED:
        moved = Settings.checked(
            {**settings.model_dump(exclude_none=True), "store": url}, "The address given with --to"
        )
        on_server(url, folder, key).holds()  # says why, if the server cannot be reached
        location.check_folder(folder)
        with exclusive_access(file, key):
            pass
        _refuse_damaged(folder, key, clock)
        yield "found whole"
        state = bring(folder, key, url)
        yield "copied"
        with exclusive_access(file, key):
            if CommitCounter(folder, key).read().commits != state.commits:
                raise RecordsUnavailable(
                    "Somebody used the clinic meanwhile: run kiosk migrate again; nothing was lost."
                )
            save(folder, moved)
            location.sync_folder(folder)
        yield "the setting changed"
    documents, entries = _note(folder, key, url, actor, clock)
    if "clinic_name" in (values := file_values(folder)):
        write_copy(folder, values)
        write_machine_file(folder, values)
    yield "noted in the trail"
    file.rename(folder / OLD)
    location.sync_folder(folder)
    yield "put aside"
    return MoveResult(documents, entries, folder / OLD)


def _refuse_damaged(folder: Path, key: bytes, clock: Clock) -> None:
    with Records.open(folder, key, clock=clock) as records:
        problems = verify(records)
    if problems:
        raise RecordsDamaged(f"The clinic is not moved, because its records are not whole: {problems[0]}")


def _note(folder: Path, key: bytes, url: str, actor: Actor, clock: Clock) -> tuple[int, int]:
    """Write into the trail on the server what moved there, unless an interrupted move did so; return how much."""
    here = EmbeddedStore(folder, key).connect()
    try:
        left = here.begin(write=False)
        documents, entries = sum(here.count(kind, None) for kind in Kind), sum(1 for _ in here.audit())
        here.rollback()
    finally:
        here.close()
    with Records.open(folder, key, clock=clock, store=url) as records, records.write(actor) as writer:
        if not any(entry.event == MOVED for entry in read(writer.trail_rows(after=left.audit_seq))):
            writer.audit(MOVED, detail={"to": "postgresql", "documents": documents, "entries": entries})
            keep_settings(writer, clinics(file_values(folder)), actor.name, clock.now())
    return documents, entries


def bring(folder: Path, key: bytes, url: str) -> RecordsState:
    """Copy everything in a folder to a server; return the state of the copy."""
    here = EmbeddedStore(folder, key).connect()
    try:
        state = here.begin(write=True)  # nobody writes here until it is over
        on_server(url, folder, key).copy(here, state)
        here.rollback()
    finally:
        here.close()
    return state
