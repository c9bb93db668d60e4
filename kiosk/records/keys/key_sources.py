"""Where a clinic's key comes from: it is kept apart from the clinic's folder.

It is looked for in three places, and the first that is there decides:

1. a systemd credential named ``<clinic id>.key`` or ``clinic-kiosk.key`` (``LoadCredentialEncrypted=`` in the unit);
2. the open file descriptor whose number is in the environment variable ``KIOSK_KEY_FD``;
3. the key file in the account's configuration folder (`kiosk.records.keys.key_files`).
"""

import functools
import os
from pathlib import Path
from typing import Final, Literal

from kiosk.core.errors import KeyMissing
from kiosk.records.keys.key_change import finish
from kiosk.records.keys.key_files import key_file, new_key_file, parse_key, read_key

_MOST_KEY_BYTES: Final = 4096


_MOST_DIGITS: Final = 9  # of the number of a file descriptor


def find_key(clinic_id: str, *, file: Path | None = None, folder: Path | None = None) -> bytes:
    """Return a clinic's key: from `file` if it is given, else from the first source that is there.

    With the clinic's `folder`, a change of key that was interrupted is finished first.
    Raises `KeyMissing`, or `NotAllowed` if others can read the key.
    """
    if file is None:
        credential = _credential(clinic_id)
        if credential is not None:
            return credential
        descriptor = os.environ.get("KIOSK_KEY_FD")
        if descriptor is not None:
            return _from_descriptor(descriptor)
    source = file or key_file(clinic_id)
    if folder is not None and new_key_file(source).exists():
        finish(folder, source)
    return read_key(source, folder)


def source(clinic_id: str) -> Literal["credential", "descriptor", "file"]:
    """Return where a clinic's key comes from, if no file is named: the first of the places at which there is one."""
    if _credential_file(clinic_id) is not None:
        return "credential"
    return "descriptor" if "KIOSK_KEY_FD" in os.environ else "file"


def _credential_file(clinic_id: str) -> Path | None:
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    names = () if folder is None else (f"{clinic_id}.key", "clinic-kiosk.key")
    files = (Path(folder or "") / name for name in names)
    return next((file for file in files if os.path.lexists(file)), None)


def _credential(clinic_id: str) -> bytes | None:
    file = _credential_file(clinic_id)
    if file is None:
        return None
    try:
        # systemd itself guards this folder, and the files in it may belong to root.
        return parse_key(file.read_text(encoding="ascii", errors="replace"), f"The credential {file.name}")
    except OSError as error:
        raise KeyMissing(f"The credential {file.name} cannot be read: {error.strerror}.") from None


@functools.cache  # a pipe gives the key once
def _from_descriptor(number: str) -> bytes:
    if not (number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS):
        raise KeyMissing("KIOSK_KEY_FD does not hold the number of a file descriptor: correct it, or leave it out.")
    try:
        with os.fdopen(int(number), "rb") as handle:
            text = handle.read(_MOST_KEY_BYTES)
    except OSError as error:
        raise KeyMissing(f"The file descriptor {number} of KIOSK_KEY_FD cannot be read: {error.strerror}.") from None
    return parse_key(text.decode("ascii", errors="replace"), f"The file descriptor {number} of KIOSK_KEY_FD")
