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
    """Return `place`, a folder or a file made by `make` if nobody made it before."""
    with place.with_name(f"{place.name}.made").open("a+") as made:
        fcntl.flock(made, fcntl.LOCK_EX)
        if not os.fstat(made.fileno()).st_size:
            shutil.rmtree(place, ignore_errors=True)  # of a worker that failed to make it
            make(place)
            made.write("yes")
    return place
