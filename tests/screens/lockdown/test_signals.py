"""The real program in a real terminal: a signal ends it cleanly, or not at all; a client's screen never stays behind."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from screens.lockdown.driver import FAULTS
from screens.lockdown.locked_app import ENDED_BY, IGNORED, OF_OTHERS
from tests.end_to_end.terminal import PATIENCE, Terminal

pytestmark = pytest.mark.process

ENDING = (
    signal.SIGTERM,
    *(pytest.param(each, marks=pytest.mark.thorough) for each in (signal.SIGSEGV, signal.SIGHUP, signal.SIGRTMIN)),
)
"""One of each kind; that the others are taken as these are, the masks of the process say."""


@pytest.mark.parametrize("number", ENDING)
def test_a_signal_to_end_gives_the_terminal_back_with_nothing_on_it(terminal: Terminal, number: int) -> None:
    terminal.kill(number)
    assert terminal.wait_for_end() == 128 + number
    after = bytes(terminal.raw)
    assert after.rindex(b"\x1b[?1049l") > after.rindex(b"\x1b[?1049h")
    assert after.rindex(b"\x1b[?1000l") > after.rindex(b"\x1b[?1000h")
    assert after.rindex(b"\x1b[?25h") > after.rindex(b"\x1b[?25l")
    assert b"Traceback" not in after
    assert not terminal.text.strip()  # this terminal has no second screen: what was not wiped would still stand there


def test_every_signal_ends_the_kiosk_or_means_nothing_to_it_but_two_that_nothing_can_catch() -> None:
    assert signal.valid_signals() == ENDED_BY | FAULTS | IGNORED | OF_OTHERS
    assert {signal.SIGKILL, signal.SIGSTOP} <= OF_OTHERS


def test_every_signal_is_taken_as_its_kind_and_one_to_stop_changes_nothing(terminal: Terminal, tmp_path: Path) -> None:
    assert signals(terminal, "SigCgt") >= ENDED_BY
    assert signals(terminal, "SigBlk") >= FAULTS
    assert signals(terminal, "SigIgn") >= IGNORED
    for number in (signal.SIGTSTP, signal.SIGTTIN, signal.SIGCONT, signal.SIGUSR1):
        terminal.kill(number)
    terminal.go("\r", "How would you like to check in?")
    terminal.kill(signal.SIGTERM)
    terminal.wait_for_end()
    assert not (tmp_path / "leak.log").exists()
    for sequence in (b"\x1b]0;", b"\x1b]1;", b"\x1b]2;", b"\x1b]52;"):
        assert sequence not in terminal.raw


def signals(terminal: Terminal, mask: str) -> set[int]:
    """Return the signals in one of a process's masks."""
    status = Path(f"/proc/{terminal.pid}/status").read_text(encoding="ascii")
    bits = int(next(line for line in status.splitlines() if line.startswith(mask)).split()[1], 16)
    return {number for number in signal.valid_signals() if bits >> (number - 1) & 1}


@pytest.mark.parametrize("role", ["client", pytest.param("reception", marks=pytest.mark.thorough)])
def test_a_terminal_that_vanishes_ends_its_kiosk_where_no_signal_says_so(role: str, demo_folder: Path) -> None:
    ours, its = os.openpty()
    command = [sys.executable, "-m", "screens", "--data", str(demo_folder), "--role", role]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    # In a session of its own it has no terminal that could hang up on it, as after `su -c` or `setsid`.
    with subprocess.Popen(command, stdin=its, stdout=its, stderr=its, start_new_session=True) as running:
        os.close(its)
        try:
            while b"\x1b[?1006h" not in os.read(ours, 1 << 16):
                pass
            os.close(ours)
            assert running.wait(PATIENCE) == 128 + signal.SIGHUP
        finally:
            running.kill()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime - before.ru_utime < PATIENCE / 2  # it did not spin until it was killed
