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
_ENDING = (signal.SIGTERM, signal.SIGHUP)


@contextmanager
def demo_folder() -> Iterator[Path]:
    """Give a private folder with a folder for the clinic in it, and remove both: at the end, by error or signal.

    What a demo left behind that was killed outright is swept up by the next one.
    """
    _sweep()
    outer = Path(tempfile.mkdtemp(prefix=_PREFIX))
    before = {number: signal.signal(number, _leave) for number in _ENDING}
    try:
        with (outer / f"{_LOCK}.part").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            Path(lock.name).rename(outer / _LOCK)  # it appears locked, so no other demo takes us for dead
            yield outer / "clinic"
    finally:
        for number in _ENDING:
            signal.signal(number, signal.SIG_IGN)  # a second signal must not stop the removing
        _remove(outer)
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


def _sweep() -> None:
    """Remove the folders of demos that no longer run: nobody holds their lock."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
                continue
            with (folder / _LOCK).open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _remove(folder)


def _remove(folder: Path) -> None:
    # Another terminal that joined may still write while we remove: what comes in between goes in the next round.
    for _ in range(5):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
