"""A clinic of our own, set up by the product's commands, and terminals on it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.end_to_end.terminal import Terminal

PRESENT = datetime(2026, 11, 23, 9, 50, tzinfo=UTC)
"""A Monday, ten minutes before the first appointment."""
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

    @property
    def environment(self) -> dict[str, str]:
        """What every process of this clinic is given."""
        return {
            **{name: os.environ[name] for name in MOVED_CLOCK if name in os.environ},
            "XDG_CONFIG_HOME": str(self.home),
            "HOME": str(self.home),
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
        }

    def command(self, *arguments: str) -> Sequence[str]:
        """The command line of a product whose clock stands at this clinic's hour."""
        return [
            sys.executable,
            "-m",
            "tests.end_to_end.set_clock",
            str(self.seconds),
            "--data",
            str(self.folder),
            *arguments,
        ]

    def run(self, *arguments: str, pin: str | None = None, text: str = "") -> subprocess.CompletedProcess[str]:
        """Run one command to its end; a PIN goes in by a pipe."""
        keys: tuple[int, ...] = ()
        if pin is not None:
            reading, writing = os.pipe()
            os.write(writing, pin.encode())
            os.close(writing)
            keys, arguments = (reading,), (*arguments, "--pin-fd", str(reading))
        done = subprocess.run(
            self.command(*arguments),
            input=text,
            capture_output=True,
            text=True,
            env=self.environment,
            pass_fds=keys,
            check=False,
        )
        for key in keys:
            os.close(key)
        return done

    def open(self, role: str, *, columns: int = 80, rows: int = 24, name: str = "") -> Terminal:
        """Open a terminal for `role`."""
        named = ("--terminal", name) if name else ()
        terminal = Terminal(
            self.command("--role", role, *named), columns=columns, rows=rows, environment=self.environment
        )
        self.terminals.append(terminal)
        return terminal


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A clinic with a lead, a receptionist, a practitioner and this morning's schedule."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    seconds = (PRESENT - datetime.now(UTC)).total_seconds()
    clinic = House(tmp_path / "clinic", home, seconds)
    setup = ("setup", "--lead", "Ines Duarte", "--name", "Lumen Skin Clinic", "--time-zone", "UTC", *REFUSED)
    steps = [
        clinic.run(*setup, pin=PINS["Ines Duarte"]),
        clinic.run("staff", "add", "Nadia Petrov", "--role", "receptionist", pin=PINS["Nadia Petrov"]),
        clinic.run("staff", "add", "Dr Moss", "--role", "practitioner", pin=PINS["Dr Moss"]),
    ]
    schedule = tmp_path / "schedule.csv"
    schedule.write_text(SCHEDULE, encoding="utf-8")
    steps.append(clinic.run("schedule", "import", str(schedule)))
    for step in steps:
        assert step.returncode == 0, step.stderr
    yield clinic
    for terminal in clinic.terminals:
        terminal.close()
