"""`kiosk close`: close kiosks of this clinic from a command line."""

import argparse
import threading
from collections.abc import Callable

from kiosk.commands.clinic_key import key_of
from kiosk.commands.input_files import folder_of
from kiosk.commands.open_clinic import opened, system_actor
from kiosk.commands.output import say
from kiosk.commands.parser import Groups
from kiosk.core.clean import clean
from kiosk.core.clock import Clock
from kiosk.core.errors import BadInput, RecordsUnavailable

_PATIENCE = 15.0
"""Seconds in which a terminal that is open has noticed, sealed what is half done, and ended."""
_STEP = 0.1
_LONGEST_NAME = 40


def register(groups: Groups) -> None:
    """Add `kiosk close` to the front door."""
    parser = groups.add_parser(
        "close",
        help="close kiosks of this clinic",
        description="Close every kiosk, desk and room of this clinic, on all of its machines, or one by its name. What a client has "
        "answered is kept, and the desk can bring it back. Ends once they are closed; if some are still open, they are named.",
    )
    parser.add_argument(
        "--terminal", dest="closed", metavar="NAME", help="only the terminal of this name, as on the board"
    )
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    name = clean(args.closed or "", _LONGEST_NAME)
    if args.closed is not None and not name:
        raise BadInput("--terminal needs a name: leave it out to close all.")
    return _close_one(args, name) if name else _close_all(args)


def _close_one(args: argparse.Namespace, name: str) -> int:
    from kiosk.visits.closing import ask_to_close, close_request  # noqa: PLC0415 - brings the records

    with opened(args) as clinic:
        asked = ask_to_close(clinic, system_actor(), name)

        def closed() -> bool:
            with clinic.records.read() as reader:
                now = close_request(reader)
            if now.number != asked.number:
                raise BadInput("Somebody else closes terminals at this moment: run this again.")
            return bool(now.closed)

        if not _comes(closed, args.clock):
            raise BadInput(f"No open terminal of this clinic is called “{name}”: look at the board for its name.")
    say(f"“{name}” is closed.")
    return 0


def _close_all(args: argparse.Namespace) -> int:
    from kiosk.records.lock_holders import OpenElsewhere  # noqa: PLC0415
    from kiosk.records.store_choice import chosen, store_of  # noqa: PLC0415
    from kiosk.visits.closing import ask_to_close  # noqa: PLC0415

    folder = folder_of(args.data)
    with opened(args) as clinic:
        ask_to_close(clinic, system_actor())
    store = chosen(store_of(folder), folder, key_of(folder))
    still_open: list[str] = []

    def closed() -> bool:
        try:
            store.refuse_others()
        except OpenElsewhere as error:
            still_open[:] = error.names
            return False
        return True

    if not _comes(closed, args.clock):
        raise RecordsUnavailable(
            f"The clinic is still open{' at ' if still_open else ''}{', '.join(still_open)}: close it there. "
            "A command that waits for an answer counts too: end it."
        )
    say("No terminal of this clinic is open any more.")
    return 0


def _comes(true: Callable[[], bool], clock: Clock) -> bool:
    """Wait for something, for as long as a terminal may take."""
    end, over = clock.monotonic() + _PATIENCE, threading.Event()
    while not true():
        if clock.monotonic() >= end:
            return False
        over.wait(_STEP)
    return True
