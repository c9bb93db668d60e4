"""The check of the trail covers everything that is kept, and finds nothing where nobody touched anything."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.core.errors import RecordsDamaged
from kiosk.records import Records
from kiosk.records.audit.trimming import cut
from kiosk.records.audit.verification import verify
from kiosk.records.embedded.sqlite_connection import connect_file
from kiosk.records.secrets import derive
from tests.kiosk.records.stores import on_each_store

DAY = "2026-07-30"


def sql(folder: Path, key: bytes, statement: str) -> None:
    connection = connect_file(folder / "records.db", derive(key, "records"))
    assert connection.execute(statement).rowcount > 0
    connection.close()


@on_each_store
def test_a_day_with_every_kind_of_change_is_whole(records: Records, desk: Actor, clock: Any) -> None:
    for kind in ("client", "attempt", "draft", "terminal", "visit"):
        with records.write(desk) as writer:
            writer.put(kind, {"id": "one", "state": "first"}, partition=DAY, index={})
        clock.forward(minutes=1)
        with records.write(desk) as writer:
            writer.put(kind, {"id": "one", "state": "second"}, partition="2026-07-31", expect=1)
        assert verify(records) == []
    for kind in ("attempt", "draft", "terminal"):
        clock.forward(minutes=1)
        with records.write(desk) as writer:
            writer.remove(kind, "one", expect=2)
        assert verify(records) == []
    with records.write(desk) as writer:
        writer.put("draft", {"id": "one"})
        writer.put("attempt", {"id": "one"})
    assert verify(records) == []


def test_a_draft_shows_in_the_trail_when_it_comes_and_goes_and_not_at_every_answer(
    records: Records, desk: Actor
) -> None:
    for revision in (None, 1, 2):
        with records.write(desk) as writer:
            writer.put("draft", {"id": "D-1", "step": revision}, expect=revision)
    with records.write(desk) as writer:
        assert writer.get("draft", "D-1") == {"id": "D-1", "step": 2, "revision": 3}
        writer.remove("draft", "D-1", expect=3)
    with records.read() as reader:
        came, went = list(reader.trail())
    assert [change[2] is None for change in (*came.changes, *went.changes)] == [True, False]


def test_the_trail_tells_no_name_out_of_an_attempts_id(records: Records, desk: Actor) -> None:
    with records.write(desk) as writer:
        writer.put("attempt", {"id": "identify:name:ferrer", "what": "identify"})
    with records.read() as reader:
        (entry,) = reader.trail()
    assert "ferrer" not in entry.canonical()
    assert entry.changes[0][1].startswith("~")


def test_what_is_older_than_the_trail_cannot_be_touched_unseen_either(
    records: Records, desk: Actor, clock: Any, folder: Path, key: bytes
) -> None:
    with records.write(desk) as writer:
        writer.put("visit", {"id": "V-1", "state": "booked"}, partition=DAY)
    clock.forward(days=5000)
    cut(records, desk, before=date(2030, 1, 1))
    clock.forward(days=5000)
    cut(records, desk, before=date(2040, 1, 1))
    assert verify(records) == []
    records.close()
    for statement in ("UPDATE document SET keys = '{}'", "DELETE FROM document WHERE kind = 'visit'"):
        sql(folder, key, statement)
        with Records.open(folder, key, clock=SystemClock()) as again:
            assert [problem for problem in verify(again) if "The visit V-1 is" in str(problem)]


@pytest.mark.parametrize("statement", ["DELETE FROM lookup", "DELETE FROM secret WHERE name = 'pepper'"])
def test_what_everybody_needs_is_missed_when_a_terminal_starts(
    records: Records, desk: Actor, folder: Path, key: bytes, statement: str
) -> None:
    with records.write(desk) as writer:
        writer.put("client", {"id": "C-1", "phone": "020 7946 0101"})
    records.close()
    sql(folder, key, statement)
    with pytest.raises(RecordsDamaged, match=r"lack .* bring back the last backup"):
        Records.open(folder, key, clock=SystemClock())
