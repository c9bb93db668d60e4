"""`kiosk demo` in a real terminal: a clinic of its own that is gone with it, whichever way it ends."""

import re
import signal
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.end_to_end.terminal import Terminal
from tests.kiosk.commands.conftest import Shell

pytestmark = pytest.mark.process

CTRL_Q = "\x11"
DEMO = [sys.executable, "-m", "tests.end_to_end.set_clock", "0", "demo"]
NEVER_MADE = """
import sys, threading
import kiosk.demo
from tests.end_to_end.set_clock import make_haste
from screens.__main__ import main
kiosk.demo.demo_clinic = lambda *_: threading.Event().wait()
make_haste()
sys.exit(main())
"""


@pytest.fixture
def kiosk(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
def demo(kiosk: Shell) -> Iterator[Callable[..., Terminal]]:
    """Opens the demo; at the end of the test whatever still runs is ended."""
    opened: list[Terminal] = []

    def open_demo(command: Sequence[str | Path] = DEMO, sees: str = "Check in here") -> Terminal:
        opened.append(Terminal(command, environment=kiosk.environment()))
        opened[-1].see(sees)
        return opened[-1]

    yield open_demo
    for terminal in opened:
        terminal.close()


def folders(kiosk: Shell) -> list[Path]:
    return sorted((kiosk.home / "tmp").iterdir())


@pytest.mark.thorough
def test_it_is_a_private_clinic_that_another_terminal_joins_and_that_is_gone_when_it_is_left(
    kiosk: Shell, demo: Callable[..., Terminal]
) -> None:
    terminal = demo()
    (folder,) = folders(kiosk)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "clinic" / "demo.key").stat().st_mode) == 0o600
    assert not kiosk.config.exists()
    assert len(kiosk("visits", "list", "--json", data=folder / "clinic").json) >= 25
    demo(kiosk.command("--data", folder / "clinic", "--role", "reception"), "Nadia Petrov").close()
    sheet = kiosk("demo", "--sheet").out
    assert re.search(r"Dr Moss +practitioner +\d{6}", sheet)
    assert "Tomasz Łuczak, born 03.02.1979, code LU101" in sheet
    assert f"kiosk --data {folder / 'clinic'}\n" in sheet
    assert kiosk("demo", "--sheet", data=folder / "clinic").out == sheet

    terminal.go(CTRL_Q, "The demo clinic and its folder are removed.")
    assert terminal.wait_for_end() == 0
    assert folders(kiosk) == []


@pytest.mark.thorough
def test_a_signal_removes_its_folder_and_what_a_killed_one_left_is_swept_by_the_next(
    kiosk: Shell, demo: Callable[..., Terminal]
) -> None:
    killed = demo()
    killed.kill(signal.SIGKILL)
    (left,) = folders(kiosk)
    running = demo()
    (kept,) = folders(kiosk)
    assert kept != left
    another = demo()
    assert kept in folders(kiosk)
    assert len(folders(kiosk)) == 2
    for terminal, number, others in ((running, signal.SIGTERM, 1), (another, signal.SIGHUP, 0)):
        terminal.kill(number)
        terminal.wait_for_end()
        assert len(folders(kiosk)) == others
        assert "Traceback" not in terminal.raw.decode(errors="replace")


def test_leaving_while_it_is_being_made_removes_its_folder(kiosk: Shell, demo: Callable[..., Terminal]) -> None:
    terminal = demo([sys.executable, "-c", NEVER_MADE, "demo"], "One moment, please.")
    assert len(folders(kiosk)) == 1
    terminal.press(CTRL_Q)
    assert terminal.wait_for_end() == 0
    assert folders(kiosk) == []
    assert "Traceback" not in terminal.raw.decode(errors="replace")
