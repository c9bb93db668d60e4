"""The clinic's key as a command needs it: where it lies, and the recovery sheet's words on their way in."""

from pathlib import Path

from kiosk.clinic import DEMO_KEY
from kiosk.commands.asking import ask_lines
from kiosk.errors import KeyMissing, NotAllowed
from kiosk.records import recovery
from kiosk.records.keys import clinic_id, find_key, key_file, read_key, source


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
    from kiosk.records.backup import find_key_of  # noqa: PLC0415  (slow to load, and not always needed)

    if given is not None:
        return read_key(given)
    if words:
        return recovery.from_words(" ".join(ask_lines("The words of the recovery sheet, then an empty line")))
    known = clinic_id(folder) if (folder / "clinic.id").exists() else ""
    try:
        return find_key(known, file=_demo_key(folder))
    except KeyMissing:
        return find_key_of(backup)


def _demo_key(folder: Path) -> Path | None:
    return folder / DEMO_KEY if (folder / DEMO_KEY).exists() else None
