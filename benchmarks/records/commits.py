"""One change, kept for good: by the kiosk, and by what it is measured against."""

import os
import random
import sqlite3
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol

from tinydb import TinyDB, where

from benchmarks.records.filling import A_DAY, DESK, day_of, visit
from kiosk.records import Records
from kiosk.records.storage import encode


class Contestant(Protocol):
    """Keeps visits; `change(number)` changes one and returns when it is durable."""

    def change(self, number: int, times: int) -> None: ...


class Kiosk:
    """A screen's change: read the visit, write it back with an entry in the audit trail."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def change(self, number: int, times: int) -> None:
        with self._records.write(DESK) as writer:
            found = writer.get("visit", visit(number)["id"])
            assert found is not None
            document = {**found, "state": "confirmed", "changes": times}
            writer.put("visit", document, partition=day_of(number), expect=found["revision"])
            writer.audit("visit.confirm", subject=found["client_id"], detail={"visit": found["id"]})


class Appended:
    """The least there is: as many bytes at the end of a file, and fdatasync."""

    def __init__(self, file: Path, size: int) -> None:
        self._descriptor = os.open(file, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
        self._bytes = os.urandom(size)

    def change(self, number: int, times: int) -> None:  # noqa: ARG002
        os.write(self._descriptor, self._bytes)
        os.fdatasync(self._descriptor)

    def close(self) -> None:
        os.close(self._descriptor)


class BareSqlite:
    """SQLite with as many visits, one table by id, in WAL mode with synchronous=FULL: no cipher, audit trail or look-up."""

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(file, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("CREATE TABLE IF NOT EXISTS visit (id TEXT PRIMARY KEY, body TEXT) WITHOUT ROWID")

    def fill(self, start: int, end: int) -> None:
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("BEGIN")
        documents = (visit(number) for number in range(start, end))
        self._connection.executemany(
            "INSERT INTO visit VALUES (?, ?)", ((each["id"], encode(each)) for each in documents)
        )
        self._connection.execute("COMMIT")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.execute("PRAGMA synchronous = FULL")

    def change(self, number: int, times: int) -> None:
        document = {**visit(number), "changes": times}
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("SELECT body FROM visit WHERE id = ?", (document["id"],)).fetchone()
        self._connection.execute("UPDATE visit SET body = ? WHERE id = ?", (encode(document), document["id"]))
        self._connection.execute("COMMIT")

    def close(self) -> None:
        self._connection.close()


class PlainTinyDB:
    """TinyDB as it is shipped: its JSONStorage writes the whole file anew, and leaves it to the machine when."""

    def __init__(self, file: Path, count: int) -> None:
        self._db = TinyDB(file)
        self._db.insert_multiple([visit(number) for number in range(count)])

    def change(self, number: int, times: int) -> None:
        document: dict[str, Any] = {"state": "confirmed", "changes": times}
        self._db.update(document, where("id") == visit(number)["id"])

    def close(self) -> None:
        self._db.close()


def timed(contestants: dict[str, Contestant], count: int, rounds: int) -> dict[str, list[float]]:
    """Return milliseconds of each change, sorted. They take turns, so that a busy moment of the machine meets them all."""
    rand = random.Random(count)
    spent: dict[str, list[float]] = {name: [] for name in contestants}
    for times in range(rounds):
        number = rand.randrange(max(0, count - A_DAY), count)  # one of the newest day
        for name, contestant in contestants.items():
            start = perf_counter()
            contestant.change(number, times)
            spent[name].append((perf_counter() - start) * 1000)
    return {name: sorted(each) for name, each in spent.items()}


def at(spent: list[float], share: float) -> float:
    """Return what this share of the changes took at most."""
    return spent[min(len(spent) - 1, int(len(spent) * share))]
