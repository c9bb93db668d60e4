"""Somebody who has the key and SQLCipher's own shell, and wants something not to have happened."""

import io
import json
import random
import shutil
from argparse import Namespace
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from kiosk.clinic import DEMO_KEY
from kiosk.commands import front_door
from kiosk.commands.audit_commands import FOUND
from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.core.errors import RecordsDamaged
from kiosk.core.settings import Settings, load, save
from kiosk.operations.doctor import records_check
from kiosk.records import Records, Writer
from kiosk.records import retention_settings as times_of_keeping
from kiosk.records.audit import checkpoints
from kiosk.records.audit.verification import verify
from kiosk.records.embedded.sqlite_connection import connect_file
from kiosk.records.keys.clinic_ids import new_clinic_id
from kiosk.records.keys.key_files import keep_key
from kiosk.records.secrets import derive, seal
from tests.faults.telling import DAY, KEY, Noticed

ENTRIES = 60
_ROSA = Actor(name="Rosa Vidal", role="receptionist", staff_id="S-1", terminal="desk-1")
_LUIS = Actor(name="Luis Mora", role="practitioner", staff_id="S-2", terminal="room-1")

Way = Callable[[Any, random.Random], None]


def tamperings(place: Path, times: int) -> Sequence[Noticed]:
    """Alter the records behind the product's back, each time in another way, and ask for the trail's own check."""
    folder, older = place / "clinic", place / "older"
    new_clinic_id(folder)
    save(folder, Settings(clinic_name="Lumen", time_zone="Europe/Madrid"))
    keep_key("", KEY, file=folder / DEMO_KEY)
    with Records.create(folder, KEY, clock=SystemClock()) as records:
        for number in range(ENTRIES):
            if number == ENTRIES // 2:
                records.fold()
                shutil.copytree(folder, older)
            with records.write(_ROSA if number % 3 else _LUIS) as writer:
                writer.put("visit", {"id": f"V-{number}", "state": "booked"}, partition=DAY)
                if number % 10 == 0:
                    _others(writer, number)
                if number == 0:
                    times_of_keeping.keep_times(writer, load(folder))
                writer.audit("visit_added", subject=f"C-{number % 7}", detail={"number": number})
        note = checkpoints.checkpoint(records)
    if _verify(folder):
        raise AssertionError("Something is found where nothing was altered.")
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
    left = [] if _noticed(_with_other_times(folder, place / "times")) else ["how long records are kept"]
    back = [] if _shown_by(older, note) else ["the whole folder put back to an older state"]
    return [
        Noticed("the audit trail or what it speaks of", times, times - len(accepted), 0, accepted),
        Noticed("how long records are kept, changed in clinic.toml", 1, 1 - len(left), 0, left),
        Noticed("the folder put back, against a checkpoint", 1, 1 - len(back), 0, back),
    ]


def _with_other_times(folder: Path, copy: Path) -> Path:
    """Return a copy of a clinic whose settings let records go sooner."""
    shutil.copytree(folder, copy)
    save(copy, load(copy).model_copy(update={"keep_years": 1}))
    return copy


def _others(writer: Writer, number: int) -> None:
    """Write one of what else is kept: who is looked for, wrong PINs, answers that were not completed, a terminal."""
    known = {"date_of_birth": f"19{number:02}-03-05", "phone": f"020 7946 0{number:03}", "name_key": f"ferrer {number}"}
    writer.put("client", {"id": f"C-{number}", **known})
    writer.put("signoff", {"id": f"G-{number}", "subject": "parisian-peel", "version": number})
    writer.put("attempt", {"id": f"pin desk-{number} rosa", "what": "pin", "name_key": "rosa", "wrong": 5})
    writer.put("draft", {"id": f"D-{number}", "client_id": f"C-{number}", "step": "question"})
    writer.put("terminal", {"id": f"kiosk-{number}", "state": "busy"})


def _by_sql(folder: Path, way: Way, rand: random.Random) -> None:
    connection = connect_file(folder / "records.db", derive(KEY, "records"))
    before = _dump(connection)
    way(connection, rand)
    if _dump(connection) == before:
        raise AssertionError(f"{way.__name__} altered nothing.")
    connection.close()


