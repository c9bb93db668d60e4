"""The demo in a real terminal program, tmux: it opens by itself, and leaves nothing of a client on the screen or behind it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.system

PATIENCE = 40.0
KIOSK = Path(sys.executable).with_name("kiosk")


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
        size = ("-x", str(columns), "-y", str(rows))
        self.run("-f", "/dev/null", "new-session", "-d", "-s", "demo", *size, f"{command}; echo THE-END; exec cat")

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

    def see(self, *words: str, press: str = "") -> str:
        """Wait until all of `words` stand on the screen, pressing a key again and again if one is given."""
        return self.until(lambda text: all(word in text for word in words), repr(words), press)

    def until(self, seen: Callable[[str], bool], what: str, press: str = "", touch: bytes = b"") -> str:
        """Wait until the screen is as it should be."""
        deadline = time.monotonic() + PATIENCE
        asked = 0.0
        while not seen(text := self.text):
            if time.monotonic() > deadline:
                raise AssertionError(f"never saw {what}; the screen was:\n{text}")
            if (press or touch) and time.monotonic() - asked > 1:
                asked = time.monotonic()
                if press:
                    self.press(press)
                else:
                    self.type(touch)
        return text


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    """A tmux server that nobody else uses."""
    if shutil.which("tmux") is None:
        pytest.fail("this test needs tmux: apt-get install tmux")
    server = Tmux(f"kiosk-{tmp_path.name}")
    yield server
    subprocess.run(["tmux", "-L", server.socket, "kill-server"], capture_output=True, check=False)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 12), (120, 40)])
def test_the_demo_opens_by_itself_and_leaves_by_ctrl_q(tmux: Tmux, columns: int, rows: int) -> None:
    tmux.open(columns, rows, f"{KIOSK} demo")
    text = tmux.see("Touch to start", "DEMO")
    assert max(len(line) for line in text.splitlines()) <= columns
    tmux.see("How would you like", press="Enter")
    tmux.see("THE-END", press="C-q")
    assert "folderareremoved" in "".join(tmux.everything.split())  # 40 columns break words


def test_a_client_leaves_nothing_on_the_screen_or_behind_it(tmux: Tmux) -> None:
    tmux.open(80, 24, f"{KIOSK} demo")
    tmux.see("Touch to start")
    tmux.see("How would you like", press="Enter")
    tmux.see("your booking code?", press="2")
    tmux.until(lambda text: "lu101" in text, "the code", press="lu101")
    tmux.see("Is this your visit today?", "T. Ł.", press="Enter")
    tmux.see("THE-END", press="C-q")
    before_the_app, _, after = tmux.everything.partition("Ctrl+Q leaves the demo.")
    assert "Tomasz" in before_the_app  # the cheat sheet, which the demo prints
    assert "T. Ł." not in after
    assert "Is this your visit" not in after
    title = tmux.run("display-message", "-p", "-t", "demo", "#{pane_title}")
    assert "Tomasz" not in title
    assert "T. Ł." not in title


@pytest.mark.parametrize("typed", [b"\xe9a", b"\x1b[48;30;100;600;1000t"], ids=["no text", "a report of another size"])
def test_bytes_that_tmux_types_end_nothing_and_leave_touch_where_it_points(tmux: Tmux, typed: bytes) -> None:
    tmux.open(80, 24, f"{KIOSK} demo")
    text = tmux.see("Touch to start", "Help")
    tmux.type(typed)
    row, line = next((row, line) for row, line in enumerate(text.splitlines(), start=1) if "Help" in line)
    touch = f"\x1b[<0;{line.index('Help') + 1};{row}"
    tmux.until(lambda text: "What would help you?" in text, "help", touch=f"{touch}M{touch}m".encode())
    assert "THE-END" not in tmux.everything
