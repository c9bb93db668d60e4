"""Making the records of a clinic, and the first look at them when they are opened."""

import os
from pathlib import Path
from typing import Final

from kiosk.errors import BadInput, KeyMissing, RecordsDamaged, command
from kiosk.records import place, schema
from kiosk.records.counter import Counter, Mark
from kiosk.records.engine import State
from kiosk.records.failures import DAMAGED, told
from kiosk.records.secrets import KEY_BYTES, SEALED, derive, new_secret, seal
from kiosk.records.sqlcipher import connect, migrate, version
from kiosk.records.trail import GENESIS, Sealer

FIRST: Final = State(0, 0, GENESIS, "")
"""Where records stand that were just made."""


def create_database(folder: Path, key: bytes) -> None:
    """Make empty records. They appear in the folder whole or not at all."""
    if len(key) != KEY_BYTES:
        raise BadInput(f"The key of a clinic has {KEY_BYTES} bytes, this one has {len(key)}.")
    place.make_private_folder(folder)
    file = folder / place.DATABASE
    if file.exists():
        raise BadInput(f"There is a clinic in {folder} already: choose another folder.")
    part = folder / f"{place.DATABASE}.part"
    place.remove_database(part)
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    with told():
        connection = connect(part, derive(key, "records"), wal=False)
        try:
            migrate(connection, part)
            connection.execute("BEGIN IMMEDIATE")
            secrets = {name: new_secret() for name in SEALED}
            connection.execute("INSERT INTO state VALUES (1, ?, ?, ?, ?, ?)", Sealer(secrets).sealed(FIRST))
            for name, secret in secrets.items():
                connection.execute("INSERT INTO secret VALUES (?, ?)", (name, seal(key, name, secret)))
            connection.execute("COMMIT")
        finally:
            connection.close()
    Counter(folder, key).create(Mark(0, 0, GENESIS))
    part.rename(file)
    place.sync_folder(folder)


def open_database(folder: Path, key: bytes) -> Mark:
    """Check that the key opens the records, bring their tables up to date, and return what they must hold at least."""
    file = folder / place.DATABASE
    if len(key) != KEY_BYTES:
        raise KeyMissing(f"The key of a clinic has {KEY_BYTES} bytes, this one has {len(key)}: look for the right key.")
    if not file.exists():
        raise RecordsDamaged(f"The file {file} is missing: bring back the last backup with kiosk restore.")
    try:
        mark = Counter(folder, key).read()
    except RecordsDamaged:
        if not opens(file, key):
            raise KeyMissing(
                f"The key does not open the records in {folder}: {command(folder, 'recovery restore')} brings this clinic's "
                "key back by the words of the recovery sheet; if it is this one, the records are damaged, and kiosk restore "
                "brings back the last backup."
            ) from None
        raise
    with told():
        connection = connect(file, derive(key, "records"))
        try:
            found = version(connection)
            if found == 0:
                raise RecordsDamaged(DAMAGED)
            if found < schema.VERSION:
                _keep_older(folder, key)
            migrate(connection, file)
        finally:
            connection.close()
    return mark


def _keep_older(folder: Path, key: bytes) -> None:
    """Make a backup before the tables change; the older kiosk can restore it."""
    from kiosk.records.backup import write_copy  # noqa: PLC0415  (which stands on this module)

    file = folder / f"before-format-{schema.VERSION}.backup"
    if not file.exists():
        write_copy(folder, key, file)


def opens(file: Path, key: bytes) -> bool:
    """Tell whether a key opens a database file. Raises `RecordsUnavailable` if that cannot be found out now."""
    try:
        with told():
            connection = connect(file, derive(key, "records"), wal=False)
            try:
                version(connection)
            finally:
                connection.close()
    except RecordsDamaged:
        return False
    return True
