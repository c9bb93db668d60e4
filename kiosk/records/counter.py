"""The commit counter beside the database.

SQLite drops a damaged write-ahead log without a word, and a file can be put back to an older one. So after every
commit its number is also written here, with the end of the audit trail, under a keyed hash. A database that is
behind its counter has lost something. The reverse is not damage: the machine may stop between the two writes.
"""

import fcntl
import hmac
import os
import struct
from pathlib import Path
from typing import Final, NamedTuple

from kiosk.core.errors import RecordsDamaged, command
from kiosk.records.secrets import derive

FILE: Final = "records.counter"
_FORMAT: Final = struct.Struct(">8sQQ32s")
_MARK: Final = b"KIOSKcn1"
_MAC_BYTES: Final = 32
_SLOT_BYTES: Final = _FORMAT.size + _MAC_BYTES
_SLOTS: Final = 2  # written in turn, so that a torn write leaves the other


class CommitMark(NamedTuple):
    """The least that must be in the database."""

    commits: int
    audit_seq: int
    audit_mac: bytes


class CommitCounter:
    """The counter file of one clinic folder. Safe to use from several threads and processes."""

    def __init__(self, folder: Path, root: bytes, name: str = FILE) -> None:
        self._file = folder / name
        self._key = derive(root, "counter")

    def create(self, mark: CommitMark) -> None:
        """Write the file from scratch, whatever it held."""
        descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            os.pwrite(descriptor, self._packed(mark) * _SLOTS, 0)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def read(self) -> CommitMark:
        """Return the newest mark. Raises `RecordsDamaged` if there is none that is whole."""
        try:
            data = self._file.read_bytes()
        except FileNotFoundError:
            raise RecordsDamaged(
                f"The file {self._file} is missing, so nobody can tell whether the records are complete: "
                f"{command(self._file.parent, 'recovery counter')} looks at all of them, and writes it again if they are whole; else "
                "bring back the last backup with kiosk restore."
            ) from None
        newest = self._newest(data)
        if newest is None:
            raise RecordsDamaged(
                f"The file {self._file} is damaged, or belongs to another key: "
                f"{command(self._file.parent, 'recovery counter')} looks at all records, and writes it again if they are whole; else "
                "bring back the last backup with kiosk restore."
            )
        return newest

    def claim(self) -> CommitMark | None:
        """Return the newest mark as it is written, under whatever key; ``None`` unless both places hold one."""
        try:
            found = [_FORMAT.unpack(slot[: _FORMAT.size]) for slot in _slots(self._file.read_bytes())]
        except FileNotFoundError:
            return None
        return max(CommitMark(*rest) for _, *rest in found) if all(mark == _MARK for mark, *_ in found) else None

    def is_whole(self) -> bool:
        """Tell whether both places of the file can be read. One is enough, and the next two commits write both again."""
        return all(self._unpacked(slot) is not None for slot in _slots(self._file.read_bytes()))

    def advance(self, mark: CommitMark) -> None:
        """Write a newer mark; an older one than is there changes nothing.

        Not forced to the disk: the records were, before this, so that after a power cut the counter can be behind the
        records and never before them.
        """
        descriptor = os.open(self._file, os.O_RDWR | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            data = os.pread(descriptor, _SLOT_BYTES * _SLOTS, 0)
            # The hashes are computed only where a number seems newer than ours: another terminal's, or damage.
            claimed = max((_FORMAT.unpack(slot[: _FORMAT.size])[1] for slot in _slots(data)), default=0)
            newest = self._newest(data) if claimed >= mark.commits else None
            if newest is None or newest.commits < mark.commits:
                os.pwrite(descriptor, self._packed(mark), mark.commits % _SLOTS * _SLOT_BYTES)
        finally:
            os.close(descriptor)

    def _newest(self, data: bytes) -> CommitMark | None:
        return max((mark for slot in _slots(data) if (mark := self._unpacked(slot)) is not None), default=None)

    def _packed(self, mark: CommitMark) -> bytes:
        body = _FORMAT.pack(_MARK, *mark)
        return body + hmac.digest(self._key, body, "sha256")

    def _unpacked(self, slot: bytes) -> CommitMark | None:
        body, mac = slot[: _FORMAT.size], slot[_FORMAT.size :]
        if not hmac.compare_digest(hmac.digest(self._key, body, "sha256"), mac):
            return None
        mark, commits, audit_seq, audit_mac = _FORMAT.unpack(body)
        return CommitMark(commits, audit_seq, audit_mac) if mark == _MARK else None


def _slots(data: bytes) -> list[bytes]:
    return [data[number * _SLOT_BYTES : (number + 1) * _SLOT_BYTES].ljust(_SLOT_BYTES) for number in range(_SLOTS)]
