"""A folder in which a booking program leaves its schedules: which file is whole, and where it goes once it was read.

Whatever ends a watcher in the middle leaves each file in one of two places: still in the folder, or moved. Moving is one step.
"""

import errno
import fcntl
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Final

from kiosk.core.clean import clean
from kiosk.core.clock import Clock
from kiosk.core.errors import BadInput, RecordsUnavailable
from kiosk.core.whole_file import write_whole
from kiosk.schedule.file_text import MOST_BYTES

DONE: Final = "done"
REFUSED: Final = "refused"
REPORT: Final = ".report.txt"
SETTLED: Final = timedelta(seconds=5)
"""How long a file must stay the same before it counts as whole."""
EMPTY: Final = timedelta(seconds=60)
"""The same for an empty file: some programs make it first and fill it later."""
FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_LOCK: Final = ".kiosk-watch"
_ROOM: Final = ".kiosk-room"
_ROOM_BYTES: Final = 4 * 1024 * 1024
"""As much as a report can need."""
_UNFINISHED: Final = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".filepart", ".swp", ".lock")
_STAMP: Final = "%Y%m%dT%H%M%S"
_LONGEST: Final = 80
_MOST_BYTES_OF_A_NAME: Final = 150
"""A file system counts bytes, up to four a letter: 255 with the time before it and all endings."""
_LONGEST_ENDING: Final = 8
_Look = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file that is whole."""

    path: Path
    is_file: bool
    """False for a link, a pipe and whatever else holds no text of its own."""
    look: _Look
    """By which it is known again: another file may come under its name while it is read."""

    def is_still_there(self) -> bool:
        """Tell whether the file is what it was, whoever may read it now. Raises OSError if it is gone."""
        return _look_at(self.path.lstat())[:-1] == self.look[:-1]


class DropFolder:
    """One folder, looked at again and again."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock
        self._seen: dict[str, tuple[_Look, float]] = {}
        self._stuck: dict[str, _Look] = {}
        if not folder.is_dir():
            raise BadInput(f"There is no folder {clean(str(folder))}: make it, or name another.")
        self._places: Mapping[str, int] = {}
        with self._places_open():
            pass  # so that what is wrong with them is said at once

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Tell whether nobody else works on this folder, and keep it so for as long as the ``with`` lasts."""
        try:
            descriptor = os.open(self._folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            raise self._unusable(error) from None
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                yield False
            else:
                with self._places_open():
                    try:
                        yield True
                    finally:
                        self._give_room_back()
        finally:
            os.close(descriptor)

    def keep_room(self) -> None:
        """Keep room on the disk for a report, before a file is read: one that could not be told about would be read again and again.

        Raises OSError if there is none.
        """
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(self._folder / _ROOM, flags, 0o600)
        try:
            os.posix_fallocate(descriptor, 0, _ROOM_BYTES)
        except OSError as error:
            if error.errno in FULL:
                raise
        finally:
            os.close(descriptor)

    def _give_room_back(self) -> None:
        with suppress(OSError):
            (self._folder / _ROOM).unlink()

    @contextmanager
    def _places_open(self) -> Iterator[None]:
        """Have the folders for what was read open: what takes their place meanwhile gets nothing."""
        with ExitStack() as stack:
            self._places = {name: self._place(name) for name in (DONE, REFUSED)}
            for descriptor in self._places.values():
                stack.callback(os.close, descriptor)
            yield

    def _place(self, name: str) -> int:
        place = self._folder / name
        try:
            with suppress(FileExistsError):
                place.mkdir(mode=0o700)
            descriptor = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError as error:
            if place.is_symlink():
                raise BadInput(f"{clean(str(place))} is a link to somewhere else: put a folder there.") from None
            raise BadInput(f"{clean(str(place))} cannot be made: {_why(error)}.") from None
        if os.fstat(descriptor).st_uid != os.geteuid():
            os.close(descriptor)
            raise BadInput(f"{clean(str(place))} is another account's: move it away.")
        return descriptor

    def whole(self) -> list[Dropped]:
        """Return the files that have not changed for a while, the one written first at the beginning."""
        found = []
        looks: dict[str, tuple[_Look, float]] = {}
        for entry in self._entries():
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError:
                continue  # gone since
            look = _look_at(status)
            before, since = self._seen.get(entry.name, (look, self._clock.monotonic()))
            looks[entry.name] = (look, since if before == look else self._clock.monotonic())
            if self._stuck.get(entry.name) != look and self._is_whole(status, looks[entry.name][1]):
                is_file = stat.S_ISREG(status.st_mode)
                found.append((status.st_mtime_ns, entry.name, Dropped(Path(entry.path), is_file, look)))
        self._seen = looks
        self._stuck = {name: look for name, look in self._stuck.items() if name in looks}
        return [dropped for _, _, dropped in sorted(found, key=lambda each: each[:2])]

    def read(self, dropped: Dropped) -> bytes:
        """Return what a file holds, and no more than can be read as a schedule. Raises OSError."""
        descriptor = os.open(dropped.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            with suppress(OSError):  # another account's
                os.fchmod(descriptor, 0o600)
            return file.read(MOST_BYTES + 1)

    def put(self, dropped: Dropped, place: str, report: str) -> None:
        """Write a report, then move the file beside it, both under the time and a name that can be read. Raises OSError.

        What came in its place meanwhile was not read, so it stays.
        """
        self._give_room_back()
        within = self._places[place]
        name = self._free(within, dropped.path.name)
        write_whole(Path(name + REPORT), report, within=within)
        if dropped.is_still_there():
            os.rename(dropped.path, name, dst_dir_fd=within)

    def leave(self, dropped: Dropped) -> None:
        """Look at a file no more until it changes: it can be neither read nor moved."""
        with suppress(OSError):  # gone, which is as well
            if dropped.is_still_there():
                self._stuck[dropped.path.name] = _look_at(dropped.path.lstat())

    def forget_old(self, days: int) -> int:
        """Remove files that were read so many days ago, with their reports; return how many."""
        before = self._clock.now() - timedelta(days=days)
        gone = 0
        with self._places_open():
            for within in self._places.values():
                with suppress(OSError):  # tried again the next day
                    for name in _names(within):
                        at = _stamp_of(name)
                        if at is not None and at.replace(tzinfo=before.tzinfo) < before:
                            os.unlink(name, dir_fd=within)
                            gone += not name.endswith(REPORT)
        return gone

    def _entries(self) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(self._folder) as entries:
                return [each for each in entries if not _is_passed_over(each)]
        except OSError as error:
            raise self._unusable(error) from None

    def _unusable(self, error: OSError) -> RecordsUnavailable:
        return RecordsUnavailable(
            f"The folder {clean(str(self._folder))} can't be used now: {_why(error)}. It is looked at again."
        )

    def _is_whole(self, status: os.stat_result, since: float) -> bool:
        least = SETTLED if status.st_size or not stat.S_ISREG(status.st_mode) else EMPTY
        if self._clock.monotonic() - since >= least.total_seconds():
            return True
        # When it was last changed, or renamed into the folder, which no program can set otherwise. A clock that runs
        # behind the file's tells nothing.
        return self._clock.now().timestamp() - status.st_ctime >= least.total_seconds()

    def _free(self, within: int, name: str) -> str:
        """Return a name that is not taken, for one that may be anything."""
        told = Path(name.encode(errors="replace").decode())
        short = clean(told.stem, _LONGEST).encode()[:_MOST_BYTES_OF_A_NAME].decode(errors="ignore")
        stem, ending = short.strip(" .") or "schedule", clean(told.suffix, _LONGEST_ENDING)
        taken, at = set(_names(within)), f"{self._clock.now():{_STAMP}}"
        names = (f"{at} {stem}{f' {number}' if number > 1 else ''}{ending}" for number in count(1))
        return next(each for each in names if each not in taken)


def _names(within: int) -> list[str]:
    return os.listdir(within)


def _look_at(status: os.stat_result) -> _Look:
    return (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def _is_passed_over(entry: os.DirEntry[str]) -> bool:
    name = entry.name.casefold()
    return name.startswith((".", "~")) or name.endswith(_UNFINISHED) or entry.is_dir(follow_symlinks=False)


def _stamp_of(name: str) -> datetime | None:
    try:
        return datetime.strptime(name.partition(" ")[0], _STAMP)  # noqa: DTZ007  (it is in UTC, as it was written)
    except ValueError:
        return None


def _why(error: OSError) -> str:
    return (error.strerror or "the disk refused").lower()
