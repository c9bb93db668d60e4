"""A server that dies and comes back."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.core.errors import RecordsUnavailable, StaleWrite
from kiosk.records import Records
from kiosk.records.audit.verification import verify

pytestmark = pytest.mark.system
DAY = "2026-07-30"
Again = Callable[[], Records]


@pytest.fixture
def again(folder: Path, key: bytes, store: str) -> Again:
    """Return what opens the same records once more, as another terminal."""
    return lambda: Records.open(folder, key, store=store, clock=SystemClock())


def until(true: Callable[[], bool], seconds: float = 60) -> bool:
    """Tell whether something becomes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        threading.Event().wait(0.01)
    return False


def listening(server: Any) -> bool:
    """Tell whether somebody listens and has caught up."""
    return bool(server.admin("SELECT 1 FROM pg_stat_activity WHERE query = 'SELECT commits FROM kiosk.state'"))


def put(records: Records, desk: Actor, id_: str) -> None:
    with records.write(desk) as writer:
        writer.put("visit", {"id": id_}, partition=DAY)


def kept(records: Records) -> set[str]:
    with records.read() as reader:
        return {each["id"] for each in reader.all("visit", DAY)}


def test_a_dead_server_is_told_in_a_sentence_and_work_goes_on_once_it_is_back(
    records: Records, desk: Actor, server: Any
) -> None:
    put(records, desk, "V-1")
    server.kill()
    with pytest.raises(RecordsUnavailable, match="nothing was lost"):
        put(records, desk, "V-2")
    with pytest.raises(RecordsUnavailable, match="cannot be reached"):
        kept(records)
    server.start()
    put(records, desk, "V-3")
    assert kept(records) == {"V-1", "V-3"}
    assert verify(records) == []


def test_a_restart_between_two_changes_is_not_even_noticed(records: Records, desk: Actor, server: Any) -> None:
    put(records, desk, "V-1")
    server.kill()
    server.start()
    put(records, desk, "V-2")
    assert kept(records) == {"V-1", "V-2"}


def test_a_server_that_dies_in_the_middle_of_a_change_undoes_it(records: Records, desk: Actor, server: Any) -> None:
    put(records, desk, "V-1")

    def break_off() -> None:
        with records.write(desk) as writer:
            writer.put("visit", {"id": "V-2"}, partition=DAY)
            server.kill()
            server.start()
            writer.put("visit", {"id": "V-3"}, partition=DAY)

    with pytest.raises(RecordsUnavailable):
        break_off()
    assert kept(records) == {"V-1"}
    assert verify(records) == []


def test_a_server_that_dies_before_the_end_of_a_change_did_not_keep_it_and_says_so(
    records: Records, desk: Actor, server: Any
) -> None:

    def break_off() -> None:
        with records.write(desk) as writer:
            writer.put("visit", {"id": "V-1"}, partition=DAY)
            server.kill()
            server.start()

    with pytest.raises(RecordsUnavailable, match="nothing was lost"):
        break_off()
    assert kept(records) == set()
    put(records, desk, "V-1")
    assert verify(records) == []


def test_the_trouble_is_told_while_it_lasts_and_what_changed_meanwhile_is_looked_at(
    records: Records, desk: Actor, server: Any, again: Again
) -> None:
    put(records, desk, "V-1")
    assert records.trouble() is None
    assert until(lambda: listening(server))
    before = records.data_version()
    server.kill()
    assert until(lambda: records.trouble() is not None)
    assert "goes on by itself" in str(records.trouble())
    assert records.data_version() == before
    server.start()
    with again() as another:
        put(another, desk, "V-2")
    assert until(lambda: records.trouble() is None and records.data_version() != before)
    assert kept(records) == {"V-1", "V-2"}


def test_another_process_hears_of_a_change_at_once(records: Records, desk: Actor, server: Any, again: Again) -> None:
    with again() as another:
        assert another.trouble() is None
        assert until(lambda: listening(server))
        before = another.data_version()
        put(records, desk, "V-1")
        assert until(lambda: another.data_version() != before, 2)


def test_writers_lose_nothing_while_the_server_is_killed_again_and_again(
    records: Records, desk: Actor, server: Any, again: Again
) -> None:
    acknowledged: set[str] = set()
    ended, all_open = threading.Event(), threading.Barrier(5)

    def write(name: str) -> None:
        with again() as mine:
            all_open.wait(60)
            number = 0
            while not ended.is_set():
                number += 1
                try:
                    put(mine, desk, f"V-{name}-{number}")
                except RecordsUnavailable:
                    number -= 1  # a person tries again; if it was kept after all, they are told
                    ended.wait(0.02)
                except StaleWrite:
                    continue
                else:
                    acknowledged.add(f"V-{name}-{number}")

    writers = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for writer in writers:
        writer.start()
    all_open.wait(60)
    for _ in range(3):
        enough = len(acknowledged) + 20
        assert until(lambda enough=enough: len(acknowledged) > enough)  # type: ignore[misc]
        server.kill()
        server.start()
    ended.set()
    for writer in writers:
        writer.join(60)
    assert acknowledged - kept(records) == set()
    assert len(acknowledged) > 60
    assert verify(records) == []
