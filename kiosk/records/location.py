"""The clinic's folder: what must be true of it before anything in it is opened."""

import ctypes
import fcntl
import os
import resource
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

from kiosk.core.errors import BadInput, NotAllowed, NotFound, RecordsUnavailable
from kiosk.core.settings import FILE as SETTINGS
from kiosk.core.settings import load
from kiosk.core.taken_names import name_taken

DATABASE: Final = "records.db"
WORK: Final = "restore.part"
"""The folder, inside the clinic's, in which a restore makes everything ready; a killed one leaves it to the next."""
OWN_FILES: Final = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", "records.counter", "clinic.toml", "clinic.id")
_LOCAL: Final = frozenset(
    {
        "apfs", "bcachefs", "btrfs", "ext2", "ext3", "ext4", "f2fs", "hfs", "jfs", "nilfs2", "overlay", "ramfs", "reiserfs",
        "tmpfs", "ufs", "xfs", "zfs",
    }
)  # fmt: skip
"""The kinds of file systems on which terminals respect each other's locks and a forced write is on the disk."""
IN_MEMORY_FOLDER: Final = "/dev/shm"  # noqa: S108  (files in it are for their owner only)
IN_MEMORY: Final = frozenset({"tmpfs", "ramfs"})
MOUNTS: Final = Path("/proc/self/mounts")
_SHARED_FIRST: Final = 0x40000002
_SHARED_BYTES: Final = 510
_PR_SET_DUMPABLE: Final = 4
_OTHERS: Final = 0o077
_ESCAPES: Final = {"\\040": " ", "\\011": "\t", "\\012": "\n", "\\134": "\\"}


def check_folder(folder: Path) -> None:
    """Refuse a folder that is missing, that others can look into, or that is on another machine."""
    if not folder.is_dir():
        raise NotFound(
            f"There is no clinic in {folder}: make one with kiosk setup, or choose another folder with --data."
        )
    check_private(folder.resolve())
    check_local(folder)
    for name in OWN_FILES:
        check_private(folder / name)


def check_local(folder: Path, mounts: Path = MOUNTS, *, called: Path | None = None) -> None:
    """Refuse a folder on a file system that is not known to be a local disk's, unless the clinic vouches for its kind.

    `called` is the folder that a person knows, if this one is made in it only for a while.
    """
    kind = file_system(folder, mounts)
    if kind and kind not in _LOCAL and kind not in vouched_for(folder):
        raise BadInput(
            f"The folder {called or folder} is on a file system of the kind {kind}, which is not known to be a local disk's; on "
            "another, several terminals can destroy the records: use a local disk, or PostgreSQL for several machines "
            "(docs/settings.md tells how to vouch for a kind: local_file_systems)."
        )


def vouched_for(folder: Path) -> tuple[str, ...]:
    """Return the kinds of file systems that the clinic's settings call local."""
    return load(folder).local_file_systems if (folder / SETTINGS).exists() else ()


def open_to_all(folder: Path) -> Path | None:
    """Return the nearest folder above in which anybody may put another folder in this one's place, or ``None``."""
    for above in folder.resolve().parents:
        mode = above.stat().st_mode
        if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
            return above
    return None


def check_private(path: Path) -> None:
    """Refuse a path that is not the caller's own, or that others may read or write."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return  # a log that another process has just folded into the database
    except OSError as error:
        raise RecordsUnavailable(f"{path} cannot be read: {error.strerror}; nothing was lost.") from error
    if stat.S_ISLNK(found.st_mode):
        raise NotAllowed(f"{path} is a link: put the real file there.")
    if found.st_uid != os.geteuid():
        raise NotAllowed(f"{path} belongs to another account of this machine: run the kiosk as its owner.")
    if stat.S_IMODE(found.st_mode) & _OTHERS:
        right = "700" if stat.S_ISDIR(found.st_mode) else "600"
        raise NotAllowed(f"{path} can be reached by other accounts of this machine: run chmod {right} {path}")


def file_system(path: Path, mounts: Path = MOUNTS) -> str:
    """Return the kind of file system a path is on, or an empty text where the machine does not say."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    real = path.resolve()
    best, kind = -1, ""
    for line in lines:
        _, point, found, *_ = line.split(" ")
        for escape, character in _ESCAPES.items():
            point = point.replace(escape, character)
        if real.is_relative_to(point) and len(Path(point).parts) >= best:
            best, kind = len(Path(point).parts), found
    return kind


def make_private_folder(folder: Path) -> None:
    """Make the folder, for its owner only, so that it outlasts a power cut; one that is there must be private already."""
    unsure = {folder, *(each for each in folder.parents if not each.exists())}
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    check_private(folder.resolve())
    for each in unsure:
        with suppress(PermissionError):  # a folder that may be written to and not listed cannot be forced either
            sync_folder(each.parent)


def remove_database(file: Path) -> None:
    """Remove a database that was not finished, and its journals first: the next one of its name would take them for its own."""
    for suffix in ("-journal", "-wal", "-shm", ""):
        file.with_name(file.name + suffix).unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make a file's appearing, vanishing or renaming durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_once(file: Path, text: str) -> None:
    """Write a file that is whole from the first moment it has its name, even if the power is cut."""
    part = file.with_name(file.name + ".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    try:
        file.hardlink_to(part)
    except FileExistsError:
        raise name_taken(file, "move it away first") from None
    finally:
        part.unlink()
    sync_folder(file.parent)


def is_open_elsewhere(database: Path) -> bool:
    """Tell whether another process has the database open. This process must not: a look would drop its own locks."""
    with database.open("rb+") as handle:
        try:
            # Where SQLite keeps its shared locks: https://sqlite.org/fileformat2.html, "lock-byte page".
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_BYTES, _SHARED_FIRST)
        except OSError:
            return True
    return False


def forbid_core_dumps() -> None:
    """Keep a crash from writing this process's memory, key and all, to a disk, and other programs of the account from reading it."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A program that collects dumps is handed them whatever the limit says, but not of a process like this.
    libc = ctypes.CDLL(None, use_errno=True)
    if hasattr(libc, "prctl"):
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
