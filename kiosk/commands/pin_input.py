"""A PIN on its way in: asked for at the terminal, or read from a file descriptor. Never an argument, never echoed."""

import getpass
import os
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from kiosk.core.errors import BadInput, NotAllowed
from kiosk.people.staff import StaffMember
from kiosk.people.staff.pins import refuse_weak

if TYPE_CHECKING:
    from kiosk.clinic import Clinic

_LONGEST = 200
_T = TypeVar("_T")


def new_pin(descriptor: int | None, name: str) -> str:
    """Return a new PIN for `name`: from the descriptor with no question asked, or asked for twice until it will do."""
    if descriptor is not None:
        return read_pin(descriptor)
    while True:
        pin = until_right(lambda: _ask(f"PIN for {name} (at least 6 digits): "), _not_weak)
        if pin == _ask("The same PIN again: "):
            return pin
        print("The two PINs are not the same.")


def _not_weak(pin: str) -> str:
    refuse_weak(pin)
    return pin


def until_right(ask: Callable[[], str], read: Callable[[str], _T]) -> _T:
    """Ask again what was answered wrongly, with what is wrong, until `read` takes it; what `ask` raises ends it."""
    while True:
        answer = ask()
        try:
            return read(answer)
        except BadInput as error:
            print(error.sentence)


def known_pin(descriptor: int | None, name: str) -> str:
    """Return the PIN that `name` has: from the descriptor with no question asked, or asked for once."""
    return read_pin(descriptor) if descriptor is not None else _ask(f"PIN of {name}: ")


def by_lead(clinic: "Clinic", name: str, descriptor: int | None, does: str) -> StaffMember:
    """Return the lead of that name, whose PIN is asked for or read; `does` says what only a lead may do."""
    named = clinic.staff.by_name(name)
    if named.role != "lead":
        raise NotAllowed(f"{named.name} is not a lead of this clinic; only a lead {does}.")
    return clinic.staff.check_pin(named.name, known_pin(descriptor, named.name), terminal=clinic.terminal)


def read_pin(descriptor: int) -> str:
    """Return the first line that the descriptor gives, and read no further."""
    read = bytearray()
    try:
        while len(read) < _LONGEST and (byte := os.read(descriptor, 1)) not in (b"", b"\n"):
            read += byte
    except (OSError, OverflowError):
        raise BadInput(f"No PIN can be read from file descriptor {descriptor}; is it open for reading?") from None
    try:
        pin = read.decode("ascii").strip()
    except UnicodeDecodeError:
        raise BadInput(f"File descriptor {descriptor} gave no PIN; a PIN is made of digits.") from None
    if not pin:
        raise BadInput(f"File descriptor {descriptor} gave no PIN; it must give one line of digits.")
    return pin


def ask_line(question: str) -> str:
    """Ask something at the terminal that everybody may read."""
    if not _has_terminal():
        raise BadInput(f'There is no terminal to ask "{question}" at; give it as an option, see --help.')
    try:
        return input(f"{question}: ")
    except EOFError:
        raise BadInput("The question was not answered; nothing was changed.") from None


def _ask(prompt: str) -> str:
    if not _has_terminal():
        raise BadInput(
            "There is no terminal to ask for the PIN at; give it by --pin-fd N, a file descriptor to read it from."
        )
    with warnings.catch_warnings():
        # getpass falls back to echoing with a warning; a PIN is not asked for in the open.
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass(prompt)
        except getpass.GetPassWarning:
            raise BadInput("This terminal cannot hide a PIN; give it by --pin-fd N.") from None
        except EOFError:
            raise BadInput("No PIN was given; nothing was changed.") from None


def _has_terminal() -> bool:
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True
