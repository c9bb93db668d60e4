"""A thorough look at the records: every page, every index, every audit entry, every document."""

from pathlib import Path
from typing import NamedTuple

from kiosk.core.actor import Actor
from kiosk.core.clock import Clock
from kiosk.core.errors import RecordsDamaged
from kiosk.core.settings import EMBEDDED
from kiosk.core.settings import FILE as SETTINGS
from kiosk.records import retention_settings
from kiosk.records.audit import checkpoints
from kiosk.records.audit.trail_check import RecordsProblem
from kiosk.records.audit.verification import verify
from kiosk.records.clinic_settings import settings_in_force
from kiosk.records.counter import FILE, CommitCounter
from kiosk.records.embedded.page_check import check_pages
from kiosk.records.store import Records


class Examination(NamedTuple):
    """What a thorough look found."""

    problems: list[RecordsProblem]
    entries: int
    """The number of the newest audit entry."""
    unwritable: str | None = None
    """Why the records could be read from a copy only, if so."""


def look(
    folder: Path,
    key: bytes,
    *,
    clock: Clock,
    store: str = EMBEDDED,
    checkpoint: str | None = None,
    by: Actor | None = None,
) -> Examination:
    """Look at the records before anything is written, because whatever is written renews what the state says of the last change.

    `checkpoint` is a signed note of how far the trail had come. If this look is the first from which this machine remembers how far the
    records had come, and they are whole, the trail says so, in the name of `by`. Raises what `Records.open` raises.
    """
    forgot = not (folder / FILE).exists()
    with Records.look(folder, key, clock=clock, store=store) as records:
        found = records_problems(records, key)
        if checkpoint is not None:
            found += [RecordsProblem(None, sentence) for sentence in checkpoints.missing_since(records, checkpoint)]
        with records.read() as reader:
            last = reader.state.audit_seq
        if forgot and by is not None and not found and records.unwritable is None:
            records.note_new_memory(by)
        found = [RecordsProblem(each.seq, each.sentence.replace(str(records.folder), str(folder))) for each in found]
        return Examination(found, last, records.unwritable)


def examine_records(
    folder: Path, key: bytes, *, clock: Clock, store: str = EMBEDDED, by: Actor | None = None
) -> list[str]:
    """Return what is wrong with the records, one sentence each; none if they are whole.

    Works while others use the clinic. Takes some seconds for every 100 MB. Raises what `look` raises, but for
    `RecordsDamaged`, which is an answer.
    """
    try:
        return [str(problem) for problem in look(folder, key, clock=clock, store=store, by=by).problems]
    except RecordsDamaged as damage:
        return [damage.sentence]


def records_problems(records: Records, key: bytes) -> list[RecordsProblem]:
    """Return what is wrong with opened records: their pages first, and if these are whole, what is written on them."""
    bad = check_pages(records.folder, key) if records.is_embedded else []
    try:
        found = [RecordsProblem(None, sentence) for sentence in bad] or verify(records)
    except RecordsDamaged as damage:
        found = [RecordsProblem(None, damage.sentence)]
    if (records.folder / SETTINGS).exists():
        with records.read() as reader:
            doubt = retention_settings.unconfirmed_times(
                reader, settings_in_force(reader, records.folder), records.folder
            )
        found += [RecordsProblem(None, doubt)] if doubt else []
    if not found and not CommitCounter(records.folder, key).is_whole():
        half = (
            f"Half of the file {records.folder / FILE} was altered; the records are whole, and writing them mends it."
        )
        return [RecordsProblem(None, half)]
    return found
