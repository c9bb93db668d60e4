"""The supervisor in a real terminal: a kiosk that was killed leaves nothing of a client, and comes back."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.checkin.texts import first_texts
from tests.end_to_end.terminal import Terminal

pytestmark = pytest.mark.process


@pytest.fixture
def supervised(demo_folder: Path) -> Iterator[Terminal]:
    program = [sys.executable, "-m", "tests.end_to_end.set_clock", "0"]
    running = Terminal([*program, "--data", str(demo_folder), "--role", "client", "supervise"])
    try:
        running.see("Check in here")
        yield running
    finally:
        running.close()


def kiosk_of(supervisor: int) -> int:
    """Return the process of the kiosk that a supervisor runs."""
    (kiosk,) = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text(encoding="ascii").split()
    return int(kiosk)


@pytest.mark.thorough
def test_a_kiosk_that_was_killed_is_wiped_and_comes_back_and_one_that_is_stopped_does_not(supervised: Terminal) -> None:
    kiosk = kiosk_of(supervised.pid)
    supervised.go("\r", "How would you like to check in?", "2  ")
    supervised.choose("2", "What is your booking code?")
    supervised.write("LU101")
    seen = len(supervised.raw)
    os.kill(kiosk, signal.SIGKILL)
    supervised.see("Please go to the desk.")
    assert "LU101" not in supervised.text
    assert supervised.text.split() == first_texts.AT_THE_DESK.split()
    for wiped in (b"\x1b[3J", b"\x1b[?1006l", b"\x1b[?1003l", b"\x1b[?1049l", b"\x1b[?25l"):
        assert wiped in supervised.raw[seen:]
    supervised.press("\x03\x1a\x1cls\r")
    supervised.see("Check in here")
    assert kiosk_of(supervised.pid) != kiosk
    supervised.kill(signal.SIGTERM)
    assert supervised.wait_for_end() == 128 + signal.SIGTERM
    assert not supervised.text.strip()


@pytest.mark.thorough
def test_what_is_wrong_with_a_clinic_is_on_no_screen_that_clients_see(supervised: Terminal, demo_folder: Path) -> None:
    settings = demo_folder / "clinic.toml"
    sound = settings.read_text("utf-8")
    settings.write_text(f"{sound}\nkeep_years = 'long'\n", "utf-8")
    os.kill(kiosk_of(supervised.pid), signal.SIGKILL)
    supervised.see("Please go to the desk.")
    supervised.see("One moment, please.")
    supervised.see("Please go to the desk.")
    settings.write_text(sound, "utf-8")
    supervised.see("Check in here")
    assert b"keep_years" not in supervised.raw