def _dump(connection: Any) -> object:
    tables = ("audit ORDER BY seq", "document ORDER BY n", "state", "lookup", "secret", "sqlite_schema")
    return [connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables]  # noqa: S608


def _noticed(folder: Path) -> bool:
    """Ask `kiosk audit verify` itself, and then `kiosk doctor`: the one must not mend what the other looks for."""
    return _verify(folder) and records_check(folder, None, SystemClock()).state == "problem"


def _verify(folder: Path) -> bool:
    """Run the command; tell whether it finds anything."""
    argv = ["--data", str(folder), "audit", "verify"]
    args = front_door(argv).parse_args(argv, Namespace(clock=SystemClock()))
    try:
        with redirect_stdout(io.StringIO()):
            return bool(args.run(args) == FOUND)
    except RecordsDamaged:
        return True


def _shown_by(older: Path, note: str) -> bool:
    with Records.open(older, KEY, clock=SystemClock()) as records:
        return verify(records) == [] and bool(checkpoints.missing_since(records, note))


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


def _one(connection: Any, rand: random.Random, kind: str) -> str:
    found = connection.execute("SELECT id FROM document WHERE kind = ? ORDER BY n", (kind,)).fetchall()
    return str(rand.choice(found)[0])


def a_day_emptied(connection: Any, _: random.Random) -> None:
    connection.execute("UPDATE document SET partition = '2026-07-31' WHERE kind = 'visit'")


def a_documents_column_altered(connection: Any, rand: random.Random) -> None:
    column, value = rand.choice(
        [("revision", 7), ("changed_by", "Ana Gil"), ("changed_at", "2026-01-01"), ("keys", "{}")]
    )
    kind = rand.choice(["visit", "client", "attempt", "draft", "terminal"])
    id_ = _one(connection, rand, kind)
    connection.execute(f"UPDATE document SET {column} = ? WHERE kind = ? AND id = ?", (value, kind, id_))  # noqa: S608


def a_client_found_under_another_name(connection: Any, rand: random.Random) -> None:
    id_ = _one(connection, rand, "client")
    (n, keys) = connection.execute("SELECT n, keys FROM document WHERE id = ?", (id_,)).fetchone()
    connection.execute("UPDATE document SET keys = ? WHERE n = ?", (keys.replace("ferrer", "soler"), n))
    connection.execute("UPDATE lookup SET value = replace(value, 'ferrer', 'soler') WHERE n = ?", (n,))


def nothing_found_any_more(connection: Any, _: random.Random) -> None:
    connection.execute("DELETE FROM lookup")


def a_client_not_found_any_more(connection: Any, rand: random.Random) -> None:
    (n,) = connection.execute("SELECT n FROM document WHERE id = ?", (_one(connection, rand, "client"),)).fetchone()
    connection.execute("DELETE FROM lookup WHERE n = ? AND field = 'date_of_birth'", (n,))


def another_client_found_instead(connection: Any, rand: random.Random) -> None:
    first, second = (
        connection.execute("SELECT n FROM document WHERE id = ?", (f"C-{number}",)).fetchone()[0]
        for number in rand.sample(range(0, ENTRIES, 10), 2)
    )
    connection.execute("INSERT INTO lookup SELECT kind, field, value, ? FROM lookup WHERE n = ?", (first, second))


def the_last_change_said_to_be_earlier(connection: Any, _: random.Random) -> None:
    connection.execute("UPDATE state SET last_at = '2026-01-01T09:00:00.000000+00:00'")


def the_number_of_changes_lowered(connection: Any, _: random.Random) -> None:
    connection.execute("UPDATE state SET commits = commits - 1")


def two_swapped(connection: Any, rand: random.Random, kind: str) -> None:
    """Exchange the places of two documents, with all that they are found by."""
    numbers = [n for (n,) in connection.execute("SELECT n FROM document WHERE kind = ?", (kind,))]
    first, second = rand.sample(numbers, 2)
    for table in ("document", "lookup"):
        for old, new in ((first, -1), (second, first), (-1, second)):
            connection.execute(f"UPDATE {table} SET n = ? WHERE n = ?", (new, old))  # noqa: S608


def two_sign_offs_swapped(connection: Any, rand: random.Random) -> None:
    two_swapped(connection, rand, "signoff")


