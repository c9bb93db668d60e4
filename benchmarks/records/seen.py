"""How long until another process sees a change: it looks every 50 ms, as the screens do.

`python -m benchmarks.records.seen FOLDER` is the other process: it prints the number it reads, and when.
"""

import subprocess
import sys
import time
from pathlib import Path

from benchmarks.records.filling import DESK, KEY
from kiosk.core.clock import SystemClock
from kiosk.records import Records

LOOK_EVERY = 0.05
_ID, _DAY = "V-SEEN", "2026-07-30"


def delays(records: Records, changes: int) -> list[float]:
    """Return milliseconds from the start of each change to its being read by the other process, sorted."""
    with records.write(DESK) as writer:
        revision = writer.put("visit", {"id": _ID, "number": 0}, partition=_DAY)
    command = [sys.executable, "-m", "benchmarks.records.seen", str(records.folder)]
    watcher = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert watcher.stdout is not None
    try:
        watcher.stdout.readline()
        spent = []
        for number in range(1, changes + 1):
            time.sleep(number * 0.0137 % LOOK_EVERY)  # begins at any moment between two looks
            start = time.monotonic()
            with records.write(DESK) as writer:
                revision = writer.put("visit", {"id": _ID, "number": number}, partition=_DAY, expect=revision)
            seen, moment = watcher.stdout.readline().split()
            if int(seen) != number:
                raise SystemExit(f"The other process saw {seen} and not {number}.")
            spent.append((float(moment) - start) * 1000)
    finally:
        watcher.kill()
        watcher.communicate()
    with records.write(DESK) as writer:
        writer.remove("visit", _ID, expect=revision)
    return sorted(spent)


def watch(folder: Path) -> None:
    with Records.open(folder, KEY, clock=SystemClock()) as records:
        version = -1
        while True:
            if (now := records.data_version()) != version:
                version = now
                with records.read() as reader:
                    found = reader.get("visit", _ID)
                if found is not None:
                    print(found["number"], time.monotonic(), flush=True)
            time.sleep(LOOK_EVERY)


if __name__ == "__main__":
    watch(Path(sys.argv[1]))
