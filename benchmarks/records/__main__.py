"""`python -m benchmarks.records`: what a change costs, however much is stored, against the least that could keep it.

Takes some minutes, most of them to fill a clinic with a million visits, and needs 5 GB of disk in the temporary folder.
`--small` stops at 10,000 visits and keeps no result. Exit status 1 if a change is lost.
"""

import random
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.records import kiosks, seen
from benchmarks.records.commits import Appended, BareSqlite, Contestant, Kiosk, PlainTinyDB, at, timed
from benchmarks.records.filling import A_DAY, KEY, VISITS_EACH, born, client_id, day_of, family, fill, visit
from benchmarks.report import keep, machine, table
from kiosk.core.clock import SystemClock
from kiosk.records import Records, location
from kiosk.records.storage import encode

SIZES = (100, 10_000, 100_000, 1_000_000)
MOST_OF_TINYDB = 10_000
ROUNDS = 400
ROUNDS_OF_TINYDB = 8
CHANGES_SEEN = 200
LOOKUPS = 300
_PAGE = 4096
COMMAND = "python -m benchmarks.records"


@dataclass
class Measured:
    """What was found at one size."""

    count: int
    kiosk: list[float]
    appended: list[float]
    pages: list[float]
    sqlite: list[float]
    tinydb: list[float] | None
    open_ms: float
    day_ms: float
    lookup: list[float]
    size: int
    """Bytes of a visit and its audit entry."""
    written: int
    """Bytes that a change adds to the log."""
    work: float
    """Milliseconds of processor time that a change takes."""

    def ratio(self, to: list[float]) -> float:
        return at(self.kiosk, 0.5) / at(to, 0.5)


def main(arguments: list[str]) -> int:
    sizes = SIZES[:2] if "--small" in arguments else SIZES
    with tempfile.TemporaryDirectory(prefix="records-") as name:
        base = Path(name)
        folder = base / "clinic"
        Records.create(folder, KEY, clock=SystemClock()).close()
        bare = BareSqlite(base / "bare.db")
        measured, filled = [], 0
        for count in sizes:
            print(f"filling up to {count:,} visits ...", file=sys.stderr, flush=True)
            with Records.open(folder, KEY, clock=SystemClock()) as records:
                fill(records, filled, count)
            bare.fill(filled, count)
            filled = count
            measured.append(_measured(base, folder, bare, count))
        bare.close()
        with Records.open(folder, KEY, clock=SystemClock()) as records:
            seen_after = seen.delays(records, CHANGES_SEEN)
    on_server = kiosks.main()
    text = _report(measured, seen_after, on_server)
    print(text)
    if "--small" not in arguments:
        keep("records", text)
    return 1 if any(row[-1] != "0" for row in on_server) else 0


def _measured(base: Path, folder: Path, bare: BareSqlite, count: int) -> Measured:
    start = perf_counter()
    records = Records.open(folder, KEY, clock=SystemClock())
    open_ms = (perf_counter() - start) * 1000
    kiosk = Kiosk(records)
    size = len(encode(visit(count - 1)).encode()) + _entry_bytes(records)
    written = _log_bytes(records, kiosk, count)
    appended, pages = Appended(base / "appended", size), Appended(base / "pages", written)
    contestants: dict[str, Contestant] = {"kiosk": kiosk, "appended": appended, "pages": pages, "sqlite": bare}
    timed(contestants, count, 20)  # the first ones meet cold caches
    spent = timed(contestants, count, ROUNDS)
    work = _work(kiosk, count)
    appended.close()
    pages.close()
    day_ms, lookup = _looks(records, count)
    records.close()
    tinydb = None
    if count <= MOST_OF_TINYDB:
        plain = PlainTinyDB(base / f"plain-{count}.json", count)
        tinydb = timed({"tinydb": plain}, count, ROUNDS_OF_TINYDB)["tinydb"]
        plain.close()
    return Measured(
        count,
        kiosk=spent["kiosk"],
        appended=spent["appended"],
        pages=spent["pages"],
        sqlite=spent["sqlite"],
        tinydb=tinydb,
        open_ms=open_ms,
        day_ms=day_ms,
        lookup=lookup,
        size=size,
        written=written,
        work=work,
    )


