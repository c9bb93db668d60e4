"""Commands on a disk without room: each says so in a sentence, changes nothing, and works once there is room."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.disks import on_a_small_disk
from tests.kiosk.commands.one_clinic import Kiosk, a_kiosk, worked  # noqa: F401

pytestmark = pytest.mark.system

ROOT = Path(__file__).parents[3]
PROGRAM = """
import contextlib, io, os, shutil, sys
from pathlib import Path
from kiosk.core.clock import SystemClock
from kiosk.commands import main

small, base, backup, room, *commands = sys.argv[1:]
clinic = Path(small) / "clinic"
shutil.copytree(base, clinic)

def left():
    return sorted(file.name for file in clinic.iterdir() if not file.name.endswith(("-wal", "-shm")))

before = left()

def run(words):
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        status = main(["--data", str(clinic), *words.split()], lambda *_: 0, SystemClock())
    return f"{status} {said.getvalue().splitlines()[-1]}"

with open(Path(small) / "fill", "wb", buffering=0) as fill:
    with contextlib.suppress(OSError):
        while fill.write(bytes(4096)):
            pass
    os.ftruncate(fill.fileno(), os.fstat(fill.fileno()).st_size - int(room))
for command in commands:
    print(run(command))
print(left() == before)
os.unlink(Path(small) / "fill")
print(run("audit verify"))
"""


def on_full_disk(kiosk: Kiosk, tmp_path: Path, room: int, *commands: str) -> list[str]:
    small = tmp_path / "small"
    small.mkdir()
    program = [sys.executable, "-c", PROGRAM, str(small), str(kiosk.folder), str(tmp_path / "b"), str(room), *commands]
    done = subprocess.run(
        [*on_a_small_disk(small, 4_000_000, 0o700), *program],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout.splitlines()


def test_what_would_change_something_on_a_full_disk_says_that_it_is_full(kiosk: Kiosk, tmp_path: Path) -> None:
    full = "2 kiosk: The disk is full: make room and try again; nothing was lost."
    commands = (
        "purge",
        "audit show",
        "client export C-1 --json",
        "schedule import -",
        f"backup {tmp_path / 'small' / 'b'}",
    )
    *told, same, after = on_full_disk(kiosk, tmp_path, 0, *commands[:4])
    assert told == [full] * 4
    assert same == "True"
    assert after.startswith("0 The trail is whole")


@pytest.mark.parametrize("room", [0, 40_960, 204_800])
def test_a_restore_without_room_leaves_nothing_behind_and_the_clinic_as_it_was(
    kiosk: Kiosk, tmp_path: Path, room: int
) -> None:
    assert kiosk("backup", tmp_path / "b").status == 0
    told, same, after = on_full_disk(kiosk, tmp_path, room, f"restore {tmp_path / 'b'}")
    assert told.startswith("2 kiosk: ")
    assert "disk is full" in told
    assert same == "True"
    assert after.startswith("0 The trail is whole")


def test_a_new_key_without_room_leaves_the_old_one(kiosk: Kiosk, tmp_path: Path) -> None:
    told, same, after = on_full_disk(kiosk, tmp_path, 204_800, "rekey --yes")
    assert told.startswith("2 kiosk: ")
    assert "the old key stays; nothing was lost." in told
    assert same == "True"
    assert after.startswith("0 The trail is whole")
