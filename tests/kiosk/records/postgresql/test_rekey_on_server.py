"""A new key for a clinic on PostgreSQL: one key opens the records at any moment, and nothing is lost."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.core.errors import KeyMissing, NotAllowed, RecordsDamaged, RecordsUnavailable
from kiosk.core.settings import Settings, save
from kiosk.records import Records
from kiosk.records.audit.verification import verify
from kiosk.records.keys.clinic_ids import new_clinic_id
from kiosk.records.keys.key_change import rekey
from kiosk.records.keys.key_files import create_key, new_key_file
from kiosk.records.keys.key_sources import find_key
from kiosk.records.store_choice import chosen

pytestmark = pytest.mark.system

ROOT = Path(__file__).parents[4]
DAY = "2026-07-30"
NAME = "Wilhelmina Featherstonehaugh"
VISITS = 1300
SECRETS = ("pepper", "index", "audit", "signing")


@dataclass
class House:
    """A clinic on a server, closed everywhere."""

    folder: Path
    key_file: Path
    url: str
    desk: Actor

    def key(self) -> bytes:
        return find_key("C-1", file=self.key_file, folder=self.folder)

    def rekey(self) -> bytes:
        return rekey(self.folder, self.key(), self.key_file, actor=self.desk, clock=SystemClock())

    def start(self, step: str) -> "subprocess.Popen[str]":
        script = str(Path(__file__).parents[1] / "changing_the_key.py")
        command = [sys.executable, script, str(self.folder), str(self.key_file), step]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        process.stdout.readline()
        return process

    def whole(self, key: bytes) -> list[str]:
        """Check that all is there under this key, and return what the trail tells."""
        with Records.open(self.folder, key, store=self.url, clock=SystemClock()) as records:
            with records.read() as reader:
                assert [each["id"] for each in reader.all("visit", DAY)] == [f"V-{number}" for number in range(VISITS)]
                assert reader.find("client", name_key=NAME.lower())[0]["id"] == "C-1"
                told = [entry.event for entry in reader.trail()]
            assert verify(records) == []
        return told


@pytest.fixture
def house(folder: Path, tmp_path: Path, server: Any, database: str, desk: Actor) -> Iterator[House]:
    house = House(folder, tmp_path / "keys" / "clinic.key", server.url(database), desk)
    key = create_key("C-1", file=house.key_file)
    new_clinic_id(folder)
    save(folder, Settings(clinic_name="Clínica Alba", time_zone="Europe/Madrid", store=house.url))
    with Records.create(folder, key, store=house.url, clock=SystemClock()) as records, records.write(desk) as writer:
        writer.put("client", {"id": "C-1", "name": NAME}, index={"name_key": NAME.lower()})
        for number in range(VISITS):
            writer.put("visit", {"id": f"V-{number}", "filling": "x" * 50}, partition=DAY)
    server.admin("GRANT UPDATE ON kiosk.secret TO kiosk", database=database)
    yield house
    server.admin("REVOKE UPDATE ON kiosk.secret FROM kiosk", database=database)


def test_a_new_key_replaces_the_old_one_and_only_the_new_one_opens(house: House) -> None:
    old = house.key()
    with Records.open(house.folder, old, store=house.url, clock=SystemClock()) as records:
        secrets = [records.secret(name) for name in SECRETS]
        mark = records.mark()
    new = house.rekey()
    assert new != old
    assert house.key() == new
    assert house.whole(new)[-1] == "rekeyed"
    with pytest.raises(KeyMissing, match="does not open the records on the PostgreSQL server"):
        Records.open(house.folder, old, store=house.url, clock=SystemClock())
    with Records.open(house.folder, new, store=house.url, clock=SystemClock()) as records:
        assert [records.secret(name) for name in SECRETS] == secrets
        assert records.mark().commits == mark.commits + 1
    assert {file.name for file in house.key_file.parent.iterdir()} == {"clinic.key", "clinic.former-1.key"}


def test_without_the_right_to_replace_secrets_it_is_refused_and_says_which_is_needed(
    house: House, server: Any, database: str
) -> None:
    server.admin("REVOKE UPDATE ON kiosk.secret FROM kiosk", database=database)
    old = house.key()
    with pytest.raises(NotAllowed, match=r"as the owner of the database run GRANT UPDATE ON kiosk\.secret TO kiosk;"):
        house.rekey()
    assert house.key() == old
    house.whole(old)


def test_it_is_refused_while_another_terminal_has_the_clinic_open(house: House) -> None:
    old = house.key()
    with Records.open(house.folder, old, store=house.url, clock=SystemClock()) as records:
        with pytest.raises(
            RecordsUnavailable, match=rf"open at another terminal: .* It is open at .*\(process {os.getpid()}\)"
        ):
            house.rekey()
        with pytest.raises(RecordsUnavailable, match=rf"It is open at .*\(process {os.getpid()}\)"):
            chosen(house.url, house.folder, old).refuse_others()
        with records.write(house.desk) as writer:
            writer.audit("seen")
    chosen(house.url, house.folder, old).refuse_others()  # and now nobody has
    assert house.key() == old
    house.whole(old)


@pytest.mark.parametrize(
    "step", ["alone", "the new key waits", "sealed again", "opened by the new key", "in its place", "finished"]
)
def test_a_kill_after_any_step_leaves_one_key_that_opens(house: House, step: str) -> None:
    old = house.key()
    process = house.start(step)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    key = house.key()
    assert (key == old) == (step not in {"in its place", "finished"})
    house.whole(key)
    assert not new_key_file(house.key_file).exists()
    house.whole(house.rekey())


def test_kills_at_random_moments_leave_one_key_that_opens(house: House) -> None:
    begun = time.monotonic()
    house.start("none").communicate()
    undisturbed = time.monotonic() - begun
    rand = random.Random(7)  # noqa: S311
    for _ in range(8):
        process = house.start("none")
        with suppress(subprocess.TimeoutExpired):
            process.wait(rand.uniform(0, undisturbed))
        process.kill()
        process.communicate()
        house.whole(house.key())


def test_a_server_that_is_killed_in_the_middle_leaves_one_key_that_opens(house: House, server: Any) -> None:
    rand = random.Random(8)  # noqa: S311
    for _ in range(4):
        process = house.start("none")
        with suppress(subprocess.TimeoutExpired):
            process.wait(rand.uniform(0.1, 0.6))
        server.kill()
        process.communicate()
        server.start()
        house.whole(house.key())


def test_something_altered_on_the_server_stops_it_and_the_old_key_stays(
    house: House, server: Any, database: str
) -> None:
    old = house.key()
    server.admin("UPDATE kiosk.document SET revision = 7 WHERE n = 900", database=database)
    with pytest.raises(RecordsDamaged, match="does not open, so no key was changed"):
        house.rekey()
    server.admin("UPDATE kiosk.document SET revision = 1 WHERE n = 900", database=database)
    assert house.key() == old
    house.whole(old)


@pytest.fixture
def other(house: House, tmp_path: Path) -> Path:
    """The folder of another machine that has opened the clinic by the key of before."""
    other = tmp_path / "other"
    other.mkdir(mode=0o700)
    with (
        Records.open(other, house.key(), store=house.url, clock=SystemClock()) as records,
        records.write(house.desk) as writer,
    ):
        writer.audit("seen")
    return other


def test_another_machine_opens_the_records_once_it_has_the_new_key(house: House, other: Path) -> None:
    new = house.rekey()
    with Records.open(other, new, store=house.url, clock=SystemClock()) as records:
        assert verify(records) == []
        with records.read() as reader:
            assert reader.count("visit") == VISITS
            assert records.mark().commits == reader.state.commits


def test_another_machine_notices_what_is_missing_from_before_the_new_key(
    house: House, other: Path, server: Any, database: str
) -> None:
    # What it saw is not what is there: an entry was put in the place of the one it knows.
    new = house.rekey()
    server.admin("UPDATE kiosk.audit SET mac = sha256(mac) WHERE seq = 2", database=database)
    with pytest.raises(RecordsDamaged, match="belongs to another key"):
        Records.open(other, new, store=house.url, clock=SystemClock())


def test_another_machine_whose_counter_is_damaged_takes_a_new_key_for_no_excuse(house: House, other: Path) -> None:
    counter = other / "records.counter"
    data = counter.read_bytes()
    new = house.rekey()
    for spoiled in (b"", data[:40], bytes(len(data)), data[: len(data) // 2] + bytes(len(data) // 2)):
        counter.write_bytes(spoiled)
        with pytest.raises(RecordsDamaged, match="damaged, or belongs to another key"):
            Records.open(other, new, store=house.url, clock=SystemClock())


def test_a_counter_that_is_damaged_without_a_new_key_stays_damaged(house: House, other: Path) -> None:
    counter = other / "records.counter"
    data = bytearray(counter.read_bytes())
    data[len(data) // 2 - 1] ^= 1
    data[-1] ^= 1
    counter.write_bytes(data)
    with pytest.raises(RecordsDamaged, match="damaged, or belongs to another key"):
        Records.open(other, house.key(), store=house.url, clock=SystemClock())
