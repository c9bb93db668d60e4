"""`kiosk demo`: a clinic to play with, gone when it is closed."""

import argparse
import os
import sys
from contextlib import closing, suppress
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from kiosk.commands.demo_folder import demo_folder, running_demos
from kiosk.commands.front import AT_THE_OPENING_SCREEN, ClinicToOpen, Front
from kiosk.commands.input_files import folder_of
from kiosk.commands.output import say
from kiosk.commands.parser import Groups, add_role
from kiosk.core.errors import BadInput

if TYPE_CHECKING:
    from kiosk.clinic import Clinic
    from kiosk.commands.parser import OpenApp
    from kiosk.demo import DemoInfo

NAME = "Lumen Skin Clinic"
"""What the demo's clinic is called, said before anything of it is made."""


def register(groups: Groups) -> None:
    """Add `kiosk demo` to the front door."""
    parser = groups.add_parser(
        "demo",
        help="open a throw-away demo clinic of today",
        description="Make a demo clinic of today in its own temporary folder, key included, and open the full-screen app on it. "
        'The staff PINs and whom to check in as are under "Who to be" on its first screen; they are printed first where the '
        "screens of staff are opened. Ctrl+Q leaves; the folder is removed at exit.",
    )
    add_role(parser, default=argparse.SUPPRESS)
    parser.add_argument(
        "--sheet",
        action="store_true",
        help="in a second terminal: print the PINs and whom to check in as in the running demo",
    )


def run_demo(args: argparse.Namespace, open_app: "OpenApp") -> int:
    """Open the app, make the demo behind its first screen, and remove everything."""
    if args.sheet:
        return _print_sheet(args)
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty()):
        raise BadInput("The demo is a full-screen app and needs a terminal; run `kiosk demo` in one.")
    say("Making a demo clinic of today ...")
    with (
        demo_folder() as folder,
        closing(ClinicToOpen(Front(NAME, is_demo=True), args.clock, lambda: _make(folder, args))) as opening,
    ):
        status = open_app(opening, args.screens_of)
    with suppress(OSError):  # the terminal itself may be gone
        say("The demo clinic and its folder are removed.")
    return status


def _make(folder: Path, args: argparse.Namespace) -> "tuple[Clinic, DemoInfo | None]":
    from kiosk.clinic import Clinic  # noqa: PLC0415 - behind what is painted first
    from kiosk.commands.open_clinic import name_here  # noqa: PLC0415
    from kiosk.demo import demo_clinic, demo_info  # noqa: PLC0415

    demo_clinic(folder, args.clock)
    clinic = Clinic.open(folder, clock=args.clock, terminal=name_here(args.terminal, args.screens_of))
    info = demo_info(clinic)
    if info is not None and args.screens_of not in AT_THE_OPENING_SCREEN:
        say(*cheat_sheet(info, clinic.settings.clinic_name))
        # Into the scrollback: nothing of it may be seen beside the app in a terminal without a second screen.
        print("\n" * get_terminal_size().lines, flush=True)
    return clinic, info


def _print_sheet(args: argparse.Namespace) -> int:
    from kiosk.clinic import Clinic  # noqa: PLC0415
    from kiosk.commands.open_clinic import COMMAND_LINE  # noqa: PLC0415
    from kiosk.demo import demo_info  # noqa: PLC0415

    named = args.data or os.environ.get("KIOSK_DATA")
    folders = [folder_of(args.data)] if named else running_demos()
    if not folders:
        raise BadInput("No demo is running; open one with `kiosk demo` in another terminal.")
    with Clinic.open(folders[-1], clock=args.clock, terminal=COMMAND_LINE) as clinic:
        info = demo_info(clinic)
        if info is None:
            raise BadInput(f"{folders[-1]} is not a demo clinic, so there is no sheet to print.")
        say(*cheat_sheet(info, clinic.settings.clinic_name))
    return 0


def cheat_sheet(info: "DemoInfo", clinic_name: str) -> list[str]:
    """Return who works in the demo, whom to check in as, and how to join it."""
    from kiosk.core.phrases import clock_time, dotted_day  # noqa: PLC0415

    lines = [f"DEMO: {clinic_name}. Everybody in it is invented.", "", "Staff sign in with these PINs:"]
    lines += [f"  {member.name:<14} {member.role:<13} {member.pin}" for member in info.staff]
    lines += ["", "Check in by name and date of birth, or by booking code, as:"]
    for client in info.clients:
        lines.append(
            f"  {clock_time(client.start)}  {client.name}, born {dotted_day(client.date_of_birth)}, code {client.booking_code}, "
            f"telephone ends {client.phone_last4}"
        )
        lines.append(f"         {client.treatment}. {client.shows}")
    return [
        *lines,
        "",
        "Join from another terminal, or read this sheet there:",
        f"  {info.join}",
        f"  {info.join} demo --sheet",
        "",
        "Ctrl+Q leaves the demo.",
    ]
