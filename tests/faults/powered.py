"""A clinic at work until the power fails: powered.py PLACE COMMITS. It says on standard output what was acknowledged.

It is made, two terminals work on it at once, its log is folded away, it is closed and opened again, gets another key, is
backed up, and restored elsewhere, where the records are spoiled and restored again.
"""

import os
import subprocess
import sys
from pathlib import Path

from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.records import Records
from kiosk.records.backup.backups import backup
from kiosk.records.backup.restoration import restore
from kiosk.records.keys.key_change import rekey
from kiosk.records.keys.key_files import create_key
from kiosk.records.keys.key_sources import find_key
from tests.faults.telling import DAY

DESK = Actor(name="Rosa Vidal", role="receptionist", staff_id="S-1")
LARGE = 400


def say(what: str) -> None:
    print(what, flush=True)


def key_of(place: Path) -> Path:
    return place / "keys" / "clinic.key"


def add(records: Records, name: str, commits: int) -> None:
    for number in range(commits):
        with records.write(DESK) as writer:
            writer.put("visit", {"id": f"V-{name}-{number}", "filling": "x" * (number * 37 % 3000)}, partition=DAY)
        say(f"V-{name}-{number}")


def add_many(records: Records, name: str) -> None:
    with records.write(DESK) as writer:
        for number in range(LARGE):
            writer.put("visit", {"id": f"V-{name}-{number}", "filling": "x" * 900}, partition=DAY)
    for number in range(LARGE):
        say(f"V-{name}-{number}")


def spoil(file: Path) -> None:
    """Write over a part of a database."""
    descriptor = os.open(file, os.O_WRONLY)
    os.pwrite(descriptor, bytes(5000), file.stat().st_size // 2)
    os.close(descriptor)


def work(place: Path, commits: int) -> None:
    folder, key_file = place / "clinic", key_of(place)
    key = create_key("C-1", file=key_file)
    Records.create(folder, key, clock=SystemClock()).close()
    say("made")
    with Records.open(folder, key, clock=SystemClock()) as records:
        other = subprocess.Popen([sys.executable, __file__, str(place), str(commits), "other"])
        add(records, "one", commits)
        if other.wait() != 0:
            raise SystemExit("The other terminal failed.")
        records.fold()
        add_many(records, "many")
        add(records, "folded", commits // 4)
    with Records.open(folder, key, clock=SystemClock()) as records:
        add(records, "again", commits // 4)
    key = rekey(folder, key, key_file, actor=DESK, clock=SystemClock())
    say("rekeyed")
    with Records.open(folder, key, clock=SystemClock()) as records:
        add(records, "rekeyed", commits // 4)
        backup(records, key, place / "backup", DESK)
        say("backup")
        add(records, "after", commits // 4)
    restore(place / "backup", place / "elsewhere", key, actor=DESK, clock=SystemClock())
    say("restored")
    say("spoiling")
    spoil(place / "elsewhere" / "records.db")
    restore(place / "backup", place / "elsewhere", key, actor=DESK, clock=SystemClock())
    say("mended")


if __name__ == "__main__":
    if sys.argv[3:] == ["other"]:
        with Records.open(
            Path(sys.argv[1]) / "clinic", find_key("C-1", file=key_of(Path(sys.argv[1]))), clock=SystemClock()
        ) as opened:
            add(opened, "other", int(sys.argv[2]))
    else:
        work(Path(sys.argv[1]), int(sys.argv[2]))
