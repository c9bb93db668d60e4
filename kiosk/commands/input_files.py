"""Input named on a command line: a file, or "-" for standard input."""

import os
import sys
from pathlib import Path

from kiosk.core.clean import clean
from kiosk.core.errors import BadInput
from kiosk.core.paths import path_of

MOST_BYTES = 1024 * 1024


def read_input(name: str, limit: int = MOST_BYTES) -> bytes:
    """Return what the file `name` holds, or standard input if it is "-".

    At most `limit` + 1 bytes are read, so that the reader can tell that there is too much and nothing endless is read.
    Raises BadInput with a sentence if there is nothing to read.
    """
    if name == "-":
        return _standard_input(limit)
    shown = clean(name)
    try:
        # So that it does not wait for the other end of a pipe that somebody named by mistake.
        descriptor = os.open(name, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise BadInput(f"Cannot read {shown}: {_why(error)}.") from None
    except ValueError:
        raise BadInput(f"Cannot read {shown}: this cannot be the name of a file.") from None
    try:
        return _read(descriptor, limit)
    except OSError as error:
        raise BadInput(f"Cannot read {shown}: {_why(error)}.") from None
    finally:
        os.close(descriptor)


def _read(descriptor: int, limit: int) -> bytes:
    os.set_blocking(descriptor, True)
    read = bytearray()
    while len(read) <= limit and (some := os.read(descriptor, limit + 1 - len(read))):
        read += some
    return bytes(read)


def _standard_input(limit: int) -> bytes:
    if sys.stdin is None:
        raise BadInput('Standard input is empty; name a file instead of "-".')
    try:
        return sys.stdin.buffer.read(limit + 1)
    except OSError as error:
        raise BadInput(f"Cannot read standard input: {_why(error)}.") from None


def _why(error: OSError) -> str:
    reasons: dict[type[OSError], str] = {
        FileNotFoundError: "there is no such file",
        PermissionError: "you may not read it",
        NotADirectoryError: "there is no such file",
        IsADirectoryError: "it is a folder; name the file in it",
    }
    return reasons.get(type(error), (error.strerror or "it cannot be read").lower())


def folder_of(data: str | None) -> Path:
    """Return the clinic's folder from `--data` or KIOSK_DATA; raises BadInput with what to do if none is named."""
    named = data if data is not None else os.environ.get("KIOSK_DATA", "")
    if not named:
        raise BadInput(
            "Which clinic? Name its folder with --data DIR or KIOSK_DATA; `kiosk demo` opens a demo clinic and "
            "`kiosk --data DIR setup` makes a new one."
        )
    return path_of(named)
