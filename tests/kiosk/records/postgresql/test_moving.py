"""A clinic moves to PostgreSQL and goes on working there."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from kiosk.core import settings
from kiosk.core.errors import BadInput, RecordsDamaged, RecordsUnavailable
from kiosk.records.audit.examination import examine_records
from kiosk.records.audit.verification import verify
from kiosk.records.embedded.file_store import EmbeddedStore
from kiosk.records.keys.key_sources import find_key
from kiosk.records.move_to_server import MOVED, OLD, move_to_server
from kiosk.records.postgresql.server_connection import checked_address
from kiosk.records.postgresql.server_copy import copy
from kiosk.visits.visit import VisitState
from tests.kiosk.conftest import KEY, SYSTEM, FixedClock, open_clinic, people
from tests.running import run

pytestmark = pytest.mark.system


@pytest.fixture
def url(server: Any, database: str) -> str:
    return str(server.url(database))


@pytest.fixture
def base(tmp_path: Path, staffed: Path) -> Path:
    return Path(shutil.copytree(staffed, tmp_path / "base"))


@pytest.fixture
def clock() -> FixedClock:  # the clinic's, not the records' own
    return FixedClock()


def move(base: Path, url: str, clock: FixedClock) -> Any:
    key = find_key("", file=base / "keys" / KEY)
    return move_to_server(base / "clinic", key, url, actor=SYSTEM, clock=clock)


def test_a_visit_goes_from_booked_to_finished_on_postgresql(
    base: Path, url: str, clock: FixedClock, server: Any
) -> None:
    move(base, url, clock)
    with open_clinic(base, clock) as clinic, open_clinic(base, clock, "desk-1") as at_the_desk:
        house, desk = people(clinic, clock), people(at_the_desk, clock)
        anna = house.client("Annabella", "Quetzalcoatl", phone="+34 600 123 987")
        visit = house.book(anna)
        house.check_in(anna)
        confirmed = desk.desk().confirm(desk.visit(visit))
        room = house.room()
        seen = room.open(confirmed.id)
        started = room.decide(seen, "go_ahead", pin_checked=house.dr_roca, seen_sha=seen.content_sha)
        steps = [step.step.id for step in room.steps(started)]
        finished = room.finish(started, ["face"], steps, pin_checked=house.dr_roca)
        assert desk.visit(visit).state is finished.state is VisitState.finished
        assert [signoff.decision for signoff in finished.signoffs] == ["confirm", "go_ahead", "finish"]
        assert verify(clinic.records) == []
    server.admin("CHECKPOINT")
    content = b"".join(file.read_bytes() for file in server.base.rglob("*") if file.is_file())
    for secret in ("Annabella", "Quetzalcoatl", "quetzalcoatl", "600123987", "1984-03-05", "Rita Roy", "isotretinoin"):
        assert secret.encode() not in content, secret


def test_a_clinic_that_moved_has_everything_and_finds_its_clients(base: Path, url: str, clock: FixedClock) -> None:
    with open_clinic(base, clock) as clinic:
        house = people(clinic, clock)
        anna = house.client(phone="+34 600 123 456")
        screened = house.screened(anna)
    moved = move(base, url, clock)
    assert moved.documents > 5
    assert settings.load(base / "clinic").store == url
    assert not (base / "clinic" / "records.db").exists()
    assert (base / "clinic" / OLD).exists()
    with open_clinic(base, clock) as clinic:
        assert clinic.visits.get(screened.id) == screened
        assert clinic.clients.find_by_phone("+34 600 123 456") == [anna]
        assert clinic.clients.find("Ferrer", anna.date_of_birth) == [anna]
        assert verify(clinic.records) == []
        with clinic.records.read() as reader:
            told = [entry.detail for entry in reader.trail() if entry.event == MOVED]
        assert [detail["documents"] for detail in told] == [moved.documents]


def test_a_clinic_that_is_open_is_not_moved(base: Path, url: str, clock: FixedClock) -> None:
    with open_clinic(base, clock) as clinic:
        clinic.staff.by_name("Rita Roy")
        with pytest.raises(RecordsUnavailable, match="open at another terminal"):
            move(base, url, clock)
    assert settings.load(base / "clinic").store == "embedded"


def test_a_move_that_ended_before_the_setting_was_changed_is_taken_up_again(
    base: Path, url: str, clock: FixedClock
) -> None:
    key = find_key("", file=base / "keys" / KEY)
    engine = EmbeddedStore(base / "clinic", key).connect()
    copy(engine, engine.begin(write=True), checked_address(url), key)
    engine.close()
    moved = move(base, url, clock)
    assert moved.documents > 5
    with open_clinic(base, clock) as clinic:
        assert verify(clinic.records) == []


def test_a_database_that_holds_a_clinic_takes_no_second_one(
    base: Path, url: str, clock: FixedClock, tmp_path: Path
) -> None:
    shutil.copytree(base, tmp_path / "before")
    move(base, url, clock)
    with pytest.raises(BadInput, match="on PostgreSQL already"):
        move(base, url, clock)
    with pytest.raises(BadInput, match="There is a clinic in that PostgreSQL database already"):
        move(tmp_path / "before", url, clock)  # which lacks the entry about the move


def test_a_difference_on_the_server_stops_the_move(
    base: Path, url: str, clock: FixedClock, server: Any, database: str
) -> None:
    server.admin(
        "CREATE FUNCTION public.spoil() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN NEW.partition = NEW.partition || ''x''; RETURN NEW; END';"
        "CREATE TRIGGER spoil BEFORE INSERT ON kiosk.document FOR EACH ROW WHEN (NEW.kind = 'staff')"
        " EXECUTE FUNCTION public.spoil()",
        database=database,
    )
    try:
        with pytest.raises(RecordsDamaged, match="altered"):
            move(base, url, clock)
    finally:
        server.admin("DROP TRIGGER spoil ON kiosk.document; DROP FUNCTION public.spoil()", database=database)
    assert settings.load(base / "clinic").store == "embedded"
    assert server.admin("SELECT count(*) FROM kiosk.document", database=database) == [(0,)]
    with open_clinic(base, clock) as clinic:
        assert verify(clinic.records) == []


def test_the_command_moves_the_clinic_and_takes_no_password(base: Path, url: str) -> None:
    words = ["--data", base / "clinic", "migrate", "--key-file", base / "keys" / KEY, "--to"]
    refused = run([*words, url.replace("kiosk@", "kiosk:geheim@")], os.environ).complaint
    assert "without a password" in refused
    assert "geheim" not in refused
    moved = run([*words, url], os.environ)
    assert moved.status == 0, moved.err
    assert "each read back and compared" in moved.out


def test_tables_of_an_older_kiosk_are_named_and_the_guides_sql_brings_them_on(
    server: Any, base: Path, clock: FixedClock
) -> None:
    database = server.new_database()
    url = server.url(database)
    move(base, url, clock)
    server.admin("ALTER TABLE kiosk.state DROP COLUMN seal; UPDATE kiosk.format SET version = 1", database=database)
    with pytest.raises(
        RecordsUnavailable, match=r"older kiosk's \(format 1, this one needs 2\): .* docs/postgresql.md"
    ):
        open_clinic(base, clock)
    guide = (Path("docs") / "postgresql.md").read_text()
    server.admin(guide.partition("From format 1:")[2].partition("```sql\n")[2].partition("```")[0], database=database)
    # The tables are right again; this clinic's last entry is of today, so it had a seal, which is missed.
    assert examine_records(base / "clinic", find_key("", file=base / "keys" / KEY), store=url, clock=clock) == [
        "The seal of the records' state is gone: it was altered from outside."
    ]


def test_the_command_prints_the_sql_that_the_guide_shows() -> None:
    printed = run(["migrate", "--sql"], os.environ).out
    assert "CREATE SCHEMA kiosk;" in printed
    assert os.linesep.join(printed.splitlines()).rstrip() in (Path("docs") / "postgresql.md").read_text()
