"""Paths as somebody names them, and the folder of the account that asks."""

import errno
from pathlib import Path

from kiosk.core.clean import clean
from kiosk.core.errors import BadInput


def path_of(named: str | Path) -> Path:
    """Return the whole path that was named. BadInput if `~` names no account here, or if records can't keep the name."""
    try:
        path = Path(named).expanduser().absolute()
        str(path).encode()
        is_round = _is_round(path)
    except RuntimeError:
        raise BadInput(f"{clean(str(named))} is in no folder of an account here: write the whole path.") from None
    except UnicodeEncodeError:
        raise BadInput(f"The name {clean(str(named))} is not in UTF-8: choose another.") from None
    if is_round:
        raise BadInput(f"{clean(str(path))} is a link that leads to itself: name another place.")
    return path


def _is_round(path: Path) -> bool:
    try:
        path.stat()
    except OSError as error:
        return error.errno == errno.ELOOP
    return False


def home() -> Path:
    """Return the folder of this account. BadInput if it has none."""
    try:
        return Path.home()
    except RuntimeError:
        raise BadInput("This account has no folder of its own: set HOME, then try again.") from None
