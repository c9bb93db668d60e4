"""What the doctor makes of where a clinic is kept, good and bad, and what it says to do."""

from pathlib import Path
from typing import Any

import pytest

from kiosk.operations.check import State
from kiosk.operations.folder_looks import disk_check, folder_check, key_check

FOLDER = Path("/srv/clinic")


@pytest.mark.parametrize(
    ("kind", "how", "state", "says"),
    [
        ("ext4", {}, "well", "on a disk of this machine (ext4)"),
        ("fuse.mergerfs", {"is_vouched_for": True}, "well", "the settings vouch for its file system"),
        ("tmpfs", {}, "warning", "Move the clinic to a disk"),
        ("", {}, "warning", "see that it is a local disk's"),
        ("ext4", {"open_to_all": Path("/srv")}, "warning", "run chmod o-w /srv"),
    ],
)
def test_a_folder_is_judged_by_its_file_system_and_by_who_may_write_above_it(
    kind: str, how: dict[str, Any], state: State, says: str
) -> None:
    check = folder_check(FOLDER, kind, **{"open_to_all": None, "is_vouched_for": False, **how})
    assert check.state == state
    assert says in check.says


@pytest.mark.parametrize(
    ("lies", "state", "says"),
    [
        (Path("/home/kiosk/a.key"), "well", "which is for this account only"),
        (FOLDER / "a.key", "warning", "so a copy of the folder tells everything: move it out of there"),
    ],
)
def test_a_key_is_judged_by_its_place(lies: Path, state: State, says: str) -> None:
    check = key_check(lies, FOLDER)
    assert check.state == state
    assert says in check.says


@pytest.mark.parametrize(
    ("free", "state", "says"),
    [
        (600 * 1024**2, "well", "600 MB are free."),
        (499 * 1024**2, "warning", "Only 499 MB are free: make room"),
    ],
)
def test_a_disk_is_judged_by_what_is_free(free: int, state: State, says: str) -> None:
    check = disk_check(free)
    assert check.state == state
    assert says in check.says
