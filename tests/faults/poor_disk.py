"""A terminal whose disk fails it. It prints one JSON object: what was acknowledged, and what of it is lacking.

poor_disk.py FOLDER full ROUNDS        its disk is small, and somebody makes room from time to time
poor_disk.py FOLDER read-only ROUNDS   the folder cannot be written to, then it can again
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.core.errors import RecordsUnavailable
from kiosk.records import Records
from tests.faults.processes import lacking
from tests.faults.telling import DAY, KEY

DESK = Actor(name="Rosa Vidal", role="receptionist", staff_id="S-1")
FULL = "The disk is full: make room and try again; nothing was lost."
READ_ONLY = "The clinic's folder cannot be written to: make the disk writable and try again; nothing was lost."
BALLAST_BYTES = 60_000
NOBODY = 65534
MOST = 5000


def put(records: Records, ids: list[str]) -> None:
    id_ = f"V-{len(ids)}"
    with records.write(DESK) as writer:
        writer.put("visit", {"id": id_, "filling": "x" * 2000}, partition=DAY)
    ids.append(id_)


def put_until_refused(records: Records, ids: list[str], wrong: list[str]) -> None:
    try:
        while len(ids) < MOST:
            put(records, ids)
        wrong.append("The disk was never full.")
    except RecordsUnavailable as refused:
        if refused.sentence != FULL:
            wrong.append(refused.sentence)
    with records.read() as reader:  # a full disk can still be read
        there = {visit["id"] for visit in reader.all("visit", DAY)}
    wrong += [id_ for id_ in ids if id_ not in there]


def full(folder: Path, rounds: int) -> tuple[list[str], list[str]]:
    """Fill the disk, make room, go on in the same process; in the end another one finds the disk full as it starts."""
    ids: list[str] = []
    wrong: list[str] = []
    ballast = [folder.parent / f"ballast-{number}" for number in range(rounds + 1)]
    for file in ballast:
        file.write_bytes(bytes(BALLAST_BYTES))
    with Records.create(folder, KEY, clock=SystemClock()) as records:
        for file in ballast[:-1]:
            put_until_refused(records, ids, wrong)
            file.unlink()
            put(records, ids)
        put_until_refused(records, ids, wrong)
    # Dies in the middle of a full disk.
    subprocess.run([sys.executable, __file__, str(folder), "die", "0"], check=False)
    ballast[-1].unlink()
    return ids, wrong + lacking(folder, ids)


def die(folder: Path) -> None:
    """Begin a change on a full disk and end without a word."""
    try:
        with Records.open(folder, KEY, clock=SystemClock()) as records, records.write(DESK) as writer:
            writer.put("visit", {"id": "V-never", "filling": "x" * 200_000}, partition=DAY)
            os._exit(9)
    except RecordsUnavailable:
        os._exit(9)


def read_only(folder: Path, rounds: int) -> tuple[list[str], list[str]]:
    """Take the right to write away and give it back."""
    if os.geteuid() == 0:  # whom no permission stops
        os.chown(folder.parent, NOBODY, NOBODY)
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    ids: list[str] = []
    wrong: list[str] = []
    Records.create(folder, KEY, clock=SystemClock()).close()
    for _ in range(rounds):
        with Records.open(folder, KEY, clock=SystemClock()) as records:
            for _ in range(5):
                put(records, ids)
        for file in folder.iterdir():
            file.chmod(0o400)
        folder.chmod(0o500)
        try:
            with Records.open(folder, KEY, clock=SystemClock()) as records:
                put(records, [])
            wrong.append("A folder that may not be written to was written to.")
        except RecordsUnavailable as refused:
            if refused.sentence != READ_ONLY:
                wrong.append(refused.sentence)
        folder.chmod(0o700)
        for file in folder.iterdir():
            file.chmod(0o600)
    return ids, wrong + lacking(folder, ids)


def main() -> None:
    folder, what, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    if what == "die":
        die(folder)
    ids, wrong = {"full": full, "read-only": read_only}[what](folder, rounds)
    print(json.dumps({"acknowledged": len(ids), "lost": wrong}))


if __name__ == "__main__":
    main()
