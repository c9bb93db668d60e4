"""A server whose disk is full. It prints one JSON object: what was acknowledged, and what of it is lacking.

poor_server.py PLACE tables ROUNDS   the disk of its tables is small: PLACE/small
poor_server.py PLACE log ROUNDS      so is that of its log, without which it cannot run
"""

import json
import os
import pwd
import random
import sys
import tempfile
from pathlib import Path

from kiosk.core.clock import SystemClock
from kiosk.core.errors import RecordsUnavailable
from kiosk.records import Records
from kiosk.records.postgresql.server_connection import LOST, UNCLEAR
from tests.faults import patient
from tests.faults.poor_disk import DESK
from tests.faults.processes import lacking
from tests.faults.telling import DAY, KEY
from tests.kiosk.records.postgresql.server import Server

FULL = "The disk of the PostgreSQL server is full: make room there and try again; nothing was lost."
BALLAST_BYTES = {"tables": 1 << 20, "log": 40 << 20}
FILLING = {"tables": 20_000, "log": 400_000}
TOLD = {"tables": {FULL}, "log": {FULL, LOST, UNCLEAR}}
MOST = 3000


def put_until_refused(records: Records, ids: list[str], wrong: list[str], what: str) -> None:
    rand = random.Random(len(ids))  # noqa: S311
    try:
        while len(ids) < MOST:
            id_ = f"V-{len(ids)}"
            with records.write(DESK) as writer:
                writer.put("visit", {"id": id_, "filling": rand.randbytes(FILLING[what]).hex()}, partition=DAY)
            ids.append(id_)
        wrong.append("The disk was never full.")
    except RecordsUnavailable as refused:
        if refused.sentence not in TOLD[what]:
            wrong.append(refused.sentence)


def fill(server: Server, database: str, place: Path, what: str, rounds: int) -> tuple[list[str], list[str]]:
    """Fill the disk, make room, go on in the same process."""
    ids: list[str] = []
    wrong: list[str] = []
    ballast = [place / "small" / f"ballast-{number}" for number in range(rounds)]
    for file in ballast:
        file.write_bytes(bytes(BALLAST_BYTES[what]))
    store = server.url(database)
    with Records.create(place / "clinic", KEY, store=store, clock=SystemClock()) as records:
        for file in ballast:
            put_until_refused(records, ids, wrong, what)
            if what == "tables":
                with records.read() as reader:  # a full disk can still be read
                    there = {visit["id"] for visit in reader.all("visit", DAY)}
                wrong += [id_ for id_ in ids if id_ not in there]
            file.unlink()
            server.revive()
            id_ = f"V-room-{len(ids)}"
            patient.keep(records, DESK, id_)
            ids.append(id_)
    return ids, wrong + lacking(place / "clinic", ids, store)


def main() -> None:
    place, what, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    small = place / "small"
    if what == "log":
        tempfile.tempdir = str(small)
    server = Server(max_wal_size="1GB", shared_buffers="16MB")
    try:
        server.start()
        database = server.new_database()
        if what == "tables":
            tables = small / "tables"
            tables.mkdir()
            if os.geteuid() == 0:
                owner = pwd.getpwnam("postgres")
                os.chown(tables, owner.pw_uid, owner.pw_gid)
            server.admin(f"CREATE TABLESPACE small LOCATION '{tables}'")
            server.admin(f"ALTER DATABASE {database} SET TABLESPACE small")
        ids, wrong = fill(server, database, place, what, rounds)
    finally:
        server.end()
    print(json.dumps({"acknowledged": len(ids), "lost": wrong}))


if __name__ == "__main__":
    main()
