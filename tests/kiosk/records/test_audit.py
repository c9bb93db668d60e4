import json
import random
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.core.errors import BadInput
from kiosk.records import Records
from kiosk.records.audit import checkpoints
from kiosk.records.audit.listing import show
from kiosk.records.audit.trimming import cut
from kiosk.records.audit.verification import verify
from kiosk.records.embedded.sqlite_connection import connect_file
from kiosk.records.secrets import derive
from tests.kiosk.records.stores import on_each_store

DAY = "2026-07-30"
ENTRIES = 40


@pytest.fixture
def busy_day(records: Records, desk: Actor, clock: Any) -> Records:
    for number in range(ENTRIES):
        clock.forward(minutes=1)
        with records.write(desk) as writer:
            writer.put("visit", {"id": f"V-{number}", "state": "booked"}, partition=DAY)
            writer.audit("visit_added", subject=f"C-{number % 4}", detail={"number": number})
    return records


def tamper(records: Records, folder: Path, key: bytes, *statements: str) -> Records:
    """Change the tables as somebody could who has the key of the file and SQLCipher's own shell."""
    records.close()
    connection = connect_file(folder / "records.db", derive(key, "records"))
    for statement in statements:
        assert connection.execute(statement).rowcount != 0
    connection.close()
    return Records.open(folder, key, clock=SystemClock())


@on_each_store
def test_an_entry_tells_who_did_what_where_and_what_it_changed(records: Records, clock: Any) -> None:
    rosa = Actor(name="Rosa Vidal", role="receptionist", staff_id="S-1", terminal="desk-1", system_user="clinic")
    with records.write(rosa) as writer:
        writer.put("client", {"id": "C-1", "name": "Ana Flores"})
        writer.put("terminal", {"id": "kiosk-1"})
        writer.audit("client_added", subject="C-1", detail={"by": "walk-in"})
        writer.audit("searched")
    with records.read() as reader:
        added, searched = list(reader.trail())
    assert (added.seq, added.at, added.event, added.subject, added.actor) == (
        1,
        clock.now(),
        "client_added",
        "C-1",
        rosa,
    )
    assert str(added.actor) == "system user clinic for Rosa Vidal"
    assert added.detail == {"by": "walk-in"}
    assert [change[:3] for change in added.changes] == [("client", "C-1", None)]
    assert searched.changes == ()
    assert "Ana" not in added.canonical()


@on_each_store
def test_a_change_that_nobody_spoke_of_is_in_the_trail_and_a_terminals_state_is_not(
    records: Records, desk: Actor
) -> None:
    with records.write(desk) as writer:
        writer.put("client", {"id": "C-1", "name": "Ana Flores"})
    with records.write(desk) as writer:
        writer.put("terminal", {"id": "kiosk-1"})
    with records.write(desk) as writer:
        writer.remove("client", "C-1", expect=1)
    with records.read() as reader:
        made, removed = list(reader.trail())
    assert (made.event, made.subject, removed.event) == ("changed", "C-1", "changed")
    assert made.changes[0][3] == removed.changes[0][2]
    assert removed.changes[0][3] is None


@on_each_store
def test_an_untouched_trail_is_whole(busy_day: Records) -> None:
    assert verify(busy_day) == []


@on_each_store
def test_a_removed_client_leaves_the_chain_whole(busy_day: Records, desk: Actor) -> None:
    with busy_day.write(desk) as writer:
        writer.remove("visit", "V-3", expect=1)
        writer.audit("erased", subject="V-3")
    assert verify(busy_day) == []


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE audit SET entry = replace(entry, 'Rosa Vidal', 'Luis Mora_') WHERE seq = 7", "Entry 7 was altered"),
        (
            "UPDATE audit SET entry = replace(entry, '\"number\":6', '\"number\":5') WHERE seq = 7",
            "Entry 7 was altered",
        ),
        ("UPDATE audit SET mac = randomblob(32) WHERE seq = 7", "Entry 7 was altered"),
        ("UPDATE audit SET entry = ' ' || entry WHERE seq = 7", "Entry 7 was altered"),
        ("UPDATE audit SET subject = 'C-9' WHERE seq = 7", "Entry 7 was altered: it is filed under"),
        ("UPDATE audit SET day = '2026-07-29' WHERE seq = 7", "Entry 7 was altered: it is filed under"),
        ("DELETE FROM audit WHERE seq = 7", "Entry 7 is missing."),
        ("DELETE FROM audit WHERE seq BETWEEN 7 AND 9", "Entries 7 to 9 are missing."),
        ("DELETE FROM audit WHERE seq <= 3", "Entries 1 to 3 are missing."),
        ("DELETE FROM audit WHERE seq > 38", "Entries 39 to 40 are missing at the end."),
        ("DELETE FROM audit", "Entries 1 to 40 are missing at the end."),
        (
            "INSERT INTO audit SELECT 41, day, subject, staff, entry, mac FROM audit WHERE seq = 7",
            "Entry 41 is in another's place: it was written as entry 7.",
        ),
        ("UPDATE state SET audit_mac = randomblob(32)", "Entry 40, the last one, is not the one"),
        ("UPDATE document SET body = replace(body, 'booked', 'left') WHERE id = 'V-7'", "The visit V-7 is not as"),
        ("DELETE FROM document WHERE id = 'V-7'", "The visit V-7 is gone"),
        ("UPDATE document SET id = 'V-99' WHERE id = 'V-7'", "No entry tells where visit V-99 comes from."),
    ],
)
def test_what_was_done_to_the_trail_or_behind_its_back_is_named(
    busy_day: Records, folder: Path, key: bytes, statement: str, told: str
) -> None:
    with tamper(busy_day, folder, key, statement) as records:
        assert [problem for problem in verify(records) if str(problem).startswith(told)]


