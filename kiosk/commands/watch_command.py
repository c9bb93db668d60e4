"""`kiosk schedule watch`: take the schedules that are put into a folder."""

import argparse
import sys
import time
from datetime import date
from pathlib import Path
from typing import Final

from kiosk.commands.input_files import folder_of
from kiosk.commands.open_clinic import opened, system_actor
from kiosk.commands.output import say
from kiosk.commands.parser import Groups, a_file
from kiosk.commands.printable import complain
from kiosk.core.clean import clean
from kiosk.core.clock import Clock
from kiosk.core.errors import BadInput, KioskError
from kiosk.core.paths import path_of
from kiosk.records.keys.key_files import key_folder
from kiosk.schedule.drop_folder import REFUSED, DropFolder
from kiosk.schedule.watching import take_all

_EVERY_SECONDS: Final = 2.0
_IN_TROUBLE: Final = 30.0
"""A file is read again in each round until it can be moved, and each reading is in the trail."""


def register(actions: Groups) -> None:
    """Add the action to those of `kiosk schedule`."""
    parser = actions.add_parser(
        "watch",
        help="take the schedules that are put into a folder",
        description="Take every schedule that is put into a folder, once it is whole, and move it to `done` or `refused` in that folder, with a "
        "report beside it. Runs until it is stopped, which does no harm at any moment; several may run at once. Files that were taken are "
        "removed after schedule.keep_files_days.",
        epilog="Exit status with --once: 0 all that was there is taken, 1 something was refused, 2 nothing could be taken.",
    )
    parser.add_argument(
        "folder", metavar="DIR", type=a_file, help="the folder into which the booking program puts its files"
    )
    parser.add_argument("--once", action="store_true", help="take what is there and is whole, then end: for cron")
    parser.set_defaults(run=_watch)


def _watch(args: argparse.Namespace) -> int:
    clock: Clock = args.clock
    rounds = Rounds(args, DropFolder(_folder(args), clock))
    if args.once:
        return rounds.once()
    while True:
        time.sleep(_EVERY_SECONDS if rounds.try_once() else _IN_TROUBLE)


def _folder(args: argparse.Namespace) -> Path:
    """Return the folder that was named."""
    refuse_own_folders(Path(args.folder), folder_of(args.data))
    return Path(args.folder)


def refuse_own_folders(named: Path, clinic: Path) -> None:
    """Refuse to watch the folder of a clinic, or that of its keys."""
    there = path_of(named).resolve()
    for own in (clinic, key_folder()):
        if there.is_relative_to(own.resolve()):
            raise BadInput(f"{clean(str(named))} holds files of the kiosk, which would be moved: name another folder.")


class Rounds:
    """Looks at the folder again and again. The clinic is open only while there is something to take, so that nobody waits for this."""

    def __init__(self, args: argparse.Namespace, folder: DropFolder) -> None:
        self._args = args
        self._folder = folder
        self._looked_on: date | None = None
        self._trouble = ""

    def once(self) -> int:
        """Take what is whole; return 1 if something was refused."""
        today = self._args.clock.now().date()
        if not self._folder.whole() and today == self._looked_on:
            return 0
        refused = 0
        with opened(self._args) as clinic:
            for taken in take_all(self._folder, clinic, system_actor()):
                say(taken.sentence)
                refused |= taken.place in {REFUSED, ""}
            self._folder.forget_old(clinic.settings.schedule.keep_files_days)
        self._looked_on = today
        sys.stdout.flush()
        return int(refused)

    def try_once(self) -> bool:
        """Do so, and say what is in the way once, however long it lasts; return whether nothing is."""
        try:
            self.once()
        except KioskError as error:
            if error.sentence != self._trouble:
                complain(error.sentence)
            self._trouble = error.sentence
        else:
            self._trouble = ""
        return not self._trouble
