"""Nothing that is there is written over: the refusal of a file's name that is taken."""

from pathlib import Path

from kiosk.core.errors import BadInput


def name_taken(file: Path, instead: str = "choose another name") -> BadInput:
    """Return the refusal of a name that is taken; `instead` says what to do."""
    return BadInput(f"{file} already exists and is left as it is: {instead}.")


def is_taken(file: Path) -> bool:
    """Tell whether something of that name is there; a link that leads nowhere counts."""
    return file.exists() or file.is_symlink()


def refuse_taken(file: Path) -> None:
    """Raise BadInput for a name that is taken, before the work is done that would fill it."""
    if is_taken(file):
        raise name_taken(file)
