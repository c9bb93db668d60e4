"""Somebody who has the key and SQLCipher's own shell, and wants something not to have happened."""

import json
import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kiosk.actor import Actor
from kiosk.errors import RecordsDamaged
from kiosk.records import Records, signing
from kiosk.records.audit import verify
from kiosk.records.secrets import derive
from kiosk.records.sqlcipher import connect
from tests.faults.telling import DAY, KEY, Noticed

ENTRIES = 60
_ROSA = Actor(name="Rosa Vidal", role="receptionist", staff_id="S-1", terminal="desk-1")
_LUIS = Actor(name="Luis Mora", role="practitioner", staff_id="S-2", terminal="room-1")

Way = Callable[[Any, random.Random], None]


def tamperings(place: Path, times: int) -> Sequence[Noticed]:
    """Alter the records behind the product's back, each time in another way, and ask for the trail's own check."""
    folder, older = place / "clinic", place / "older"
    with Records.create(folder, KEY) as records:
        for number in range(ENTRIES):
            if number == ENTRIES // 2:
                records.fold()
                shutil.copytree(folder, older)
            with records.write(_ROSA if number % 3 else _LUIS) as writer:
                writer.put("visit", {"id": f"V-{number}", "state": "booked"}, partition=DAY)
                writer.audit("visit_added", subject=f"C-{number % 7}", detail={"number": number})
        note = signing.checkpoint(records)
    rand = random.Random(times)  # noqa: S311
    accepted = []
    for number in range(times):
        way = WAYS[number % len(WAYS)]
        copy = place / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(folder, copy)
        _by_sql(copy, way, rand)
        if not _noticed(copy):
            accepted.append(f"tampering {number}: {way.__name__}")
    back = [] if _shown_by(older, note) else ["the whole folder put back to an older state"]
    return [
        Noticed("the audit trail or what it speaks of", times, times - len(accepted), 0, accepted),
        Noticed("the folder put back, against a checkpoint", 1, 1 - len(back), 0, back),
    ]


def _by_sql(folder: Path, way: Way, rand: random.Random) -> None:
    connection = connect(folder / "records.db", derive(KEY, "records"))
    before = _dump(connection)
    way(connection, rand)
    if _dump(connection) == before:
        raise AssertionError(f"{way.__name__} altered nothing.")
    connection.close()


def _dump(connection: Any) -> object:
    tables = ("SELECT * FROM audit ORDER BY seq", "SELECT * FROM document ORDER BY n", "SELECT * FROM state")
    return [connection.execute(statement).fetchall() for statement in tables]


def _noticed(folder: Path) -> bool:
    try:
        with Records.open(folder, KEY) as records:
            return bool(verify(records))
    except RecordsDamaged:
        return True


def _shown_by(older: Path, note: str) -> bool:
    with Records.open(older, KEY) as records:
        return verify(records) == [] and bool(signing.check(records, note))


def _any(rand: random.Random) -> int:
    return rand.randint(1, ENTRIES)


def a_field_altered(connection: Any, rand: random.Random) -> None:
    seq = _any(rand)
    (text,) = connection.execute("SELECT entry FROM audit WHERE seq = ?", (seq,)).fetchone()
    entry = json.loads(text)
    field = rand.choice(["at", "what", "subject", "actor", "detail", "changes", "seq"])
    entry[field] = {
        "at": "2026-07-30T09:00:59.000000+00:00",
        "what": "visit_seen",
        "subject": "C-9",
        "actor": {**entry["actor"], "name": "Ana Gil"},
        "detail": {},
        "changes": [],
        "seq": seq + 1,
    }[field]
    _write_entry(connection, seq, entry)


def a_client_exchanged_in_every_column(connection: Any, rand: random.Random) -> None:
    seq = _any(rand)
    (text,) = connection.execute("SELECT entry FROM audit WHERE seq = ?", (seq,)).fetchone()
    _write_entry(connection, seq, {**json.loads(text), "subject": "C-9"})
    connection.execute("UPDATE audit SET subject = 'C-9' WHERE seq = ?", (seq,))


