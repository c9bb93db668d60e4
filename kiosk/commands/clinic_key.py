"""The clinic's key as a command needs it: where it is kept, and how the recovery sheet's words come in."""

import os
from contextlib import suppress
from pathlib import Path

from kiosk.clinic import DEMO_KEY
from kiosk.commands.private_input import ask_lines
from kiosk.core.errors import BadInput, KeyMissing, NotAllowed, NotFound
from kiosk.records.keys import recovery_words
from kiosk.records.keys.clinic_ids import clinic_id
from kiosk.records.keys.key_files import former_key_files, key_file, new_key_file, read_key
from kiosk.records.keys.key_sources import find_key, source


def key_of(folder: Path) -> bytes:
    """Return the key of the clinic in a folder."""
    return find_key(clinic_id(folder), file=_demo_key(folder), folder=folder)


def key_file_of(folder: Path) -> Path:
    """Return the file that holds the clinic's key; NotAllowed if it comes from elsewhere."""
    if _demo_key(folder) is None and source(clinic_id(folder)) != "file":
        raise NotAllowed(
            "The key comes from a credential or a file descriptor here, where no new one can be kept: run this under the "
            "account that has the key file."
        )
    return _demo_key(folder) or key_file(clinic_id(folder))


def sheet_file(key: Path) -> Path:
    """Return where setup leaves the recovery sheet to be printed: beside the key, which it tells."""
    return key.with_name(f"{key.stem}.recovery-sheet.pdf")


def key_for(folder: Path, backup: Path, given: Path | None, *, words: bool) -> bytes:
    """Return the key that opens a backup: from the file given, from the sheet's words, or one of this account's."""
    from kiosk.records.backup.backups import find_key_of  # noqa: PLC0415  (slow to load, and not always needed)
    from kiosk.records.embedded.sqlite_connection import opens  # noqa: PLC0415

    if given is not None:
        return read_key(given)
    if words:
        return recovery_words.from_words(" ".join(ask_lines("The words of the recovery sheet, then an empty line")))
    known = ""
    with suppress(NotFound, BadInput):
        known = clinic_id(folder)
    with suppress(KeyMissing):
        if opens(backup, key := find_key(known, file=_demo_key(folder))):
            return key
    return find_key_of(backup)


def present_key(folder: Path, clinic: str) -> bytes | None:
    """Return the key with which this account opens a clinic, or ``None`` if it has none.

    Raises `KeyMissing` or `NotAllowed` if there is one that cannot be used: what is restored could then not be opened.
    """
    file = _demo_key(folder)
    if file is None and source(clinic) == "file" and not os.path.lexists(key_file(clinic)):
        return None
    return find_key(clinic, file=file)


def present_key_file(folder: Path) -> Path:
    """Return where this account keeps the key of the clinic in a folder, whether it does or not."""
    return _demo_key(folder) or key_file(clinic_id(folder))


def other_keys(folder: Path, clinic: str) -> list[bytes]:
    """Return the keys beside the present one: former ones, and one that a change of key left waiting."""
    file = _demo_key(folder) or key_file(clinic)
    found = []
    for each in (new_key_file(file), *former_key_files(file)):
        with suppress(KeyMissing):
            found.append(read_key(each))
    return found


def _demo_key(folder: Path) -> Path | None:
    return folder / DEMO_KEY if (folder / DEMO_KEY).exists() else None
