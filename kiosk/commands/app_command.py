"""`kiosk` without a command: the full-screen app on the clinic in a folder."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.commands.front import ClinicToOpen, front_of
from kiosk.core.errors import BadInput

if TYPE_CHECKING:
    import argparse

    from kiosk.clinic import Clinic
    from kiosk.commands.parser import OpenApp
    from kiosk.demo import DemoInfo

_ID_FILE = "clinic.id"


def run_app(folder: Path, args: argparse.Namespace, open_app: OpenApp) -> int:
    """Open the full-screen app on the clinic in a folder."""
    if not (folder / _ID_FILE).is_file():
        _refuse(folder)  # there must be a clinic before a terminal is asked for
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty()):
        raise BadInput("The full-screen app needs a terminal; run it in one, or see `kiosk --help` for the commands.")
    with closing(ClinicToOpen(front_of(folder), args.clock, lambda: _open(folder, args))) as opening:
        return open_app(opening, args.screens_of)


def _refuse(folder: Path) -> None:
    from kiosk.records.keys.clinic_ids import clinic_id  # noqa: PLC0415 - takes a moment, and is needed for its words alone

    clinic_id(folder)


def _open(folder: Path, args: argparse.Namespace) -> tuple[Clinic, DemoInfo | None]:
    from kiosk.clinic import Clinic  # noqa: PLC0415 - behind what is painted first
    from kiosk.commands.open_clinic import name_here  # noqa: PLC0415
    from kiosk.demo import demo_info  # noqa: PLC0415

    clinic = Clinic.open(folder, clock=args.clock, terminal=name_here(args.terminal, args.screens_of))
    return clinic, demo_info(clinic)