def a_column_altered(connection: Any, rand: random.Random) -> None:
    column, value = rand.choice([("subject", "C-9"), ("staff", "S-9"), ("day", "2026-01-01")])
    connection.execute(f"UPDATE audit SET {column} = ? WHERE seq = ?", (value, _any(rand)))  # noqa: S608


def an_entry_removed(connection: Any, rand: random.Random) -> None:
    connection.execute("DELETE FROM audit WHERE seq = ?", (_any(rand),))


def an_entry_removed_and_the_gap_closed(connection: Any, rand: random.Random) -> None:
    seq = rand.randint(1, ENTRIES - 1)
    connection.execute("DELETE FROM audit WHERE seq = ?", (seq,))
    for number in range(seq + 1, ENTRIES + 1):
        connection.execute("UPDATE audit SET seq = ? WHERE seq = ?", (number - 1, number))
    connection.execute("UPDATE state SET audit_seq = audit_seq - 1")


def two_entries_swapped(connection: Any, rand: random.Random) -> None:
    first, second = rand.sample(range(1, ENTRIES + 1), 2)
    for old, new in ((first, 1000), (second, first), (1000, second)):
        connection.execute("UPDATE audit SET seq = ? WHERE seq = ?", (new, old))


def the_end_cut_and_the_state_with_it(connection: Any, rand: random.Random) -> None:
    last = rand.randint(1, ENTRIES - 1)
    connection.execute("DELETE FROM audit WHERE seq > ?", (last,))
    connection.execute("UPDATE state SET audit_seq = ?1, audit_mac = (SELECT mac FROM audit WHERE seq = ?1)", (last,))


def the_beginning_cut(connection: Any, rand: random.Random) -> None:
    connection.execute("DELETE FROM audit WHERE seq <= ?", (rand.randint(1, ENTRIES - 1),))


def an_entry_put_in_at_the_end(connection: Any, rand: random.Random) -> None:
    connection.execute(
        "INSERT INTO audit SELECT ?, day, subject, staff, entry, mac FROM audit WHERE seq = ?",
        (ENTRIES + 1, _any(rand)),
    )
    connection.execute("UPDATE state SET audit_seq = audit_seq + 1")


def a_hash_altered(connection: Any, rand: random.Random) -> None:
    connection.execute("UPDATE audit SET mac = ? WHERE seq = ?", (rand.randbytes(32), _any(rand)))


def a_visit_altered(connection: Any, rand: random.Random) -> None:
    statement = "UPDATE document SET body = replace(body, 'booked', 'left') WHERE id = ?"
    connection.execute(statement, (f"V-{_any(rand) - 1}",))


def a_visit_removed(connection: Any, rand: random.Random) -> None:
    connection.execute("DELETE FROM document WHERE id = ?", (f"V-{_any(rand) - 1}",))


def a_visit_put_in(connection: Any, rand: random.Random) -> None:
    connection.execute(
        "INSERT INTO document (kind, id, partition, revision, changed_at, changed_by, keys, body)"
        " SELECT kind, 'V-new', partition, revision, changed_at, changed_by, keys, body FROM document WHERE id = ?",
        (f"V-{_any(rand) - 1}",),
    )


def _write_entry(connection: Any, seq: int, entry: dict[str, Any]) -> None:
    text = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    connection.execute("UPDATE audit SET entry = ? WHERE seq = ?", (text, seq))


WAYS: tuple[Way, ...] = (
    a_field_altered,
    a_client_exchanged_in_every_column,
    a_column_altered,
    an_entry_removed,
    an_entry_removed_and_the_gap_closed,
    two_entries_swapped,
    the_end_cut_and_the_state_with_it,
    the_beginning_cut,
    an_entry_put_in_at_the_end,
    a_hash_altered,
    a_visit_altered,
    a_visit_removed,
    a_visit_put_in,
)
