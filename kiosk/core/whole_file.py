"""A file that is replaced whole or not at all."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, content: str | bytes, *, within: int | None = None) -> None:
    """Write a file for its owner only (0600), a text as UTF-8, forced to the disk; the old one stays until the new one is whole.

    Of two who write it at once, the second waits for the first. `within` is the open folder in which a relative path is.
    """
    part = path.with_name(f"{path.name}.part")
    descriptor = _begun(part, within)
    with os.fdopen(descriptor, "wb") as file:
        try:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(descriptor)
            os.rename(part, path, src_dir_fd=within, dst_dir_fd=within)
        except BaseException:
            _remove(part, descriptor, within)
            raise


def _begun(part: Path, within: int | None) -> int:
    """Return a new file that is locked for as long as it is open; what nobody writes any longer is removed first."""
    while True:
        with suppress(FileExistsError):
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600, dir_fd=within)
            _lock(descriptor)
            if _is_there(part, descriptor, within):
                return descriptor
            os.close(descriptor)  # another writer took it for one that was left behind
            continue
        _end(part, within)


def _end(part: Path, within: int | None) -> None:
    """Wait until nobody writes this file any longer, and remove it if it is still there; a link is never followed."""
    try:
        descriptor = os.open(part, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=within)
    except OSError:
        with suppress(FileNotFoundError):
            os.unlink(part, dir_fd=within)
        return
    try:
        if os.fstat(descriptor).st_uid == os.geteuid():  # another account's could be held for ever
            _lock(descriptor)
        _remove(part, descriptor, within)
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    with suppress(OSError):  # some network folders have no locks
        fcntl.flock(descriptor, fcntl.LOCK_EX)


def _remove(part: Path, descriptor: int, within: int | None) -> None:
    with suppress(OSError):
        if _is_there(part, descriptor, within):
            os.unlink(part, dir_fd=within)


def _is_there(part: Path, descriptor: int, within: int | None) -> bool:
    try:
        return os.path.samestat(os.stat(part, dir_fd=within, follow_symlinks=False), os.fstat(descriptor))
    except FileNotFoundError:
        return False
