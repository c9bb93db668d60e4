"""The demo's own temporary folder: there while the demo runs, and gone with it whichever way it ends."""

import fcntl
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

_PREFIX = "kiosk-demo-"
_LOCK = "running"
_CLINIC = "clinic"
_MEMORY = Path("/dev/shm")  # noqa: S108  (a folder of our own in it, as in any temporary one)
_ROOM = 64 * 1024 * 1024
_ENDING = (signal.SIGTERM, signal.SIGHUP)


@contextmanager
def demo_folder() -> Iterator[Path]:
    """Give a private folder with a folder for the clinic in it, and remove both: at the end, by error or signal.

    What a demo left behind that was killed outright is swept up by the next one.
    """
    _sweep()
    outer = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=_place()))
    before = {number: signal.signal(number, _leave) for number in _ENDING}
    try:
        with (outer / f"{_LOCK}.part").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            Path(lock.name).rename(outer / _LOCK)  # it appears locked, so no other demo takes us for dead
            yield outer / _CLINIC
    finally:
        for number in _ENDING:
            signal.signal(number, signal.SIG_IGN)  # a second signal must not stop the removing
        _remove(outer)
        for number, handler in before.items():
            signal.signal(number, handler)


def _place() -> Path:
    """Return where a demo is kept: in memory if there is room, because on a disk each of its changes would wait.

    Unless a place for temporary files was named.
    """
    if not any(os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP")):
        with suppress(OSError):
            if os.access(_MEMORY, os.R_OK | os.W_OK | os.X_OK) and shutil.disk_usage(_MEMORY).free >= _ROOM:
                return _MEMORY
    return Path(tempfile.gettempdir())


def running_demos() -> list[Path]:
    """Return the clinic folders of this account's demos that are running now."""
    return [folder / _CLINIC for folder in _own() if _is_running(folder)]


def _own() -> Iterator[Path]:
    places = dict.fromkeys((_MEMORY, Path(tempfile.gettempdir())))
    for folder in sorted(folder for place in places for folder in place.glob(f"{_PREFIX}*")):
        with suppress(OSError):
            if not folder.is_symlink() and folder.stat().st_uid == os.geteuid():
                yield folder


def _is_running(folder: Path) -> bool:
    try:
        with (folder / _LOCK).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


def _sweep() -> None:
    """Remove the folders of demos that no longer run: nobody holds their lock."""
    for folder in _own():
        with suppress(OSError), (folder / _LOCK).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _remove(folder)


def _remove(folder: Path) -> None:
    # Another terminal that joined may still write while we remove: what comes in between goes in the next round.
    for _ in range(5):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
