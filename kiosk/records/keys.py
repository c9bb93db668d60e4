"""The clinic's key, and the clinic's id by which it is found. The key never lies in the clinic's folder.

A key file is 64 hexadecimal digits in the account's configuration folder, for its owner only, named by the clinic's
id: so a second clinic on the same machine has a second key, and setting it up touches nobody else's.
"""

import os
import re
from pathlib import Path
from typing import Final

from kiosk.errors import BadInput, KeyMissing, NotFound
from kiosk.records.ids import new_id
from kiosk.records.place import check_private, make_private_folder, sync_folder
from kiosk.records.secrets import KEY_BYTES, new_secret

ID_FILE: Final = "clinic.id"
_ID: Final = re.compile(r"C-[0-9A-Z]{10}")
_KEY: Final = re.compile(rf"[0-9a-f]{{{2 * KEY_BYTES}}}")


def new_clinic_id(folder: Path) -> str:
    """Give the clinic in a folder its id, and return it."""
    make_private_folder(folder)
    if (folder / ID_FILE).exists():
        raise BadInput(f"There is a clinic in {folder} already: choose another folder.")
    clinic_id = new_id("C")
    _write_new(folder / ID_FILE, clinic_id + "\n")
    return clinic_id


def clinic_id(folder: Path) -> str:
    """Return the id of the clinic in a folder."""
    file = folder / ID_FILE
    try:
        text = file.read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        raise NotFound(
            f"There is no clinic in {folder} ({ID_FILE} is missing): make one with kiosk setup, or choose another folder "
            "with --data."
        ) from None
    if not _ID.fullmatch(text):
        raise BadInput(f"{file} does not hold a clinic's id: bring back the last backup with kiosk restore.")
    return text


def key_folder() -> Path:
    """Return where this account keeps the keys of its clinics."""
    configured = os.environ.get("XDG_CONFIG_HOME", "")
    base = Path(configured) if Path(configured).is_absolute() else Path.home() / ".config"
    return base / "clinic-kiosk"


def key_file(clinic_id: str) -> Path:
    """Return the file that holds, or will hold, a clinic's key."""
    return key_folder() / f"{clinic_id}.key"


def create_key(clinic_id: str, *, file: Path | None = None) -> bytes:
    """Make a clinic's key, keep it in its key file (or in `file`) and return it. Never replaces one that is there."""
    target = file or key_file(clinic_id)
    make_private_folder(target.parent)
    key = new_secret()
    _write_new(target, key.hex() + "\n")
    return key


def find_key(clinic_id: str, *, file: Path | None = None) -> bytes:
    """Return a clinic's key from its key file (or from `file`). Raises `KeyMissing`, or `NotAllowed` if others read it."""
    source = file or key_file(clinic_id)
    check_private(source)
    try:
        return parse_key(source.read_text(encoding="ascii", errors="replace"), str(source))
    except FileNotFoundError:
        raise KeyMissing(
            f"The clinic's key is missing ({source}): bring it back from the recovery sheet, or run the kiosk under the "
            "account that set the clinic up."
        ) from None
    except OSError as error:
        raise KeyMissing(f"The clinic's key {source} cannot be read: {error.strerror}.") from None


def parse_key(text: str, where: str) -> bytes:
    """Return the key written as hexadecimal digits."""
    digits = text.strip().lower()
    if not _KEY.fullmatch(digits):
        raise KeyMissing(
            f"{where} does not hold a key ({2 * KEY_BYTES} hexadecimal digits): bring back the right file."
        )
    return bytes.fromhex(digits)


def _write_new(file: Path, text: str) -> None:
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except FileExistsError:
        raise BadInput(f"{file} is there already and is left as it is: move it away first.") from None
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    sync_folder(file.parent)
