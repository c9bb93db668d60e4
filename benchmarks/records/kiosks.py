"""Fifty kiosks on one PostgreSQL server: how long a change takes, and whether any is lost.

Each kiosk is its own `Records`, with its own connections; ten share a process, for fifty Pythons measure the machine and
not the store. A change is what a screen does: read a visit, write it back, wait until it is durable. Every tenth change is
to a visit that all kiosks share, so that they meet.
"""

import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.core.errors import StaleWrite
from kiosk.records import Records
from kiosk.records.audit.verification import verify
from tests.kiosk.records.postgresql.server import Server

HEAD = ("50 kiosks on PostgreSQL", "changes", "a second", "p50 ms", "p99 ms", "acknowledged", "found", "lost")
PROCESSES, KIOSKS_EACH = 5, 10
CHANGES = 20
PAUSE_SECONDS = 1.0
SHARED = "V-shared"
DAY = "2026-07-30"
KEY = bytes(range(32))
SOMEBODY = Actor(name="somebody", role="system")
FILLING = "x" * 3000


def main() -> list[tuple[str, ...]]:
    """Measure, and return the rows of the table whose head is `HEAD`."""
    server = Server(max_connections="400")
    try:
        server.start()
        return [
            measured(server, "each makes a change a second", PAUSE_SECONDS),
            measured(server, "each as fast as it can", 0.0),
        ]
    finally:
        server.end()


def measured(server: Server, what: str, pause: float) -> tuple[str, ...]:
    store = server.url(server.empty_database())
    with tempfile.TemporaryDirectory() as base:
        folder = Path(base) / "clinic"
        with Records.create(folder, KEY, store=store, clock=SystemClock()) as records:
            with records.write(SOMEBODY) as writer:
                writer.put("visit", {"id": SHARED, "count": 0}, partition=DAY)
                for process in range(PROCESSES):
                    for kiosk in range(KIOSKS_EACH):
                        writer.put(
                            "visit", {"id": f"V-{process}-{kiosk}", "count": 0, "filling": FILLING}, partition=DAY
                        )
            began = time.perf_counter()
            workers = [
                subprocess.Popen(
                    [sys.executable, "-m", "benchmarks.records.kiosks", str(folder), store, str(number), str(pause)],
                    stdout=subprocess.PIPE,
                    text=True,
                )
                for number in range(PROCESSES)
            ]
            told = [json.loads(worker.communicate()[0]) for worker in workers]
            seconds = time.perf_counter() - began
            taken = sorted(each for one in told for each in one)
            with records.read() as reader:
                found = sum(visit["count"] for visit in reader.all("visit", DAY))
            problems = verify(records)
    if problems:
        raise SystemExit(f"The trail is not whole: {problems[0]}")
    p50, p99 = (taken[int(len(taken) * share)] * 1000 for share in (0.50, 0.99))
    lost = len(taken) - found
    return (
        what, str(len(taken)), f"{len(taken) / seconds:.0f}", f"{p50:.1f}", f"{p99:.1f}", str(len(taken)), str(found), str(lost),
    )  # fmt: skip


def work(folder: Path, store: str, number: int, pause: float) -> None:
    """Be ten kiosks; print how long each acknowledged change took, in seconds."""
    taken: list[float] = []
    kiosks = [
        threading.Thread(target=one, args=(folder, store, f"V-{number}-{k}", pause, taken)) for k in range(KIOSKS_EACH)
    ]
    for kiosk in kiosks:
        kiosk.start()
    for kiosk in kiosks:
        kiosk.join()
    print(json.dumps(taken))


def one(folder: Path, store: str, own: str, pause: float, taken: list[float]) -> None:
    rand = random.Random(own)
    with Records.open(folder, KEY, store=store, clock=SystemClock()) as records:
        records.data_version()  # as a screen does, it listens to the others all the time
        for number in range(CHANGES):
            time.sleep(pause * rand.uniform(0.5, 1.5))
            began = time.perf_counter()
            add_one(records, SHARED if number % 10 == 9 else own)
            taken.append(time.perf_counter() - began)


def add_one(records: Records, id_: str) -> None:
    while True:
        with records.read() as reader:
            visit = reader.get("visit", id_)
        if visit is None:
            raise SystemExit(f"{id_} is gone.")
        try:
            with records.write(SOMEBODY) as writer:
                writer.put("visit", {**visit, "count": visit["count"] + 1}, partition=DAY, expect=visit["revision"])
        except StaleWrite:
            continue
        return


if __name__ == "__main__":
    if len(sys.argv) > 1:
        work(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
    else:
        for row in (HEAD, *main()):
            print(" | ".join(row))
