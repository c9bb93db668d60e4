"""What a station is told by the machine it is written on: its screen, its keyboard, its programs, and whose the clinic is."""

from __future__ import annotations

import pwd
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from kiosk.core.errors import BadInput
from kiosk.operations.station.foot_bindings import OLDEST

USUAL_SCREEN: Final = (1280, 800)
_SCREENS: Final = Path("/sys/class/drm")
_KEYBOARD: Final = Path("/etc/default/keyboard")
_MODE: Final = re.compile(r"(\d+)x(\d+)")
_LAYOUT: Final = re.compile(r'^XKBLAYOUT="?([a-z]+(?:,[a-z]+)*)"?\s*$', re.MULTILINE)
_VERSION: Final = re.compile(r"\b(\d+)\.(\d+)\.")


def screen(folder: Path = _SCREENS) -> tuple[int, int]:
    """Return the pixels of the first screen that is plugged in, as the kernel says; those of a usual tablet if it says nothing."""
    for card in sorted(folder.glob("*/modes")):
        if found := _MODE.match(_read(card)):
            return int(found[1]), int(found[2])
    return USUAL_SCREEN


def keyboard(file: Path = _KEYBOARD) -> str:
    """Return the layout of the keyboard that the system was set up with."""
    found = _LAYOUT.search(_read(file))
    return found[1] if found else "us"


def foot_version(said: str | None = None) -> tuple[int, int]:
    """Return the version of the terminal, the oldest that is known where there is none yet."""
    found = _VERSION.search(_ask_foot() if said is None else said)
    return (int(found[1]), int(found[2])) if found else OLDEST


def owner(folder: Path) -> str:
    """Return the account whose the clinic is; BadInput if a session could not be its."""
    number = folder.stat().st_uid
    try:
        name = pwd.getpwuid(number).pw_name
    except KeyError:
        raise BadInput(f"{folder} is no account's ({number}): give it to the kiosk's own account.") from None
    if number == 0:
        raise BadInput(
            f"{folder} is root's, and no compositor starts as root: give the kiosk an account of its own, and the clinic to it."
        )
    return name


def this_program() -> list[str]:
    """Return how this very program is started, without its arguments."""
    start = sys.orig_argv[1 : len(sys.orig_argv) - (len(sys.argv) - 1)]
    script = Path(start[0]).absolute() if len(start) == 1 else None
    return [str(script)] if script is not None and script.name == "kiosk" else [sys.executable, *start]


def found(program: str) -> str:
    """Return where a program is; where Debian puts it if it is not installed yet."""
    return shutil.which(program, path="/usr/local/bin:/usr/bin:/bin") or f"/usr/bin/{program}"


def not_installed(programs: Sequence[str]) -> list[str]:
    """Return the programs that this machine lacks, out of some."""
    return [each for each in programs if not Path(found(each)).exists()]


def _ask_foot() -> str:
    try:
        return subprocess.run([found("foot"), "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    except OSError:
        return ""


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8", errors="replace")
    except OSError:
        return ""
