"""A station of the clinic, written for this machine by the command, and its session."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator

import pytest

from tests.end_to_end.conftest import House
from tests.end_to_end.session.ordinary_account import Ordinary, account, needs, ordinary

Write = Callable[..., list[str]]


@pytest.fixture
def ours(house: House) -> Iterator[Ordinary]:
    """Return the account and its place, with this morning's clinic."""
    needs("cage", "Xwayland", "sway", "swaymsg", "foot", "grim", "wtype", "systemd-analyze", "fc-match")
    with ordinary(house) as found:
        yield found


@pytest.fixture
def write(ours: Ordinary) -> Write:
    """Write the station's files, and return what is in their folder then."""

    def run(*options: str) -> list[str]:
        command = [ours.program, "--data", ours.clinic, "--terminal", "Kiosk 1", "station", "write", ours.station]
        given = (*command, "--account", account().pw_name, "--screen", "1280x720", *options)
        done = subprocess.run(given, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return sorted(file.name for file in ours.station.iterdir())

    return run
