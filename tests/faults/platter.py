"""A disk that may lose power: what is certain to be on it, and what a power cut may have left of the rest.

What is certain is what was forced there (fsync) before. Of what was written since, a disk may hold all, nothing, or any
part in any order, down to single sectors; names that appeared, vanished or were exchanged in a folder are certain only
once the folder itself was forced. A file may have grown already while what belongs there has not arrived: it reads as
zeros.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import PurePosixPath
from typing import Final

SECTOR: Final = 512


class Luck(Enum):
    """How much of what was not forced to the disk is on it."""

    nothing = "nothing"
    all = "all"
    some = "some writes"
    torn = "some sectors"


@dataclass(frozen=True, eq=False)
class Write:
    """Bytes at a place of a file; without any, the file is cut, or grows with zeros, to end at `at`."""

    at: int
    data: bytes | None

    def apply(self, content: bytearray) -> None:
        if self.data is None:
            del content[self.at :]
            content.extend(bytes(self.at - len(content)))
            return
        end = self.at + len(self.data)
        content.extend(bytes(max(0, end - len(content))))
        content[self.at : end] = self.data


@dataclass(eq=False)
class File:
    """What is certain of a file, and what was written since."""

    certain: bytearray = field(default_factory=bytearray)
    since: list[Write] = field(default_factory=list)

    def now(self) -> bytearray:
        """Return what a program reads."""
        content = bytearray(self.certain)
        for write in self.since:
            write.apply(content)
        return content

    def force(self, writes: Sequence[Write]) -> None:
        """Make these certain; later ones may have come meanwhile."""
        for write in writes:
            if write in self.since:
                self.since.remove(write)
                write.apply(self.certain)

    def found(self, luck: Luck, rand: random.Random) -> bytes:
        """Return what the disk may hold."""
        if luck is Luck.all:
            return bytes(self.now())
        content = bytearray(self.certain)
        for write in self.since if luck is not Luck.nothing else ():
            for part in _sectors(write) if luck is Luck.torn else (write,):
                if rand.random() < 0.5:
                    part.apply(content)
                elif part.data is not None and rand.random() < 0.5:  # it grew, and what belongs there is missing
                    Write(max(len(content), part.at + len(part.data)), None).apply(content)
        return bytes(content)


class Folder:
    """Stands where a name is a folder's."""


Thing = File | Folder
Named = tuple[tuple[PurePosixPath, Thing | None], ...]
"""Names that change together, and what they are from then on; ``None`` for a name that is gone."""


class Disk:
    """Everything below one folder, which is there for certain."""

    def __init__(self, root: PurePosixPath) -> None:
        self.root = root
        self.there: dict[PurePosixPath, Thing] = {root: Folder()}
        """What a program sees."""
        self._certain: dict[PurePosixPath, Thing] = dict(self.there)
        self._since: list[Named] = []

    @property
    def uncertain_names(self) -> int:
        """Return how many changes of names are on their way."""
        return len(self._since)

    def name(self, *changes: tuple[PurePosixPath, Thing | None]) -> None:
        """Change names, all of them at once."""
        _apply(changes, self.there)
        self._since.append(changes)

    def waiting(self, path: PurePosixPath) -> list[Named]:
        """Return what forcing this folder will make certain, at least in part."""
        return [changes for changes in self._since if any(name.parent == path for name, _ in changes)]

    def force(self, path: PurePosixPath, waited: Sequence[Named]) -> None:
        """Make changes of names certain as far as they are this folder's; another folder's part of them stays open."""
        for changes in waited:
            if changes not in self._since:
                continue
            _apply(tuple(change for change in changes if change[0].parent == path), self._certain)
            number = self._since.index(changes)
            left = tuple(change for change in changes if change[0].parent != path)
            self._since[number : number + 1] = [left] if left else []

    def found(self, luck: Luck, rand: random.Random) -> dict[PurePosixPath, bytes | None]:
        """Return what a machine finds when it has power again: content of files, ``None`` for folders."""
        names = dict(self._certain)
        in_order = rand.random() < 0.5  # as a file system with a journal has it; one without need not
        kept = rand.randint(0, len(self._since))
        for number, changes in enumerate(self._since):
            if luck is Luck.all or (luck is not Luck.nothing and (number < kept if in_order else rand.random() < 0.5)):
                _apply(changes, names)
        return {
            path: thing.found(luck, rand) if isinstance(thing, File) else None
            for path, thing in sorted(names.items())
            if all(parent in names for parent in path.parents if parent.is_relative_to(self.root))
        }


def _apply(changes: Named, names: dict[PurePosixPath, Thing]) -> None:
    for path, thing in changes:
        if thing is None:
            names.pop(path, None)
        else:
            names[path] = thing


def _sectors(write: Write) -> Iterator[Write]:
    if write.data is None:
        yield write
        return
    at, end = write.at, write.at + len(write.data)
    while at < end:
        upto = min(end, (at // SECTOR + 1) * SECTOR)
        yield Write(at, write.data[at - write.at : upto - write.at])
        at = upto
