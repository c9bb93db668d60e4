"""A terminal of its own: a process that works on a clinic's records and says on standard output what was kept.

worker.py FOLDER count ID TIMES      adds one to the document's count, as often
worker.py FOLDER append NAME         adds documents until it is killed, and prints each id once it is kept
worker.py FOLDER watch               prints the state of V-0001 whenever the records changed, until its input ends
"""

import os
import sys
import threading
import time
from pathlib import Path

from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.core.errors import StaleWrite
from kiosk.records import Records

KEY = bytes(range(32))
DAY = "2026-07-30"


def count(records: Records, id_: str, times: str) -> None:
    for _ in range(int(times)):
        add_one(records, id_)


def add_one(records: Records, id_: str) -> None:
    """Read in one transaction and write in another, as a person at a screen does; begin again if somebody was faster."""
    while True:
        with records.read() as reader:
            found = reader.get("visit", id_)
        assert found is not None
        try:
            with records.write(Actor(name=f"terminal {id(records)}", role="system")) as writer:
                writer.put("visit", {**found, "count": found["count"] + 1}, partition=DAY, expect=found["revision"])
        except StaleWrite:
            continue
        return


def append(records: Records, name: str) -> None:
    number = 0
    while True:
        number += 1
        with records.write(Actor(name=name, role="system")) as writer:
            writer.put("visit", {"id": f"V-{name}-{number}", "filling": "x" * (number % 3000)}, partition=DAY)
        print(f"V-{name}-{number}", flush=True)


def watch(records: Records) -> None:
    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    seen = -1
    while not ended.wait(0.005):
        version = records.data_version()
        if version != seen:
            seen = version
            with records.read() as reader:
                found = reader.get("visit", "V-0001")
            print("" if found is None else f"{found['state']} {time.monotonic()}", flush=True)


if __name__ == "__main__":
    with Records.open(Path(sys.argv[1]), KEY, store=os.environ.get("STORE", "embedded"), clock=SystemClock()) as opened:
        {"count": count, "append": append, "watch": watch}[sys.argv[2]](opened, *sys.argv[3:])
