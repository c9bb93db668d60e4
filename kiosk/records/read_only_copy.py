"""Reading a clinic where nothing can be written, on a full disk or a read-only one: from a copy elsewhere, encrypted as it is."""

import shutil
import tempfile
from pathlib import Path
from typing import Final

from kiosk.core.errors import RecordsUnavailable
from kiosk.records.embedded.failures import CANNOT_WRITE
from kiosk.records.location import IN_MEMORY_FOLDER, WORK

_LEFT_OUT: Final = (
    "damaged-*",
    "before-format-*",
    "before-upgrade-*",
    "records.before-postgresql*",
    "*.part",
    "*-shm",
    WORK,
)
UNRECORDED: Final = "This look could not be recorded: {why}"
"""What is said beside what is shown if the trail could not be written."""


def is_unwritable(error: RecordsUnavailable) -> bool:
    """Tell whether records cannot be opened only because nothing can be written beside them."""
    return error.sentence in CANNOT_WRITE


def copy_elsewhere(folder: Path, error: RecordsUnavailable) -> Path:
    """Copy a clinic's folder to where there is room, for this account only; raise the error if there is none."""
    for parent in (None, IN_MEMORY_FOLDER):
        copy: Path | None = None
        try:
            copy = Path(tempfile.mkdtemp(prefix="kiosk-look-", dir=parent))
            shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(*_LEFT_OUT), dirs_exist_ok=True)
            for each in (copy, *copy.rglob("*")):
                each.chmod(0o700 if each.is_dir() else 0o600)
        except OSError:
            if copy is not None:
                shutil.rmtree(copy, ignore_errors=True)
        else:
            return copy
    raise error
