"""A new file that is private, whole, and never in place of another."""

import os
from pathlib import Path

from kiosk.core.errors import BadInput
from kiosk.core.taken_names import refuse_taken


def write_output(file: Path, data: bytes) -> None:
    """Write a new file, for its owner only. Raises BadInput, and leaves nothing behind, if it cannot be written."""
    refuse_taken(file)
    part = file.with_name(file.name + ".part")
    try:
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as handle:
                handle.write(data)
                handle.flush()
                os.fsync(handle.fileno())
            part.rename(file)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise BadInput(f"{file} cannot be written: {(error.strerror or 'the disk refused').lower()}.") from None
