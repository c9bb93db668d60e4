"""What the server, and who runs it, can learn and do."""

from pathlib import Path
from typing import Any

import psycopg
import pytest

from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.core.errors import KeyMissing, RecordsDamaged, RecordsUnavailable
from kiosk.records import Records
from kiosk.records.audit.listing import show
from kiosk.records.audit.verification import verify

pytestmark = pytest.mark.system
DAY = "2026-07-30"


@pytest.fixture
def day(records: Records, desk: Actor, clock: Any) -> Records:
    for number in range(1, 11):
        clock.forward(minutes=1)
        with records.write(desk) as writer:
            writer.put("visit", {"id": f"V-{number}", "client_id": f"C-{number % 2}", "state": "booked"}, partition=DAY)
            writer.audit("visit.book", subject=f"C-{number % 2}")
    return records


def test_the_servers_files_hold_no_name_no_birthday_and_no_answer(
    records: Records, desk: Actor, server: Any, folder: Path
) -> None:
    client = {"id": "C-1", "family_name": "Quetzalcoatl", "date_of_birth": "1985-02-28", "phone": "600123987"}
    with records.write(desk) as writer:
        writer.put("client", client, index={"family_words": ["quetzalcoatl"], "phone": "600123987"})
        writer.put("visit", {"id": "V-1", "client_id": "C-1", "answers": {"retinoid": "yes-weekly"}}, partition=DAY)
        writer.audit("client.add", subject="C-1")
    with records.read() as reader:
        assert len(reader.find("client", family_words="quetzalcoatl", phone="600123987")) == 1
    server.admin("CHECKPOINT")
    files = [file for file in server.base.rglob("*") if file.is_file()]
    content = b"".join(file.read_bytes() for file in files)
    assert b"PostgreSQL" in content or len(content) > 1_000_000
    for secret in ("uetzalcoatl", "1985-02-28", "600123987", "yes-weekly", "retinoid", "Rosa Vidal", "C-1\x00"):
        assert secret.encode() not in content, secret
    assert (folder / "records.db").exists() is False


def test_equal_values_of_two_clinics_have_unequal_hashes(
    records: Records, desk: Actor, server: Any, database: str, tmp_path: Path
) -> None:
    name = server.new_database()
    with Records.create(tmp_path / "other", bytes(32), store=server.url(name), clock=SystemClock()) as other:
        for each in (records, other):
            with each.write(desk) as writer:
                writer.put("client", {"id": "C-1"}, index={"phone": "600123987"})
    hashes = [server.admin("SELECT value FROM kiosk.lookup", database=each) for each in (database, name)]
    assert len(hashes[0]) == len(hashes[1]) == 1
    assert hashes[0] != hashes[1]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DELETE FROM kiosk.audit WHERE seq = 7", "Entry 7 is missing."),
        ("UPDATE kiosk.audit SET sealed = sealed || 'x' WHERE seq = 7", "Entry 7 was altered"),
        ("UPDATE kiosk.audit SET subject = '\\x00' WHERE seq = 7", "Entry 7 was altered"),
        ("UPDATE kiosk.audit SET staff = '\\x00' WHERE seq = 7", "Entry 7 was altered"),
        ("UPDATE kiosk.audit SET day = '2026-07-29' WHERE seq = 7", "Entry 7 was altered"),
        ("UPDATE kiosk.audit SET mac = sha256(mac) WHERE seq = 7", "Entry 7 was altered"),
        ("DELETE FROM kiosk.audit WHERE seq > 8", "Entries 9 to 10 are missing at the end."),
        ("DELETE FROM kiosk.document WHERE n = 7", "The visit V-7 is gone"),
    ],
)
def test_what_was_done_to_the_trail_on_the_server_is_named(
    day: Records, server: Any, database: str, statement: str, told: str
) -> None:
    assert verify(day) == []
    server.admin(statement, database=database)
    assert [problem for problem in verify(day) if str(problem).startswith(told)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kiosk.document SET sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) WHERE n = 7",
        "UPDATE kiosk.document SET sealed = '' WHERE n = 7",
        "UPDATE kiosk.document SET sealed = (SELECT sealed FROM kiosk.document WHERE n = 8) WHERE n = 7",
        "UPDATE kiosk.document SET revision = revision + 1 WHERE n = 7",
        "UPDATE kiosk.document SET id = '\\x00' WHERE n = 7",
    ],
)
def test_an_altered_or_moved_document_is_never_shown(day: Records, server: Any, database: str, statement: str) -> None:
    server.admin(statement, database=database)
    with day.read() as reader, pytest.raises(RecordsDamaged, match="visit on the PostgreSQL server was altered"):
        reader.all("visit", DAY)


def test_an_altered_entry_is_never_shown(day: Records, server: Any, database: str) -> None:
    server.admin("UPDATE kiosk.audit SET sealed = sealed || 'x' WHERE seq = 7", database=database)
    with pytest.raises(RecordsDamaged, match="Entry 7 of the audit trail was altered"):
        show(day)


def test_a_server_that_was_put_back_is_found_out(
    day: Records, server: Any, database: str, folder: Path, key: bytes
) -> None:
    server.admin("UPDATE kiosk.state SET commits = commits - 3", database=database)
    with pytest.raises(RecordsDamaged, match="lack the last 3 changes"), day.read():
        pass
    day.close()
    with pytest.raises(RecordsDamaged, match="lack the last 3 changes"):
        Records.open(folder, key, store=server.url(database), clock=SystemClock())


def test_another_clinics_key_opens_nothing(records: Records, folder: Path, store: str) -> None:
    records.close()
    with pytest.raises(KeyMissing, match="does not open the records on the PostgreSQL server"):
        Records.open(folder, bytes(32), store=store, clock=SystemClock())


@pytest.mark.usefixtures("records")
@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE kiosk.audit",
        "TRUNCATE kiosk.audit",
        "UPDATE kiosk.audit SET mac = ''",
        "UPDATE kiosk.secret SET sealed = ''",
        "DELETE FROM kiosk.secret",
        "DELETE FROM kiosk.state",
        "UPDATE kiosk.format SET version = 2",
        "ALTER TABLE kiosk.document ADD note TEXT",
        "CREATE TABLE kiosk.mine (n INTEGER)",
        "CREATE TABLE public.mine (n INTEGER)",
        "COPY kiosk.document TO '/documents'",
    ],
)
def test_the_kiosks_role_may_do_no_more_than_it_needs(store: str, statement: str) -> None:
    with psycopg.connect(store) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement.encode())


def test_a_role_without_rights_is_told_what_to_run(
    records: Records, server: Any, database: str, folder: Path, key: bytes
) -> None:
    records.close()
    server.admin("DROP ROLE IF EXISTS stranger")
    server.admin("CREATE ROLE stranger LOGIN")
    with pytest.raises(RecordsUnavailable, match=r"run the SQL of docs/postgresql\.md"):
        Records.open(folder, key, store=server.url(database, "stranger"), clock=SystemClock())
