"""The real program in a real terminal: a signal ends it cleanly, or not at all; a client's screen never stays behind."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.end_to_end.terminal import Terminal


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGHUP])
def test_a_signal_to_end_gives_the_terminal_back(terminal: Terminal, number: signal.Signals) -> None:
    terminal.kill(number)
    assert terminal.wait_for_end() == 128 + number
    terminal.settle()
    after = bytes(terminal.raw)
    assert after.rindex(b"\x1b[?1049l") > after.rindex(b"\x1b[?1049h")
    assert after.rindex(b"\x1b[?1000l") > after.rindex(b"\x1b[?1000h")
    assert after.rindex(b"\x1b[?25h") > after.rindex(b"\x1b[?25l")
    assert b"Traceback" not in after


@pytest.mark.parametrize("number", [signal.SIGTSTP, signal.SIGUSR1, signal.SIGUSR2])
def test_a_signal_to_stop_changes_nothing(terminal: Terminal, number: signal.Signals) -> None:
    terminal.kill(number)
    terminal.press("\r")
    terminal.see("How would you like to check in?")
    assert terminal.alive()


def test_nothing_is_logged_and_no_title_or_clipboard_is_written(terminal: Terminal, tmp_path: Path) -> None:
    terminal.press("\r")
    terminal.see("How would you like to check in?")
    terminal.kill(signal.SIGTERM)
    terminal.wait_for_end()
    assert not (tmp_path / "leak.log").exists()
    for sequence in (b"\x1b]0;", b"\x1b]1;", b"\x1b]2;", b"\x1b]52;"):
        assert sequence not in terminal.raw
