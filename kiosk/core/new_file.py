"""A new file that is private, whole, and never in place of another."""

from pathlib import Path

from kiosk.core.errors import BadInput
from kiosk.core.taken_names import refuse_taken
from kiosk.core.whole_file import write_whole


def write_output(file: Path, data: bytes) -> None:
    """Write a new file, for its owner only. Raises BadInput, and leaves nothing behind, if it cannot be written."""
    refuse_taken(file)
    try:
        write_whole(file, data)
    except OSError as error:
        raise BadInput(f"{file} cannot be written: {(error.strerror or 'the disk refused').lower()}.") from None
