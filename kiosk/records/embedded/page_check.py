"""Whether every page of the encrypted file is as it was written."""

from pathlib import Path

from kiosk.records import location
from kiosk.records.embedded.failures import sqlite_errors
from kiosk.records.embedded.sqlite_connection import connect_file
from kiosk.records.secrets import derive
from rules import several


def check_pages(folder: Path, key: bytes) -> list[str]:
    """Return what the cipher's check of every page and SQLite's own checks find in the encrypted file."""
    file = folder / location.DATABASE
    with sqlite_errors():
        connection = connect_file(file, derive(key, "records"))
        try:
            bad = [row[0] for row in connection.execute("PRAGMA cipher_integrity_check")]
            if bad:
                more = f" and {several(len(bad) - 1, 'more place', 'more places')}" if len(bad) > 1 else ""
                return [f"{file} was altered ({bad[0]}{more}): bring back the last backup with kiosk restore."]
            found = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
        finally:
            connection.close()
    return (
        [] if found == ["ok"] else [f"{file} is damaged ({found[0]}): bring back the last backup with kiosk restore."]
    )
