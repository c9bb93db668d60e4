"""`kiosk demo` in a real terminal: a clinic of its own that is gone with it, whichever way it ends."""

import os
import re
import signal
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.end_to_end.terminal import Terminal
from tests.kiosk.commands.conftest import Shell

pytestmark = pytest.mark.process

CTRL_C, CTRL_Q = "\x03", "\x11"


@pytest.fixture
def kiosk(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
def demo(kiosk: Shell) -> Iterator[Callable[[], Terminal]]:
    """Opens the demo; at the end of the test whatever still runs is ended."""
    opened: list[Terminal] = []

    def open_demo() -> Terminal:
        opened.append(Terminal(kiosk.command("demo"), environment=kiosk.environment()))
        return opened[-1]

    yield open_demo
    for terminal in opened:
        terminal.close()


def folders(kiosk: Shell) -> list[Path]:
    return sorted((kiosk.home / "tmp").iterdir())


def test_it_shows_pins_whom_to_check_in_as_and_how_to_join(kiosk: Shell, demo: Callable[[], Terminal]) -> None:
    terminal = demo()
    terminal.see("Touch to start")
    printed = terminal.raw.decode(errors="replace")
    assert re.search(r"Dr Moss +practitioner +\d{6}", printed)
    assert "Tomasz Łuczak, born 03.02.1979, code LU101" in printed
    (folder,) = folders(kiosk)
    assert f"kiosk --data {folder / 'clinic'}\r\n" in printed


def test_its_folder_is_private_and_another_terminal_joins_by_the_folder_alone(
    kiosk: Shell, demo: Callable[[], Terminal]
) -> None:
    demo().see("Touch to start")
    (folder,) = folders(kiosk)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "clinic" / "demo.key").stat().st_mode) == 0o600
    assert not kiosk.config.exists()
    assert len(kiosk("visits", "list", "--json", data=folder / "clinic").json) >= 25
    joined = Terminal(
        kiosk.command("--data", folder / "clinic", "--role", "reception"), environment=kiosk.environment()
    )
    try:
        joined.see("Nadia Petrov")
    finally:
        joined.close()
    sheet = kiosk("demo", "--sheet").out
    assert "Tomasz Łuczak" in sheet
    assert kiosk("demo", "--sheet", data=folder / "clinic").out == sheet


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=["terminated", "hung up"])
def test_a_signal_ends_it_and_removes_its_folder(
    kiosk: Shell, demo: Callable[[], Terminal], number: signal.Signals
) -> None:
    terminal = demo()
    terminal.see("Touch to start")
    assert len(folders(kiosk)) == 1
    terminal.kill(number)
    terminal.wait_for_end()
    assert folders(kiosk) == []
    assert "Traceback" not in terminal.raw.decode(errors="replace")


def test_leaving_it_removes_its_folder(kiosk: Shell, demo: Callable[[], Terminal]) -> None:
    terminal = demo()
    terminal.see("Touch to start")
    terminal.settle()
    terminal.insist(CTRL_Q, "The demo clinic and its folder are removed.")
    assert terminal.wait_for_end() == 0
    assert folders(kiosk) == []


def test_ctrl_c_while_it_is_being_made_removes_its_folder(kiosk: Shell, demo: Callable[[], Terminal]) -> None:
    terminal = demo()
    terminal.see("Making a demo clinic")
    while not folders(kiosk):
        os.sched_yield()
    terminal.press(CTRL_C)
    assert terminal.wait_for_end() == 130
    assert folders(kiosk) == []
    assert "Traceback" not in terminal.raw.decode(errors="replace")


def test_what_a_killed_demo_left_is_swept_by_the_next_and_a_running_one_is_not(
    kiosk: Shell, demo: Callable[[], Terminal]
) -> None:
    killed = demo()
    killed.see("Touch to start")
    killed.kill(signal.SIGKILL)
    (left,) = folders(kiosk)
    running = demo()
    running.see("Touch to start")
    (kept,) = folders(kiosk)
    assert kept != left
    another = demo()
    another.see("Touch to start")
    assert kept in folders(kiosk)
    assert len(folders(kiosk)) == 2
