"""A clinic's records with as many visits as one wants, each with its look-up values and its entry in the audit trail.

Written in large transactions, past the transactions of the product but in its own tables and words; so `kiosk audit verify`
holds of them.
"""

import functools
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from kiosk.core.actor import Actor
from kiosk.records import Kind, Records, location
from kiosk.records.audit_trail import AuditEntry, fingerprint
from kiosk.records.backend import DocumentRow
from kiosk.records.counter import CommitCounter, CommitMark
from kiosk.records.embedded.sqlite_connection import connect_file
from kiosk.records.kinds import COLUMNS
from kiosk.records.secrets import derive
from kiosk.records.storage import encode, values_of

KEY: Final = bytes(range(32))
DESK: Final = Actor(name="Rosa Vidal", role="receptionist", staff_id="S-1", terminal="desk-1")
A_DAY: Final = 100
VISITS_EACH: Final = 5
FIRST_DAY: Final = date(2000, 1, 3)
_BATCH: Final = 20_000
_START: Final = datetime(2000, 1, 3, 9, tzinfo=UTC)
_AT: Final = _START.isoformat(timespec="microseconds")


def day_of(number: int) -> str:
    """Return the partition of the visit with this number."""
    return (FIRST_DAY + timedelta(days=number // A_DAY)).isoformat()


@functools.lru_cache(maxsize=4 * A_DAY)
def visit(number: int) -> dict[str, Any]:
    """Return a visit with its answers, of about the size that the product keeps. Not to be altered."""
    rand = random.Random(number)
    return {
        "id": f"V-{rand.getrandbits(50):010X}",
        "client_id": client_id(number // VISITS_EACH),
        "day": day_of(number),
        "start": f"{day_of(number)}T10:00:00+00:00",
        "treatment": "parisian-peel",
        "practitioner_id": f"S-{number % 4}",
        "booking_code": f"B{number:07}",
        "state": "finished",
        "answers": {f"question_{each}": rand.choice(["no", "yes", "not_sure"]) for each in range(18)},
        "findings": [{"rule": f"PP-{each}", "outcome": "caution", "why": "w" * 40} for each in range(3)],
    }


def client_id(number: int) -> str:
    """Return the id of the client with this number."""
    return f"C-{random.Random(-number - 1).getrandbits(50):010X}"


def born(number: int) -> str:
    """Return the date of birth of the client with this number."""
    return (date(1930, 1, 1) + timedelta(days=number * 7919 % 29_000)).isoformat()


def family(number: int) -> str:
    """Return the family name of the client with this number."""
    return f"family{number % 20_011}"


def _client(number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    document = {"id": client_id(number), "family_name": family(number), "given_name": f"given{number % 997}"}
    document |= {"date_of_birth": born(number), "phone": f"+3490{number:07}", "created_at": _START.isoformat()}
    index: dict[str, Any] = {"phone": f"3490{number:07}", "phone_last4": f"{number % 10_000:04}"}
    index |= {
        "name_key": f"{document['given_name']} {document['family_name']}",
        "family_words": [document["family_name"]],
    }
    return document, {**document, **index, "given_words": [document["given_name"]]}


def fill(records: Records, start: int, end: int) -> None:
    """Add the visits with these numbers, and their clients. Nobody else may be working."""
    connection = connect_file(records.folder / location.DATABASE, derive(KEY, "records"))
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -1000000")
    audit_key = records.secret("audit")
    for first in range(start, end, _BATCH):
        _batch(connection, audit_key, range(first, min(end, first + _BATCH)))
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    mark = CommitMark(*connection.execute("SELECT commits, audit_seq, audit_mac FROM state").fetchone())
    connection.close()
    CommitCounter(records.folder, KEY).advance(mark)


def _batch(connection: Any, audit_key: bytes, numbers: range) -> None:
    connection.execute("BEGIN IMMEDIATE")
    commits, seq, mac = connection.execute("SELECT commits, audit_seq, audit_mac FROM state").fetchone()
    row_number = connection.execute("SELECT coalesce(max(n), 0) FROM document").fetchone()[0]
    documents, lookups, audits = [], [], []
    for kind, partition, document, sources in _documents(numbers):
        row_number += 1
        keys = {column: sorted(set(values_of(sources.get(column)))) for column in COLUMNS[kind]}
        text = encode({column: values for column, values in keys.items() if values})
        row = DocumentRow(document["id"], partition, 1, _AT, str(DESK), text, encode(document))
        documents.append((row_number, str(kind), *row))
        lookups += [(str(kind), column, value, row_number) for column, values in keys.items() for value in values]
        seq += 1
        change = (str(kind), row.id, None, fingerprint(audit_key, str(kind), row))
        subject = str(document.get("client_id", row.id))
        entry = AuditEntry(
            seq, _START + timedelta(days=numbers[0] // A_DAY), f"{kind}.add", subject, DESK, {}, (change,)
        )
        audit = entry.row(audit_key, mac)
        mac = audit.mac
        audits.append(audit)
    # In the order of their index, which is how many at once go in fastest.
    connection.executemany("INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", documents)
    connection.executemany("INSERT INTO lookup VALUES (?, ?, ?, ?)", sorted(lookups))
    connection.executemany("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?)", audits)
    state = (commits + 1, seq, mac, _AT)
    connection.execute("UPDATE state SET commits = ?, audit_seq = ?, audit_mac = ?, last_at = ?", state)
    connection.execute("COMMIT")


def _documents(numbers: range) -> Iterator[tuple[Kind, str, dict[str, Any], dict[str, Any]]]:
    for number in numbers:
        if number % VISITS_EACH == 0:
            document, sources = _client(number // VISITS_EACH)
            yield Kind.CLIENT, "", document, sources
        document = visit(number)
        yield Kind.VISIT, document["day"], document, document
