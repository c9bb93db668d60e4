"""The files of a station: what is in each, and how they come into their folder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Final, Literal

from kiosk.core.errors import BadInput
from kiosk.core.whole_file import write_whole
from kiosk.operations.paper import INK, PAPER
from kiosk.operations.station.foot_bindings import no_bindings
from kiosk.operations.station.unit_escapes import as_argument, as_command, as_path, in_environment, in_shell

Place = Literal["kiosk", "desk", "room"]
Compositor = Literal["cage", "sway"]

ROLES: Final[Mapping[Place, str]] = {"kiosk": "client", "desk": "reception", "room": "practitioner"}
"""Whose screens a place shows."""
CELLS: Final[Mapping[Place, tuple[int, int]]] = {"kiosk": (80, 24), "desk": (120, 40), "room": (120, 40)}
"""The columns and rows that a screen has room for."""
MARK: Final = "# Written by `kiosk station write`, which replaces it when it is run again."
USUAL_SHOUT: Final = "logger -t kiosk -p user.err"
SESSION: Final = "kiosk-session.service"
WATCH: Final = "kiosk-schedule.service"
KEPT: Final = 30
"""How many backups are kept."""
_TEMPLATES: Final = Path(__file__).parent / "templates"
_NAME: Final = re.compile(r"@([A-Z_]+)@")
_WIDTH, _ASCENT, _DESCENT = 0.6021, 0.9283, 0.2363
"""A cell of DejaVu Sans Mono, in parts of the letters' size: each takes whole pixels."""
_POINTS: Final = 0.75
"""Points in a pixel of 96 to the inch."""
_READABLE, _SECRET = 0o644, 0o600


@dataclass(frozen=True)
class Station:
    """A machine of the clinic, and what it is for."""

    here: Path
    """The folder its files are in."""
    place: Place
    compositor: Compositor
    compositor_program: str
    folder: Path
    program: tuple[str, ...]
    account: str
    terminal: str = ""
    keyboard: str = "us"
    screen: tuple[int, int] = (1280, 800)
    foot: tuple[int, int] = (1, 13)
    backups: Path | None = None
    copies: Path | None = None
    schedules: Path | None = None
    """The folder into which the booking program puts its files."""
    shout: str = USUAL_SHOUT
    """The clinic's command that is told, on its standard input, what needs attention."""


@dataclass(frozen=True)
class StationFile:
    """A file of a station; one that only its account may read holds a command of the clinic's."""

    name: str
    text: str
    is_secret: bool = False


def files(station: Station) -> tuple[StationFile, ...]:
    """Return what is written for a machine."""
    names = [SESSION, "session.sh", "foot.ini", "kiosk-purge.service", "kiosk-purge.timer"]
    names += ["kiosk-doctor.service", "kiosk-doctor.timer", "doctor.sh", "kiosk-shout@.service", "shout.sh"]
    if station.compositor == "sway":
        names += ["sway.conf", "large-print.sh"]
    if station.backups is not None:
        names += ["kiosk-backup.service", "kiosk-backup.timer", "backup.sh"]
    if station.schedules is not None:
        names.append(WATCH)
    shell, unit = _shell_values(station), _unit_values(station)
    return tuple(
        StationFile(name, _filled(name, shell if name.endswith(".sh") else unit), name == "shout.sh") for name in names
    )


def switched_on(written: Iterable[StationFile]) -> list[str]:
    """Return the units that are switched on, the session last."""
    names = [each.name for each in written]
    return [*(name for name in names if name.endswith(".timer")), *(each for each in (WATCH, SESSION) if each in names)]


def letter_size(screen: tuple[int, int], cells: tuple[int, int]) -> float:
    """Return the size of letters, in points, with which so many columns and rows have room on a screen of so many pixels."""

    def has_room(pixels: int) -> bool:
        width, height = ceil(pixels * _WIDTH), ceil(pixels * _ASCENT) + ceil(pixels * _DESCENT)
        return cells[0] * width <= screen[0] and cells[1] * height <= screen[1]

    return max(filter(has_room, range(1, screen[1])), default=1) * _POINTS


