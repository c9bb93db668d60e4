"""A thorough look at the records: every page, every index, every audit entry, every document."""

from pathlib import Path

from kiosk.errors import RecordsDamaged
from kiosk.records import audit, place
from kiosk.records.checking import Problem
from kiosk.records.counter import FILE, Counter
from kiosk.records.embedded import EMBEDDED
from kiosk.records.failures import told
from kiosk.records.secrets import derive
from kiosk.records.sqlcipher import connect
from kiosk.records.store import Records


def examine(folder: Path, key: bytes, *, store: str = EMBEDDED) -> list[str]:
    """Return what is wrong with the records, one sentence each; none if they are whole.

    Works while others use the clinic. Takes some seconds for every 100 MB. Raises what `Records.open` raises, but for
    `RecordsDamaged`, which is an answer.
    """
    try:
        with Records.open(folder, key, store=store) as records:
            return [str(problem) for problem in problems(records, key)]
    except RecordsDamaged as damage:
        return [damage.sentence]


def problems(records: Records, key: bytes) -> list[Problem]:
    """Return what is wrong with opened records: their pages first, and if these are whole, what is written on them."""
    bad = pages(records.folder, key) if records.is_embedded else []
    try:
        found = [Problem(None, sentence) for sentence in bad] or audit.verify(records)
    except RecordsDamaged as damage:
        found = [Problem(None, damage.sentence)]
    if not found and not Counter(records.folder, key).is_whole():
        half = (
            f"Half of the file {records.folder / FILE} was altered; the records are whole, and writing them mends it."
        )
        return [Problem(None, half)]
    return found


def pages(folder: Path, key: bytes) -> list[str]:
    """Return what the cipher's check of every page and SQLite's own checks find in the encrypted file."""
    file = folder / place.DATABASE
    with told():
        connection = connect(file, derive(key, "records"))
        try:
            bad = [row[0] for row in connection.execute("PRAGMA cipher_integrity_check")]
            if bad:
                more = f" and {len(bad) - 1} more places" if len(bad) > 1 else ""
                return [f"{file} was altered ({bad[0]}{more}): bring back the last backup with kiosk restore."]
            found = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
        finally:
            connection.close()
    return (
        [] if found == ["ok"] else [f"{file} is damaged ({found[0]}): bring back the last backup with kiosk restore."]
    )