def test_two_swapped_entries_are_both_named(busy_day: Records, folder: Path, key: bytes) -> None:
    swap = [f"UPDATE audit SET seq = {new} WHERE seq = {old}" for old, new in ((11, 1000), (13, 11), (1000, 13))]  # noqa: S608
    with tamper(busy_day, folder, key, *swap) as records:
        told = [str(problem) for problem in verify(records)]
    assert "Entry 11 is in another's place: it was written as entry 13." in told
    assert "Entry 13 is in another's place: it was written as entry 11." in told


def test_a_trail_that_was_cut_with_the_records_state_still_lacks_what_the_counter_knows(
    busy_day: Records, folder: Path, key: bytes
) -> None:
    cut_off = "DELETE FROM audit WHERE seq > 38"
    state = "UPDATE state SET audit_seq = 38, audit_mac = (SELECT mac FROM audit WHERE seq = 38)"
    with tamper(busy_day, folder, key, cut_off, state) as records:
        assert "Entries 39 to 40 are missing at the end." in [str(problem) for problem in verify(records)]


def test_fifty_tamperings_at_random_are_each_found(busy_day: Records, folder: Path, key: bytes, tmp_path: Path) -> None:
    rand = random.Random(6)  # noqa: S311
    busy_day.close()

    def altered(connection: Any) -> None:
        seq = rand.randint(1, ENTRIES)
        (entry,) = connection.execute("SELECT entry FROM audit WHERE seq = ?", (seq,)).fetchone()
        parts = json.loads(entry)
        field = rand.choice(["at", "what", "subject", "actor", "detail", "changes", "seq"])
        parts[field] = {
            "at": "2026-07-30T09:00:59.000000+00:00",
            "what": "visit_seen",
            "subject": "C-X",
            "actor": {**parts["actor"], "terminal": "desk-9"},
            "detail": {},
            "changes": [],
            "seq": seq + 1,
        }[field]
        text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        connection.execute("UPDATE audit SET entry = ? WHERE seq = ?", (text, seq))

    def removed(connection: Any) -> None:
        connection.execute("DELETE FROM audit WHERE seq = ?", (rand.randint(1, ENTRIES),))

    def removed_and_closed_up(connection: Any) -> None:
        seq = rand.randint(1, ENTRIES - 1)
        connection.execute("DELETE FROM audit WHERE seq = ?", (seq,))
        for number in range(seq + 1, ENTRIES + 1):
            connection.execute("UPDATE audit SET seq = ? WHERE seq = ?", (number - 1, number))

    def swapped(connection: Any) -> None:
        first, second = rand.sample(range(1, ENTRIES + 1), 2)
        for old, new in ((first, 1000), (second, first), (1000, second)):
            connection.execute("UPDATE audit SET seq = ? WHERE seq = ?", (new, old))

    def cut_at_an_end(connection: Any) -> None:
        seq = rand.randint(2, ENTRIES - 1)
        connection.execute(f"DELETE FROM audit WHERE seq {rand.choice('<>')} ?", (seq,))  # noqa: S608

    ways: list[Callable[[Any], None]] = [altered, removed, removed_and_closed_up, swapped, cut_at_an_end]
    for number in range(50):
        copy = tmp_path / f"tampered{number}"
        shutil.copytree(folder, copy)
        connection = connect_file(copy / "records.db", derive(key, "records"))
        ways[number % len(ways)](connection)
        connection.close()
        with Records.open(copy, key, clock=SystemClock()) as records:
            assert verify(records), (number, ways[number % len(ways)].__name__)