def write_files(folder: Path, written: Iterable[StationFile], *, group: int | None = None) -> dict[str, str]:
    """Write a station's files, each whole; return what became of each: `new`, `changed` or `same`.

    A file of a station that was written before is replaced. BadInput, and nothing is written, if there is another one.
    `group` may read what only the account may.
    """
    written = tuple(written)
    before = {each.name: _as_it_stands(folder / each.name) for each in written}
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    became = {}
    for each in written:
        old = before[each.name]
        became[each.name] = "new" if old is None else "same" if old == each.text else "changed"
        file = folder / each.name
        write_whole(file, each.text)
        if each.is_secret and group is not None:
            os.chown(file, -1, group)
        file.chmod((_SECRET if group is None else 0o640) if each.is_secret else _READABLE)
    return became


def _as_it_stands(file: Path) -> str | None:
    """Return what is in a file of a station; None if there is no such file."""
    if not os.path.lexists(file):
        return None
    try:
        text = "" if file.is_symlink() else file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        text = ""
    if not text.startswith(MARK):
        raise BadInput(
            f"{file} is there and is no file of a station: nothing was written. Move it away, or choose another folder."
        )
    return text


def _filled(name: str, values: Mapping[str, str]) -> str:
    template = (_TEMPLATES / name).read_text("utf-8")
    return _NAME.sub(lambda found: values[found[1]], template)


def _unit_values(station: Station) -> dict[str, str]:
    columns_rows = CELLS[station.place]
    start = {
        "cage": [station.compositor_program, "-d", "--", "/bin/sh", "./session.sh"],
        "sway": [station.compositor_program, "--config", str(station.here / "sway.conf")],
    }
    return {
        "MARK": MARK,
        "ROLE": ROLES[station.place],
        "ACCOUNT": station.account,
        "HERE_AS_PATH": as_path(str(station.here)),
        "KEYBOARD": in_environment(station.keyboard),
        "COMPOSITOR_COMMAND": as_command(start[station.compositor]),
        "PROGRAM": as_command(station.program),
        "FOLDER": as_argument(str(station.folder)),
        "SCHEDULES": as_argument(str(station.schedules)),
        "SIZE": f"{letter_size(station.screen, columns_rows):g}",
        "PAPER": PAPER,
        "INK": INK,
        "BINDINGS": no_bindings(station.foot),
    }


def _shell_values(station: Station) -> dict[str, str]:
    sway = station.compositor == "sway"
    return {
        "MARK": MARK,
        "ROLE": ROLES[station.place],
        "HERE": in_shell([str(station.here)]),
        "PROGRAM": in_shell(station.program),
        "FOLDER": in_shell([str(station.folder)]),
        "TERMINAL": in_shell([f"--terminal={station.terminal}"] if station.terminal else []),
        "LARGE_PRINT": _LARGE_PRINT if sway else _ONE_SIZE,
        "IS_THERE": "swaymsg --quiet -t get_version >/dev/null" if sway else 'kill -0 "$PPID"',
        "END": "swaymsg --quiet exit" if sway else "exit 0",
        "BACKUPS": in_shell([str(station.backups)]),
        "COPIES": in_shell([str(station.copies)]),
        "KEPT": str(KEPT),
        "SHOUT": in_shell([station.shout]),
    }


_LARGE_PRINT: Final = """\
export KIOSK_SCALE_FILE="$XDG_RUNTIME_DIR/kiosk-scale"
rm -f -- "$KIOSK_SCALE_FILE"
mkfifo -m 600 -- "$KIOSK_SCALE_FILE"
sh ./large-print.sh &
"""
_ONE_SIZE: Final = "# This compositor shows everything in one size, so the kiosk offers no larger text.\n"
