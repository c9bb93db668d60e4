"""The embedded store: one SQLite file, encrypted page by page by SQLCipher."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2

from kiosk.core.clean import clean
from kiosk.core.errors import RecordsDamaged
from kiosk.records.backend import AuditRow, DocumentRow, RecordsState, state_of
from kiosk.records.embedded import tables
from kiosk.records.embedded.failures import DAMAGED, sqlite_errors, sqlite_failure
from kiosk.records.embedded.sqlite_connection import connect_file
from kiosk.records.kinds import COLUMNS, UNNAMED, Kind

_LAYOUT: Final = "SELECT type, name, coalesce(sql, '') FROM sqlite_schema"
_ROW: Final = "id, partition, revision, changed_at, changed_by, keys, body"

# Both walk one table and look each row up in the other, so that no index has to fit into the memory.
_NOT_FOUND: Final = """SELECT document.kind, document.id, field.key
    FROM document, json_each(document.keys) AS field, json_each(field.value) AS value
    WHERE NOT EXISTS (SELECT 1 FROM lookup WHERE lookup.kind = document.kind AND lookup.field = field.key
        AND lookup.value = value.value AND lookup.n = document.n)"""
_STRAY: Final = """SELECT lookup.kind, lookup.field FROM lookup LEFT JOIN document ON document.n = lookup.n
    WHERE document.kind IS NOT lookup.kind OR NOT EXISTS (
        SELECT 1 FROM json_each(document.keys) AS field, json_each(field.value) AS value
        WHERE field.key = lookup.field AND value.value = lookup.value)"""


class SqlCipherEngine:
    """One connection to the encrypted file. See `kiosk.records.backend.Engine`."""

    def __init__(self, file: Path, key: bytes, *, wal: bool = True) -> None:
        with sqlite_errors():
            self._connection = connect_file(file, key, wal=wal)

    def begin(self, *, write: bool) -> RecordsState:
        self._run("BEGIN IMMEDIATE" if write else "BEGIN")
        row = self._one("SELECT commits, audit_seq, audit_mac, last_at, seal FROM state")
        if row is None:
            raise RecordsDamaged(DAMAGED)
        return state_of(row)

    def commit(self, state: RecordsState) -> None:
        """Write the new state and make everything durable."""
        self._run("UPDATE state SET commits = ?, audit_seq = ?, audit_mac = ?, last_at = ?, seal = ?", *state)
        self._run("COMMIT")

    def rollback(self) -> None:
        if self._connection.in_transaction:
            self._run("ROLLBACK")

    def fetch(self, kind: str, id_: str) -> DocumentRow | None:
        row = self._one(f"SELECT {_ROW} FROM document WHERE kind = ? AND id = ?", kind, id_)  # noqa: S608
        return None if row is None else DocumentRow(*row)

    def scan(self, kind: str, partition: str | None) -> Iterator[DocumentRow]:
        statement = "kind = ?" if partition is None else "kind = ? AND partition = ?"
        values = (kind,) if partition is None else (kind, partition)
        return map(DocumentRow._make, self._all(f"SELECT {_ROW} FROM document WHERE {statement} ORDER BY n", *values))  # noqa: S608

    def lookup(self, kind: str, columns: Mapping[str, str]) -> list[DocumentRow]:
        """Return the documents that have each of these values, oldest first."""
        order = COLUMNS[Kind(kind)]
        wanted = sorted(columns.items(), key=lambda item: order.index(item[0]))
        first, *others = wanted
        # CROSS JOIN keeps the order in which the columns are declared: the one that tells most apart goes first.
        joins = "".join(
            f" CROSS JOIN lookup l{i} ON l{i}.kind = l.kind AND l{i}.field = ? AND l{i}.value = ? AND l{i}.n = l.n"
            for i in range(len(others))
        )
        values = [part for column in others for part in column]
        return [
            DocumentRow._make(row)
            for row in self._all(
                "SELECT d.id, d.partition, d.revision, d.changed_at, d.changed_by, d.keys, d.body FROM lookup l"  # noqa: S608
                f"{joins} CROSS JOIN document d ON d.n = l.n WHERE l.kind = ? AND l.field = ? AND l.value = ? ORDER BY d.n",
                *values,
                kind,
                *first,
            )
        ]

    def partitions(self, kind: str) -> list[str]:
        # Steps from one partition to the next by the index, instead of reading every document of every day.
        rows = self._all(
            """WITH RECURSIVE step (partition) AS (
                SELECT min(partition) FROM document WHERE kind = ?1
                UNION ALL
                SELECT (SELECT min(partition) FROM document WHERE kind = ?1 AND partition > step.partition)
                FROM step WHERE step.partition IS NOT NULL
            ) SELECT partition FROM step WHERE partition IS NOT NULL""",
            kind,
        )
        return [partition for (partition,) in rows]

    def count(self, kind: str, partition: str | None) -> int:
        if partition is None:
            row = self._one("SELECT count(*) FROM document WHERE kind = ?", kind)
        else:
            row = self._one("SELECT count(*) FROM document WHERE kind = ? AND partition = ?", kind, partition)
        return 0 if row is None else int(row[0])

    def store(self, kind: str, row: DocumentRow, before: DocumentRow | None) -> None:
        if before is None:
            number = self._run(
                "INSERT INTO document (kind, id, partition, revision, changed_at, changed_by, keys, body)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                kind,
                *row,
            ).lastrowid
        else:
            self._run(
                "UPDATE document SET partition = ?, revision = ?, changed_at = ?, changed_by = ?, keys = ?, body = ?"
                " WHERE kind = ? AND id = ?",
                *row[1:],
                kind,
                row.id,
            )
            if before.keys == row.keys:
                return
            number = self._number(kind, row.id)
        self._index(kind, number, set() if before is None else _pairs(before), _pairs(row))

    def delete(self, kind: str, before: DocumentRow) -> None:
        self._index(kind, self._number(kind, before.id), _pairs(before), set())
        self._run("DELETE FROM document WHERE kind = ? AND id = ?", kind, before.id)

    def _index(self, kind: str, number: int, present: set[tuple[str, str]], wanted: set[tuple[str, str]]) -> None:
        for pair in present - wanted:
            self._run("DELETE FROM lookup WHERE kind = ? AND field = ? AND value = ? AND n = ?", kind, *pair, number)
        for pair in wanted - present:
            self._run("INSERT INTO lookup (kind, field, value, n) VALUES (?, ?, ?, ?)", kind, *pair, number)

    def _number(self, kind: str, id_: str) -> int:
        return int(self._one("SELECT n FROM document WHERE kind = ? AND id = ?", kind, id_)[0])

    def append_audit(self, row: AuditRow) -> None:
        self._run("INSERT INTO audit (seq, day, subject, staff, entry, mac) VALUES (?, ?, ?, ?, ?, ?)", *row)

    def audit(
        self, *, after: int = 0, subject: str | None = None, staff: str | None = None, day: str | None = None
    ) -> Iterator[AuditRow]:
        asked = {"subject": subject, "staff": staff, "day": day}
        given = {column: value for column, value in asked.items() if value is not None}
        conditions = "".join(f" AND {column} = ?" for column in given)
        statement = f"SELECT seq, day, subject, staff, entry, mac FROM audit WHERE seq > ?{conditions} ORDER BY seq"  # noqa: S608
        return map(AuditRow._make, self._all(statement, after, *given.values()))

    def cut_audit(self, through: int) -> int:
        return int(self._run("DELETE FROM audit WHERE seq <= ?", through).rowcount)

    def secret(self, name: str) -> bytes | None:
        row = self._one("SELECT sealed FROM secret WHERE name = ?", name)
        return None if row is None else bytes(row[0])

    def lookup_problems(self) -> Iterator[str]:
        for kind, id_, column in self._all(_NOT_FOUND):
            which = f"An {kind}" if kind in UNNAMED else f"The {kind} {id_}"
            yield f"{which} is not found by its {column} any more: the index was changed from outside."
        for kind, column in self._all(_STRAY):
            yield f"A {column} leads to a {kind} that has no such value: the index was changed from outside."

    def layout_problems(self) -> Iterator[str]:
        found, wanted = set(self._all(_LAYOUT)), _layout(tables.VERSION)
        for kind, name, _ in sorted(wanted - found):
            yield f"The {kind} {name} in the records is gone, or is no longer as the kiosk made it."
        made = {(kind, name) for kind, name, _ in wanted}
        for kind, name in sorted({(kind, name) for kind, name, _ in found} - made):
            yield f"The {kind} {clean(name, 40)} in the records was not made by the kiosk: it was put in from outside."

    def is_indexed(self) -> bool:
        row = self._one(
            "SELECT EXISTS (SELECT 1 FROM lookup) OR NOT EXISTS (SELECT 1 FROM document WHERE kind = 'client')"
        )
        return bool(row[0])

    def fold(self) -> bool:
        """Fold the log into the database and empty it; false if others are busy."""
        return bool(self._one("PRAGMA wal_checkpoint(TRUNCATE)")[0] == 0)

    def data_version(self) -> int:
        row = self._one("PRAGMA data_version")
        return 0 if row is None else int(row[0])

    def close(self) -> None:
        with sqlite_errors():
            self._connection.close()

    def _run(self, statement: str, *values: Any) -> Any:
        try:
            return self._connection.execute(statement, values)
        except dbapi2.Error as error:
            raise sqlite_failure(error) or error from error

    def _one(self, statement: str, *values: Any) -> Any:
        try:
            return self._connection.execute(statement, values).fetchone()
        except dbapi2.Error as error:
            raise sqlite_failure(error) or error from error

    def _all(self, statement: str, *values: Any) -> Iterator[Any]:
        with sqlite_errors():
            yield from self._connection.execute(statement, values)


@cache
def _layout(format_: int) -> frozenset[tuple[str, str, str]]:
    """Return what the tables, indexes and triggers of a format are."""
    connection = dbapi2.connect(":memory:")
    for number in range(1, format_ + 1):
        for statement in tables.MIGRATIONS[number]:
            connection.execute(statement)
    layout = frozenset(connection.execute(_LAYOUT))
    connection.close()
    return layout


def _pairs(row: DocumentRow) -> set[tuple[str, str]]:
    return {(column, value) for column, values in json.loads(row.keys).items() for value in values}
