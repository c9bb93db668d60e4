"""On a full disk and on a read-only one the day, the checks and a backup are had all the same; what a client said is not."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.clock import SystemClock
from kiosk.records import Records
from kiosk.records.embedded.snapshot_file import inspect
from kiosk.records.keys.key_files import read_key
from tests.faults.disks import on_a_small_disk
from tests.kiosk.commands.one_clinic import Kiosk, a_kiosk, visit_of, worked  # noqa: F401
from tests.kiosk.conftest import LEAD

pytestmark = pytest.mark.system

ROOT = Path(__file__).parents[3]
PROGRAM = """
import contextlib, io, json, os, shutil, subprocess, sys, tempfile
from pathlib import Path
from kiosk.core.clock import SystemClock
from kiosk.commands import main

small, base, how, *commands = sys.argv[1:]
clinic = Path(small) / "clinic"
shutil.copytree(base, clinic)

def run(words):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(["--data", str(clinic), *words.split()], lambda *_: 0, SystemClock())
    return status, out.getvalue(), err.getvalue()

if how == "full":
    with open(Path(small) / "fill", "wb", buffering=0) as fill, contextlib.suppress(OSError):
        while fill.write(bytes(4096)):
            pass
elif os.geteuid() == 0:
    subprocess.run(["mount", "-o", "remount,ro", small], check=True)
else:
    for each in [*clinic.rglob("*"), clinic]:
        each.chmod(0o500 if each.is_dir() else 0o400)
told = {words: run(words) for words in commands}
told["left"] = sorted(name for name in os.listdir(tempfile.gettempdir()) if name.startswith("kiosk-look-"))
print(json.dumps(told))
"""
WHY = {
    "full": "The disk is full: make room and try again; nothing was lost.",
    "read-only": "The clinic's folder cannot be written to: make the disk writable and try again; nothing was lost.",
}
UNRECORDED = "kiosk: This look could not be recorded: "


def where(how: str, kiosk: Kiosk, tmp_path: Path, *commands: str) -> dict[str, Any]:
    small = tmp_path / "small"
    small.mkdir()
    program = [sys.executable, "-c", PROGRAM, str(small), str(kiosk.folder), how, *commands]
    done = subprocess.run(
        [*on_a_small_disk(small, 4_000_000, 0o700), *program],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("how", ["full", "read-only"])
def test_the_day_the_checks_and_a_backup_are_had_and_a_record_stays_shut(
    kiosk: Kiosk, tmp_path: Path, how: str
) -> None:
    visit, day = visit_of(kiosk), "visits list --day 2026-07-30"
    backup = f"backup {tmp_path / 'b'}"
    shut = (f"visits show {visit}", f"visits file {visit} {tmp_path / 'v.pdf'}", "audit show", "purge")
    told = where(how, kiosk, tmp_path, day, "audit verify", "doctor", backup, *shut)
    status, out, err = told[day]
    assert (status, err) == (0, f"{UNRECORDED}{WHY[how]}\n")
    assert "Anna Ferrer" in out
    status, out, err = told["audit verify"]
    assert (status, err) == (0, f"{UNRECORDED}{WHY[how]}\n")
    assert out.startswith("The trail is whole")
    status, out, err = told["doctor"]
    assert status == 1
    assert f"This look could not be recorded: {WHY[how]}" in out
    assert "Every page, every entry of the trail and every document was read; they are whole" in out
    status, out, err = told[backup]
    assert (status, err) == (0, f"kiosk: The backup is made, but this could not be recorded: {WHY[how]}\n")
    assert "it was read back and is whole" in out
    assert inspect(tmp_path / "b", read_key(kiosk.key_file)).commits > 0
    for words in shut:
        assert told[words] == [2, "", f"kiosk: {WHY[how]}\n"], words
    assert not (tmp_path / "v.pdf").exists()
    assert told["left"] == []


def test_damage_is_named_there_by_the_folder_that_people_know(kiosk: Kiosk, tmp_path: Path) -> None:
    kiosk.sql("UPDATE document SET body = replace(body, 'finished', 'cancelled') WHERE kind = 'visit'")
    status, out, _ = where("read-only", kiosk, tmp_path, "audit verify")["audit verify"]
    assert status == 1
    assert "is not as the last entry about it says" in out


def test_a_log_that_cannot_be_replayed_is_named_and_not_skipped(kiosk: Kiosk, tmp_path: Path) -> None:
    left = tmp_path / "left"
    with Records.open(kiosk.folder, read_key(kiosk.key_file), clock=SystemClock()) as records:
        for number in range(3):
            with records.write(LEAD) as writer:
                writer.audit("seen", subject=f"C-{number}")
        left.mkdir(mode=0o700)
        for file in kiosk.folder.iterdir():
            if file.is_file() and not file.name.endswith("-shm"):
                (left / file.name).write_bytes(file.read_bytes())
                (left / file.name).chmod(0o600)
    log = left / "records.db-wal"
    data = bytearray(log.read_bytes())
    data[40] ^= 1  # in the first frame: all that follows cannot be replayed either
    log.write_bytes(data)
    for words in ("visits list", "audit verify"):
        told = kiosk(*words.split(), data=left).complaint
        assert f"The records in {left} lack the last " in told
        assert "their log cannot be replayed" in told
    there = replace(kiosk, folder=left)
    status, out, err = where("read-only", there, tmp_path, "visits list")["visits list"]
    assert (status, out) == (2, "")
    assert "clinic lack the last " in err
