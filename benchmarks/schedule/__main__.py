"""`python -m benchmarks.schedule`: 5,000 lines taken into the day book while another terminal writes, beside one plain write per line.

Exit status 1 if that takes more than 10 s, or if the other terminal once waits longer than 0.5 s.
"""

import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.report import keep, machine, table
from kiosk.clinic import Clinic
from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.core.settings import Settings, save
from kiosk.records import Kind, Records
from kiosk.records.keys.clinic_ids import new_clinic_id
from kiosk.records.keys.key_files import create_key
from kiosk.schedule import import_schedule

COMMAND = "python -m benchmarks.schedule"
LINES = 5_000
PLAIN = 500
"""Writes of the one that is compared; each line costs as much as the other."""
MOST_SECONDS, LONGEST_WAIT = 10.0, 0.5
_ACTOR = Actor(name="benchmarks", role="system")
_HEADER = "start,client,date of birth,treatment,practitioner,phone,booking code\n"


@dataclass(frozen=True)
class Taken:
    """How long a schedule took, and how long another terminal waited to write while it was taken."""

    what: str
    seconds: float
    work: float
    waits: list[float]


def sheet(today: date, *, a_day: int, codes: bool, later: int = 0) -> bytes:
    """Return a schedule of so many different clients."""
    lines = []
    for number in range(LINES):
        start = datetime.combine(today, time(8)) + timedelta(days=number // a_day, minutes=number % a_day % 600 + later)
        name = "".join(chr(ord("a") + int(digit)) for digit in str(number))
        born = date(1950, 1, 1) + timedelta(days=number * 5)
        code = f"K{number:05}" if codes else ""
        lines.append(f"{start:%Y-%m-%d %H:%M},Ann {name} Bell,{born},parisian-peel,Dr Moss,020 {number:07},{code}\n")
    return (_HEADER + "".join(lines)).encode()


def waits_meanwhile(folder: Path, key: bytes, work: Callable[[], object]) -> list[float]:
    """Return how long each small write of another connection took while `work` went on."""
    waits: list[float] = []
    over = threading.Event()

    def other() -> None:
        with Records.open(folder, key, clock=SystemClock()) as records:
            while not over.wait(0.02):
                begun = perf_counter()
                with records.write(_ACTOR) as writer:
                    before = writer.get(Kind.META, "other")
                    document = {"id": "other", "at": len(waits)}
                    writer.put(Kind.META, document, expect=before["revision"] if before else None)
                waits.append(perf_counter() - begun)

    thread = threading.Thread(target=other)
    thread.start()
    try:
        work()
    finally:
        over.set()
        thread.join()
    return waits


def clinic_folder(base: Path) -> tuple[Path, bytes]:
    """Return the folder of a new clinic, and its key."""
    folder = base / "clinic"
    key = create_key(new_clinic_id(folder), file=base / "keys" / "clinic.key")
    save(folder, Settings(clinic_name="Benchmark", time_zone="Europe/London"))
    Records.create(folder, key, clock=SystemClock()).close()
    return folder, key


def taken(base: Path, *, a_day: int, codes: bool) -> tuple[list[Taken], float]:
    """Return what reading such a schedule for the first time, again, and moved cost, and what one plain write costs."""
    folder, key = clinic_folder(base)
    with Clinic.open(folder, clock=SystemClock(), terminal="desk", key_file=base / "keys" / "clinic.key") as clinic:
        done = []
        for what, later in (("new", 0), ("the same again", 0), ("all moved", 5)):
            data = sheet(clinic.today(), a_day=a_day, codes=codes, later=later)
            begun, worked = perf_counter(), process_time()
            waits = waits_meanwhile(folder, key, lambda data=data: import_schedule(clinic, data, actor=_ACTOR))
            done.append(Taken(what, perf_counter() - begun, process_time() - worked, waits))
        begun = perf_counter()
        for number in range(PLAIN):
            with clinic.records.write(_ACTOR) as writer:
                writer.put(Kind.META, {"id": f"plain-{number}", "text": "x" * 400})
        return done, (perf_counter() - begun) / PLAIN


def main() -> int:
    """Measure, keep the table, and say whether it is fast enough."""
    rows, bad = [], False
    for shape, a_day, codes in (("100 a day, with codes", 100, True), ("500 a day, without codes", 500, False)):
        with tempfile.TemporaryDirectory(prefix="schedule-") as name:
            done, plain = taken(Path(name), a_day=a_day, codes=codes)
        for each in done:
            longest = max(each.waits, default=0.0)
            bad |= each.seconds > MOST_SECONDS or longest > LONGEST_WAIT
            rows.append(
                (
                    f"{shape}: {each.what}",
                    f"{each.seconds:.1f}",
                    f"{each.work:.1f}",
                    f"{each.seconds / (plain * LINES):.2f}",
                    f"{longest * 1000:.0f}",
                    f"{len(each.waits)}",
                )
            )
    head = (f"{LINES:,} lines", "seconds", "of work", "of one write a line", "longest wait ms", "writes of the other")
    text = f"""## Schedule: a long file while others write

`{COMMAND}` · {machine()}

Seconds to take {LINES:,} lines, of these the processor's for both terminals, and how long that is compared with one plain write, a transaction of its own, for each line.
Meanwhile another terminal writes every 20 ms; its longest wait is what a person at a kiosk could feel. At most
{MOST_SECONDS:.0f} s and {LONGEST_WAIT * 1000:.0f} ms are allowed.

{table(head, rows)}
"""
    print(text)
    keep("schedule", text)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
