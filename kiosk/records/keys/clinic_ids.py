"""A clinic's id: the file in its folder that tells which clinic it is, and so which key opens it."""

import re
from pathlib import Path
from typing import Final

from kiosk.core.errors import BadInput, NotFound, command
from kiosk.records.ids import new_id
from kiosk.records.location import OWN_FILES, make_private_folder, write_once

ID_FILE: Final = "clinic.id"


_ID: Final = re.compile(r"C-[0-9A-Z]{10}")


def new_clinic_id(folder: Path) -> str:
    """Write a new clinic's id into its folder and return it, such as C-7K3M9QXTAB; BadInput if there is one."""
    make_private_folder(folder)
    if (folder / ID_FILE).exists():
        raise BadInput(f"There is a clinic in {folder} already: choose another folder.")
    clinic_id = new_id("C")
    write_once(folder / ID_FILE, clinic_id + "\n")
    return clinic_id


def clinic_id(folder: Path) -> str:
    """Return the id in a clinic's folder; NotFound or BadInput, with what to do, if the file is missing or spoiled."""
    file = folder / ID_FILE
    try:
        text = file.read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        if any((folder / name).exists() for name in OWN_FILES):
            raise NotFound(f"{file} is missing: {command(folder, 'recovery restore')} writes it again.") from None
        raise NotFound(
            f"There is no clinic in {folder} ({ID_FILE} is missing): make one with kiosk setup, or choose another folder "
            "with --data."
        ) from None
    if not _ID.fullmatch(text):
        raise BadInput(f"{file} does not hold a clinic's id: {command(folder, 'recovery restore')} writes it again.")
    return text


def is_id(content: bytes) -> bool:
    """Tell whether this is what a file with a clinic's id holds."""
    return _ID.fullmatch(content.decode("ascii", errors="replace").strip()) is not None


def write_clinic_id(folder: Path, clinic_id: str) -> None:
    """Write the id of the clinic in a folder again; what is there instead of one goes."""
    (folder / ID_FILE).unlink(missing_ok=True)
    write_once(folder / ID_FILE, clinic_id + "\n")


def id_in(text: str) -> str | None:
    """Return the first clinic's id in a text, such as what the QR code of a recovery sheet says."""
    found = _ID.search(text.upper())
    return found[0] if found else None
