"""What the doctor makes of where a clinic is kept: its folder, its key, its disk. Pure."""

from pathlib import Path
from typing import Final

from kiosk.operations.check import Check
from kiosk.records import location

_LEAST_FREE: Final = 500 * 1024 * 1024


def folder_check(folder: Path, kind: str, *, open_to_all: Path | None, is_vouched_for: bool) -> Check:
    """Judge a folder that is for this account only: by the kind of its file system, and by who may write above it."""
    private = f"{folder} and the files in it are for this account only"
    if open_to_all is not None:
        return Check(
            "folder",
            "warning",
            f"Anybody on this machine may write into {open_to_all}, and so put another folder in the clinic's place: run "
            f"chmod o-w {open_to_all}",
        )
    if kind in location.IN_MEMORY:
        return Check(
            "folder",
            "warning",
            f"{folder} is in the machine's memory ({kind}): all is lost when it is switched off. Move the clinic to a disk, by "
            "a backup and a restore.",
        )
    if not kind:
        return Check(
            "folder",
            "warning",
            f"{private}, but this machine does not say what file system they are on: see that it is a local disk's.",
        )
    if is_vouched_for:
        return Check("folder", "well", f"{private}; the settings vouch for its file system ({kind}).")
    return Check("folder", "well", f"{private}, on a disk of this machine ({kind}).")


def key_check(lies: Path, folder: Path) -> Check:
    """Judge the place of a key file that opens the clinic in a folder."""
    if lies.resolve().is_relative_to(folder.resolve()):
        return Check(
            "key",
            "warning",
            f"It is in the clinic's own folder ({lies}), so a copy of the folder tells everything: move it out of there.",
        )
    return Check("key", "well", f"It comes from the key file {lies}, which is for this account only.")


def disk_check(free: int) -> Check:
    """Judge how many bytes are free where the clinic is."""
    shown = f"{free // 1024**2} MB"
    if free < _LEAST_FREE:
        return Check("disk", "warning", f"Only {shown} are free: make room before the records need it.")
    return Check("disk", "well", f"{shown} are free.")
