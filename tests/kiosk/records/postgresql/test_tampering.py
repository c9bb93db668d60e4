"""Whoever runs the server has every right there and no key: what they change is named, and what matters is missed at once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.core.errors import RecordsDamaged
from kiosk.records import Records
from kiosk.records.audit.examination import examine_records

pytestmark = pytest.mark.system
DAY = "2026-07-30"
TRIGGER = (
    "CREATE FUNCTION kiosk.tidy() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
    " CREATE TRIGGER tidy BEFORE UPDATE ON kiosk.secret EXECUTE FUNCTION kiosk.tidy()"
)


@pytest.fixture
def day(records: Records, desk: Actor) -> Records:
    for number in range(1, 4):
        with records.write(desk) as writer:
            writer.put("client", {"id": f"C-{number}", "phone": f"020 {number}", "name_key": f"ferrer {number}"})
            writer.put("visit", {"id": f"V-{number}", "client_id": f"C-{number}"}, partition=DAY)
            writer.put("attempt", {"id": f"pin desk-{number} rosa", "what": "pin", "name_key": "rosa", "wrong": 4})
            writer.put("draft", {"id": f"D-{number}", "client_id": f"C-{number}"})
            writer.put("terminal", {"id": f"kiosk-{number}", "state": "busy"})
    return records


@pytest.fixture
def told(day: Records, key: bytes, store: str) -> Callable[[], list[str]]:
    """What `kiosk doctor` and `kiosk audit verify` say."""
    return lambda: examine_records(day.folder, key, store=store, clock=SystemClock())


@pytest.fixture
def on_server(server: Any, database: str) -> Callable[..., list[Any]]:
    """Do something as the owner of the server."""
    return lambda statement, *values: list(server.admin(statement, *values, database=database))


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE kiosk.document SET partition = '2026-07-31' WHERE kind = 'visit'", "A visit on the PostgreSQL server"),
        ("UPDATE kiosk.document SET revision = 7 WHERE kind = 'draft'", "A draft on the PostgreSQL server"),
        ("DELETE FROM kiosk.lookup", "lack the index that finds clients and visits"),
        ("DELETE FROM kiosk.lookup WHERE n = 1", "The client C-1 is not found by all that it should be"),
        ("UPDATE kiosk.lookup SET n = 6 WHERE n = 1", "The client C-1 is not found by all that it should be"),
        ("INSERT INTO kiosk.lookup SELECT value, 6 FROM kiosk.lookup WHERE n = 1", "lead to no document that has them"),
        ("DELETE FROM kiosk.document WHERE kind = 'attempt' AND n = 3", "is gone, and no entry tells who removed it"),
        ("DELETE FROM kiosk.document WHERE kind = 'draft' AND n = 4", "The draft D-1 is gone"),
        ("UPDATE kiosk.state SET last_at = '2026-01-01T00:00:00+00:00'", "the records' state belongs to no change"),
        ("UPDATE kiosk.state SET commits = commits + 1", "The records' state (how many changes there were"),
        ("UPDATE kiosk.state SET commits = 9223372036854775807", "The records' state (how many changes there were"),
        ("UPDATE kiosk.state SET seal = ''", "The seal of the records' state is gone"),
        (
            "UPDATE kiosk.document SET n = DEFAULT WHERE n = (SELECT min(n) FROM kiosk.document WHERE kind = 'visit')",
            "The visit V-1 comes after one that was stored later",
        ),
        ("DELETE FROM kiosk.secret WHERE name = 'pepper'", "lack a secret (pepper)"),
        (
            "UPDATE kiosk.secret SET sealed = sealed || 'x' WHERE name = 'pepper'",
            "secret of the clinic (pepper) was altered",
        ),
    ],
)
def test_what_was_changed_on_the_server_without_the_key_is_named(
    told: Callable[[], list[str]], on_server: Callable[..., list[Any]], statement: str, named: str
) -> None:
    assert told() == []
    on_server(statement)
    assert [sentence for sentence in told() if named in sentence]


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        (
            "CREATE TABLE kiosk.kept (n BIGINT)",
            "The table kept on the PostgreSQL server was not made by the kiosk's SQL",
        ),
        (
            "ALTER TABLE kiosk.state ADD COLUMN more TEXT",
            "The table state on the PostgreSQL server is gone, or is no longer",
        ),
        ("DROP INDEX kiosk.audit_by_day", "The index audit_by_day on the PostgreSQL server is gone, or is no longer"),
        (
            "CREATE RULE keep AS ON DELETE TO kiosk.document DO INSTEAD NOTHING",
            "The rule keep on the PostgreSQL server",
        ),
        (
            TRIGGER,
            "The trigger tidy on the PostgreSQL server was not made",
        ),
    ],
)
def test_what_was_put_among_the_tables_or_acts_on_them_is_named(
    server: Any, folder: Path, key: bytes, statement: str, named: str
) -> None:
    database = server.new_database()
    store = server.url(database)
    Records.create(folder, key, store=store, clock=SystemClock()).close()
    assert examine_records(folder, key, store=store, clock=SystemClock()) == []
    server.admin(statement, database=database)
    assert [
        sentence
        for sentence in examine_records(folder, key, store=store, clock=SystemClock())
        if sentence.startswith(named)
    ]


def test_a_lock_out_put_back_to_what_it_was_is_named(
    day: Records, desk: Actor, told: Callable[[], list[str]], on_server: Callable[..., list[Any]]
) -> None:
    ((revision, sealed),) = on_server("SELECT revision, sealed FROM kiosk.document WHERE n = 3")
    with day.write(desk) as writer:
        locked = writer.get("attempt", "pin desk-1 rosa")
        assert locked is not None
        writer.put("attempt", {**locked, "wrong": 5}, expect=1)
    on_server("UPDATE kiosk.document SET revision = %s, sealed = %s WHERE n = 3", revision, bytes(sealed))
    with day.read() as reader:
        assert (reader.get("attempt", "pin desk-1 rosa") or {})["wrong"] == 4
    (sentence,) = told()
    assert sentence.endswith("is not as the last entry about it says: it was changed from outside.")
    assert "rosa" not in sentence


@pytest.mark.parametrize("statement", ["DELETE FROM kiosk.lookup", "DELETE FROM kiosk.secret WHERE name = 'pepper'"])
@pytest.mark.usefixtures("day")
def test_what_everybody_needs_is_missed_when_a_terminal_starts(
    on_server: Callable[..., list[Any]], folder: Path, key: bytes, store: str, statement: str
) -> None:
    on_server(statement)
    with pytest.raises(RecordsDamaged, match="lack"):
        Records.open(folder, key, store=store, clock=SystemClock())
