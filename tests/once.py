"""What is made once a run, whichever worker comes first, and then only looked at or copied."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


def of_this_run(factory: pytest.TempPathFactory) -> Path:
    """Return the folder that all workers of this run share."""
    base = factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "once"
    shared.mkdir(mode=0o700, exist_ok=True)
    return shared


def once(place: Path, make: Callable[[Path], object]) -> Path:
    """Return `place`, made by `make` in a folder or file beside it if nobody did so before."""
    with place.with_name(f"{place.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            part = place.with_name(f"{place.name}.part")
            shutil.rmtree(part, ignore_errors=True)  # of a worker that failed to make it
            make(part)
            part.rename(place)
    return place
