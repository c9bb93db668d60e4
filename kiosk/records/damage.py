"""A thorough look at the records: every page, every index, every audit entry, every document."""

from pathlib import Path

from kiosk.errors import RecordsDamaged
from kiosk.records import audit, place
from kiosk.records.counter import FILE, Counter
from kiosk.records.failures import told
from kiosk.records.secrets import derive
from kiosk.records.sqlcipher import connect
from kiosk.records.store import Records


def examine(folder: Path, key: bytes) -> list[str]:
    """Return what is wrong with the records, one sentence each; none if they are whole.

    Works while others use the clinic. Takes about a second for every 100 MB. Raises what `Records.open` raises, but for
    `RecordsDamaged`, which is an answer.
    """
    try:
        with Records.open(folder, key) as records:
            pages = _pages(folder / place.DATABASE, key)
            found = pages or [problem.sentence for problem in audit.verify(records)]
            if not found and not Counter(folder, key).is_whole():
                found = [
                    f"Half of the file {folder / FILE} was altered; the records are whole, and writing them mends it."
                ]
            return found
    except RecordsDamaged as damage:
        return [damage.sentence]


def _pages(file: Path, key: bytes) -> list[str]:
    """Return what the cipher's and SQLite's own checks find."""
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