@on_each_store
def test_the_trail_is_shown_by_client_staff_and_the_clinics_day(records: Records, clock: Any) -> None:
    rosa = Actor(name="Rosa Vidal", role="receptionist", staff_id="S-1")
    luis = Actor(name="Luis Mora", role="practitioner", staff_id="S-2")
    for actor, subject in ((rosa, "C-1"), (luis, "C-2"), (rosa, "C-2")):
        with records.write(actor) as writer:
            writer.audit("seen", subject=subject)
        clock.forward(hours=7)
    tokyo = ZoneInfo("Asia/Tokyo")
    assert [entry.seq for entry in show(records, subject="C-2")] == [2, 3]
    assert [entry.seq for entry in show(records, staff="S-1")] == [1, 3]
    assert [entry.seq for entry in show(records, day=date(2026, 7, 30))] == [1, 2, 3]
    assert [entry.seq for entry in show(records, day=date(2026, 7, 30), zone=tokyo)] == [1]
    assert [entry.seq for entry in show(records, day=date(2026, 7, 31), zone=tokyo, staff="S-1")] == [3]
    assert [entry.seq for entry in show(records)] == [1, 2, 3]


class TestCheckpoints:
    @on_each_store
    def test_a_checkpoint_holds_while_the_trail_grows(self, busy_day: Records, desk: Actor) -> None:
        note = checkpoints.checkpoint(busy_day)
        with busy_day.write(desk) as writer:
            writer.audit("seen", subject="C-1")
        assert checkpoints.missing_since(busy_day, note) == []

    def test_a_checkpoint_shows_that_the_whole_folder_was_put_back(
        self, busy_day: Records, desk: Actor, folder: Path, key: bytes, tmp_path: Path
    ) -> None:
        shutil.copytree(folder, tmp_path / "older")
        with busy_day.write(desk) as writer:
            writer.audit("seen", subject="C-1")
        note = checkpoints.checkpoint(busy_day)
        with Records.open(tmp_path / "older", key, clock=SystemClock()) as older:
            assert verify(older) == []
            (told,) = checkpoints.missing_since(older, note)
        assert told.startswith("The trail ends at entry 40, but on 30 July 2026, 09:40 UTC it reached 41")

    @on_each_store
    def test_an_altered_checkpoint_is_refused(self, busy_day: Records) -> None:
        note = json.loads(checkpoints.checkpoint(busy_day))
        for altered in ({**note, "seq": 39}, {**note, "at": "2026-07-29T09:40:00+00:00"}):
            with pytest.raises(BadInput, match="altered after it was signed"):
                checkpoints.missing_since(busy_day, json.dumps(altered))
        for nothing in ("", "[]", "{}", json.dumps({**note, "signature": "x"}), json.dumps({**note, "public_key": ""})):
            with pytest.raises(BadInput, match="not a checkpoint"):
                checkpoints.missing_since(busy_day, nothing)

    def test_another_clinics_checkpoint_is_refused(self, busy_day: Records, tmp_path: Path) -> None:
        with (
            Records.create(tmp_path / "other", bytes(32), clock=SystemClock()) as other,
            pytest.raises(BadInput, match="another clinic's"),
        ):
            checkpoints.missing_since(busy_day, checkpoints.checkpoint(other))

    @on_each_store
    def test_a_checkpoint_is_written_into_a_new_file_only(self, busy_day: Records, tmp_path: Path) -> None:
        checkpoints.write_checkpoint(busy_day, tmp_path / "checkpoint.json")
        assert checkpoints.missing_since(busy_day, (tmp_path / "checkpoint.json").read_text()) == []
        with pytest.raises(BadInput, match="already exists"):
            checkpoints.write_checkpoint(busy_day, tmp_path / "checkpoint.json")


class TestRetention:
    @on_each_store
    def test_the_oldest_entries_go_behind_a_signed_anchor(self, busy_day: Records, desk: Actor, clock: Any) -> None:
        note = checkpoints.checkpoint(busy_day)
        clock.forward(days=400)
        with busy_day.write(desk) as writer:
            writer.audit("seen", subject="C-1")
        assert cut(busy_day, desk, before=date(2027, 1, 1)) == ENTRIES
        assert verify(busy_day) == []
        assert [entry.seq for entry in show(busy_day)] == [41, 42]
        assert checkpoints.missing_since(busy_day, note) == []
        assert cut(busy_day, desk, before=date(2027, 1, 1)) == 0

    @on_each_store
    def test_a_second_cut_follows_the_first(self, busy_day: Records, desk: Actor, clock: Any) -> None:
        for _ in range(2):
            clock.forward(days=400)
            cut(busy_day, desk, before=clock.now().date())
            with busy_day.write(desk) as writer:
                writer.audit("seen", subject="C-1")
        assert verify(busy_day) == []
        assert [entry.event for entry in show(busy_day)] == ["audit_cut", "seen"]

    def test_a_cut_without_an_anchor_of_ours_is_found(
        self, busy_day: Records, desk: Actor, folder: Path, key: bytes, clock: Any
    ) -> None:
        clock.forward(days=400)
        cut(busy_day, desk, before=date(2027, 1, 1))
        statement = 'UPDATE audit SET entry = replace(entry, \'"signature":"\', \'"signature":"00\')'
        with tamper(busy_day, folder, key, statement) as records:
            assert verify(records)