def _work(kiosk: Kiosk, count: int) -> float:
    """Return the processor's time for a change, which no other disk would alter."""
    spent = []
    for number in range(ROUNDS):
        start = process_time()
        kiosk.change(count - 1 - number % A_DAY, -1 - number)
        spent.append((process_time() - start) * 1000)
    return sorted(spent)[ROUNDS // 2]


def _entry_bytes(records: Records) -> int:
    """Return how long the audit entry of a change is."""
    with records.read() as reader:
        last = next(reader.trail_rows(after=reader.state.audit_seq - 1))
    return len(last.entry.encode()) + len(last.mac)


def _log_bytes(records: Records, kiosk: Kiosk, count: int) -> int:
    """Return how much a change adds to the log."""
    log = records.folder / f"{location.DATABASE}-wal"
    changes = 40
    kiosk.change(count - 1, 0)
    records.fold()  # empties the log, which then grows from its start
    for number in range(changes):
        kiosk.change(max(0, count - 1 - number), 1)
    return log.stat().st_size // changes


def _looks(records: Records, count: int) -> tuple[float, list[float]]:
    """Return milliseconds to read a day's visits, and to find a client by name and birth date with all their visits."""
    days = [_timed(partial(_day, records, day_of(count - 1))) for _ in range(20)]
    rand = random.Random(count)
    chosen = [rand.randrange(count // VISITS_EACH) for _ in range(LOOKUPS)]
    return sorted(days)[len(days) // 2], sorted(_timed(partial(_find, records, each)) for each in chosen)


def _day(records: Records, day: str) -> None:
    with records.read() as reader:
        if len(reader.all("visit", day)) != A_DAY:
            raise SystemExit(f"{day} lacks visits.")


def _find(records: Records, number: int) -> None:
    with records.read() as reader:
        found = reader.find("client", family_words=family(number), date_of_birth=born(number))
        visits = reader.find("visit", client_id=client_id(number))
    if client_id(number) not in {each["id"] for each in found} or len(visits) != VISITS_EACH:
        raise SystemExit("A client was not found.")


def _timed(work: Callable[[], None]) -> float:
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1000


def _report(measured: list[Measured], seen_after: list[float], on_server: list[tuple[str, ...]]) -> str:
    first, last = measured[0], measured[-1]
    rows = [
        [
            f"{each.count:,}",
            *(f"{at(each.kiosk, share):.2f}" for share in (0.5, 0.99)),
            f"{each.work:.2f}",
            *(f"{at(spent, 0.5):.2f}" for spent in (each.appended, each.pages, each.sqlite)),
            "" if each.tinydb is None else f"{at(each.tinydb, 0.5):.2f}",
            *(f"{each.ratio(spent):.2f}" for spent in (each.appended, each.pages, each.sqlite)),
            "" if each.tinydb is None else f"1/{1 / each.ratio(each.tinydb):.0f}",
        ]
        for each in measured
    ]
    head = [
        "visits",
        "kiosk p50",
        "p99",
        "CPU",
        "(a) p50",
        "(a') p50",
        "(c) p50",
        "(b) p50",
        "to (a)",
        "to (a')",
        "to (c)",
        "to (b)",
    ]
    looks = [
        [f"{each.count:,}", f"{each.open_ms:.1f}", f"{each.day_ms:.1f}"]
        + [f"{at(each.lookup, share):.2f}" for share in (0.5, 0.99)]
        for each in measured
    ]
    looks_head = ["visits", "open", "a day's 100 visits", "client look-up p50", "p99"]
    flat = last.ratio(last.appended) / first.ratio(first.appended)
    p50, p99 = at(seen_after, 0.5), at(seen_after, 0.99)
    return f"""## Records: what a change costs

`{COMMAND}` · {machine()}

Milliseconds of one change that is durable when it returns: the visit read, written back and indexed, its entry in the audit
trail chained to the one before, everything encrypted, the commit counter beside it. {ROUNDS} changes to visits of the newest day
at each size, in turns with (a) the same {last.size:,} bytes of visit and audit entry, appended to a file with fdatasync;
(a') as many bytes as the kiosk really writes ({last.written:,}: whole pages), appended with fdatasync; (c) bare sqlite3 in WAL mode
with synchronous=FULL, one table, no cipher, trail or index; (b) TinyDB with its own JSONStorage, which does not wait for the disk.

{table(head, rows)}

From {first.count:,} to {last.count:,} visits the ratio to (a) goes from {first.ratio(first.appended):.2f} to {last.ratio(last.appended):.2f}: {flat:.2f} times;
the processor's part of a change (CPU) grows {last.work / first.work:.2f} times. That part is the same on any disk: where an fdatasync takes
longer than about {last.work / 1.5:.2f} ms a change costs less than 2.5 times (a), on a faster disk more.

Opening the records, reading a day, and finding a client by family name and date of birth with all visits, in milliseconds:

{table(looks_head, looks)}

From the start of a change to its being read by another process that looks every {seen.LOOK_EVERY * 1000:.0f} ms, at {last.count:,} visits, over
{len(seen_after)} changes: p50 {p50:.0f} ms, p99 {p99:.0f} ms.

{table(kiosks.HEAD, on_server)}
"""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
