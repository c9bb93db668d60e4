"""A server that is stopped: it closes no connection and answers nothing, until it goes on."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.core.errors import RecordsUnavailable
from kiosk.records import Records
from kiosk.records.audit.verification import verify
from tests.kiosk.records.postgresql.server import SQL

pytestmark = pytest.mark.system
DAY = "2026-07-30"
NOTICED_SECONDS = 7.0
AT_ONCE_SECONDS = 2.0
"""Half of what a server is given to answer: in less, nobody waited for it."""
PATIENCE_SECONDS = 60.0
"""What takes longer never comes, however busy the machine is."""


@contextmanager
def stopped(server: Any) -> Iterator[None]:
    """Stop the server with every process of its own, as a frozen machine would."""
    chief = server._process.pid
    os.kill(chief, signal.SIGSTOP)  # the first, so that it begins no further process
    family = [chief, *map(int, Path(f"/proc/{chief}/task/{chief}/children").read_text().split())]
    for pid in family:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in reversed(family):  # the chief last: it buries who has ended meanwhile
            os.kill(pid, signal.SIGCONT)


def until(true: Callable[[], bool], seconds: float) -> bool:
    """Tell whether something becomes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        threading.Event().wait(0.02)
    return False


def put(records: Records, desk: Actor, id_: str) -> None:
    with records.write(desk) as writer:
        writer.put("visit", {"id": id_}, partition=DAY)


def kept(records: Records) -> list[str]:
    with records.read() as reader:
        return [each["id"] for each in reader.all("visit", DAY)]


def followed(records: Records, server: Any) -> int:
    """Wait until somebody listens and has caught up; return where the records stand."""
    assert records.trouble() is None
    listens = "SELECT 1 FROM pg_stat_activity WHERE query = 'SELECT commits FROM kiosk.state'"
    assert until(lambda: bool(server.admin(listens)), PATIENCE_SECONDS)
    return records.data_version()


def refused_within(seconds: float, act: Callable[[], Any]) -> None:
    began = time.monotonic()
    with pytest.raises(RecordsUnavailable, match="cannot be reached just now"):
        act()
    assert time.monotonic() - began < seconds


def test_a_stopped_server_is_told_by_the_banner_without_anybody_asking_and_heals_by_itself(
    records: Records, desk: Actor, server: Any
) -> None:
    put(records, desk, "V-1")
    followed(records, server)
    with stopped(server):
        assert until(lambda: records.trouble() is not None, NOTICED_SECONDS)
        assert "cannot be reached just now" in str(records.trouble())
        refused_within(AT_ONCE_SECONDS, lambda: kept(records))
        refused_within(AT_ONCE_SECONDS, lambda: put(records, desk, "V-2"))
    assert until(lambda: records.trouble() is None, PATIENCE_SECONDS)
    put(records, desk, "V-3")
    assert kept(records) == ["V-1", "V-3"]
    assert verify(records) == []


def test_a_call_to_a_stopped_server_fails_in_time_and_is_not_done_twice(
    records: Records, desk: Actor, server: Any
) -> None:
    put(records, desk, "V-1")
    with stopped(server):
        refused_within(NOTICED_SECONDS, lambda: kept(records))
        refused_within(AT_ONCE_SECONDS, lambda: put(records, desk, "V-2"))  # nobody waits a second time
    assert until(lambda: can(lambda: put(records, desk, "V-2")), PATIENCE_SECONDS)
    assert kept(records) == ["V-1", "V-2"]
    assert verify(records) == []


def can(act: Callable[[], object]) -> bool:
    try:
        act()
    except RecordsUnavailable:
        return False
    return True


def test_a_change_that_waits_for_the_right_to_write_ends_when_the_listener_finds_the_server_silent(
    records: Records, desk: Actor, server: Any
) -> None:
    put(records, desk, "V-1")
    followed(records, server)
    with stopped(server):
        refused_within(NOTICED_SECONDS, lambda: put(records, desk, "V-2"))
    assert until(lambda: can(lambda: put(records, desk, "V-2")), PATIENCE_SECONDS)
    assert kept(records) == ["V-1", "V-2"]


def test_a_server_that_stops_in_the_middle_of_a_change_undoes_it(records: Records, desk: Actor, server: Any) -> None:
    put(records, desk, "V-1")

    def break_off() -> None:
        with records.write(desk) as writer:
            writer.put("visit", {"id": "V-2"}, partition=DAY)
            hold.enter_context(stopped(server))
            writer.put("visit", {"id": "V-3"}, partition=DAY)

    with ExitStack() as hold:
        refused_within(NOTICED_SECONDS, break_off)
    assert until(lambda: can(lambda: put(records, desk, "V-4")), PATIENCE_SECONDS)
    assert kept(records) == ["V-1", "V-4"]
    assert verify(records) == []


@pytest.mark.parametrize("seconds", [5.0, 12.0])
def test_a_commit_that_a_stopped_server_did_not_answer_is_settled_and_never_told_wrong(
    records: Records, desk: Actor, server: Any, seconds: float
) -> None:
    put(records, desk, "V-1")
    told: list[str] = []

    def save() -> None:
        try:
            with records.write(desk) as writer:
                writer.put("visit", {"id": "V-2"}, partition=DAY)
                hold.enter_context(stopped(server))
                began.set()
        except RecordsUnavailable as error:
            told.append(str(error))
        else:
            told.append("kept")

    began = threading.Event()
    with ExitStack() as hold:
        saving = threading.Thread(target=save)
        saving.start()
        assert began.wait(PATIENCE_SECONDS)
        until(lambda: bool(told), seconds)
    saving.join(PATIENCE_SECONDS)
    assert until(lambda: can(lambda: kept(records)), PATIENCE_SECONDS)
    there = "V-2" in kept(records)
    (said,) = told
    if said == "kept":
        assert there
    else:
        assert "look whether the last change is there" in said or not there, (said, there)
    assert verify(records) == []


def test_anybody_may_send_any_notice_and_changes_are_seen_all_the_same(
    records: Records, desk: Actor, server: Any, database: str
) -> None:
    put(records, desk, "V-1")
    version = followed(records, server)
    server.admin("NOTIFY kiosk, 'abc'; NOTIFY kiosk, '99999999999999'; NOTIFY kiosk", database=database)
    with Records.open(records.folder, bytes(range(32)), store=str(server.url(database)), clock=SystemClock()) as other:
        put(other, desk, "V-2")
    assert until(lambda: records.data_version() == version + 1, 1)
    assert records.trouble() is None
    with Records.open(records.folder, bytes(range(32)), store=str(server.url(database)), clock=SystemClock()) as other:
        put(other, desk, "V-3")
    assert until(lambda: records.data_version() == version + 2, 1)


def test_a_notice_that_is_no_text_ends_nothing_for_good(folder: Path, key: bytes, desk: Actor, server: Any) -> None:
    server.admin("CREATE DATABASE raw TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'")
    server.admin(SQL.read_text(), database="raw")
    store = str(server.url("raw"))
    with (
        Records.create(folder, key, store=store, clock=SystemClock()) as records,
        Records.open(folder, key, store=store, clock=SystemClock()) as other,
    ):
        put(records, desk, "V-1")
        version = followed(records, server)
        server.admin("SELECT pg_notify('kiosk', convert_from('\\xff'::bytea, 'SQL_ASCII'))", database="raw")
        put(other, desk, "V-2")
        assert until(lambda: records.trouble() is None and records.data_version() != version, PATIENCE_SECONDS)
        version = records.data_version()
        put(other, desk, "V-3")
        assert until(lambda: records.data_version() != version, 1)
