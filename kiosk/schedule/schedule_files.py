"""Schedule exports that are where a booking program leaves them, so that nobody must type a path."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.core.clean import clean
from kiosk.core.errors import BadInput
from kiosk.core.file_times import written_at
from kiosk.core.paths import home

_MOST = 8
_KINDS = frozenset({".csv", ".tsv", ".xlsx", ".ics"})


@dataclass(frozen=True)
class ScheduleFile:
    """A file that may be a schedule, and when it was written."""

    path: Path
    written_at: datetime

    @property
    def name(self) -> str:
        """The file's name, safe to show."""
        return clean(self.path.name, 60)


def usual_folders() -> tuple[Path, ...]:
    """Return where browsers and booking programs put what they export."""
    folders: list[Path] = []
    with suppress(BadInput):
        folders += [home() / "Downloads", home() / "Desktop"]
    with suppress(OSError):  # it may have been removed since
        folders += [Path.cwd()]
    return tuple(folders)


def calendars_in(folder: Path) -> tuple[Path, ...]:
    """Return the calendars of a folder in order of their names: some programs write a file for each appointment."""
    return tuple(sorted(path for path in folder.iterdir() if path.suffix.casefold() == ".ics" and path.is_file()))


def schedules_in(folders: Iterable[Path]) -> tuple[ScheduleFile, ...]:
    """Return the files of these folders that may be schedules, the newest first; a folder that can't be read has none."""
    found = {}
    for folder in folders:
        try:
            for path in folder.iterdir():
                if path.suffix.casefold() in _KINDS and path.is_file():
                    found[path.resolve()] = ScheduleFile(path, written_at(path.stat()))
        except OSError:
            continue
    return tuple(sorted(found.values(), key=lambda file: file.written_at, reverse=True)[:_MOST])
