"""Opening the clinic that a command line names, and who its audit trail names."""

import argparse
import os
import pwd
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from kiosk.clinic import Clinic
from kiosk.commands.input_files import folder_of
from kiosk.commands.printable import complain
from kiosk.core.actor import Actor
from kiosk.core.clean import clean
from kiosk.core.errors import RecordsUnavailable
from kiosk.core.terminal_names import unnamed
from kiosk.records.read_only_copy import UNRECORDED

COMMAND_LINE = "command line"


@contextmanager
def opened(args: argparse.Namespace, *, look: bool = False) -> Iterator[Clinic]:
    """Open the clinic that `--data` or KIOSK_DATA names, for one command; with `look` even if nothing can be written there."""
    with Clinic.open(folder_of(args.data), clock=args.clock, terminal=COMMAND_LINE, look=look) as clinic:
        yield clinic


@contextmanager
def noted_if_it_can_be() -> Iterator[None]:
    """Let a command that only looks go on although the trail cannot be written, and say so."""
    try:
        yield
    except RecordsUnavailable as error:
        complain(UNRECORDED.format(why=error.sentence))


def system_actor(name: str = "", staff_id: str | None = None) -> Actor:
    """Return the account of this machine that runs the command; `name` is the member of staff it runs it for."""
    return Actor(
        name=name or system_user(), role="system", staff_id=staff_id, terminal=COMMAND_LINE, system_user=system_user()
    )


def system_user() -> str:
    """Return the account's name; the environment, which anybody may set, is not asked."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())


def name_here(named: str | None, role: str | None) -> str:
    """Return what this terminal is called: as named, else after its device, so that it is the same next time."""
    if named is not None and (name := clean(named, 20)):
        return name
    device = ""
    with suppress(OSError, AttributeError, ValueError):
        device = os.ttyname(sys.stdin.fileno())
    number = re.search(r"\d+$", device)
    return unnamed(role, number[0] if number else "")
