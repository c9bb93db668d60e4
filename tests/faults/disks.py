"""A disk that is full, and a folder that may not be written to."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.processes import PATIENCE, environment
from tests.faults.telling import Kept

PROGRAM = Path(__file__).with_name("poor_disk.py")
_BYTES = 900_000


def full(place: Path, times: int) -> Sequence[Kept]:
    """Work on a disk of less than a megabyte, where room is made from time to time."""
    small = place / "small"
    small.mkdir(mode=0o700)
    before = on_a_small_disk(small, _BYTES + times * 60_000, 0o700)
    return [_kept("disk full, then room again", small, "full", times, before)]


@contextmanager
def place_for_others() -> Iterator[Path]:
    """Give a folder that other accounts can be let through to, for as long as it is needed."""
    with TemporaryDirectory(prefix="faults-") as folder:
        yield Path(folder)


def let_others_through(place: Path) -> None:
    """Let other accounts reach a folder; what they can reach already, such as the machine's own folders, stays as it is.

    Not below pytest's own folder: each run of pytest that starts shuts it against all others, and so in the middle of a test.
    """
    if any(folder.name.startswith("pytest-of-") for folder in place.parents):
        raise ValueError("Any other run of pytest shuts this folder when it starts: take one of place_for_others.")
    for folder in [place, *place.parents]:
        if not folder.stat().st_mode & 0o001:
            folder.chmod(0o755)


def on_a_small_disk(small: Path, size: int, mode: int) -> list[str]:
    """Return the words before a command for which a folder is a disk of so many bytes."""
    mounted = f'mount -t tmpfs -o mode={mode:o},size={size} small "{small}" && exec "$@"'
    if os.geteuid() == 0:
        return ["unshare", "--mount", "sh", "-c", mounted, "sh"]
    # In a name space of its own, anybody may mount; in another one inside that, one is oneself again.
    oneself = ["unshare", "--user", f"--map-user={os.geteuid()}", f"--map-group={os.getegid()}"]
    return ["unshare", "--mount", "--user", "--map-root-user", "sh", "-c", mounted, "sh", *oneself]


def read_only(place: Path, times: int) -> Sequence[Kept]:
    """Open the records where nothing may be written, then where it may again."""
    let_others_through(place)  # for the account that takes root's place
    own = place / "own"
    own.mkdir()
    return [_kept("folder read-only, then not", own, "read-only", times, [])]


def _kept(name: str, place: Path, what: str, times: int, before: list[str]) -> Kept:
    command = [*before, sys.executable, str(PROGRAM), str(place / "clinic"), what, str(times)]
    done = subprocess.run(command, env=environment(), stdout=subprocess.PIPE, timeout=PATIENCE * 2, check=True)
    told = json.loads(done.stdout)
    return Kept(name, told["acknowledged"], told["lost"], f"{times} times")
