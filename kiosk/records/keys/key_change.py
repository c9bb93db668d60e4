"""A new key for the records: whenever the change is killed, one key opens them.

The new key waits beside the old one while the store is brought under it (see `kiosk.records.backend.KeyChange`). Then it
takes the place of the old one, which is kept beside it as a former key, for the backups that were made under it.
`finish` completes whatever a kill left behind, or undoes it.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from kiosk.core.actor import Actor
from kiosk.core.clock import Clock
from kiosk.core.errors import KeyMissing, RecordsDamaged, RecordsUnavailable, command
from kiosk.core.settings import EMBEDDED
from kiosk.records import location
from kiosk.records.audit_trail import REKEYED
from kiosk.records.backend import KeyChange
from kiosk.records.keys.key_files import keep_key, new_key_file, put_in_place, read_key
from kiosk.records.secrets import new_secret
from kiosk.records.store import Records
from kiosk.records.store_choice import chosen, store_of


def rekey(folder: Path, key: bytes, key_file: Path, *, actor: Actor, clock: Clock) -> bytes:
    """Give the records a new key, keep it in `key_file` in place of the old one, and return it.

    Raises `RecordsUnavailable` while another terminal has the clinic open. Backups and recovery sheets made before
    still need the old key; PINs, look-ups and the audit trail stay as they are.
    """
    if new_key_file(key_file).exists():
        finish(folder, key_file)
    try:
        for _ in change_in_steps(folder, key, key_file):
            pass
    except (RecordsDamaged, RecordsUnavailable):
        if store_of(folder) == EMBEDDED and new_key_file(key_file).exists():
            finish(folder, key_file)  # nothing is left of what was begun
        raise
    new = read_key(key_file)
    with Records.open(folder, new, clock=clock, store=store_of(folder)) as records, records.write(actor) as writer:
        writer.audit(REKEYED)
    return new


def change_in_steps(folder: Path, key: bytes, key_file: Path) -> Iterator[str]:
    """Do the work step by step, and name each one that is done: a kill may come after any."""
    yield from _change(folder).steps(key, lambda: read_key(keep_key("", new_secret(), file=new_key_file(key_file))))
    finish(folder, key_file)
    yield "finished"


def finish(folder: Path, key_file: Path) -> None:
    """Finish a change of key that was interrupted: complete it if the new key opens the records, else undo it."""
    change, waiting = _change(folder), new_key_file(key_file)
    old = read_key(key_file) if key_file.exists() else None
    if old is not None and change.opens(old):
        change.keep_old()
        waiting.unlink(missing_ok=True)
    elif waiting.exists() and change.opens(new := read_key(waiting)):
        change.take_new(old, new)
        with suppress(FileNotFoundError):  # another command has just done the same
            put_in_place(waiting, key_file)
    else:
        where = f"in {folder}" if store_of(folder) == EMBEDDED else "on the PostgreSQL server"
        raise KeyMissing(
            f"Neither {key_file} nor {waiting} opens the records {where}: {command(folder, 'recovery restore')} brings the "
            "key back by the words of the recovery sheet."
        )
    location.sync_folder(key_file.parent)


def _change(folder: Path) -> KeyChange:
    return chosen(store_of(folder), folder, b"").key_change()
