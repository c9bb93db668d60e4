"""A clinic of our own, set up by the product's commands, and terminals on it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.core.settings import load, save
from kiosk.demo.acting import StageClock
from kiosk.demo.build import demo_clinic
from tests import running
from tests.end_to_end.set_clock import MovedClock
from tests.end_to_end.terminal import Terminal
from tests.end_to_end.told_clock import ToldClock
from tests.once import of_this_run, once
from tests.proven import kept_for_this_run
from tests.running import pin_by_pipe

PRESENT = datetime(2026, 11, 23, 9, 50, tzinfo=UTC)
"""A Monday, ten minutes before the first appointment."""
MINUTE = timedelta(minutes=1)
MOVED_CLOCK = ("LATER", "LD_PRELOAD", "TZ")
"""What moves the clock of every process at once (tests/moved_clock.sh); with it all of them are moved, or none."""
REFUSED = (
    *("--extended-screening", "refuse", "--pregnancy", "refuse", "--allergy", "refuse"),
    *("--because", "Asked in the room."),
)
"""What is asked beyond the treatments' sources: nothing."""
PINS = {"Nadia Petrov": "264817", "Dr Moss": "482957", "Ines Duarte": "736492"}
SCHEDULE = """\
start;client;family name;given name;date of birth;treatment;practitioner;phone;booking code
2026-11-23 10:00;Amélie Fontaine;Fontaine;Amélie;1985-07-31;Parisian Peel;Dr Moss;020 7946 0128;LU102
2026-11-23 10:15;Tomasz Łuczak;Łuczak;Tomasz;1979-02-03;Parisian Peel;Dr Moss;020 7946 0112;LU101
2026-11-23 10:30;Zoë [/x] O'Neil;[/x] O'Neil;Zoë;1982-10-02;Medical facial;Dr Moss;;LU112
"""


@dataclass
class House:
    """A clinic's folder, the processes that work in it, and the hour they all share."""

    folder: Path
    home: Path
    seconds: float
    terminals: list[Terminal] = field(default_factory=list)
    breaks_with: Path | None = None
    """Gives the product a fault that shows once this file is there."""
    told_by: Path | None = None
    """By this file's length the product is told how many milliseconds have passed; no time passes by itself."""

    @property
    def temporary(self) -> Path:
        """The folder for temporary files, where a test finds them."""
        return self.home.parent / "temporary"

    @property
    def environment(self) -> dict[str, str]:
        """What every process of this clinic is given."""
        return {
            **{name: os.environ[name] for name in MOVED_CLOCK if name in os.environ},
            "XDG_CONFIG_HOME": str(self.home),
            "HOME": str(self.home),
            "TMPDIR": str(self.temporary),
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
        }

    @property
    def clock(self) -> MovedClock:
        """The clock of this clinic."""
        return MovedClock(self.seconds) if self.told_by is None else ToldClock(self.seconds, self.told_by)

    def command(self, *arguments: str) -> Sequence[str]:
        """The command line of a product whose clock stands at this clinic's hour."""
        program = ["tests.end_to_end.set_clock", str(self.seconds)]
        if self.breaks_with is not None:
            program = ["tests.end_to_end.break_when_told", str(self.seconds), str(self.breaks_with)]
        elif self.told_by is not None:
            program = ["tests.end_to_end.told_clock", str(self.seconds), str(self.told_by)]
        return [sys.executable, "-m", *program, "--data", str(self.folder), *arguments]

    def run(self, *arguments: str, pin: str | None = None, text: str = "") -> subprocess.CompletedProcess[str]:
        """Run one command to its end, in this process."""
        with pin_by_pipe(pin) as by_pipe:
            words = ["--data", str(self.folder), *arguments, *by_pipe]
            ran = running.run(words, self.environment, stdin=text, clock=self.clock)
        return subprocess.CompletedProcess(words, ran.status, ran.out, ran.err)

    def process(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end, in a process of its own."""
        return subprocess.run(
            self.command(*arguments), capture_output=True, text=True, env=self.environment, check=False
        )

    def open(self, role: str, *, columns: int = 80, rows: int = 24, name: str = "") -> Terminal:
        """Open a terminal for `role`."""
        named = ("--terminal", name) if name else ()
        terminal = Terminal(
            self.command("--role", role, *named), columns=columns, rows=rows, environment=self.environment
        )
        self.terminals.append(terminal)
        return terminal

    def set(self, **values: object) -> None:
        """Change settings."""
        save(self.folder, load(self.folder).model_copy(update=values))

    def close(self) -> None:
        """End whatever still runs."""
        for terminal in self.terminals:
            terminal.close()


def set_up(base: Path) -> None:
    """Make a clinic with a lead, a receptionist, a practitioner and this morning's schedule, a minute before they come."""
    for name in ("home", "temporary"):
        (base / name).mkdir(mode=0o700, parents=True)
    clinic = House(base / "clinic", base / "home", (PRESENT - MINUTE - datetime.now(UTC)).total_seconds())
    setup = ("setup", "--lead", "Ines Duarte", "--name", "Lumen Skin Clinic", "--time-zone", "UTC", *REFUSED)
    for step in (
        clinic.run(*setup, pin=PINS["Ines Duarte"]),
        clinic.run("staff", "add", "Nadia Petrov", "--role", "receptionist", pin=PINS["Nadia Petrov"]),
        clinic.run("staff", "add", "Dr Moss", "--role", "practitioner", pin=PINS["Dr Moss"]),
        clinic.run("schedule", "import", "-", text=SCHEDULE),
    ):
        assert step.returncode == 0, step.stderr
    clinic.set(continue_at_once=False)  # a key is pressed here when what it is for is in view


@pytest.fixture(scope="session")
def lumen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the clinic lies that each test takes a copy of."""
    return once(of_this_run(tmp_path_factory) / "lumen", set_up)


@pytest.fixture
def house(lumen: Path, tmp_path: Path) -> Iterator[House]:
    """A clinic of each test's own with a lead, a receptionist, a practitioner and this morning's schedule."""
    base = Path(shutil.copytree(lumen, tmp_path / "lumen"))
    clinic = House(base / "clinic", base / "home", (PRESENT - datetime.now(UTC)).total_seconds())
    yield clinic
    clinic.close()


def full_day(base: Path) -> None:
    """Make the demo's clinic of this morning: who is here already, who has been, who comes later, and the weeks before."""
    for name in ("home", "temporary"):
        (base / name).mkdir(mode=0o700, parents=True)
    with kept_for_this_run():
        demo_clinic(base / "clinic", StageClock(PRESENT, PRESENT), time_zone="UTC")


@pytest.fixture(scope="session")
def demo_of_this_morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the clinic lies that each client takes a copy of."""
    return once(of_this_run(tmp_path_factory) / "full day", full_day)


@pytest.fixture
def busy_house(demo_of_this_morning: Path, tmp_path: Path) -> Iterator[House]:
    """A clinic on a full day, its demo, where Continue goes on unless a test wants it otherwise."""
    base = Path(shutil.copytree(demo_of_this_morning, tmp_path / "full day"))
    clinic = House(base / "clinic", base / "home", (PRESENT - datetime.now(UTC)).total_seconds())
    clinic.set(continue_at_once=False)
    yield clinic
    clinic.close()


@pytest.fixture
def passes(busy_house: House, tmp_path: Path) -> Path:
    """Let time pass when a test says so, by this file."""
    busy_house.told_by = tmp_path / "passes"
    busy_house.told_by.touch()
    return busy_house.told_by
