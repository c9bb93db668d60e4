"""One line in the system's journal when a kiosk ends: what it was, and why. Never a name, a message, or a terminal's name.

The kiosk paints to its error stream, so the line goes to the system's log, which journald reads.
"""

import os
import signal
import socket
from contextlib import suppress
from pathlib import Path
from typing import Final

from kiosk.core.errors import KioskError
from kiosk.core.uncaught import place_of

SYSTEM_LOG: Final = Path("/dev/log")
_NOTICE, _ERROR = 29, 27  # of a service (facility 3)
_BY_SIGNAL: Final = 128
_WRITES: Final = 0.2
"""Seconds for which a log that is full may keep a kiosk from ending."""


def ending_line(role: str | None, status: int, error: BaseException | None) -> str:
    """Return the line: for what the terminal was, and why it ended. Of an error it has kind and place alone."""
    shown = f"The kiosk ({role or 'opening screen'}) ended"
    if isinstance(error, KioskError):  # its sentence may name a member of staff; whoever started the kiosk reads it
        return f"{shown}: it can't open the clinic ({type(error).__name__}); `kiosk doctor` says why."
    if error is not None:
        return f"{shown} by an error: {place_of(error)}."
    if status == 0:
        return f"{shown}: it was closed by staff."
    if status == _BY_SIGNAL + signal.SIGHUP:
        return f"{shown}: its terminal is gone."
    if status > _BY_SIGNAL:
        return f"{shown} by {_signal(status - _BY_SIGNAL)}."
    return f"{shown} by an error."


def waiting_line(role: str | None) -> str:
    """Return the line of a kiosk that opens as soon as the records answer."""
    return f"The kiosk ({role or 'opening screen'}) waits: the clinic's records do not answer; `kiosk doctor` says why."


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def tell_journal(line: str, *, is_error: bool, log: Path = SYSTEM_LOG) -> None:
    """Send a line to the system's log. A machine without one, or whose log takes nothing, is not told."""
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.settimeout(_WRITES)
        sender.connect(str(log))
        sender.send(f"<{_ERROR if is_error else _NOTICE}>kiosk[{os.getpid()}]: {line}".encode())
