"""Paths as somebody names them, and the folder of the account that asks."""

from pathlib import Path

from kiosk.core.clean import clean
from kiosk.core.errors import BadInput


def path_of(named: str | Path) -> Path:
    """Return the whole path that was named. BadInput if `~` names no account here, or if records can't keep the name."""
    try:
        path = Path(named).expanduser().absolute()
        str(path).encode()
    except RuntimeError:
        raise BadInput(f"{clean(str(named))} is in no folder of an account here: write the whole path.") from None
    except UnicodeEncodeError:
        raise BadInput(f"The name {clean(str(named))} is not in UTF-8: choose another.") from None
    return path


def home() -> Path:
    """Return the folder of this account. BadInput if it has none."""
    try:
        return Path.home()
    except RuntimeError:
        raise BadInput("This account has no folder of its own: set HOME, then try again.") from None
