"""The terminal of a supervised kiosk: what runs on it, what stands on it in between, and how it is given back."""

from __future__ import annotations

import os
import signal
import termios
from collections.abc import Iterator

import pytest

from kiosk.checkin.texts import first_texts
from kiosk.core.terminal_reset import WIPED
from kiosk.operations import supervised_terminal
from kiosk.operations.supervised_terminal import SupervisedTerminal


@pytest.fixture
def pair(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, int]]:
    """Return both ends of a terminal; no signal of the tests' own process is taken."""
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    ours, its = os.openpty()
    yield ours, its
    os.close(ours)
    os.close(its)


def supervised(its: int, script: str = "exit 0") -> SupervisedTerminal:
    return SupervisedTerminal(["/bin/sh", "-c", script], "client", first_texts.AT_THE_DESK, its)


@pytest.mark.parametrize(("script", "status"), [("exit 3", 3), ("kill -9 $$", -9), ('exit "$KIOSK_SUPERVISED"', 1)])
def test_it_tells_how_a_kiosk_ended_which_knows_that_it_is_supervised(
    pair: tuple[int, int], script: str, status: int
) -> None:
    assert supervised(pair[1], script).run() == status


def test_in_between_it_shows_where_to_go_and_nothing_that_is_typed(
    pair: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    ours, its = pair
    before = termios.tcgetattr(its)
    world = supervised(its)
    world.show_pause()
    shown = os.read(ours, 4096).decode()
    assert shown.startswith(WIPED)
    assert "\x1b[48;2;251;248;243m" in shown
    assert first_texts.AT_THE_DESK in " ".join(shown.split())
    local = termios.tcgetattr(its)[3]
    assert not local & (termios.ECHO | termios.ICANON | termios.ISIG)
    world.leave()
    assert os.read(ours, 4096).decode() == WIPED
    assert termios.tcgetattr(its) == before


def test_whoever_stops_it_ends_its_kiosk_and_its_waiting(
    pair: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signal, "alarm", lambda _: 0)
    world = supervised(pair[1], "exec sleep 1000")
    world._stop(signal.SIGTERM, None)
    world.wait(1000)
    assert world.stopped == signal.SIGTERM
    assert world.run() == -signal.SIGTERM


def test_a_kiosk_that_was_killed_is_told_in_a_line_without_a_name(
    pair: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(supervised_terminal, "tell_journal", lambda line, **_: told.append(line))
    supervised(pair[1]).tell_end(128 + signal.SIGKILL)
    assert told == ["The kiosk (client) ended by SIGKILL."]
