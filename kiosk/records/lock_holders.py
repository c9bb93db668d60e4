"""Who else has the records open: named, so that somebody can go there and close the kiosk.

Linux tells which processes hold a lock on a file, and with what arguments each was started; no file is opened for it, since
closing one would drop this process's own locks.
"""

import argparse
import os
import platform
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from kiosk.core.clean import clean
from kiosk.core.errors import RecordsUnavailable
from kiosk.core.terminal_names import unnamed

TAKEN: Final = "The clinic is open at another terminal: close the kiosk everywhere (`kiosk close`), then try again."
_LOCKS: Final = Path("/proc/locks")
_LOCK: Final = re.compile(r"^\d+: POSIX .* (\d+) [0-9a-f]+:[0-9a-f]+:(\d+) \d+ \S+$", re.MULTILINE)


class OpenElsewhere(RecordsUnavailable):
    """Somebody else has the clinic open: terminals, by their names, where they are known."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"{TAKEN} It is open at {', '.join(names)}." if names else TAKEN)
        self.names = tuple(names)


def taken_file(file: Path) -> OpenElsewhere:
    """Return the refusal for records in a file."""
    return OpenElsewhere([_terminal(process) for process in _holders(file)])


def own_name() -> str:
    """Return how this process is called where others look: the machine and the number."""
    return _called(platform.node() or "a machine", os.getpid())


def _holders(file: Path) -> list[int]:
    try:
        number, locks = file.stat().st_ino, _LOCKS.read_text(encoding="ascii", errors="replace")
    except OSError:
        return []
    return sorted({int(process) for process, of in _LOCK.findall(locks) if int(of) == number} - {os.getpid()})


def _terminal(process: int) -> str:
    """Return a terminal by the name it was started with, else by what it is for and its device, as the board does."""
    try:
        arguments = Path(f"/proc/{process}/cmdline").read_bytes().decode(errors="replace").split("\0")
        # https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the seventh field is the device, the name may hold spaces.
        device = int(Path(f"/proc/{process}/stat").read_text(errors="replace").rpartition(")")[2].split()[4])
    except (OSError, ValueError, IndexError):
        arguments, device = [], 0
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument("--terminal", default="")
    parser.add_argument("--role")
    try:
        given = parser.parse_known_args(arguments)[0]
    except argparse.ArgumentError:
        given = parser.parse_args([])
    return _called(clean(given.terminal, 80) or unnamed(given.role, str(os.minor(device)) if device else ""), process)


def _called(name: str, process: int) -> str:
    return f"{name} (process {process})"
