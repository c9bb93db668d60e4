"""`kiosk demo`: a clinic to play with, gone when it is closed."""

import argparse
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from kiosk.clinic import Clinic
from kiosk.commands.opening import terminal_name
from kiosk.commands.output import say
from kiosk.commands.parser import Groups
from kiosk.demo import DemoInfo, demo_clinic, demo_info
from kiosk.demo.folder import demo_folder
from kiosk.errors import BadInput

if TYPE_CHECKING:
    from kiosk.commands import OpenApp


def register(groups: Groups) -> None:
    """Add the command."""
    groups.add_parser(
        "demo",
        help="open a throw-away demo clinic of today",
        description="Make a demo clinic of today in its own temporary folder, key included, and open the full-screen app on it. "
        "Staff PINs and whom to check in as are printed first. Ctrl+Q leaves; the folder is removed at exit.",
    )


def run_demo(args: argparse.Namespace, open_app: "OpenApp") -> int:
    """Make the demo, print its cheat sheet, open the app, and remove everything."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty()):
        raise BadInput("The demo is a full-screen app and needs a terminal; run `kiosk demo` in one.")
    say("Making a demo clinic of today ...")
    with demo_folder() as folder:
        demo_clinic(folder)
        with Clinic.open(folder, terminal=terminal_name(args.terminal, args.role)) as clinic:
            info = demo_info(clinic)
            if info is not None:
                say(*cheat_sheet(info, clinic.settings.clinic_name))
            sys.stdout.flush()
            status = open_app(clinic, args.role, info)
    with suppress(OSError):  # the terminal itself may be gone
        say("The demo clinic and its folder are removed.")
    return status


def cheat_sheet(info: DemoInfo, clinic_name: str) -> list[str]:
    """Return who works in the demo, whom to check in as, and how to join it."""
    lines = [f"DEMO: {clinic_name}. Everybody in it is invented.", "", "Staff sign in with these PINs:"]
    lines += [f"  {member.name:<14} {member.role:<13} {member.pin}" for member in info.staff]
    lines += ["", "Check in by name and date of birth, or by booking code, as:"]
    for client in info.clients:
        lines.append(
            f"  {client.start:%H:%M}  {client.name}, born {client.date_of_birth:%d.%m.%Y}, code {client.booking_code}, "
            f"telephone ends {client.phone_last4}"
        )
        lines.append(f"         {client.treatment}. {client.shows}")
    return [*lines, "", "Join from another terminal:", f"  {info.join}", "", "Ctrl+Q leaves the demo."]
