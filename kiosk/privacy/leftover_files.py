"""What was put aside in the clinic's own folder: records as they were before something was done to them.

They are encrypted, and they may hold clients who were erased since.
"""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from kiosk.core.file_times import written_at
from kiosk.privacy.legal_hold import all_held
from kiosk.records import Reader
from kiosk.records.context import Context
from kiosk.records.location import WORK, sync_folder
from kiosk.visits.books import Books

_NAMES: Final = ("damaged-*", "before-format-*.backup", "before-upgrade-*.backup", "records.before-postgresql*", WORK)


@dataclass(frozen=True, slots=True)
class PutAsideFile:
    """A file or a folder that was put aside."""

    path: Path
    since: datetime

    @property
    def name(self) -> str:
        """Its name in the clinic's folder."""
        return self.path.name


def put_aside(folder: Path) -> tuple[PutAsideFile, ...]:
    """Return what was put aside in a clinic's folder, by name."""
    found = sorted(path for pattern in _NAMES for path in folder.glob(pattern))
    return tuple(PutAsideFile(path, written_at(path.lstat())) for path in found)


def put_aside_due(books: Books, reader: "Reader", *, all_of_it: bool = False) -> tuple[PutAsideFile, ...]:
    """Return what has been put aside for long enough, or all of it; nothing while any client is under a legal hold.

    Nobody can tell whose records are in it without opening it, so one hold keeps all of it.
    """
    found = put_aside(books.folder)
    if not found or all_held(books, reader):
        return ()
    limit = books.clock.now() - timedelta(days=books.settings.keep_put_aside_days)
    return tuple(each for each in found if all_of_it or each.since < limit)


def remove_put_aside(context: Context, asides: tuple[PutAsideFile, ...]) -> int:
    """Remove what was put aside; return how much there was."""
    for each in asides:
        if each.path.is_dir() and not each.path.is_symlink():
            shutil.rmtree(each.path)
        else:
            each.path.unlink(missing_ok=True)
    if asides:
        sync_folder(context.folder)
    return len(asides)


def names(asides: tuple[PutAsideFile, ...]) -> str:
    """Return their names for a sentence."""
    return ", ".join(each.name for each in asides)
