"""`python -m tests.faults [--short] [NAME...]`: do these faults, or all of them, and count what survived.

Prints what was acknowledged, found and lost, and what was altered, found and silently accepted. Exit status 1 if anything
was lost or silently accepted, if hostile bytes ended, answered or moved anything, or if it takes longer than forty minutes
(the short form: six). Each core does a fault, since most of a fault is waiting.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from types import FrameType

from tests.faults import altering, any_bytes, clocks, disks, kills, power, servers, tampering
from tests.faults.telling import Fault, Result, Told

MOST_SECONDS = 2400
MOST_SECONDS_SHORT = 360
FAULTS = {
    "kills": Fault(kills.random_kills, 200, 24),
    "power": Fault(power.power_cuts, 1000, 60),
    "eight": Fault(kills.eight_writers, 200, 20),
    "full": Fault(disks.full, 10, 3),
    "read-only": Fault(disks.read_only, 10, 3),
    "clock": Fault(clocks.jumping, 400, 100),
    "nights": Fault(clocks.nights, 216, 72),
    "server": Fault(servers.killed_server, 20, 3),
    "full-server": Fault(servers.full_server, 8, 2),
    "kills-server": Fault(servers.killed_terminals, 50, 6),
    "eight-server": Fault(servers.eight_writers, 200, 10),
    "bits": Fault(altering.bits, 100, 30),
    "cuts": Fault(altering.cuts, 100, 30),
    "bytes": Fault(any_bytes.bytes_of_all_kinds, 1_000_000, 20_000),
    "tampering": Fault(tampering.tamperings, 2 * len(tampering.WAYS), len(tampering.WAYS)),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(FAULTS)}")
    parser.add_argument("--short", action="store_true", help="a part of each, about two minutes in all")
    given = parser.parse_args()
    unknown = [name for name in given.names if name not in FAULTS]
    if unknown:
        parser.error(f"there is no fault {unknown[0]}; there are: {', '.join(FAULTS)}")
    most = MOST_SECONDS_SHORT if given.short else MOST_SECONDS
    told = Told()
    start = time.monotonic()
    with ProcessPoolExecutor(os.cpu_count(), initializer=_within, initargs=(most,)) as pool:
        done = [pool.submit(results, name, short=given.short) for name in given.names or FAULTS]
        for each in done:
            for result in each.result():
                told.add(result)
    good = told.close()
    print(f"{time.monotonic() - start:.0f} s")
    return 0 if good else 1


def results(name: str, *, short: bool) -> Sequence[Result]:
    """Do a fault in a folder of its own."""
    fault = FAULTS[name]
    with tempfile.TemporaryDirectory(prefix="faults-") as place:
        return fault.run(Path(place), fault.short if short else fault.times)


def _within(seconds: int) -> None:
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(seconds)


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError("The faults took longer than they may.")


if __name__ == "__main__":
    sys.exit(main())
