"""The command line: one module a group of commands, and the front door that chooses among them."""

import argparse
import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from kiosk.commands.date_argument import in_order
from kiosk.commands.input_files import folder_of
from kiosk.commands.parser import OpenApp, Parser, add_role
from kiosk.commands.printable import complain
from kiosk.core import uncaught
from kiosk.core.errors import BadInput, KioskError
from kiosk.core.supervised import is_supervised

if TYPE_CHECKING:
    from kiosk.core.clock import Clock

_GROUPS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "demo": ("demo_command", "open a throw-away demo clinic of today"),
        "setup": ("setup_command", "make a new clinic"),
        "station": ("station_command", "let a machine start with a kiosk on its screen"),
        "close": ("close_command", "close kiosks of this clinic"),
        "supervise": ("supervise_command", "keep a kiosk open, whatever ends it"),
        "schedule": ("schedule_commands", "import the schedule"),
        "rules": ("rules.look_up", "look at the rules and try them"),
        "checkin": ("checkin_command", "enter a paper form for a client"),
        "visits": ("visit_commands", "list and show visits"),
        "forms": ("form_commands", "print blank forms and the morning list"),
        "staff": ("staff_commands", "add, list, disable and unlock staff, reset a PIN"),
        "backup": ("backup_command", "write a backup while the clinic works"),
        "restore": ("restore_command", "bring a backup back"),
        "upgrade": ("upgrade_command", "bring a clinic to a new version"),
        "join": ("join_command", "let this machine work for a clinic on PostgreSQL"),
        "settings": ("settings_commands", "show the settings, and change those that machines share"),
        "migrate": ("migrate_command", "move the records to PostgreSQL"),
        "audit": ("audit_commands", "check, show and sign the audit trail"),
        "client": ("client_commands", "find, export, erase, hold and merge a client's records"),
        "purge": ("purge_command", "remove what need not be kept any longer"),
        "recovery": ("recovery_commands", "print and confirm the recovery sheet, and bring back lost files"),
        "rekey": ("rekey_command", "give the records a new key"),
        "figures": ("figures_command", "the figures of a day or a month"),
        "doctor": ("doctor_command", "check that all is well"),
    }
)
"""Each group: the module of its commands, and what it is for."""
_WITH_A_VALUE = frozenset({"--data", "--role", "--terminal"})
"""The options before a command that are followed by a value."""
_OPEN_SCREENS = ("demo", "supervise")
"""The commands that open the app."""
_INTERRUPTED = 130
_NOBODY_READS = 141
INSIDE = 70
"""The exit status of an error of our own: no check that found something, and no bad input."""


def main(argv: Sequence[str], open_app: OpenApp, clock: "Clock") -> int:  # noqa: PLR0911  (a status each)
    """Run one command, or open the app if there is none; return the exit status.

    `clock` is the one clock of this process: a command reads it as `args.clock` and hands it on.
    Bad input is one sentence on standard error and 2, an error of our own is one line and 70; nobody reading the output, or Ctrl+C, ends quietly.
    """
    uncaught.tell_by(_unforeseen)
    try:
        status = _run(argv, open_app, clock)
        if sys.stdout is not None:
            sys.stdout.flush()
    except KioskError as error:
        return _complain(str(error), error.exit_status)
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return _INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return _NOBODY_READS
    except OSError as error:
        _drop_output()
        return _complain(
            f"The system refused: {(error.strerror or type(error).__name__).lower()}.", BadInput.exit_status
        )
    except UnicodeEncodeError:
        return _complain(
            "What was typed is not in UTF-8: type it again, or give it another name.", BadInput.exit_status
        )
    except _rules_error() as error:
        for each in (error, *getattr(error, "others", ())):
            _complain(str(each), BadInput.exit_status)
        return BadInput.exit_status
    except Exception as error:  # noqa: BLE001  (what nobody foresaw is told by its place alone)
        _unforeseen(error)
        return INSIDE
    return status


def _run(argv: Sequence[str], open_app: OpenApp, clock: "Clock") -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a name that this terminal cannot write is still printed
    try:
        args = front_door(argv).parse_args(argv, argparse.Namespace(clock=clock))
    except SystemExit as asked_for_help:
        return int(asked_for_help.code or 0)
    if args.screens_of is not None and args.command not in (None, *_OPEN_SCREENS):
        raise BadInput(
            "--role before a command chooses the screens of the app, and this command has none; see `kiosk --help`."
        )
    in_order(args)
    if args.command == "demo":
        from kiosk.commands.demo_command import run_demo  # noqa: PLC0415

        return run_demo(args, open_app)
    if args.command is not None:
        return int(args.run(args))
    folder = folder_of(args.data)
    from kiosk.commands.app_command import run_app  # noqa: PLC0415

    return run_app(folder, args, open_app)


def front_door(argv: Sequence[str]) -> Parser:
    """Build the parser. Only the groups that the arguments name are imported, and the others listed where somebody may read them."""
    parser = Parser(
        prog="kiosk",
        description="A check-in kiosk for skin clinics. Without a command it opens the full-screen app.",
        epilog="Try it: `kiosk demo`. A clinic of your own: `kiosk --data DIR setup`.",
    )
    parser.add_argument("--version", action="version", version=_version() if "--version" in argv else "")
    parser.add_argument("--data", metavar="DIR", help="the clinic's folder (or set KIOSK_DATA)")
    add_role(parser)
    parser.add_argument("--terminal", metavar="NAME", help="what this terminal is called on the board")
    named = _without_values(argv)
    groups = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    lists_all = not _begins_with_a_command(named)
    for name, (module, what) in _GROUPS.items():
        if name in named:
            importlib.import_module(f"kiosk.commands.{module}").register(groups)
        elif lists_all:
            groups.add_parser(name, help=what)
    return parser


def _begins_with_a_command(named: Sequence[str]) -> bool:
    """Tell whether a command comes first, behind options that print no help: nobody reads then which others there are."""
    for word in named:
        if word in _GROUPS:
            return True
        if word == "--help" or not word.startswith("--"):
            return False
    return False


def _without_values(argv: Sequence[str]) -> list[str]:
    """Return the arguments without those that belong to an option: `--role client` names no command."""
    return [word for before, word in zip(("", *argv), argv, strict=False) if before not in _WITH_A_VALUE]


def _version() -> str:
    from importlib.metadata import version  # noqa: PLC0415

    return f"kiosk {version('clinic-kiosk')}"


def _rules_error() -> type[Exception]:
    """Return the errors of the rules; looked up only when one is raised, because its import takes a moment."""
    from rules import RulesError  # noqa: PLC0415

    return RulesError


def _unforeseen(error: BaseException) -> None:
    """Name an error of our own by its place alone: what an exception says, or a trace shows, may be about a person."""
    where = uncaught.place_of(error)
    _complain(f"Something went wrong inside the kiosk ({where}); please report this line.", INSIDE)


def _drop_output() -> None:
    """Let what Python would still flush at exit go nowhere, instead of failing once more."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(sentence: str, status: int) -> int:
    if not is_supervised():
        complain(sentence)
    return status
