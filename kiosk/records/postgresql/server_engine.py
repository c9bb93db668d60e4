"""The store on a PostgreSQL server: rows that only the clinic's key opens, found by keyed hashes."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from kiosk.core.errors import RecordsDamaged
from kiosk.records.backend import AuditRow, DocumentRow
from kiosk.records.kinds import Kind
from kiosk.records.postgresql.commit_listener import Pulse
from kiosk.records.postgresql.lookups import INDEXED, Findable, lookup_problems
from kiosk.records.postgresql.sealing import AlteredText, RowSeal
from kiosk.records.postgresql.server_timeouts import COPYING_SECONDS
from kiosk.records.postgresql.server_transactions import Transactions
from kiosk.records.postgresql.table_layout import layout_problems

_PAGE: Final = 1000
_ALTERED: Final = (
    "A {what} on the PostgreSQL server was altered, so it is not shown: bring back the server's last backup, and find out "
    "who can write there."
)


class PostgresEngine(Transactions):
    """What is on the server, over one connection. See `kiosk.records.backend.Engine`."""

    def __init__(self, conninfo: str, seal: RowSeal, pulse: Pulse, *, patience: float = COPYING_SECONDS) -> None:
        super().__init__(conninfo, pulse, patience=patience)
        self._seal = seal

    def fetch(self, kind: str, id_: str) -> DocumentRow | None:
        name = self._seal.hashed("id", kind, id_)
        found = self._all(
            "SELECT id, partition, revision, sealed FROM kiosk.document WHERE kind = %s AND id = %s", kind, name
        )
        return self._opened(kind, found[0]) if found else None

    def scan(self, kind: str, partition: str | None) -> Iterator[DocumentRow]:
        where, values = ("", ()) if partition is None else (" AND partition = %s", (partition,))
        statement = (
            "SELECT id, partition, revision, sealed, n FROM kiosk.document"  # noqa: S608
            f" WHERE kind = %s{where} AND n > %s ORDER BY n LIMIT {_PAGE}"
        )
        after = 0
        while page := self._all(statement, kind, *values, after):
            yield from (self._opened(kind, found[:4]) for found in page)
            if len(page) < _PAGE:
                return
            after = page[-1][4]

    def readable(self) -> Iterator[tuple[str, DocumentRow]]:
        """Return kind and row of each document that still opens, whatever became of the others."""
        statement = (
            "SELECT id, partition, revision, sealed, n, kind FROM kiosk.document"  # noqa: S608
            f" WHERE n > %s ORDER BY n LIMIT {_PAGE}"
        )
        after = 0
        while page := self._all(statement, after):
            for found in page:
                try:
                    row = self._opened(found[5], found[:4])
                except RecordsDamaged:
                    continue
                yield found[5], row
            after = page[-1][4]

    def lookup(self, kind: str, columns: Mapping[str, str]) -> list[DocumentRow]:
        """Return the documents that have each of these values, oldest first."""
        hashes = [self._seal.hashed(kind, column, value) for column, value in columns.items()]
        others = "".join(f" JOIN kiosk.lookup l{i} ON l{i}.n = l.n AND l{i}.value = %s" for i in range(len(hashes) - 1))
        statement = (
            f"SELECT d.id, d.partition, d.revision, d.sealed FROM kiosk.lookup l{others}"  # noqa: S608
            " JOIN kiosk.document d ON d.n = l.n WHERE l.value = %s AND d.kind = %s ORDER BY d.n"
        )
        return [self._opened(kind, found) for found in self._all(statement, *hashes[1:], hashes[0], kind)]

    def partitions(self, kind: str) -> list[str]:
        # Steps from one partition to the next by the index, instead of reading every document of every day.
        rows = self._all(
            """WITH RECURSIVE step (partition) AS (
                SELECT min(partition) FROM kiosk.document WHERE kind = %(kind)s
                UNION ALL
                SELECT (SELECT min(partition) FROM kiosk.document WHERE kind = %(kind)s AND partition > step.partition)
                FROM step WHERE step.partition IS NOT NULL
            ) SELECT partition FROM step WHERE partition IS NOT NULL""",
            kind=kind,
        )
        return [partition for (partition,) in rows]

    def count(self, kind: str, partition: str | None) -> int:
        where, values = ("", ()) if partition is None else (" AND partition = %s", (partition,))
        ((number,),) = self._all(f"SELECT count(*) FROM kiosk.document WHERE kind = %s{where}", kind, *values)  # noqa: S608
        return int(number)

    def store(self, kind: str, row: DocumentRow, before: DocumentRow | None) -> None:
        name = self._seal.hashed("id", kind, row.id)
        text = json.dumps([row.id, row.changed_at, row.changed_by, row.keys, row.body], ensure_ascii=False)
        sealed = self._seal.close(text, "document", kind, name, row.partition, row.revision)
        wanted = self.hashes(self._seal, kind, row)
        if before is None:
            self._run(
                "WITH made AS (INSERT INTO kiosk.document (kind, id, partition, revision, sealed)"
                " VALUES (%s, %s, %s, %s, %s) RETURNING n)"
                " INSERT INTO kiosk.lookup SELECT value, n FROM made, unnest(%s::bytea[]) AS value",
                kind, name, row.partition, row.revision, sealed, list(wanted),
            )  # fmt: skip
            return
        present = self.hashes(self._seal, kind, before)
        self._run(
            "WITH made AS (UPDATE kiosk.document SET partition = %s, revision = %s, sealed = %s WHERE kind = %s AND id = %s"
            " RETURNING n), gone AS (DELETE FROM kiosk.lookup USING made WHERE lookup.n = made.n AND value = ANY(%s::bytea[]))"
            " INSERT INTO kiosk.lookup SELECT value, n FROM made, unnest(%s::bytea[]) AS value",
            row.partition, row.revision, sealed, kind, name, list(present - wanted), list(wanted - present),
        )  # fmt: skip

    def delete(self, kind: str, before: DocumentRow) -> None:
        self._run(
            "WITH gone AS (DELETE FROM kiosk.document WHERE kind = %s AND id = %s RETURNING n)"
            " DELETE FROM kiosk.lookup USING gone WHERE lookup.n = gone.n AND value = ANY(%s::bytea[])",
            kind, self._seal.hashed("id", kind, before.id), list(self.hashes(self._seal, kind, before)),
        )  # fmt: skip

    def append_audit(self, row: AuditRow) -> None:
        subject, staff = self._seal.hashed("audit subject", row.subject), self._seal.hashed("audit staff", row.staff)
        text = json.dumps([row.subject, row.staff, row.entry], ensure_ascii=False)
        sealed = self._seal.close(text, "audit", row.seq, row.day, subject, staff)
        self._run(
            "INSERT INTO kiosk.audit (seq, day, subject, staff, sealed, mac) VALUES (%s, %s, %s, %s, %s, %s)",
            row.seq, row.day, subject, staff, sealed, row.mac,
        )  # fmt: skip

    def audit(
        self, *, after: int = 0, subject: str | None = None, staff: str | None = None, day: str | None = None
    ) -> Iterator[AuditRow]:
        asked = {
            "subject": None if subject is None else self._seal.hashed("audit subject", subject),
            "staff": None if staff is None else self._seal.hashed("audit staff", staff),
            "day": day,
        }
        given = {column: value for column, value in asked.items() if value is not None}
        where = "".join(f" AND {column} = %s" for column in given)
        statement = (
            f"SELECT seq, day, subject, staff, sealed, mac FROM kiosk.audit WHERE seq > %s{where}"  # noqa: S608
            f" ORDER BY seq LIMIT {_PAGE}"
        )
        while page := self._all(statement, after, *given.values()):
            yield from map(self._opened_audit, page)
            if len(page) < _PAGE:
                return
            after = page[-1][0]

    def cut_audit(self, through: int) -> int:
        with self._waiting(COPYING_SECONDS):  # years of it may go at once
            self._run(f"SET LOCAL statement_timeout = '{COPYING_SECONDS:.0f}s'")
            return self._run("DELETE FROM kiosk.audit WHERE seq <= %s", through)

    def secret(self, name: str) -> bytes | None:
        found = self._all("SELECT sealed FROM kiosk.secret WHERE name = %s", name)
        return bytes(found[0][0]) if found else None

    def lookup_problems(self) -> Iterator[str]:
        return lookup_problems(self.connection, {kind: self._findable(kind) for kind in Kind})

    def layout_problems(self) -> Iterator[str]:
        return layout_problems(self.connection)

    def is_indexed(self) -> bool:
        ((there,),) = self._all(INDEXED)
        return bool(there)

    def _opened(self, kind: str, found: Sequence[Any]) -> DocumentRow:
        name, partition, revision, sealed = found
        try:
            text = self._seal.open(bytes(sealed), "document", kind, bytes(name), partition, revision)
        except AlteredText:
            raise RecordsDamaged(_ALTERED.format(what=kind)) from None
        id_, changed_at, changed_by, keys, body = json.loads(text)
        return DocumentRow(id_, partition, revision, changed_at, changed_by, keys, body)

    def _opened_audit(self, found: Sequence[Any]) -> AuditRow:
        seq, day, subject, staff, sealed, mac = found
        try:
            text = self._seal.open(bytes(sealed), "audit", seq, day, bytes(subject), bytes(staff))
        except AlteredText:
            return AuditRow(seq, day, "", "", "", bytes(mac))  # the check of the trail names the entry
        own_subject, own_staff, entry = json.loads(text)
        return AuditRow(seq, day, own_subject, own_staff, entry, bytes(mac))

    @staticmethod
    def hashes(seal: RowSeal, kind: str, row: DocumentRow) -> set[bytes]:
        """Return the keyed hashes that find a document."""
        return {seal.hashed(kind, column, value) for column, values in json.loads(row.keys).items() for value in values}

    def _findable(self, kind: Kind) -> Iterator[Findable]:
        for row in self.scan(kind, None):
            yield Findable(row.id, self._seal.hashed("id", kind, row.id), self.hashes(self._seal, kind, row))
