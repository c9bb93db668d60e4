"""`kiosk demo`: a clinic to play with, gone when it is closed."""

import argparse
import os
import sys
from contextlib import suppress
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from kiosk.clinic import Clinic
from kiosk.commands.input_files import folder_of
from kiosk.commands.open_clinic import COMMAND_LINE, terminal_name
from kiosk.commands.output import say
from kiosk.commands.parser import Groups, add_role
from kiosk.core.errors import BadInput
from kiosk.core.phrases import clock_time, dotted_day
from kiosk.demo import DemoInfo, demo_clinic, demo_info
from kiosk.demo.folder import demo_folder, running_demos

if TYPE_CHECKING:
    from kiosk.commands.parser import OpenApp


def register(groups: Groups) -> None:
    """Add the command."""
    parser = groups.add_parser(
        "demo",
        help="open a throw-away demo clinic of today",
        description="Make a demo clinic of today in its own temporary folder, key included, and open the full-screen app on it. "
        "It prints the staff PINs and whom to check in as first. Ctrl+Q leaves; the folder is removed at exit.",
    )
    add_role(parser, default=argparse.SUPPRESS)
    parser.add_argument(
        "--sheet",
        action="store_true",
        help="in a second terminal: print the PINs and whom to check in as in the running demo",
    )


def run_demo(args: argparse.Namespace, open_app: "OpenApp") -> int:
    """Make the demo, print its cheat sheet, open the app, and remove everything."""
    if args.sheet:
        return _print_sheet(args)
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty()):
        raise BadInput("The demo is a full-screen app and needs a terminal; run `kiosk demo` in one.")
    say("Making a demo clinic of today ...")
    with demo_folder() as folder:
        demo_clinic(folder, args.clock)
        with Clinic.open(folder, clock=args.clock, terminal=terminal_name(args.terminal, args.screens_of)) as clinic:
            info = demo_info(clinic)
            if info is not None:
                say(*cheat_sheet(info, clinic.settings.clinic_name))
            # Into the scrollback: nothing of it may be seen beside the app in a terminal without a second screen.
            print("\n" * get_terminal_size().lines, flush=True)
            status = open_app(clinic, args.screens_of, info)
    with suppress(OSError):  # the terminal itself may be gone
        say("The demo clinic and its folder are removed.")
    return status


def _print_sheet(args: argparse.Namespace) -> int:
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


def cheat_sheet(info: DemoInfo, clinic_name: str) -> list[str]:
    """Return who works in the demo, whom to check in as, and how to join it."""
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
