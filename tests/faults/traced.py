"""What strace saw a program do to its files, done again on a disk that may lose power."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from tests.faults.platter import Disk, File, Folder, Thing, Write

_CALLS: Final = (
    "openat,open,creat,close,dup,dup2,dup3,lseek,mmap,write,writev,pwrite64,pwritev,pwritev2,sendfile,copy_file_range,"
    "fsync,fdatasync,sync_file_range,ftruncate,truncate,fallocate,unlink,unlinkat,rename,renameat,renameat2,link,linkat,"
    "symlink,symlinkat,mkdir,mkdirat,rmdir"
)
_LINE: Final = re.compile(r"(\d+) +(?:<\.\.\. (\w+) resumed>)?(.*)")
_CALL: Final = re.compile(r"(\w+)\((.*)\) += (-?\d+|0x[0-9a-f]+)")
_UNFINISHED: Final = " <unfinished ...>"
_SAID: Final = 1


def strace(program: str, trace: Path) -> list[str]:
    """Return the words before a command that write down what it does to files."""
    return [
        program,
        "-f",
        "-qqq",
        "-xx",
        "-s",
        "9999999",
        "-e",
        "signal=none",
        "-e",
        f"trace={_CALLS}",
        "-o",
        str(trace),
    ]


@dataclass
class Replay:
    """Goes through a trace line by line; `disk` and `said` are as they stood after the last line that was done."""

    trace: Path
    disk: Disk
    said: list[str] = field(default_factory=list)
    """What the program said on standard output."""
    mapped: list[str] = field(default_factory=list)
    """Files that were mapped for writing, which strace cannot follow."""

    def __post_init__(self) -> None:
        self._open: dict[tuple[str, int], tuple[PurePosixPath, Thing]] = {}
        self._at: dict[tuple[str, int], int] = {}
        self._begun: dict[str, str] = {}
        self._forced: dict[str, Callable[[], None]] = {}

    def steps(self) -> Iterator[bool]:
        """Do one line after the other; true if it changed what a power cut can leave, or if something was said."""
        with self.trace.open(encoding="ascii") as lines:
            for line in lines:
                yield self._line(line.rstrip("\n"))

    def _line(self, line: str) -> bool:
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"A line of strace that nobody understands: {line[:200]}")
        process, resumed, rest = match.groups()
        if resumed is not None:
            whole = self._begun.pop(process) + rest
            return self._end(process, whole)
        if rest.endswith(_UNFINISHED):
            self._begun[process] = rest.removesuffix(_UNFINISHED)
            self._begin(process, self._begun[process])
            return False
        if not _CALL.match(rest):
            return False  # it ended, or was ended
        self._begin(process, rest)
        return self._end(process, rest)

    def _begin(self, process: str, text: str) -> None:
        """Note what a force will make certain: what was written before it began."""
        name, _, words = text.partition("(")
        if name not in {"fsync", "fdatasync"}:
            return
        path, thing = self._open.get((process, int(words.rstrip(")").partition(")")[0])), (self.disk.root, None))
        if isinstance(thing, File):
            written = list(thing.since)
            self._forced[process] = lambda: thing.force(written)
        elif isinstance(thing, Folder):
            waiting = self.disk.waiting(path)
            self._forced[process] = lambda: self.disk.force(path, waiting)

    def _end(self, process: str, text: str) -> bool:
        match = _CALL.match(text)
        if match is None:
            return False
        name, words, result = match.group(1), match.group(2).split(", "), int(match.group(3), 0)
        if result == -1:
            self._forced.pop(process, None)
            return False
        if name in {"fsync", "fdatasync"}:
            forced = self._forced.pop(process, None)
            if forced is not None:
                forced()
            return forced is not None
        return bool(getattr(self, f"_{name}", self._unknown(name))(process, words, result))

    def _unknown(self, name: str) -> Callable[[str, Sequence[str], int], bool]:
        def refuse(process: str, words: Sequence[str], _result: int) -> bool:
            number = int(words[0]) if words[0].isdecimal() else -1
            if (process, number) in self._open or str(self.disk.root) in " ".join(map(_told, words)):
                raise ValueError(f"Nobody knows how {name} changes a disk.")
            return False

        return refuse

    def _openat(self, process: str, words: Sequence[str], result: int) -> bool:
        path, flags = self._path(process, words[0], words[1]), words[2].split("|")
        self._open.pop((process, result), None)
        if not path.is_relative_to(self.disk.root):
            return False
        changed = False
        if path not in self.disk.there:
            if "O_CREAT" not in flags:
                return False  # what this test itself put there, or a folder that is looked into
            self.disk.name((path, File()))
            changed = True
        thing = self.disk.there[path]
        if "O_TRUNC" in flags and isinstance(thing, File):
            thing.since.append(Write(0, None))
            changed = True
        self._open[process, result] = (path, thing)
        self._at[process, result] = len(thing.now()) if "O_APPEND" in flags and isinstance(thing, File) else 0
        return changed

    def _close(self, process: str, words: Sequence[str], _result: int) -> bool:
        self._open.pop((process, int(words[0])), None)
        return False

    def _lseek(self, process: str, words: Sequence[str], result: int) -> bool:
        self._at[process, int(words[0])] = result
        return False

    def _mmap(self, process: str, words: Sequence[str], _result: int) -> bool:
        path, thing = self._open.get((process, int(words[4])), (self.disk.root, None))
        if isinstance(thing, File) and "PROT_WRITE" in words[2] and "MAP_SHARED" in words[3]:
            self.mapped.append(path.name)
        return False

    def _write(self, process: str, words: Sequence[str], result: int) -> bool:
        number, data = int(words[0]), _bytes(words[1])[:result]
        if number == _SAID:
            self.said += data.decode().split()
            return True
        at = self._at.get((process, number), 0)
        self._at[process, number] = at + result
        return self._put(process, number, at, data)

    def _pwrite64(self, process: str, words: Sequence[str], result: int) -> bool:
        return self._put(process, int(words[0]), int(words[3]), _bytes(words[1])[:result])

    def _sendfile(self, process: str, words: Sequence[str], result: int) -> bool:
        _, source = self._open.get((process, int(words[1])), (self.disk.root, None))
        if not isinstance(source, File):
            return bool(self._unknown("sendfile")(process, words, result))
        start = int(words[2].partition("]")[0].strip("[")) if words[2] != "NULL" else 0
        data = bytes(source.now()[start : start + result])
        at = self._at[process, int(words[0])]
        self._at[process, int(words[0])] = at + result
        return self._put(process, int(words[0]), at, data)

    def _ftruncate(self, process: str, words: Sequence[str], _result: int) -> bool:
        _, thing = self._open.get((process, int(words[0])), (self.disk.root, None))
        if isinstance(thing, File):
            thing.since.append(Write(int(words[1]), None))
        return isinstance(thing, File)

    def _unlink(self, process: str, words: Sequence[str], _result: int) -> bool:
        return self._gone(self._path(process, "AT_FDCWD", words[0]))

    def _unlinkat(self, process: str, words: Sequence[str], _result: int) -> bool:
        return self._gone(self._path(process, words[0], words[1]))

    def _rmdir(self, process: str, words: Sequence[str], _result: int) -> bool:
        return self._gone(self._path(process, "AT_FDCWD", words[0]))

    def _mkdir(self, process: str, words: Sequence[str], _result: int) -> bool:
        path = self._path(process, "AT_FDCWD", words[0])
        if path.is_relative_to(self.disk.root):
            self.disk.name((path, Folder()))
        return path.is_relative_to(self.disk.root)

    def _rename(self, process: str, words: Sequence[str], _result: int) -> bool:
        old, new = (self._path(process, "AT_FDCWD", word) for word in words)
        thing = self.disk.there.get(old)
        if isinstance(thing, File):
            self.disk.name((old, None), (new, thing))
        elif thing is not None:
            raise ValueError("Nobody knows how to rename a folder here.")
        return thing is not None

    def _link(self, process: str, words: Sequence[str], _result: int) -> bool:
        old, new = (self._path(process, "AT_FDCWD", word) for word in words)
        thing = self.disk.there.get(old)
        if isinstance(thing, File):
            self.disk.name((new, thing))
        return isinstance(thing, File)

    def _gone(self, path: PurePosixPath) -> bool:
        if path in self.disk.there:
            self.disk.name((path, None))
            return True
        return False

    def _put(self, process: str, number: int, at: int, data: bytes) -> bool:
        _, thing = self._open.get((process, number), (self.disk.root, None))
        if isinstance(thing, File):
            thing.since.append(Write(at, data))
        return isinstance(thing, File)

    def _path(self, process: str, folder: str, word: str) -> PurePosixPath:
        path = PurePosixPath(_told(word))
        if path.is_absolute() or folder == "AT_FDCWD":
            return path
        return self._open.get((process, int(folder)), (PurePosixPath("/elsewhere"), None))[0] / path


def _bytes(word: str) -> bytes:
    if not word.endswith('"'):
        raise ValueError("strace cut off what was written.")
    return bytes.fromhex(word.strip('"').replace("\\x", ""))


def _told(word: str) -> str:
    return _bytes(word).decode(errors="replace") if word.startswith('"') and word.endswith('"') else word
