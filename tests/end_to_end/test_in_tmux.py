"""The demo in a real terminal program, tmux: it opens by itself, and leaves nothing of a client on the screen or behind it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.system

PATIENCE = 120.0
ROOT = Path(__file__).parents[2]
DEMO = f"{sys.executable} -m tests.end_to_end.set_clock 0 demo"


@dataclass
class Tmux:
    """One window of a tmux server of our own."""

    socket: str

    def run(self, *arguments: str) -> str:
        """Run one tmux command."""
        done = subprocess.run(["tmux", "-L", self.socket, *arguments], capture_output=True, text=True, check=True)
        return done.stdout

    def open(self, columns: int, rows: int, command: str) -> None:
        """Start a command in a window of this size, with a shell that stays when it ends."""
        window = ("-c", str(ROOT), "-x", str(columns), "-y", str(rows))
        self.run("-f", "/dev/null", "new-session", "-d", "-s", "demo", *window, f"{command}; echo THE-END; exec cat")

    def press(self, *keys: str) -> None:
        """Send keys."""
        self.run("send-keys", "-t", "demo", *keys)

    def type(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.run("send-keys", "-t", "demo", "-H", *(f"{byte:02x}" for byte in data))

    @property
    def text(self) -> str:
        """What is on the screen."""
        return self.run("capture-pane", "-p", "-t", "demo")

    @property
    def everything(self) -> str:
        """What is on the screen and in the lines that scrolled away."""
        return self.run("capture-pane", "-p", "-t", "demo", "-S", "-")

    def see(self, *words: str) -> str:
        """Wait until all of `words` stand on the screen."""
        deadline = time.monotonic() + PATIENCE
        while not all(word in (text := self.text) for word in words):
            assert time.monotonic() < deadline, f"never saw {words!r}; the screen was:\n{text}"
        return text

    def go(self, keys: str, *words: str) -> str:
        """Press once, and wait until all of `words` stand on the screen."""
        self.press(keys)
        return self.see(*words)


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    """A tmux server that nobody else uses."""
    if shutil.which("tmux") is None:
        pytest.fail("this test needs tmux: apt-get install tmux")
    # Folders of two workers, or of two runs at once, bear the same name; their processes have different numbers.
    server = Tmux(f"kiosk-{os.getpid()}-{tmp_path.name}")
    yield server
    subprocess.run(["tmux", "-L", server.socket, "kill-server"], capture_output=True, check=False)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 12), (120, 40)])
def test_the_demo_opens_by_itself_and_leaves_by_ctrl_q(tmux: Tmux, columns: int, rows: int) -> None:
    tmux.open(columns, rows, DEMO)
    text = tmux.see("Check in here", "DEMO")
    assert max(len(line) for line in text.splitlines()) <= columns
    tmux.go("Enter", "How would you like")
    tmux.go("C-q", "THE-END")
    assert "folderareremoved" in "".join(tmux.everything.split())  # 40 columns break words


def test_a_client_leaves_nothing_on_the_screen_or_behind_it(tmux: Tmux) -> None:
    tmux.open(80, 24, DEMO)
    tmux.see("Check in here")
    tmux.go("Enter", "How would you like", "2  ")
    tmux.go("2", "your booking code?", "Back")
    tmux.go("lu101", "lu101")
    tmux.go("Enter", "Is this your visit today?", "T. Ł.")
    tmux.go("C-q", "THE-END")
    _, said, after = tmux.everything.partition("Making a demo clinic of today ...")
    assert said
    assert "T. Ł." not in after
    assert "Tomasz" not in after
    assert "Is this your visit" not in after
    title = tmux.run("display-message", "-p", "-t", "demo", "#{pane_title}")
    assert "Tomasz" not in title
    assert "T. Ł." not in title


@pytest.mark.parametrize("typed", [b"\xe9a", b"\x1b[48;30;100;600;1000t"], ids=["no text", "a report of another size"])
def test_bytes_that_tmux_types_end_nothing_and_leave_touch_where_it_points(tmux: Tmux, typed: bytes) -> None:
    tmux.open(80, 24, DEMO)
    text = tmux.see("Check in here", "Help")
    tmux.type(typed)
    row, line = next((row, line) for row, line in enumerate(text.splitlines(), start=1) if "Help" in line)
    touch = f"\x1b[<0;{line.index('Help') + 1};{row}"
    tmux.type(f"{touch}M{touch}m".encode())
    tmux.see("What would help you?")
    assert "THE-END" not in tmux.everything
