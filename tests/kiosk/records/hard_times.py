"""A process whose disk fails it, and what it says about that.

hard_times.py FOLDER full        its disk is small; then there is room again
hard_times.py FOLDER read-only   the folder cannot be written to; then it can again
hard_times.py FOLDER fsync       somebody outside makes one fsync fail
hard_times.py FOLDER fold        somebody outside makes the fsync of the database fail, to which the log is folded
"""

import os
import sys
from pathlib import Path

from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.core.errors import RecordsUnavailable
from kiosk.records import Records
from kiosk.records.audit.verification import verify

SOMEBODY = Actor(name="somebody", role="system")
DAY = "2026-07-30"
NOBODY = 65534


def put(records: Records, number: int) -> None:
    with records.write(SOMEBODY) as writer:
        writer.put("visit", {"id": f"V-{number}", "filling": "x" * 2000}, partition=DAY)


def put_until_refused(records: Records) -> int:
    for number in range(1000):
        try:
            put(records, number)
        except RecordsUnavailable as refused:
            print(refused)
            return number
    raise SystemExit("It was never refused.")


def count(records: Records) -> int:
    with records.read() as reader:
        return len(reader.all("visit", DAY))


def full(folder: Path) -> None:
    with Records.create(folder, bytes(32), clock=SystemClock()) as records:
        ballast = folder / "ballast"
        ballast.write_bytes(bytes(100_000))
        kept = put_until_refused(records)
        print(count(records) == kept > 0)
        ballast.unlink()
        put(records, kept)
        print(count(records) == kept + 1)
        print(verify(records))


def fsync(folder: Path) -> None:
    with Records.create(folder, bytes(32), clock=SystemClock()) as records:
        kept = put_until_refused(records)
        try:
            put(records, kept)
        except RecordsUnavailable:
            print("it stays so")
    with Records.open(folder, bytes(32), clock=SystemClock()) as records:
        print(count(records) >= kept)


def fold(folder: Path) -> None:
    with Records.create(folder, bytes(32), clock=SystemClock()) as records:
        put(records, 0)
        for failing in (records.fold, lambda: put(records, 1)):
            try:
                failing()
            except RecordsUnavailable as refused:
                print(refused)
    with Records.open(folder, bytes(32), clock=SystemClock()) as records:
        print(count(records))


def read_only(folder: Path) -> None:
    if os.geteuid() == 0:  # whom no permission stops
        os.chown(folder.parent, NOBODY, NOBODY)
        os.setuid(NOBODY)
    with Records.create(folder, bytes(32), clock=SystemClock()) as records:
        put(records, 0)
    for file in folder.iterdir():
        file.chmod(0o400)
    folder.chmod(0o500)
    try:
        Records.open(folder, bytes(32), clock=SystemClock())
    except RecordsUnavailable as refused:
        print(refused)
    folder.chmod(0o700)
    for file in folder.iterdir():
        file.chmod(0o600)
    with Records.open(folder, bytes(32), clock=SystemClock()) as records:
        print(count(records) == 1)
        put(records, 1)
        print(verify(records))


if __name__ == "__main__":
    {"full": full, "fsync": fsync, "fold": fold, "read-only": read_only}[sys.argv[2]](Path(sys.argv[1]))
