"""A clinic whose move to PostgreSQL is killed: nothing is lost on either side, and running it again ends it."""

import os
import random
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.core.errors import BadInput
from kiosk.core.settings import Settings, load, save
from kiosk.records import Records
from kiosk.records.audit.verification import verify
from kiosk.records.keys.clinic_ids import new_clinic_id
from kiosk.records.keys.key_files import create_key
from kiosk.records.move_to_server import MOVED, OLD, MoveResult, move_to_server

pytestmark = pytest.mark.system

ROOT = Path(__file__).parents[4]
DAY = "2026-07-30"
VISITS = 150
EMBEDDED_UNTIL = ("found whole", "copied")
STEPS = (*EMBEDDED_UNTIL, "the setting changed", "noted in the trail", "put aside")


@dataclass
class House:
    """A clinic with its key, the server it moves to, and the visits that must be found."""

    folder: Path
    key_file: Path
    key: bytes
    url: str
    desk: Actor
    ids: list[str] = field(default_factory=list)

    @property
    def store(self) -> str:
        return load(self.folder).store

    def add(self) -> None:
        """Work for a moment, wherever the records are."""
        with (
            Records.open(self.folder, self.key, store=self.store, clock=SystemClock()) as records,
            records.write(self.desk) as writer,
        ):
            writer.put("visit", {"id": f"V-{len(self.ids)}", "filling": "x" * 500}, partition=DAY)
        self.ids.append(f"V-{len(self.ids)}")

    def move(self) -> MoveResult:
        return move_to_server(self.folder, self.key, self.url, actor=self.desk, clock=SystemClock())

    def kill_moving(self, step: str, seconds: float | None = None) -> int:
        """Move the clinic and kill that after a step or after some time; return how it ended."""
        script = str(Path(__file__).with_name("moving.py"))
        command = [sys.executable, script, str(self.folder), str(self.key_file), self.url, step]
        process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
        process.kill()
        process.communicate()
        return process.returncode

    def whole(self) -> list[str]:
        """Check that everything is there, wherever the setting says, and return what the trail tells."""
        with Records.open(self.folder, self.key, store=self.store, clock=SystemClock()) as records:
            with records.read() as reader:
                assert [each["id"] for each in reader.all("visit", DAY)] == self.ids
                told = [entry.event for entry in reader.trail()]
            assert verify(records) == []
        return told

    def moved(self) -> None:
        """Check that the move is over."""
        assert self.whole().count(MOVED) == 1
        assert self.store == self.url
        assert (self.folder / OLD).exists()
        assert not (self.folder / "records.db").exists()
        with pytest.raises(BadInput, match="The clinic is on PostgreSQL already"):
            self.move()


@pytest.fixture
def house(folder: Path, tmp_path: Path, server: Any, database: str, desk: Actor) -> House:
    key_file = tmp_path / "keys" / "clinic.key"
    house = House(folder, key_file, create_key("C-1", file=key_file), server.url(database), desk)
    new_clinic_id(folder)
    save(folder, Settings(clinic_name="Clínica Alba", time_zone="Europe/Madrid"))
    Records.create(folder, house.key, clock=SystemClock()).close()
    for _ in range(VISITS):
        house.add()
    return house


@pytest.mark.parametrize("step", STEPS)
def test_after_a_kill_the_clinic_is_whole_and_goes_on_and_moving_again_ends_it(house: House, step: str) -> None:
    assert house.kill_moving(step) == -signal.SIGKILL
    assert house.store == ("embedded" if step in EMBEDDED_UNTIL else house.url)
    house.whole()
    house.add()
    if step != "put aside":
        house.move()
    house.moved()


def test_kills_at_random_moments_lose_nothing_on_either_side(house: House) -> None:
    rand = random.Random(5)  # noqa: S311
    for _ in range(8):
        house.kill_moving("none", rand.uniform(0, 0.25))
        house.whole()
        house.add()
    with suppress(BadInput):  # that it has moved already
        house.move()
    house.moved()


def test_what_somebody_else_left_on_the_server_is_never_replaced(house: House, tmp_path: Path) -> None:
    with (
        Records.create(tmp_path / "other", house.key, store=house.url, clock=SystemClock()) as other,
        other.write(house.desk) as writer,
    ):
        writer.put("visit", {"id": "V-other"}, partition=DAY)
    with pytest.raises(BadInput, match="There is a clinic in that PostgreSQL database already"):
        house.move()
    house.whole()
    with (
        Records.open(tmp_path / "other", house.key, store=house.url, clock=SystemClock()) as other,
        other.read() as reader,
    ):
        assert reader.get("visit", "V-other") is not None