def the_order_of_visits_changed(connection: Any, rand: random.Random) -> None:
    two_swapped(connection, rand, "visit")


def the_number_of_changes_raised_beyond_counting(connection: Any, _: random.Random) -> None:
    connection.execute("UPDATE state SET commits = 9223372036854775807")


def the_number_of_changes_raised(connection: Any, rand: random.Random) -> None:
    connection.execute("UPDATE state SET commits = commits + ?", (rand.randint(1, 9),))


def the_last_change_said_to_be_an_earlier_one(connection: Any, rand: random.Random) -> None:
    statement = "UPDATE state SET last_at = (SELECT changed_at FROM document WHERE id = ?)"
    connection.execute(statement, (f"V-{rand.randint(0, ENTRIES - 2)}",))


def the_state_altered_and_its_seal_removed(connection: Any, _: random.Random) -> None:
    connection.execute("UPDATE state SET commits = commits + 1, seal = x''")


def a_trigger_added(connection: Any, rand: random.Random) -> None:
    table = rand.choice(["document", "audit", "state"])
    statement = f"CREATE TRIGGER tidy AFTER UPDATE ON {table} BEGIN DELETE FROM audit WHERE seq = 7; END"  # noqa: S608
    connection.execute(statement)


def a_table_added(connection: Any, _: random.Random) -> None:
    connection.execute("CREATE TABLE kept AS SELECT * FROM document")


def an_index_removed(connection: Any, rand: random.Random) -> None:
    connection.execute(f"DROP INDEX {rand.choice(['audit_by_subject', 'document_by_partition'])}")


def a_secret_exchanged(connection: Any, rand: random.Random) -> None:
    name = rand.choice(["pepper", "index", "signing"])
    sealed = seal(KEY, name, rand.randbytes(32))
    connection.execute("UPDATE secret SET sealed = ? WHERE name = ?", (sealed, name))


def a_secret_removed(connection: Any, rand: random.Random) -> None:
    connection.execute("DELETE FROM secret WHERE name = ?", (rand.choice(["pepper", "index", "audit", "signing"]),))


def a_secret_altered(connection: Any, rand: random.Random) -> None:
    name = rand.choice(["pepper", "index", "signing"])
    connection.execute("UPDATE secret SET sealed = ? WHERE name = ?", (rand.randbytes(60), name))


def a_lock_out_ended(connection: Any, rand: random.Random) -> None:
    _remove(connection, "attempt", _one(connection, rand, "attempt"))


def wrong_pins_forgotten(connection: Any, rand: random.Random) -> None:
    statement = "UPDATE document SET body = replace(body, '\"wrong\":5', '\"wrong\":1') WHERE id = ?"
    connection.execute(statement, (_one(connection, rand, "attempt"),))


def a_draft_removed(connection: Any, rand: random.Random) -> None:
    _remove(connection, "draft", _one(connection, rand, "draft"))


def a_draft_altered(connection: Any, rand: random.Random) -> None:
    statement = "UPDATE document SET body = replace(body, 'question', 'consent') WHERE id = ?"
    connection.execute(statement, (_one(connection, rand, "draft"),))


def _remove(connection: Any, kind: str, id_: str) -> None:
    (n,) = connection.execute("SELECT n FROM document WHERE kind = ? AND id = ?", (kind, id_)).fetchone()
    connection.execute("DELETE FROM lookup WHERE n = ?", (n,))
    connection.execute("DELETE FROM document WHERE n = ?", (n,))


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
    a_day_emptied,
    a_documents_column_altered,
    a_client_found_under_another_name,
    nothing_found_any_more,
    a_client_not_found_any_more,
    another_client_found_instead,
    the_last_change_said_to_be_earlier,
    the_number_of_changes_lowered,
    two_sign_offs_swapped,
    the_order_of_visits_changed,
    the_number_of_changes_raised_beyond_counting,
    the_number_of_changes_raised,
    the_last_change_said_to_be_an_earlier_one,
    the_state_altered_and_its_seal_removed,
    a_trigger_added,
    a_table_added,
    an_index_removed,
    a_secret_exchanged,
    a_secret_removed,
    a_secret_altered,
    a_lock_out_ended,
    wrong_pins_forgotten,
    a_draft_removed,
    a_draft_altered,
)
