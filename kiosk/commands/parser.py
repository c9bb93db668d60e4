"""The argument parser of every command: an error is one sentence, never a page of usage and never a traceback."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TypeAlias, get_args

from kiosk.core.clean import clean
from kiosk.core.errors import BadInput

if TYPE_CHECKING:
    from kiosk.commands.front import ClinicToOpen


class Parser(argparse.ArgumentParser):
    """ArgumentParser that raises BadInput instead of leaving the process."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("allow_abbrev", False)
        super().__init__(*args, **kwargs)

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong as one sentence with the way to the help."""
        message = clean(message, limit=300)
        raise BadInput(f"{message[:1].upper()}{message[1:]}; see `{self.prog} --help`.")


Groups: TypeAlias = "argparse._SubParsersAction[Parser]"  # noqa: SLF001  (argparse has no public name for it)

Role = Literal["client", "reception", "practitioner"]
"""Whose screens a terminal shows."""

OpenApp = Callable[["ClinicToOpen", Role | None], int]
"""Opens the full-screen app on a clinic that is to be opened, and returns its exit status.

The screens are handed in, this floor does not know them. What is wrong with the clinic is raised when they are closed.
"""

_ROLES: tuple[Role, ...] = get_args(Role)
_OTHER_WORDS = {"receptionist": "reception"}


def add_role(parser: Parser, **options: Any) -> None:
    """Add the option that says whose screens a terminal shows. Its name in the result is apart from a staff role's."""
    parser.add_argument(
        "--role",
        dest="screens_of",
        type=_role,
        metavar="{" + ",".join(_ROLES) + "}",
        help="whose screens this terminal shows; without it, the opening screen, and staff sign in from there",
        **options,
    )


def _role(word: str) -> str:
    role = _OTHER_WORDS.get(word, word)
    if role not in _ROLES:
        raise argparse.ArgumentTypeError(f"{word} is not one of {', '.join(_ROLES)}")
    return role


def a_file(said: str) -> str:
    """Refuse a path that is empty, such as a variable of a script that is not set: it would mean the folder one is in."""
    if not said:
        raise argparse.ArgumentTypeError("nothing is named here: name a file or a folder")
    return said


def a_path(said: str) -> Path:
    """Return the path that is named; an empty one is refused."""
    return Path(a_file(said))


def takes_pin(parser: Parser, which: str, *, asked: str = "asked for") -> None:
    """Add the option `--pin-fd`; `which` PIN it reads, and how it is `asked` for without it."""
    help_ = f"read {which} from file descriptor N and ask no question; without it, it is {asked}"
    parser.add_argument("--pin-fd", metavar="N", type=int, help=help_)
